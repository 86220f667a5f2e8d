import { MILLISECOND, type Micros } from '../kernel/units.ts';
import { inMs } from './figures.ts';

/** Statements that a number of calls must have seen to be judged. */
const LEAST = 10;

/** The fewest calls talking at which a statement took longer than that, asked to answered; null: never. */
export interface Passes {
  readonly '10ms': number | null;
  readonly '100ms': number | null;
  readonly '1000ms': number | null;
}

/** What the database costs while calls load its Ethernet segment. */
export interface SegmentFigures {
  /** Most calls that talked at once. */
  readonly callsTalkingMax: number;
  /** The mean of all statements that ended while that many calls talked. */
  readonly meanPassesAtCalls: Passes;
  /** One of them. */
  readonly longestPassesAtCalls: Passes;
}

/** What is known of the statements that ended while a number of calls talked. */
interface Level {
  count: number;
  sum: Micros;
  longest: Micros;
}

/** The time of statements by the number of calls that talk when they end. */
export class SegmentMeasures {
  private talking = 0;
  private most = 0;
  private readonly levels: Level[] = [];

  /** A call was answered, or an answered one ended. */
  callsChanged(by: 1 | -1): void {
    this.talking += by;
    this.most = Math.max(this.most, this.talking);
  }

  statementEnded(took: Micros): void {
    const level = (this.levels[this.talking] ??= { count: 0, sum: 0, longest: 0 });
    level.count++;
    level.sum += took;
    level.longest = Math.max(level.longest, took);
  }

  figures(): SegmentFigures {
    return {
      callsTalkingMax: this.most,
      meanPassesAtCalls: this.passes(({ count, sum }) => (count < LEAST ? 0 : sum / count)),
      longestPassesAtCalls: this.passes(({ longest }) => longest),
    };
  }

  /** At some numbers of calls, for a table, the greater ones closer together: calls, mean and longest in ms. */
  curve(): readonly (readonly [calls: number, mean: number, longest: number])[] {
    const seen = this.levels.flatMap((level, calls) => (level.count < LEAST ? [] : [calls]));
    const last = seen.at(-1) ?? 0;
    return seen
      .filter((calls) => (last - calls) % (last - calls < 12 ? 2 : last - calls < 60 ? 12 : 60) === 0)
      .map((calls) => {
        const { count, sum, longest } = this.levels[calls]!;
        return [calls, inMs(sum / count), inMs(longest)];
      });
  }

  private passes(of: (level: Level) => Micros): Passes {
    const over = (limit: Micros): number | null => {
      const calls = this.levels.findIndex((level) => level !== undefined && of(level) > limit);
      return calls < 0 ? null : calls;
    };
    return { '10ms': over(10 * MILLISECOND), '100ms': over(100 * MILLISECOND), '1000ms': over(1000 * MILLISECOND) };
  }
}
