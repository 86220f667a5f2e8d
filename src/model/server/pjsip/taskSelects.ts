import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { CallId, ServerId } from '../../ids.ts';
import { FAILED, OK, type DatabaseClients } from '../mysql/databaseClients.ts';
import type { DatabaseTable, StatementPurpose } from '../../records.ts';
import type { Distributor, TaskId } from './distributor.ts';

interface Run {
  readonly server: ServerId;
  readonly tables: readonly DatabaseTable[];
  readonly purpose: StatementPurpose;
  readonly call: CallId | 0;
  readonly done: EventType<TaskId, number>;
  next: number;
  failed: boolean;
}

/** SELECTs that one task makes, one after another: the task waits, and its thread with it. */
export class TaskSelects {
  private readonly sim: Simulation;
  private readonly database: DatabaseClients;
  private readonly distributor: Distributor;
  private readonly runs = new Map<TaskId, Run>();

  private readonly selectEnds: EventType<TaskId, number>;

  constructor(sim: Simulation, database: DatabaseClients, distributor: Distributor) {
    this.sim = sim;
    this.database = database;
    this.distributor = distributor;
    this.selectEnds = sim.on('pjsip.selectEnds', (task, ended) => this.ended(task, ended !== FAILED));
  }

  /** True: there is nothing to select. Else the event (done, task, OK | FAILED) runs when all have ended. */
  run(
    task: TaskId,
    server: ServerId,
    tables: readonly DatabaseTable[],
    purpose: StatementPurpose,
    done: EventType<TaskId, number>,
    call: CallId | 0 = 0,
  ): boolean {
    if (tables.length === 0) return true;
    const run = { server, tables, purpose, call, done, next: 0, failed: false };
    this.runs.set(task, run);
    this.select(task, run);
    this.distributor.waitFor(task, 'database');
    return false;
  }

  private select(task: TaskId, run: Run): void {
    const table = run.tables[run.next++]!;
    this.database.realtime(run.server, 'select', run.purpose, this.selectEnds, task, run.call, table);
  }

  private ended(task: TaskId, ok: boolean): void {
    const run = this.runs.get(task)!;
    if (!this.distributor.has(task)) {
      this.runs.delete(task); // Its server has crashed.
      return;
    }
    run.failed ||= !ok;
    if (run.next < run.tables.length) {
      this.select(task, run);
      return;
    }
    this.runs.delete(task);
    this.sim.after(0, run.done, task, run.failed ? FAILED : OK);
  }
}
