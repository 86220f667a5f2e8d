import { expect, it } from 'vitest';
import { SECOND } from '../../src/kernel/units.ts';
import { Listener } from '../../src/measure/listener.ts';
import { Cluster } from '../../src/model/cluster.ts';
import type { CallRecord } from '../../src/model/observations.ts';
import { quiet } from '../model/quiet.ts';

class Ended extends Listener {
  readonly calls: CallRecord[] = [];
  readonly trunks: string[] = [];
  override callEnded(call: CallRecord): void {
    this.calls.push({ ...call });
  }
  override trunksChanged(_server: number, group: string, busy: number, inService: number): void {
    this.trunks.push(`${this.now / SECOND} s: ${group} ${busy} of ${inService}`);
  }
}

const inbound = (at: string, talk = '1000s') => ({
  at,
  from: 'pstn',
  via: 'regpbx1',
  context: 'incoming',
  group: 'g1',
  to: '1001',
  talk,
});

function ran(calls: readonly object[], faults: readonly object[]): Ended {
  const ended = new Ended();
  const config = quiet({
    servers: { regpbx1: { trunks: { g1: { channels: 2, spans: 2, setup: '1s' } } } },
    phones: { office: { numbers: '1001..1003', home: 'regpbx1', callsAtOnce: 9, answerAfter: '0s', expires: '1h' } },
    calls,
    faults,
    duration: '60s',
  });
  const cluster = new Cluster(config, { seed: 'spans', observations: ended });
  ended.follow(cluster.sim);
  cluster.sim.run(60 * SECOND);
  cluster.finish();
  return ended;
}

it('a span that fails cuts the calls on it, and its channel is gone until it returns', () => {
  const { calls, trunks } = ran(
    [inbound('1s'), inbound('2s'), inbound('11s'), inbound('31s')],
    [
      { at: '10s', spanDown: { server: 'regpbx1', group: 'g1' } },
      { at: '30s', spanUp: { server: 'regpbx1', group: 'g1' } },
    ],
  );
  expect(
    calls.map(({ offeredAt, endedAt, outcome, dropped, cause, fault }) => [
      offeredAt / SECOND,
      endedAt / SECOND,
      outcome,
      dropped,
      cause,
      fault,
    ]),
  ).toEqual([
    // The exchange took the higher channel first, so the second call is on the first span.
    [2, 10, 'local', true, 'spanCut', 'a span of group g1 of regpbx1 failed at 10 s'],
    [11, 11, 'blocked', false, 'noTrunkFree', 'a span of group g1 of regpbx1 failed at 10 s'],
    [1, 60, 'local', false, '', ''],
    [31, 60, 'local', false, '', ''],
  ]);
  expect(trunks).toEqual([
    '1 s: g1 1 of 2',
    '2 s: g1 2 of 2',
    '10 s: g1 2 of 1',
    '10 s: g1 1 of 1',
    '30 s: g1 1 of 2',
    '31 s: g1 2 of 2',
    '60 s: g1 1 of 2',
    '60 s: g1 0 of 2',
  ]);
});

it('a dead gateway is offered nothing by the exchange', () => {
  const { calls } = ran([inbound('5s')], [{ at: '1s', crash: 'regpbx1' }]);
  expect(calls.map(({ outcome, cause, because }) => [outcome, cause, because])).toEqual([
    ['blocked', 'noTrunkFree', 'group g1 ended at regpbx1 (crashed at 1 s)'],
  ]);
});
