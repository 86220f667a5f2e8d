import { describe, expect, it } from 'vitest';
import type { CallSource, Fault, PoissonCalls } from '../../../src/model/config.ts';
import { MINUTE, SECOND } from '../../../src/kernel/units.ts';
import { PHONE_KINDS } from '../../../src/model/phone/kinds.ts';
import { neededFolders } from '../../../src/scenario/index.ts';
import { FOLDERS, parse } from '../world.ts';

const office = 'phones: { office: { numbers: 1001..1100 } }\n';

/** One call source of a scenario with the office. */
function call(text: string): CallSource {
  return parse(`${office}calls: [{ ${text} }]\n`).config.calls[0]!;
}

function faults(text: string): readonly Fault[] {
  return parse(`${office}faults: [{ at: 60s, ${text} }]\n`).config.faults;
}

/** Servers of the paper's folder, in the order of their numbers. */
const [HUB, REG1, REG2, REG3] = [0, 1, 2, 3];

describe('a scenario in five lines', () => {
  const { config, name, title, seed, remarks } = parse(`duration: 15m
${office}calls: [{ rate: 0.05/s }]
faults: [{ at: 60s, crash: regpbx2 }]
`);

  it("is the paper's cluster, complete and frozen", () => {
    expect(config.servers.map((server) => `${server.name} ${server.address} ${server.dundi.entityId}`)).toEqual([
      'dunpbx1 10.10.10.120 00:14:22:23:26:2e',
      'regpbx1 10.10.10.121 01:31:af:e7:ff:37',
      'regpbx2 10.10.10.122 03:11:aa:02:b3:1d',
      'regpbx3 10.10.10.123 05:31:ad:18:53:0b',
      'regpbx4 10.10.10.124 01:19:4a:52:b3:1d',
      'regpbx5 10.10.10.125 02:7a:ae:43:52:0c',
    ]);
    expect(config.duration).toBe(15 * MINUTE);
    expect(config.profile).toBe('asterisk-1.2');
    expect(Object.isFrozen(config.servers[2]!.dundi.peers[0])).toBe(true);
    expect([name, title, seed]).toEqual(['s', 's', '1']);
    expect(remarks.filter(({ severity }) => severity !== 'note')).toEqual([]);
  });

  it('has its phones at the registration servers in turn, as in the paper: 1001 and 1006 at regpbx1', () => {
    const home = (number: string) => config.servers[config.phones.find((phone) => phone.number === number)!.home]!.name;
    expect(['1001', '1002', '1006', '1100'].map(home)).toEqual(['regpbx1', 'regpbx2', 'regpbx1', 'regpbx5']);
  });

  it('has one source of calls among all phones', () => {
    const [source] = config.calls as [PoissonCalls];
    expect(source).toMatchObject({ kind: 'poisson', ratePerSecond: 0.05, from: 0, until: 15 * MINUTE });
    expect([source.callers.length, source.callees.length]).toEqual([100, 100]);
    expect(config.faults).toEqual([{ kind: 'crash', at: 60 * SECOND, server: REG2 }]);
  });
});

describe('servers', () => {
  const fifty = parse(
    'asterisk: ./paper\nservers: { regpbx1..50: { conf: ./paper/regpbx1, address: 10.10.10.121.. }, regpbx7: { cachetime: 1h } }\n',
  ).config;
  const at = (name: string) => fifty.servers.find((server) => server.name === name)!;

  it('from one folder have their own names, addresses, EIDs and mappings', () => {
    expect(fifty.servers.map(({ name }) => name)).toEqual([
      'dunpbx1',
      ...Array.from({ length: 50 }, (_, i) => `regpbx${i + 1}`),
    ]);
    expect(at('regpbx50').address).toBe('10.10.10.170');
    expect(at('regpbx50').dundi.mappings[0]!.destination).toBe('priv:${SECRET}@10.10.10.170/${NUMBER}');
    expect(new Set(fifty.servers.map(({ dundi }) => dundi.entityId)).size).toBe(51);
  });

  it('from one folder are known to the hub, the printed ones under their printed EIDs', () => {
    const peers = at('dunpbx1').dundi.peers.map(({ entityId, host }) => `${entityId} ${host}`);
    expect(peers.sort()).toEqual(
      fifty.servers
        .slice(1)
        .map(({ dundi, address }) => `${dundi.entityId} ${address}`)
        .sort(),
    );
    expect(at('regpbx2').dundi.entityId).toBe('03:11:aa:02:b3:1d');
  });

  it('take keys of the .conf files, with units, for one of a range as well', () => {
    expect([at('regpbx7').dundi.cacheTime, at('regpbx8').dundi.cacheTime]).toEqual([3600, 5]);
    const { dundi, sip, iax } = parse(
      'servers: { dunpbx1: { autokill: 1500ms, sip.qualify: yes, iax.autokill: 3s, ttl: 7 } }\n',
    ).config.servers[HUB]!;
    expect([dundi.autokillMs, dundi.ttl, sip.qualifyMs, iax.autokillMs]).toEqual([1500, 7, 2000, 3000]);
  });

  it('take changes to the peers and mappings of dundi.conf', () => {
    const { servers } = parse(
      'servers: { dunpbx1: { peers: { "*": { qualify: no }, regpbx2: { order: secondary, qualify: 500ms } } } }\n',
      { sets: ['servers.regpbx3.mappings.priv.weight=10', 'servers.regpbx4.peers.*.model=outbound'] },
    ).config;
    expect(servers[HUB]!.dundi.peers.map(({ qualifyMs, order }) => `${qualifyMs} ${order}`)).toEqual([
      '0 0',
      '500 1',
      '0 0',
      '0 0',
      '0 0',
    ]);
    expect(servers[REG3]!.dundi.mappings[0]!.weight).toBe(10);
    expect(servers[4]!.dundi.peers[0]!.model).toBe('outbound');
  });

  it('may move to another address, their mappings with them', () => {
    const moved = parse('servers: { regpbx1: { address: 10.9.9.9 } }\n').config.servers[REG1]!;
    expect([moved.address, moved.dundi.mappings[0]!.destination]).toEqual([
      '10.9.9.9',
      'priv:${SECRET}@10.9.9.9/${NUMBER}',
    ]);
  });

  it('have trunks and a time to boot', () => {
    const server = parse('servers: { dunpbx1: { bootTime: 40s, trunks: { g1: { channels: 23 } } } }\n').config.servers[
      HUB
    ]!;
    expect(server.bootTime).toBe(40 * SECOND);
    expect(server.trunks).toEqual({
      g1: { channels: 23, spans: 1, setup: { kind: 'uniform', from: SECOND, to: 3 * SECOND } },
    });
  });

  it('name the folders that they need', () => {
    const needed = (text: string, sets: readonly string[] = []) => neededFolders({ path: 's.yaml', text, sets });
    expect(needed('duration: 5m')).toEqual(['dundisim:paper']);
    expect(needed('profile: asterisk-16')).toEqual(['dundisim:paper-16']);
    expect(needed('duration: 5m', ['profile=asterisk-16'])).toEqual(['dundisim:paper-16']);
    expect(needed('asterisk: ./mine\nservers: { a1..3: { conf: ./b } }')).toEqual(['./mine', './b']);
    expect(needed('servers: { a: { conf: ./b } }')).toEqual(['./b']);
    expect(needed(': [')).toEqual([]);
  });
});

describe('phones', () => {
  const phones = (text: string) => parse(`phones: { g: { ${text} } }\n`).config.phones;

  it('have numbers that are texts', () => {
    expect(phones('numbers: 0100..0102').map(({ number }) => number)).toEqual(['0100', '0101', '0102']);
    expect(phones('numbers: 0100').map(({ number }) => number)).toEqual(['0100']);
    expect(phones('numbers: [1001, 2001..2002]').map(({ number }) => number)).toEqual(['1001', '2001', '2002']);
  });

  it('can be counted on and cut short', () => {
    expect(phones('numbers: 1001..1002, count: 4').map(({ number }) => number)).toEqual([
      '1001',
      '1002',
      '1003',
      '1004',
    ]);
    expect(phones('numbers: 0100..0199, count: 1').map(({ number }) => number)).toEqual(['0100']);
  });

  it('have homes, second servers and proxies of last resort', () => {
    const [first, second] = phones('numbers: 1001..1002, home: [regpbx3, regpbx5], backup: next, lastResort: regpbx4');
    expect(first).toMatchObject({ home: 3, backup: [4], lastResort: 4 });
    expect(second).toMatchObject({ home: 5, backup: [1], lastResort: 4 });
    expect(phones('numbers: 1001, home: regpbx1, backup: [regpbx1, regpbx2]').at(0)!.backup).toEqual([REG2]);
  });

  it('are of a kind, with single keys of it changed', () => {
    expect(phones('numbers: 1001, kind: yealink').at(0)!.kind).toEqual(PHONE_KINDS['yealink']);
    const changed = phones(
      'numbers: 1001, kind: { like: snom, refresh: 60s before, retry: backoff 60s..30m, jitter: 0% }',
    ).at(0)!.kind;
    expect(changed).toEqual({
      ...PHONE_KINDS['snom'],
      refresh: { kind: 'before', before: MINUTE },
      retry: { kind: 'rfc5626', base: MINUTE, max: 30 * MINUTE },
      jitterRatio: 0,
    });
    expect(phones('numbers: 1001, kind: { refresh: 50% at most 15s before }').at(0)!.kind.refresh).toEqual({
      kind: 'ratio',
      ratio: 0.5,
      atMostBefore: 15 * SECOND,
    });
  });

  it('ask for what their kind asks for, or for what is said', () => {
    expect(phones('numbers: 1001').at(0)!.expires).toBe(PHONE_KINDS['polycom-2005']!.asks);
    expect(phones('numbers: 1001, expires: 5m').at(0)!.expires).toBe(300);
  });

  it('have addresses of their own', () => {
    expect(phones('numbers: 1001..1002, addresses: 10.10.10.62..').map(({ address }) => address)).toEqual([
      '10.10.10.62',
      '10.10.10.63',
    ]);
    const many = phones('numbers: 1001..1600').map(({ address }) => address);
    expect(new Set(many).size).toBe(600);
    expect(many.filter((address) => /\.(0|255)$/.test(address))).toEqual([]);
  });

  it('may stand in sip.conf, at their home and at their second server', () => {
    const { servers } = parse(
      'phones: { lab: { numbers: 1001, home: regpbx1, backup: regpbx2, static: yes } }\n',
    ).config;
    expect(servers.map(({ sip }) => sip.staticPeers.map(({ name, host }) => `${name} ${host}`))).toEqual([
      [],
      ['1001 dynamic'],
      ['1001 dynamic'],
      [],
      [],
      [],
    ]);
  });
});

describe('calls', () => {
  it('have a rate of the whole group or of each phone', () => {
    expect(call('rate: 120/min')).toMatchObject({ ratePerSecond: 2 });
    expect(call('perPhone: 1.8/h')).toMatchObject({ ratePerSecond: 0.05 });
    expect(call('rate: 1/s, from: 1001..1010, to: office, during: 60s..5m')).toMatchObject({
      from: MINUTE,
      until: 5 * MINUTE,
      callers: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    });
  });

  it('happen once', () => {
    expect(call('at: 12s, from: 1001, to: 1002')).toMatchObject({
      kind: 'planned',
      at: 12 * SECOND,
      caller: 0,
      dialled: '1002',
      pstn: { server: -1 },
    });
    expect(call('at: 12s, from: 1001, to: 95551234')).toMatchObject({ dialled: '95551234' });
    expect(call('at: 12s, from: pstn, via: regpbx1, context: incoming, to: 1002')).toMatchObject({
      caller: -1,
      pstn: { server: REG1, context: 'incoming' },
    });
  });

  it('last, wait and are tried again as it is written', () => {
    expect(
      call('rate: 1/h, talk: lognormal 5s p90 20s, patience: erlang 3 90s, redial: { probability: 50% }'),
    ).toMatchObject({
      talk: { kind: 'lognormal', median: 5 * SECOND },
      patience: { kind: 'erlang', k: 3, mean: 90 * SECOND },
      redialProbability: 0.5,
      redialAttempts: 1,
    });
    expect(call('rate: 1/h')).toMatchObject({ redialProbability: 0, redialAttempts: 0 });
  });

  it('that keep more than 40 % of the phones busy are a risk', () => {
    const risks = (rate: string) =>
      parse(`${office}calls: [{ rate: ${rate}, talk: 100s }]\n`)
        .remarks.filter(({ severity }) => severity === 'risk')
        .map(({ text }) => text);
    expect(risks('0.19/s')).toEqual([]); // 19 erlangs, 38 phones.
    expect(risks('0.21/s')).toEqual([
      'the offered load would keep 42 of 100 phones busy (42 %); above 40 % most failures are busy phones',
    ]);
  });

  it('that phones take many of at a time are none', () => {
    const risks = (callsAtOnce: number): number =>
      parse(
        `phones: { desk: { numbers: 1001..1040, callsAtOnce: ${callsAtOnce} } }\ncalls: [{ rate: 17.5/min, talk: 60s }]\n`,
      ).remarks.filter(({ text }) => text.includes('phones busy')).length;
    expect([1, 2, 20].map(risks)).toEqual([1, 1, 0]);
  });
});

describe('faults', () => {
  it('of servers, one or several at once', () => {
    expect(faults('crash: [regpbx1, regpbx2..3]')).toEqual(
      [REG1, REG2, REG3].map((server) => ({ kind: 'crash', at: MINUTE, server })),
    );
    expect(faults('hang: "*"')).toHaveLength(6);
  });

  it('of the network', () => {
    expect(faults('partition: [regpbx1, dunpbx1]')).toEqual([
      { kind: 'partition', at: MINUTE, between: [REG1], and: [HUB] },
    ]);
    expect(faults('partition: regpbx1')).toEqual([
      { kind: 'partition', at: MINUTE, between: [REG1], and: [0, 2, 3, 4, 5, -1] },
    ]);
    expect(faults('partition: { between: [regpbx1, regpbx2], and: database }')).toEqual([
      { kind: 'partition', at: MINUTE, between: [REG1, REG2], and: [-1] },
    ]);
    expect(faults('heal: all')).toEqual([
      { kind: 'heal', at: MINUTE, between: [0, 1, 2, 3, 4, 5, -1], and: [0, 1, 2, 3, 4, 5, -1] },
    ]);
  });

  it('of a link, one way or of phones', () => {
    expect(faults('partition: { between: regpbx1, and: dunpbx1, oneWay: yes }')).toEqual([
      { kind: 'partition', at: MINUTE, between: [REG1], and: [HUB], oneWay: true },
    ]);
    expect(faults('degrade: { between: regpbx1, and: dunpbx1, delay: 200ms, loss: 5% }')).toEqual([
      {
        kind: 'degrade',
        at: MINUTE,
        between: [REG1],
        and: [HUB],
        phones: [],
        quality: { delay: { kind: 'constant', value: 200_000 }, loss: 0.05, duplicates: 0 },
      },
    ]);
    expect(faults('restore: { phones: 1001 }')).toMatchObject([{ kind: 'restore', between: [], and: [], phones: [0] }]);
    expect(faults('unregister: 1001')).toEqual([{ kind: 'unregister', at: MINUTE, phones: [0] }]);
  });

  it('of the database', () => {
    expect(
      [...faults('slowDatabase: 10'), ...faults('stop: database'), ...faults('startDatabase: true')].map(
        ({ kind }) => kind,
      ),
    ).toEqual(['slowDatabase', 'stopDatabase', 'startDatabase']);
  });

  it('of phones', () => {
    expect(faults('powerOff: 1001..1003, spread: uniform 0..5s')).toEqual([
      { kind: 'powerOff', at: MINUTE, phones: [0, 1, 2], spread: { kind: 'uniform', from: 0, to: 5 * SECOND } },
    ]);
    expect(faults('move: { phone: 1002, to: regpbx3 }')).toEqual([
      { kind: 'move', at: MINUTE, phone: 1, to: REG3, clean: true },
    ]);
    expect(faults('register: { phone: 1002, to: regpbx1 }')).toEqual([
      { kind: 'register', at: MINUTE, phone: 1, to: REG1 },
    ]);
  });

  it('are in the order of time', () => {
    const read = parse('faults: [{ at: 2m, restart: regpbx1 }, { at: 60s, crash: regpbx1 }]\n').config.faults;
    expect(read.map(({ at }) => at)).toEqual([MINUTE, 2 * MINUTE]);
  });
});

describe('overrides', () => {
  const base = `${office}calls: [{ rate: 0.05/s }, { at: 12s, from: 1001, to: 1002 }]\n`;
  const set = (...sets: string[]) => parse(base, { sets }).config;

  it('reach every level, by name, by index and with *', () => {
    expect(set('servers.dunpbx1.cachetime=30s').servers[HUB]!.dundi.cacheTime).toBe(30);
    expect(set('servers.*.cachetime=7').servers.map(({ dundi }) => dundi.cacheTime)).toEqual([7, 7, 7, 7, 7, 7]);
    expect(set('servers.2.cachetime=7').servers.map(({ dundi }) => dundi.cacheTime)).toEqual([5, 5, 7, 5, 5, 5]);
    expect(set('servers.regpbx*.cachetime=7').servers.map(({ dundi }) => dundi.cacheTime)).toEqual([5, 7, 7, 7, 7, 7]);
    expect(set('servers.*2.cachetime=7').servers.map(({ dundi }) => dundi.cacheTime)).toEqual([5, 5, 7, 5, 5, 5]);
    expect(set('servers.regpbx2..4.cachetime=7').servers.map(({ dundi }) => dundi.cacheTime)).toEqual([
      5, 5, 7, 7, 7, 5,
    ]);
    expect(set('phones.off*.expires=60s').phones.at(99)!.expires).toBe(60);
    expect(set('calls.0..1.patience=9s').calls.map(({ patience }) => patience)).toEqual(
      set('calls.*.patience=9s').calls.map(({ patience }) => patience),
    );
    expect(set('phones.office.expires=60s').phones.at(99)!.expires).toBe(60);
    expect(set('phones.0.count=7').phones).toHaveLength(7);
    expect(set('calls.0.rate=1/s').calls[0]).toMatchObject({ ratePerSecond: 1 });
    expect(set('calls.*.patience=9s').calls.map(({ patience }) => patience)).toEqual([
      { kind: 'constant', value: 9 * SECOND },
      { kind: 'constant', value: 9 * SECOND },
    ]);
    expect(set('processing.*=0').processing.phone).toEqual({ kind: 'constant', value: 0 });
  });

  it('reach what the scenario does not mention', () => {
    expect(set('rules.lookupEnds=firstAnswer').rules.lookupEnds).toBe('firstAnswer');
    expect(set('rules.t1Min=150ms').rules.t1Min).toBe(150);
    expect(set('rules.cacheMargin=20s').rules.cacheMargin).toBe(20);
    expect(set('phones.office.kind.retry=10s').phones.at(0)!.kind.retry).toEqual({ kind: 'fixed', after: 10 * SECOND });
    expect(set('phones.office.kind=snom').phones.at(0)!.kind.name).toBe('snom');
    expect(set('start=cold').start.state).toBe('cold');
    expect(set('servers.regpbx1.sip.qualify=yes').servers[REG1]!.sip.qualifyMs).toBe(2000);
    expect(set('faults=[{ at: 5s, crash: regpbx1 }]').faults).toHaveLength(1);
  });

  it('come one after the other: the last one wins', () => {
    expect(set('duration=1m', 'duration=2m').duration).toBe(2 * MINUTE);
  });

  it('are named by the profile as well', () => {
    expect(set('profile=whitepaper').rules.lookupEnds).toBe('firstAnswer');
  });
});

describe('the hash', () => {
  const hash = (text: string, sets: readonly string[] = [], folders = FOLDERS) => parse(text, { sets, folders }).hash;

  it('is the same for the same meaning, however it is written', () => {
    expect(hash('# a remark\nduration: 5m\ntitle: x\n')).toBe(hash('{ "title": "y", "duration": "5m" }'));
    expect(hash('duration: 10m')).toBe(hash('title: x')); // A default, said aloud.
    expect(hash('title: x', ['duration=5m'])).toBe(hash('duration: 5m'));
    expect(hash('seed: 5')).toBe(hash('seed: 6'));
  });

  it('is another for another meaning, or another .conf file', () => {
    expect(hash('duration: 5m')).not.toBe(hash('duration: 6m'));
    const edited = new Map(
      [...FOLDERS].map(([name, files]) => [
        name,
        files.map((file) => ({ ...file, text: file.text.replace('cachetime=5', 'cachetime=6') })),
      ]),
    );
    expect(hash('title: x', [], edited)).not.toBe(hash('title: x'));
  });
});
