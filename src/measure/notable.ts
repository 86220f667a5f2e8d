import type { CallRecord } from '../model/observations.ts';

/** Calls of one cause that are kept: enough when all calls have the same. */
const OF_ONE_CAUSE = 3;

/** Calls with a cause: how many of each, and the worst of each. Whole records of at most three for each cause. */
export class NotableCalls {
  private readonly worst = new Map<string, CallRecord[]>();
  private readonly counts = new Map<string, number>();

  add(call: CallRecord): void {
    if (call.cause === '') return;
    this.counts.set(call.cause, (this.counts.get(call.cause) ?? 0) + 1);
    const list = this.worst.get(call.cause) ?? [];
    if (list.length === OF_ONE_CAUSE && worse(list.at(-1)!, call) <= 0) return;
    list.push({ ...call });
    list.sort(worse);
    this.worst.set(call.cause, list.slice(0, OF_ONE_CAUSE));
  }

  /** The calls most worth asking for: the worst of each cause, causes that lost calls and frequent ones first. */
  most(number: number): readonly CallRecord[] {
    const causes = [...this.worst].sort(
      ([a, [firstOfA]], [b, [firstOfB]]) =>
        Number(firstOfB!.lost) - Number(firstOfA!.lost) || this.counts.get(b)! - this.counts.get(a)!,
    );
    const rounds = Array.from({ length: OF_ONE_CAUSE }, (_, round) =>
      causes.flatMap(([, calls]) => calls[round] ?? []),
    );
    return rounds.flat().slice(0, number);
  }
}

/** Negative when `a` is worse: lost before slow, then the longer wait for a ring or for the end, then the earlier. */
function worse(a: CallRecord, b: CallRecord): number {
  return Number(b.lost) - Number(a.lost) || waitOf(b) - waitOf(a) || a.call - b.call;
}

function waitOf({ ringingAt, endedAt, offeredAt }: CallRecord): number {
  return (ringingAt < 0 ? endedAt : ringingAt) - offeredAt;
}
