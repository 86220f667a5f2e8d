import type { Scenario } from '../../scenario/index.ts';
import type { Source } from '../grid/cell.ts';
import type { FaultPattern } from '../plan/singleFailures.ts';
import type { Objective } from '../plan/objective.ts';
import type { Window } from './schedules.ts';

/** A search for the worst that one kind of fault can do. */
export interface Hunt {
  readonly source: Source;
  readonly scenario: Scenario;
  readonly seed: string;
  readonly pattern: FaultPattern;
  readonly window: Window;
  /** What is worst where it is greatest; an expression. */
  readonly measure: string;
  /** What a schedule shall break; undefined: it shall do nearly as much harm as the worst one found. */
  readonly objective: Objective | undefined;
  /** Failures in one schedule, at most. */
  readonly faults: number;
  /** Of the window, that are tried at first. */
  readonly moments: number;
  /** Of those that are ranked at the end. */
  readonly replications: number;
  readonly level: number;
}
