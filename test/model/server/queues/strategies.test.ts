import { describe, expect, it } from 'vitest';
import type { QueueConfig, QueueStrategy } from '../../../../src/model/config.ts';
import type { ChannelId } from '../../../../src/model/ids.ts';
import type { QueueCaller } from '../../../../src/model/server/queues/callQueue.ts';
import { candidatesOf, nextOf, remember } from '../../../../src/model/server/queues/strategies.ts';
import { QUEUE, queuesAt } from './queueWorld.ts';

/** A queue of members a, b and c, with these penalties. */
function queueOf(strategy: QueueStrategy, penalties: readonly number[] = [0, 0, 0], more: Partial<QueueConfig> = {}) {
  const members = penalties.map((penalty, i) => ({ tech: 'SIP', resource: 'abc'[i]!, penalty, ringInUse: true }));
  const config: QueueConfig = { ...QUEUE, strategy, members, ...more };
  let now = 1000;
  const queues = queuesAt(() => now, [config]);
  const queue = queues.named('HELP')!;
  let channels = 0;
  const join = (): QueueCaller => queues.join(++channels as ChannelId, queue, 0);
  return {
    queue,
    queues,
    at: (second: number) => void (now = second),
    join,
    /** The order of one try, in which nobody answers after the first `rung`. */
    order(caller = join(), rung = 3): string {
      caller.left = candidatesOf(queue, caller, now, () => 0);
      const names = caller.left.map(({ member }) => member.config.resource).join('');
      caller.left.splice(0, rung);
      remember(caller);
      return names;
    },
  };
}

describe('the order in which members are called (calc_metric)', () => {
  it('rrmemory goes on behind the last who was called', () => {
    const desk = queueOf('rrmemory');
    expect([
      desk.order(undefined, 1),
      desk.order(undefined, 1),
      desk.order(undefined, 1),
      desk.order(undefined, 1),
    ]).toEqual(['abc', 'bca', 'cab', 'abc']);
  });

  it('rrmemory begins anew when all were called', () => {
    const desk = queueOf('rrmemory');
    expect([desk.order(), desk.order(undefined, 1), desk.order()]).toEqual(['abc', 'abc', 'bca']);
  });

  it('roundrobin begins at the first again, one further after a try that had not come to the end', () => {
    const desk = queueOf('roundrobin');
    expect([desk.order(), desk.order(), desk.order(), desk.order()]).toEqual(['abc', 'bca', 'cab', 'abc']);
  });

  it('linear goes on within one caller, and begins anew with the next', () => {
    const desk = queueOf('linear');
    const caller = desk.join();
    expect([desk.order(caller, 1), desk.order(caller, 1), desk.order()]).toEqual(['abc', 'bca', 'abc']);
  });

  it('leastrecent: who had no call, then whose call ended first; fewestcalls: who had the least', () => {
    for (const [strategy, order] of [
      ['leastrecent', 'cba'],
      ['fewestcalls', 'cab'],
    ] as const) {
      const desk = queueOf(strategy);
      const [a, b] = desk.queue.members;
      Object.assign(a!, { lastCall: 900, calls: 1 });
      Object.assign(b!, { lastCall: 800, calls: 2 });
      expect(desk.order(), strategy).toBe(order);
    }
  });

  it('penalties come before all else, and ringall calls those of the least together', () => {
    expect(queueOf('fewestcalls', [2, 1, 0]).order()).toBe('cba');
    const desk = queueOf('ringall', [1, 0, 0]);
    const caller = desk.join();
    caller.left = candidatesOf(desk.queue, caller, 1000, () => 0);
    expect(nextOf(caller).map(({ config }) => config.resource)).toEqual(['b', 'c']);
    caller.left.splice(0, 2);
    expect(nextOf(caller).map(({ config }) => config.resource)).toEqual(['a']);
    caller.left.splice(0, 1);
    expect(nextOf(caller)).toEqual([]);
  });
});

describe('whose turn it is (is_our_turn)', () => {
  it('the first of the line, while somebody could take the call', () => {
    const desk = queueOf('rrmemory');
    const [first, second] = [desk.join(), desk.join()];
    expect([first, second].map((caller) => desk.queue.isTurnOf(caller, 3))).toEqual([true, false]);
    expect(desk.queue.isTurnOf(first, 0)).toBe(false);
  });

  it('autofill: as many as could take a call, without those for whom members ring', () => {
    const desk = queueOf('rrmemory', undefined, { autofill: true });
    const line = [desk.join(), desk.join(), desk.join()];
    expect(line.map((caller) => desk.queue.isTurnOf(caller, 2))).toEqual([true, true, false]);
    line[0]!.isPending = true;
    expect(line.map((caller) => desk.queue.isTurnOf(caller, 2))).toEqual([true, true, true]);
    expect(queueOf('ringall', undefined, { autofill: true }).queue.line).toEqual([]);
  });

  it('an answer moves the line up, and the end of the talk counts for the member', () => {
    const desk = queueOf('rrmemory');
    const [first, second] = [desk.join(), desk.join()];
    first.ringing = [desk.queue.members[1]!];
    desk.queues.answered(first.channel, 0);
    expect(desk.queue.line).toEqual([first, second]);
    desk.queues.talkBegins(first.channel);
    expect(desk.queue.line).toEqual([second]);
    desk.at(1100);
    desk.queues.leave(first);
    expect(desk.queue.members[1]).toMatchObject({ lastCall: 1100, calls: 1, isTried: false });
    desk.queues.crash();
    expect([desk.queues.size, desk.queues.named('help')!.members[1]!.calls]).toEqual([0, 0]);
  });
});
