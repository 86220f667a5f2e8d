import { describe, expect, it } from 'vitest';
import type { CallId, LookupId, ServerId } from '../../../src/model/ids.ts';
import { Lanes } from '../../../src/report/perfetto/lanes.ts';
import { Timeline } from '../../../src/report/perfetto/timeline.ts';
import { callRecord, configOf, lookupRecord, statementRecord } from '../../measure/synthetic.ts';

interface Event {
  readonly ph: string;
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur: number;
  readonly id: number;
  readonly args: Readonly<Record<string, unknown>>;
}

function timeline(): { events: () => Event[]; line: Timeline; clock: { now: number } } {
  let text = '';
  const sink = {
    write: (more: string) => {
      text += more;
    },
  };
  const line = new Timeline({ config: configOf(), scenario: 'office', seed: '1', version: '0' }, sink);
  const clock = { now: 0 };
  line.follow(clock);
  return {
    line,
    clock,
    events: () => {
      line.finish();
      const { traceEvents, otherData } = JSON.parse(text) as { traceEvents: Event[]; otherData: { what: string } };
      expect(otherData.what).toContain('synthetic');
      return traceEvents;
    },
  };
}

describe('lanes', () => {
  it('hold spans that do not overlap, as few of them as needed', () => {
    const lanes = new Lanes();
    const spans = [
      [0, 10],
      [5, 12],
      [12, 20],
      [9, 21],
      [20, 22],
    ] as const;
    expect(spans.map(([from, until]) => lanes.place(from, until))).toEqual([0, 1, 0, 2, 0]);
    expect(lanes.count).toBe(3);
  });
});

describe('a trace of virtual time', () => {
  it('has a process for each server, with a track for its SIP thread, its lock and its statements', () => {
    const { line, clock, events } = timeline();
    clock.now = 700;
    line.sipServed(1 as ServerId, 'INVITE', 100, 400, 'lock');
    line.lockReleased(1 as ServerId, 250, 3, 1);
    line.statementEnded(statementRecord({ server: 1 as ServerId, at: 600, wait: 40, service: 60 }));
    line.peerChanged(1 as ServerId, 2 as ServerId, 'UNREACHABLE');
    line.faultHappened('regpbx2 crashes');
    const all = events();
    const names = all.filter(({ name }) => name === 'process_name').map(({ pid, args }) => [pid, args['name']]);
    expect(names).toEqual([
      [0, 'faults'],
      [1, 'dunpbx1'],
      [2, 'regpbx1'],
      [3, 'regpbx2'],
    ]);
    const spans = all
      .filter(({ ph }) => ph === 'X')
      .map(({ pid, name, ts, dur }) => [pid, name.split(' ')[0], ts, dur]);
    expect(spans).toEqual([
      [2, 'INVITE', 400, 300],
      [2, 'held', 450, 250],
      [2, expect.any(String), 600, 100],
    ]);
    expect(all.find(({ name }) => name === 'INVITE')!.args).toEqual({ in_socket_ms: 0.3, waits_for: 'dialplan lock' });
    expect(all.filter(({ ph }) => ph === 'i').map(({ pid, name }) => [pid, name])).toEqual([
      [2, 'regpbx2 UNREACHABLE'],
      [0, 'regpbx2 crashes'],
    ]);
  });

  it('leads from a call to its lookup, and from there to the one of the hub, whichever ends first', () => {
    for (const hubLast of [false, true]) {
      const { line, clock, events } = timeline();
      const asks = lookupRecord({
        lookup: 1 as LookupId,
        server: 1 as ServerId,
        at: 100,
        call: 7 as CallId,
        asked: [0 as ServerId],
      });
      const relay = lookupRecord({
        lookup: 2 as LookupId,
        server: 0 as ServerId,
        at: 150,
        call: 7 as CallId,
        purpose: 'relay',
      });
      for (const [i, lookup] of (hubLast ? [asks, relay] : [relay, asks]).entries()) {
        clock.now = 200 + i;
        line.lookupEnded(lookup);
      }
      clock.now = 900;
      line.callEnded(callRecord({ call: 7 as CallId, offeredAt: 50, lookupIds: [1 as LookupId] }));
      const all = events();
      const ends = all.filter(({ ph }) => ph === 's' || ph === 'f').map(({ ph, id, pid, ts }) => [ph, id, pid, ts]);
      expect(ends).toEqual([
        ['s', 1, 2, 100],
        ['f', 1, 1, 150],
        ['s', 2, 2, 100],
        ['f', 2, 2, 100],
      ]);
      for (const { pid, tid, ts } of all.filter(({ ph }) => ph === 's' || ph === 'f'))
        expect(
          all.some(
            (one) => one.ph === 'X' && one.pid === pid && one.tid === tid && one.ts <= ts && ts <= one.ts + one.dur,
          ),
        ).toBe(true);
    }
  });
});
