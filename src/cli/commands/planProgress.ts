import type { CellResult } from '../../experiment/grid/cell.ts';
import { mostProbes } from '../../experiment/plan/bisection.ts';
import type { Plan } from '../../experiment/plan/capacityPlan.ts';
import { LEVER_RUNS } from '../../experiment/plan/planCells.ts';
import { count, counted } from '../../report/format.ts';
import { timeText } from '../experiments/cellProgress.ts';
import type { Io } from '../io.ts';
import type { SearchWatch } from '../searching/searchDriver.ts';
import { ProgressLine } from '../progressLine.ts';

/** Runs that make a pace. */
const FEWEST = 4;

/** Of a plan: what is tried, runs done, and how many more it takes at most, with the time at the pace so far. */
export class PlanProgress implements SearchWatch {
  private readonly plan: Plan;
  private readonly line: ProgressLine;
  private readonly now: () => number;
  private firstAt = 0;
  /** Runs made in this process, and all that there are. */
  private here = 0;
  private runs = 0;
  /** Values of which there is a run, and the failures tried at the present one. */
  private readonly values = new Set<number>();
  private readonly failures = new Set<string>();
  private value = -1;
  private tried = 0;

  constructor(plan: Plan, io: Io) {
    this.plan = plan;
    this.line = new ProgressLine(io);
    this.now = io.now ?? Date.now;
    if (io.watched) io.err(`${this.sizeText()}\n`);
  }

  /** `3 values, 3 failures, at most 100 replications of each: at most 900 runs`; some are decided with fewer. */
  private sizeText(): string {
    const { values, failures, most } = this.plan;
    const named = failures.length === 0 ? '' : `, ${counted(failures.length, 'failure')}`;
    const tried = mostProbes(values.length);
    const some = tried < values.length ? `, ${count(tried)} of them tried at most` : '';
    return `${counted(values.length, 'value')}${some}${named}, at most ${counted(most, 'replication')} of each: at most ${counted(tried * this.cases() * most, 'run')}`;
  }

  /** A run that an earlier start of the command has made: it counts, and has no part in the pace. */
  known(cell: CellResult): void {
    this.count(cell);
  }

  /** A run has ended. */
  ran({ key, point, replication }: CellResult): void {
    this.here += 1;
    if (this.here === 1) this.firstAt = this.now();
    const { what, isLever } = this.count({ key, point });
    const left = isLever ? this.plan.levers.length * LEVER_RUNS - this.tried : this.left(replication);
    const at = isLever ? 'trying changes' : `${this.plan.path}=${what}`;
    const { runs } = this;
    this.line.show(() => `${at}: ${counted(runs, 'run')}, at most ${count(left)} more${this.time(left)}`);
  }

  end(): void {
    this.line.end();
  }

  private count({ key, point }: Pick<CellResult, 'key' | 'point'>): {
    readonly what: string;
    readonly isLever: boolean;
  } {
    const what = key.slice(0, key.lastIndexOf('/'));
    const isLever = what.startsWith(`${this.plan.path}=`);
    this.runs += 1;
    if (isLever) this.tried += 1;
    else this.enter(point, what);
    return { what, isLever };
  }

  private enter(value: number, what: string): void {
    if (value !== this.value) this.failures.clear();
    this.value = value;
    this.values.add(value);
    this.failures.add(what);
  }

  private cases(): number {
    return Math.max(1, this.plan.failures.length);
  }

  /** Beside the rest of this case: every other one of this value, and of every value that may follow. */
  private left(replication: number): number {
    const { values, most } = this.plan;
    const others = Math.max(0, mostProbes(values.length) - this.values.size) * this.cases();
    return Math.max(0, most - replication) + (this.cases() - this.failures.size + others) * most;
  }

  private time(left: number): string {
    if (this.here < FEWEST) return '';
    return `, at most ${timeText(Math.ceil((((this.now() - this.firstAt) / (this.here - 1)) * left) / 1000))}`;
  }
}
