import { describe, expect, it } from 'vitest';
import { SECOND } from '../../src/kernel/units.ts';
import { Listener } from '../../src/measure/listener.ts';
import { Cluster } from '../../src/model/cluster.ts';
import type { ServerId } from '../../src/model/ids.ts';
import type { CallRecord, LookupRecord } from '../../src/model/observations.ts';
import { quiet } from '../model/quiet.ts';

class Heard extends Listener {
  readonly calls: CallRecord[] = [];
  readonly marks: string[] = [];
  readonly lookups: LookupRecord[] = [];
  override callEnded(call: CallRecord): void {
    this.calls.push({ ...call });
  }
  override peerChanged(server: ServerId, peer: ServerId, status: string): void {
    this.marks.push(`${server} ${peer} ${status}`);
  }
  override lookupEnded(lookup: LookupRecord): void {
    this.lookups.push({ ...lookup });
  }
}

/** 1002 is registered at regpbx2, which dies at 60 s; a standby has its address at 70 s. Its phones refresh at 149 s. */
function ran(different: object, calls: readonly object[]) {
  const heard = new Heard();
  const config = quiet({
    phones: { office: { numbers: '1001..1005', home: 'round-robin', expires: '300s', answerAfter: '0s' } },
    start: { qualifyPhase: '20s', refreshPhase: '149s' },
    calls: calls.map((call) => ({ talk: '2s', ...call })),
    faults: [
      { at: '60s', crash: 'regpbx2' },
      { at: '70s', takeOver: 'regpbx2' },
    ],
    duration: '300s',
    ...different,
  });
  const cluster = new Cluster(config, { seed: 'standby', observations: heard });
  heard.follow(cluster.sim);
  cluster.sim.run(300 * SECOND);
  cluster.finish();
  return heard;
}

const told = ({ calls }: Heard) =>
  calls.map(({ offeredAt, outcome, cause, status }) => [offeredAt / SECOND, outcome, cause, status]);

describe('a standby that has the address before the hub has noticed anything', () => {
  it('calls from its phones work at once, calls to them by the row until they refresh; nobody is marked', () => {
    const heard = ran({}, [
      { at: '71s', from: '1002', to: '1001' },
      { at: '75s', from: '1001', to: '1002' },
      { at: '160s', from: '1001', to: '1002' },
    ]);
    expect(told(heard)).toEqual([
      [71, 'dundi', '', 200],
      [75, 'direct', '', 200],
      [160, 'dundi', '', 200],
    ]);
    expect(heard.marks).toEqual(['2 0 OK']); // By the standby itself, after its start.
  });

  it('an answer that was cached before carries a secret that the standby refuses', () => {
    const names = ['dunpbx1', 'regpbx1', 'regpbx2', 'regpbx3', 'regpbx4', 'regpbx5'];
    const servers = Object.fromEntries(names.map((name) => [name, { cachetime: '1h' }]));
    const calls = [
      { at: '30s', from: '1001', to: '1002' },
      { at: '170s', from: '1001', to: '1002' },
    ];
    expect(told(ran({ servers }, calls))).toEqual([
      [30, 'dundi', '', 200],
      [170, 'congestion', 'secretRefused', 503],
    ]);
    expect(told(ran({ servers, standby: { astdb: 'copied' } }, calls))).toEqual([
      [30, 'dundi', '', 200],
      [170, 'dundi', '', 200],
    ]);
  });

  it('a neighbour that got no gratuitous ARP sends to the dead machine until its entry has aged', () => {
    const standby = { machines: 0, arp: { loss: '100%', age: 'constant 30s' } };
    const calls = [
      { at: '75s', from: '1002', to: '1001', patience: '5s' },
      { at: '91s', from: '1002', to: '1001' },
    ];
    expect(told(ran({ standby }, calls)).map(([at, outcome]) => [at, outcome])).toEqual([
      [75, 'unserved'],
      [91, 'dundi'],
    ]);
  });
});
