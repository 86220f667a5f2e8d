import { describe, expect, it } from 'vitest';
import { mistakesOf, parse } from '../world.ts';

const TEXT = `
duration: 10m
phones:
  office: { numbers: 1001..1100, home: round-robin }
  branch: { numbers: 2001..2004, home: "regpbx4..5", backup: [regpbx1, regpbx5] }
  all: { numbers: 3001..3006, home: "regpbx1..5" }
`.replace('all:', 'every:');

const count = (n: number | string) => ({ sets: [`servers.regpbx.count=${n}`] });
const names = (text: string, sets: readonly string[]) => parse(text, { sets }).config.servers.map(({ name }) => name);

describe('a number of servers', () => {
  it('leaves out the last ones, and every peer forgets them', () => {
    const { config, remarks } = parse(TEXT, count(4));
    expect(config.servers.map(({ name }) => name)).toEqual(['dunpbx1', 'regpbx1', 'regpbx2', 'regpbx3', 'regpbx4']);
    expect(config.servers[0]!.dundi.peers.map(({ host }) => host)).toEqual([1, 2, 3, 4].map((n) => `10.10.10.12${n}`));
    expect(remarks.filter(({ text }) => text.includes('never answers'))).toEqual([]);
  });

  it('makes further ones from the last, which the hub knows and which know the hub', () => {
    const { config } = parse(TEXT, count(7));
    const [hub, , , , , last, six, seven] = config.servers;
    expect(seven!.name).toBe('regpbx7');
    expect(new Set(config.servers.map(({ address }) => address)).size).toBe(8);
    expect(new Set(config.servers.map(({ dundi }) => dundi.entityId)).size).toBe(8);
    expect(hub!.dundi.peers).toHaveLength(7);
    for (const made of [six!, seven!]) {
      expect(
        hub!.dundi.peers.some(({ entityId, host }) => entityId === made.dundi.entityId && host === made.address),
      ).toBe(true);
      expect(made.dundi.peers.map(({ entityId }) => entityId)).toEqual([hub!.dundi.entityId]);
      expect(made.dundi.mappings.map(({ destination }) => destination)).toEqual(
        last!.dundi.mappings.map(({ destination }) => destination.replace(last!.address, made.address)),
      );
    }
  });

  it('takes the homes and backups of phones along', () => {
    const homes = (n: number, group: string) => {
      const { config } = parse(TEXT, count(n));
      const own = config.phones.filter((phone) => phone.group === group);
      return [...new Set(own.map(({ home }) => config.servers[home]!.name))].sort();
    };
    expect(homes(4, 'branch')).toEqual(['regpbx4']);
    expect(homes(6, 'branch')).toEqual(['regpbx4', 'regpbx5']);
    expect(homes(6, 'every')).toContain('regpbx6');
    expect(homes(6, 'office')).toContain('regpbx6');
    expect(mistakesOf(TEXT, count(3)).every((line) => line.includes('no server is named'))).toBe(true);
  });

  it('goes for hubs, for ranges with addresses and in the scenario itself', () => {
    const two = parse(TEXT, { sets: ['servers.dunpbx.count=2'] }).config;
    expect(two.servers.slice(0, 2).map(({ name }) => name)).toEqual(['dunpbx1', 'dunpbx2']);
    expect(two.servers[3]!.dundi.peers.map(({ entityId }) => entityId)).toEqual(
      two.servers.slice(0, 2).map(({ dundi }) => dundi.entityId),
    );
    const ranged =
      'servers: { regpbx1..3: { conf: ./paper/regpbx1, address: 10.10.10.121.. }, regpbx: { count: 5 } }\n';
    expect(parse(ranged).config.servers.map(({ address }) => address)).toEqual(
      [1, 2, 3, 4, 5].map((n) => `10.10.10.12${n}`),
    );
    expect(names(ranged, ['servers.regpbx.count=2', 'servers.*.cachetime=9s'])).toEqual(['regpbx1', 'regpbx2']);
  });

  it('is the scenario that was written when it is what is there', () => {
    expect(parse(TEXT, count(5)).hash).toBe(parse(TEXT).hash);
  });

  it.each([
    ['servers.regpx.count=5', 'no "regpx" in "servers" to count; did you mean "regpbx"?'],
    ['servers.regpbx1.count=5', 'such as servers.regpbx.count'],
    ['servers.regpbx.count=0', 'expected a number of servers, 1 to 1000'],
    ['servers.regpbx.count=many', 'expected a number of servers, 1 to 1000'],
  ])('%s is a mistake', (set, told) => {
    const [line, ...more] = mistakesOf(TEXT, { sets: [set] });
    expect(more).toEqual([]);
    expect(line).toContain(`--set ${set}: `);
    expect(line).toContain(told);
  });
});

describe('phones of each server', () => {
  const EACH = `
duration: 10m
phones:
  office: { numbers: 1001..1100, perServer: 4 }
  branch: { numbers: 2001, home: [regpbx1, regpbx2], perServer: 3 }
calls:
  - { perPhone: 1/h }
`;
  const sizes = (sets: readonly string[]) => {
    const { phones } = parse(EACH, { sets }).config;
    return ['office', 'branch'].map((group) => phones.filter((phone) => phone.group === group).length);
  };

  it('are as many as the servers of "home" have together, and grow with them', () => {
    expect(sizes([])).toEqual([20, 6]);
    expect(sizes(['servers.regpbx.count=8'])).toEqual([32, 6]);
    expect(sizes(['phones.office.perServer=50'])).toEqual([250, 6]);
    expect(parse(EACH).config.phones.at(19)!.number).toBe('1020');
    expect(parse(EACH).config.phones.at(25)!.number).toBe('2006');
  });

  it('are not said beside their number, and are no more than there can be', () => {
    expect(mistakesOf(EACH, { sets: ['phones.office.count=7'] })).toEqual([
      expect.stringContaining(
        '"count" has the number of phones already; write one of the two ("--set phones.office.count=" removes it)',
      ),
    ]);
    expect(sizes(['phones.office.count=7', 'phones.office.perServer='])).toEqual([7, 6]);
    expect(mistakesOf(EACH, { sets: ['phones.office.perServer=1000000'] })).toEqual([
      expect.stringContaining('more than 2000000 phones in all'),
    ]);
    expect(mistakesOf(EACH.replace('1001..1100', 'office'), {})).toEqual([
      expect.stringContaining('20 numbers cannot be counted on from "office"'),
    ]);
  });
});
