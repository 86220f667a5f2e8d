import type { Micros } from '../kernel/units.ts';
import type { StatementKind, StatementPurpose, StatementRecord } from '../model/observations.ts';
import { Bins } from './bins.ts';
import type { DatabaseFigures } from './document.ts';
import { quantilesMs } from './figures.ts';
import { Histogram } from './histogram.ts';

/** Counts statements and what they waited. */
export class DatabaseMeasures {
  readonly wait = new Histogram();
  readonly service = new Histogram();
  /** Ended in each bin, and the sum of their waits in micros. */
  readonly statements = new Bins();
  readonly waits = new Bins();
  /** When the first statement failed; undefined: none has. */
  firstFailure: Micros | undefined;
  /** Connections that were refused because too many were open (error 1040), and when first; undefined: none was. */
  refused = 0;
  firstRefusal: Micros | undefined;
  private failed = 0;
  private readonly byKind: Record<StatementKind, number> = { select: 0, update: 0, connect: 0, other: 0 };
  private readonly byPurpose: Record<StatementPurpose, number> = {
    register: 0,
    refresh: 0,
    expire: 0,
    unregister: 0,
    wrongSecret: 0,
    unknownUser: 0,
    invite: 0,
    chanIsAvail: 0,
    dial: 0,
    deviceState: 0,
    boot: 0,
    dialplan: 0,
  };
  private readonly width: Micros;

  constructor(width: Micros) {
    this.width = width;
  }

  statementEnded(now: Micros, statement: StatementRecord): void {
    const bin = Math.floor(now / this.width);
    this.wait.record(statement.wait);
    this.service.record(statement.service);
    this.statements.add(bin, 1);
    this.waits.add(bin, statement.wait);
    this.byKind[statement.kind] += 1;
    this.byPurpose[statement.purpose] += 1;
    if (statement.full) {
      this.refused += 1;
      this.firstRefusal ??= now;
    }
    if (!statement.failed) return;
    this.failed += 1;
    this.firstFailure ??= now;
  }

  figures(): DatabaseFigures {
    return {
      statements: this.wait.count,
      failed: this.failed,
      byKind: { ...this.byKind },
      byPurpose: { ...this.byPurpose },
      waitMs: quantilesMs(this.wait),
      serviceMs: quantilesMs(this.service),
    };
  }
}
