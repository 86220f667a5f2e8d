import type { Candidate, Member, Queue, QueueCaller } from './callQueue.ts';

/** What a step of the penalty weighs (app_queue.c:calc_metric). */
const PENALTY = 1_000_000;

/**
 * Members in the order in which a try calls them, the least metric first (app_queue.c:calc_metric, find_best).
 * `now`: whole seconds of the wall clock; `below(n)`: a draw from 0 to n - 1.
 */
export function candidatesOf(
  queue: Queue,
  caller: QueueCaller,
  now: number,
  below: (n: number) => number,
): Candidate[] {
  const { strategy } = queue.config;
  if (strategy === 'roundrobin') {
    queue.next = queue.hasMore ? queue.next + 1 : 0;
    queue.hasMore = false;
  }
  const found = queue.members.map((member, place) => ({
    member,
    metric:
      ownMetric(queue, caller, member, place, now, below) +
      (strategy === 'wrandom' ? 0 : member.config.penalty * PENALTY),
  }));
  return found.sort((a, b) => a.metric - b.metric);
}

function ownMetric(
  queue: Queue,
  caller: QueueCaller,
  { lastCall, calls, config }: Member,
  place: number,
  now: number,
  below: (n: number) => number,
): number {
  switch (queue.config.strategy) {
    case 'ringall':
      return 0;
    case 'roundrobin':
    case 'rrmemory':
      if (place > queue.next) queue.hasMore = true;
      return place < queue.next ? 1000 + place : place;
    case 'linear':
      if (place > caller.place) caller.hasMore = true;
      return place < caller.place ? 1000 + place : place;
    case 'random':
      return below(1000);
    case 'wrandom':
      return below((1 + config.penalty) * 1000);
    case 'fewestcalls':
      return calls;
    case 'leastrecent':
      return lastCall === 0 ? 0 : PENALTY - (now - lastCall);
  }
}

/** The first of those who are left, or with ringall all who are as good (app_queue.c:ring_one). */
export function nextOf({ queue, left }: QueueCaller): readonly Member[] {
  const [best] = left;
  if (best === undefined) return [];
  const chosen = queue.config.strategy === 'ringall' ? left.filter(({ metric }) => metric <= best.metric) : [best];
  return chosen.map(({ member }) => member);
}

/** Whose turn is next, after a try: the best of those who were not called (app_queue.c:store_next_rr, store_next_lin). */
export function remember(caller: QueueCaller): void {
  const { queue, left } = caller;
  const best = left[0]?.metric;
  const { strategy } = queue.config;
  if (strategy === 'rrmemory') {
    queue.next = best !== undefined ? best % 1000 : queue.hasMore ? 0 : queue.next + 1;
    queue.hasMore = false;
  } else if (strategy === 'linear') {
    caller.place = best !== undefined ? best % 1000 : caller.hasMore ? 0 : caller.place + 1;
    caller.hasMore = false;
  }
}
