import { describe, expect, it } from 'vitest';
import { SECOND } from '../../src/kernel/units.ts';
import { Listener } from '../../src/measure/listener.ts';
import { Cluster } from '../../src/model/cluster.ts';
import type { ServerId } from '../../src/model/ids.ts';
import type { CallRecord, LookupRecord } from '../../src/model/observations.ts';
import type { FolderFile } from '../../src/scenario/index.ts';
import { Sniffer } from '../model/laboratory.ts';
import { quiet } from '../model/quiet.ts';
import { parkingStory } from './parkingReplay.ts';

class Heard extends Listener {
  readonly calls: CallRecord[] = [];
  readonly lookups: LookupRecord[] = [];
  readonly marks: string[] = [];
  override callEnded(call: CallRecord): void {
    this.calls.push({ ...call });
  }
  override lookupEnded(lookup: LookupRecord): void {
    this.lookups.push({ ...lookup });
  }
  override peerChanged(server: ServerId, peer: ServerId, status: string): void {
    this.marks.push(`${this.now / SECOND} s: ${server} ${peer} ${status}`);
  }
}

/** The hub learns of regpbx5 at 60 s. */
function ran(
  calls: readonly object[],
  more: readonly object[] = [],
  different: object = {},
  edit: (file: FolderFile) => FolderFile = (file) => file,
) {
  const heard = new Heard();
  const config = quiet(
    {
      phones: { office: { numbers: '1001..1005', home: 'round-robin', expires: '1h', answerAfter: '0s' } },
      start: { qualifyPhase: '40s' },
      calls: calls.map((call) => ({ talk: '2s', ...call })),
      faults: [{ at: '60s', reload: { server: 'dunpbx1', adds: 'regpbx5' } }, ...more],
      duration: '200s',
      ...different,
    },
    edit,
  );
  const cluster = new Cluster(config, { seed: 'reload', observations: heard });
  heard.follow(cluster.sim);
  cluster.sim.run(200 * SECOND);
  cluster.finish();
  return heard;
}

const told = ({ calls }: Heard) => calls.map(({ offeredAt, outcome }) => [offeredAt / SECOND, outcome]);

describe('a server that the hub does not know yet', () => {
  it('is the cause of a call from it that is lost', () => {
    const withoutFallback = ({ path, text }: FolderFile): FolderFile => ({
      path,
      text: path.endsWith('extensions.conf')
        ? text.replace(/^exten => i,1,Goto\(lookupmysql.*$/m, 'exten => i,1,Hangup')
        : text,
    });
    const { calls } = ran([{ at: '20s', from: '1005', to: '1001' }], [], {}, withoutFallback);
    expect(calls.map(({ cause, because }) => `${cause}: ${because}`)).toEqual([
      'askerUnknown: 1001 is at regpbx1, and dunpbx1 does not answer regpbx5, for which its dundi.conf has no section',
    ]);
  });

  it('is not asked and gets no answer, without a stall; both at once after the reload', () => {
    const heard = ran([
      { at: '10s', from: '1001', to: '1005' },
      { at: '20s', from: '1005', to: '1001' },
      { at: '70s', from: '1001', to: '1005' },
      { at: '80s', from: '1005', to: '1001' },
    ]);
    expect(told(heard)).toEqual([
      [10, 'direct'],
      [20, 'direct'],
      [70, 'dundi'],
      [80, 'dundi'],
    ]);
    expect(Math.max(...heard.lookups.map(({ took }) => took))).toBeLessThan(0.01 * SECOND);
  });

  it('is asked as unknown before its first probe, which comes 5 s after the reload, as all others do', () => {
    const heard = ran([{ at: '61s', from: '1001', to: '1005' }]);
    expect(told(heard)).toEqual([[61, 'dundi']]);
    expect(heard.marks).toEqual(['65 s: 0 5 OK']);
  });

  it('stays hidden for what a "not found" in a cache has left', () => {
    const names = ['dunpbx1', 'regpbx1', 'regpbx2', 'regpbx3', 'regpbx4', 'regpbx5'];
    const servers = Object.fromEntries(names.map((name) => [name, { cachetime: '100s' }]));
    const calls = [
      { at: '10s', from: '1001', to: '1005' },
      { at: '70s', from: '1001', to: '1005' },
      { at: '120s', from: '1001', to: '1005' },
    ];
    expect(told(ran(calls, [], { servers }))).toEqual([
      [10, 'direct'],
      [70, 'direct'],
      [120, 'dundi'],
    ]);
  });

  it('a reload loses no lookup and keeps what is known of a dead peer', () => {
    const dead = [
      { at: '5s', crash: 'regpbx3' },
      { at: '100s', reload: { server: 'dunpbx1' } },
    ];
    const heard = ran([{ at: '100.5s', from: '1001', to: '1002' }], dead);
    expect(heard.lookups.every(({ took }) => took < 0.01 * SECOND)).toBe(true); // Still UNREACHABLE: not asked.
    expect(told(heard)).toEqual([[100.5, 'dundi']]);
  });
});

const MODULES = ['dundi', 'sip', 'dialplan', 'parking', 'core'] as const;

/** 1001 and 1002 are at regpbx1 and regpbx2; regpbx2 reloads that module at 60 s; each phone refreshes before its 120 s are over. */
function reloaded(
  module: (typeof MODULES)[number],
  calls: readonly object[],
  different: object = {},
  edit: (file: FolderFile) => FolderFile = (file) => file,
) {
  const heard = new Heard();
  const config = quiet(
    {
      phones: { office: { numbers: '1001..1002', home: 'round-robin', expires: '120s', answerAfter: '0s' } },
      start: { refreshPhase: '0s' },
      calls: calls.map((call) => ({ talk: '2s', from: '1001', to: '1002', ...call })),
      faults: [{ at: '65s', reload: { server: 'regpbx2', module } }],
      duration: '200s',
      ...different,
    },
    edit,
  );
  const cluster = new Cluster(config, { seed: 'reload', observations: heard });
  heard.follow(cluster.sim);
  cluster.sim.run(200 * SECOND);
  cluster.finish();
  return heard;
}

describe('a reload of', () => {
  it.each(MODULES)('%s ends no talk', (module) => {
    const { calls } = reloaded(module, [{ at: '50s', talk: '60s' }]);
    expect(calls).toMatchObject([{ outcome: 'dundi', dropped: false, lost: false }]);
    expect((calls[0]!.endedAt - calls[0]!.answeredAt) / SECOND).toBeCloseTo(60, 0);
  });

  it.each([
    ['dundi', 'dundi'],
    ['sip', 'direct'],
    ['dialplan', 'dundi'],
    ['parking', 'dundi'],
    ['core', 'direct'],
  ] as const)(
    '%s: a call to a phone of the database afterwards is connected by %s, and after its refresh by DUNDi',
    (module, way) => {
      expect(told(reloaded(module, [{ at: '70s' }, { at: '150s' }]))).toEqual([
        [70, way],
        [150, 'dundi'],
      ]);
    },
  );

  it('sip keeps the phones that have sections in sip.conf', () => {
    const office = { numbers: '1001..1002', home: 'round-robin', expires: '120s', answerAfter: '0s', static: 'yes' };
    expect(told(reloaded('sip', [{ at: '70s' }], { phones: { office } }, inFile))).toEqual([[70, 'dundi']]);
  });

  it('sip is all that the phone of a parked call feels, and the call stays in its slot: measured on 16.28', () => {
    const parked = { at: '10s', from: '2001', to: '1001', talk: '60s', park: { after: '5s', fetchProbability: '0%' } };
    for (const module of MODULES) {
      const { after, calls } = parkingStory('16', {
        calls: [parked],
        faults: [{ at: '30s', reload: { server: 'regpbx1', module } }],
      });
      expect([after('parkingEnds'), calls[0]!.dropped]).toEqual([45, false]);
    }
  });

  it('sip lets the lines "register =>" register again', () => {
    const lines = '[general]\nregister => us:s@10.10.10.121\n';
    const accounts = ({ path, text }: FolderFile): FolderFile => ({
      path,
      text:
        path === 'regpbx2/sip.conf'
          ? text.replace('[general]\n', lines)
          : path === 'regpbx1/sip.conf'
            ? `${text}\n[us]\ntype=friend\nhost=dynamic\nsecret=s\n`
            : text,
    });
    const config = quiet(
      { phones: {}, faults: [{ at: '65s', reload: { server: 'regpbx2', module: 'sip' } }] },
      accounts,
    );
    const wire = new Sniffer();
    const cluster = new Cluster(config, { seed: 'reload', observations: new Listener(), interference: wire });
    cluster.sim.run(70 * SECOND);
    const times = wire.seen.filter(({ title, at }) => /REGISTER/.test(title) && at > 60).map(({ at }) => at);
    expect(times[0]).toBe(65.2);
  });

  it('dialplan sets the global variables of the file again, and leaves the others', () => {
    const globals = ({ path, text }: FolderFile): FolderFile => ({
      path,
      text: path === 'regpbx2/extensions.conf' ? `[globals]\nDAY=yes\n${text}` : text,
    });
    const config = quiet(
      { phones: {}, faults: [{ at: '65s', reload: { server: 'regpbx2', module: 'dialplan' } }] },
      globals,
    );
    const cluster = new Cluster(config, { seed: 'reload', observations: new Listener() });
    const plan = cluster.parts.plans[config.servers.findIndex(({ name }) => name === 'regpbx2')]!;
    cluster.sim.run(60 * SECOND);
    plan.setGlobal('DAY', 'no');
    plan.setGlobal('NIGHT', 'yes');
    cluster.sim.run(70 * SECOND);
    expect(['DAY', 'NIGHT'].map((name) => plan.global(name))).toEqual(['yes', 'yes']);
  });
});

/** The phones have sections in sip.conf, and the database has none. */
function inFile({ path, text }: FolderFile): FolderFile {
  const section = (number: number): string => `[${number}]\ntype=friend\nhost=dynamic\nsecret=x\n`;
  if (path.endsWith('extconfig.conf')) return { path, text: '[settings]\n' };
  return { path, text: path.endsWith('sip.conf') ? `${text}\n${section(1001)}${section(1002)}` : text };
}
