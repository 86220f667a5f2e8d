import type { Mutant } from './mutants.ts';
import type { Outcome } from './jobs.ts';

/** A survivor that is accepted: the change is not visible in any result, or is not worth a test. */
export interface Accepted {
  /** As the report names it. */
  readonly id: string;
  readonly reason: string;
}

interface FileCount {
  killed: number;
  total: number;
  ms: number;
}

/** Counts what became of the mutants. */
export class Report {
  private readonly reasons: ReadonlyMap<string, string>;
  private readonly isComplete: boolean;
  private readonly files = new Map<string, FileCount>();
  private readonly survivors: Mutant[] = [];
  private readonly untestedFiles: string[] = [];
  /** Accepted, but noticed by now. */
  private readonly noticed: string[] = [];
  private readonly ids = new Set<string>();

  /** `isComplete`: all mutants of the files are run, so an accepted one that does not occur is out of date. */
  constructor(accepted: readonly Accepted[], isComplete: boolean) {
    this.reasons = new Map(accepted.map(({ id, reason }) => [id, reason]));
    this.isComplete = isComplete;
  }

  add(mutant: Mutant, { killer, ms }: Outcome): void {
    this.count(mutant, killer !== undefined, ms);
    if (killer === undefined) this.survivors.push(mutant);
    else if (this.reasons.has(mutant.id)) this.noticed.push(mutant.id);
  }

  /** No test is related to this file: all its mutants survive. */
  untested(file: string, mutants: readonly Mutant[]): void {
    this.untestedFiles.push(file);
    for (const mutant of mutants) {
      this.count(mutant, false, 0);
      this.survivors.push(mutant);
    }
  }

  /** Share of all mutants that were killed, 0 to 1; accepted survivors count as survivors. */
  get score(): number {
    const { killed, total } = this.sum();
    return total === 0 ? 1 : killed / total;
  }

  line(): string {
    const { killed, total } = this.sum();
    return `${killed} of ${total} killed (${percent(killed, total)})`;
  }

  text(): string {
    const lines = [...this.files]
      .toSorted(([x], [y]) => (x < y ? -1 : 1))
      .map(([file, { killed, total, ms }]) => {
        const each = (ms / Math.max(1, total) / 1000).toFixed(1);
        return `${percent(killed, total).padStart(6)}  ${String(killed).padStart(4)} of ${String(total).padEnd(4)}  ${each} s each  ${file}`;
      });
    const open = this.survivors.filter(({ id }) => !this.reasons.has(id));
    const groups = [
      group('No test is related to', this.untestedFiles),
      group('Survived', open.filter(({ file }) => !this.untestedFiles.includes(file)).map(described)),
      group('Accepted, yet noticed by a test', this.noticed),
      group('Accepted, yet no longer in the source', this.outOfDate()),
    ];
    const acceptedCount = this.survivors.length - open.length;
    return `${lines.join('\n')}\n${groups.join('')}\n${this.line()}; of ${this.survivors.length} survivors ${acceptedCount} are accepted\n`;
  }

  document(): unknown {
    return {
      score: this.score,
      files: Object.fromEntries(this.files),
      survivors: this.survivors.map(({ id, line }) => ({ id, line, accepted: this.reasons.get(id) ?? null })),
      untested: this.untestedFiles,
      noticed: this.noticed,
      outOfDate: this.outOfDate(),
    };
  }

  private count({ file, id }: Mutant, isKilled: boolean, ms: number): void {
    const count = this.files.get(file) ?? { killed: 0, total: 0, ms: 0 };
    count.total++;
    count.ms += ms;
    if (isKilled) count.killed++;
    this.files.set(file, count);
    this.ids.add(id);
  }

  private sum(): { readonly killed: number; readonly total: number } {
    let killed = 0;
    let total = 0;
    for (const count of this.files.values()) {
      killed += count.killed;
      total += count.total;
    }
    return { killed, total };
  }

  private outOfDate(): readonly string[] {
    if (!this.isComplete) return [];
    return [...this.reasons.keys()].filter((id) => !this.ids.has(id) && this.files.has(id.slice(0, id.indexOf(':'))));
  }
}

function described({ file, line, change, id }: Mutant): string {
  return `${file}:${line}  ${change}\n      ${id}`;
}

function group(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `\n${title}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`;
}
