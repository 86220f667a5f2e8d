import { describe, expect, it } from 'vitest';
import { Lab, type Edit, type LabOptions } from './lab.ts';
import { chain, mesh, peering } from './topology.ts';

const at = (home: string): object => ({ there: { numbers: '1002', home, expires: '3600s' } });

function lab(edit: Edit, home: string, more: LabOptions['scenario'] = {}): Lab {
  return new Lab({
    edits: [edit],
    scenario: { phones: at(home), start: { qualifyPhase: '59s', wallSecond: '100ms' }, ...more },
  });
}

function datagrams(it: Lab): number {
  return it.heard.lookups.reduce((sum, lookup) => sum + lookup.datagrams, 0);
}

describe('servers in a chain: a question of ttl T goes T servers far', () => {
  const names = ['regpbx1', 'regpbx2', 'regpbx3', 'regpbx4', 'regpbx5'];
  it.each([1, 2, 3, 4].flatMap((ttl) => [1, 2, 3, 4].map((distance) => [ttl, distance] as const)))(
    'ttl %i, a phone %i servers away',
    (ttl, distance) => {
      const made = lab(chain(...names), names[distance]!, { servers: { regpbx1: { ttl } } });
      const { servers, ms } = made.lookup('regpbx1', '1002');
      expect(servers).toEqual(ttl >= distance ? [names[distance]] : []);
      expect(ms).toBeLessThan(60);
      // Discover, ACK, response, ACK, on every hop that was made. Who knows the number asks nobody, who has no ttl left
      // neither.
      expect(datagrams(made)).toBe(4 * Math.min(ttl, distance));
    },
  );

  it('each waits 0.2 s less than the one before for a dead end', () => {
    const made = lab(chain(...names), 'regpbx5', { servers: { regpbx1: { ttl: 4 } } });
    made.lockDialplan('regpbx5'); // It acknowledges and does not answer; regpbx4 has a ttl of 1 left: 2.2 s.
    const { ms, servers } = made.lookup('regpbx1', '1002');
    expect(servers).toEqual([]);
    expect(ms).toBeGreaterThan(2200);
    expect(ms).toBeLessThan(2210);
    const budgets = made.heard.lookups.filter(({ budgetEnded }) => budgetEnded).map(({ server }) => made.names[server]);
    expect(budgets).toEqual(['regpbx4']);
  });
});

describe('two hubs, primary and secondary (build_transactions)', () => {
  const regs = ['regpbx1', 'regpbx2', 'regpbx3'];
  const two = peering({
    dunpbx1: regs,
    regpbx5: regs,
    ...Object.fromEntries(regs.map((name) => [name, ['dunpbx1 primary', 'regpbx5 secondary']])),
  });

  it('only the primary is asked, also when it says no', () => {
    const made = lab(two, 'regpbx2');
    expect(made.lookup('regpbx1', '1002')).toMatchObject({ asked: 1, servers: ['regpbx2'] });
    expect(made.lookup('regpbx1', '1999').asked).toBe(1);
    expect(made.heard.lookups.some(({ server }) => made.names[server] === 'regpbx5')).toBe(false);
  });

  it('a primary that died and was not noticed costs 2 s and gives nothing; the secondary is not asked', () => {
    const made = lab(two, 'regpbx2');
    made.crash('dunpbx1');
    const { ms, servers, asked } = made.lookup('regpbx1', '1002');
    expect({ servers, asked }).toEqual({ servers: [], asked: 1 });
    expect(Math.abs(ms - 2000)).toBeLessThan(5);
  });

  it('an UNREACHABLE primary is passed over: the secondary finds it', () => {
    const made = lab(two, 'regpbx2');
    made.crash('dunpbx1');
    made.until(70);
    const { ms, servers } = made.lookup('regpbx1', '1002');
    expect(servers).toEqual(['regpbx2']);
    expect(ms).toBeLessThan(20);
  });

  it('a cached answer of the dead primary keeps the secondary from being asked', () => {
    const made = lab((file) => two({ ...file, text: file.text.replace('cachetime=5', 'cachetime=600') }), 'regpbx2');
    made.until(50);
    made.lookup('regpbx1', '1002');
    made.crash('dunpbx1');
    made.until(70);
    expect(made.lookup('regpbx1', '1002')).toMatchObject({ asked: 0, servers: ['regpbx2'] });
    expect(made.lookup('regpbx1', '1998')).toMatchObject({ asked: 1 });
  });

  it('two primaries are both asked, each is told of the other, and the answer comes once', () => {
    const both = peering({
      dunpbx1: regs,
      regpbx5: regs,
      ...Object.fromEntries(regs.map((name) => [name, ['dunpbx1', 'regpbx5']])),
    });
    const made = lab(both, 'regpbx2');
    expect(made.lookup('regpbx1', '1002')).toMatchObject({ asked: 2, servers: ['regpbx2'] });
    expect(made.lookup('regpbx1', '1999').servers).toEqual([]);
  });
});

describe('a full mesh', () => {
  const names = ['regpbx1', 'regpbx2', 'regpbx3', 'regpbx4', 'regpbx5'];
  it.each([1, 2, 32])('ttl %i: the others are asked once each, whatever the ttl', (ttl) => {
    const made = lab(mesh(...names), 'regpbx4', { servers: { regpbx1: { ttl } } });
    expect(made.lookup('regpbx1', '1002')).toMatchObject({ asked: 4, servers: ['regpbx4'] });
    expect(datagrams(made)).toBe(16); // The avoid list names all the others: nobody asks on.
  });

  it('two crossing calls have no hub to wait for: each waits for the other until its own 2000 + 200 ttl ms', () => {
    const made = lab(mesh(...names), 'regpbx4');
    const release = made.lockDialplan('regpbx2');
    const { ms, servers } = made.lookup('regpbx1', '1002');
    release();
    expect(servers).toEqual(['regpbx4']);
    expect(ms).toBeGreaterThan(2400);
    expect(ms).toBeLessThan(2505);
  });
});

describe('a hub without a mapping of the name', () => {
  it('refuses (NOAUTH), and nothing is cached', () => {
    const made = lab(
      (file) => (file.path === 'dunpbx1/dundi.conf' ? { ...file, text: file.text.replace(/^priv => .*$/m, '') } : file),
      'regpbx2',
    );
    for (let i = 0; i < 2; i++) expect(made.lookup('regpbx1', '1002')).toMatchObject({ asked: 1, servers: [] });
    // DPDISCOVER, DPRESPONSE, ACK: the network thread refuses at once, so that its answer acknowledges (dundi_send).
    expect(datagrams(made)).toBe(2 * 3);
  });

  it('with a placeholder forwards', () => {
    const made = lab(
      (file) =>
        file.path === 'dunpbx1/dundi.conf' ? { ...file, text: file.text.replace(/^priv => .*$/m, 'priv =>') } : file,
      'regpbx2',
    );
    expect(made.lookup('regpbx1', '1002').servers).toEqual(['regpbx2']);
  });
});
