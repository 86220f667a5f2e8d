import { describe, expect, it } from 'vitest';
import { SECOND } from '../../src/kernel/units.ts';
import { Listener } from '../../src/measure/listener.ts';
import { Cluster } from '../../src/model/cluster.ts';
import type { ServerId } from '../../src/model/ids.ts';
import type { CallRecord, LookupRecord } from '../../src/model/observations.ts';
import { quiet } from '../model/quiet.ts';

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
function ran(calls: readonly object[], more: readonly object[] = [], different: object = {}) {
  const heard = new Heard();
  const config = quiet({
    phones: { office: { numbers: '1001..1005', home: 'round-robin', expires: '1h', answerAfter: '0s' } },
    start: { qualifyPhase: '40s' },
    calls: calls.map((call) => ({ talk: '2s', ...call })),
    faults: [{ at: '60s', reload: { server: 'dunpbx1', adds: 'regpbx5' } }, ...more],
    duration: '200s',
    ...different,
  });
  const cluster = new Cluster(config, { seed: 'reload', observations: heard });
  heard.follow(cluster.sim);
  cluster.sim.run(200 * SECOND);
  cluster.finish();
  return heard;
}

const told = ({ calls }: Heard) => calls.map(({ offeredAt, outcome }) => [offeredAt / SECOND, outcome]);

describe('a server that the hub does not know yet', () => {
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
