import type { Scenario } from '../../scenario/index.ts';
import { scenarioOf } from '../grid/cellRunner.ts';
import type { Plan } from './capacityPlan.ts';
import type { PlanAnswer } from './planAnswer.ts';

/** One question of capacity, answered at each value of a second path: phones of a server by servers of a hub. */
export interface PlanFrontier {
  readonly path: string;
  readonly goal: Plan['goal'];
  /** The second path. */
  readonly over: string;
  /** In the order in which the values were asked for. */
  readonly rows: readonly FrontierRow[];
}

export interface FrontierRow {
  /** Of the second path. */
  readonly value: string;
  /** The cluster at the value that holds; null: no value holds. */
  readonly size: ClusterSize | null;
  readonly answer: PlanAnswer;
}

export interface ClusterSize {
  readonly servers: number;
  readonly phones: number;
}

/** What is built at the value that holds. */
export function sizeAt({ source, seed, path }: Plan, { holds }: Pick<PlanAnswer, 'holds'>): ClusterSize | null {
  if (holds === null) return null;
  const { config }: Pick<Scenario, 'config'> = scenarioOf(source, [`${path}=${holds}`], seed);
  return { servers: config.servers.length, phones: config.phones.length };
}

/** The row whose cluster has most phones; undefined: no row holds, or all have as many. */
export function mostPhones({ rows }: PlanFrontier): FrontierRow | undefined {
  const built = rows.filter(({ size }) => size !== null);
  const phones = built.map(({ size }) => size!.phones);
  if (new Set(phones).size < 2) return undefined;
  return built[phones.indexOf(Math.max(...phones))];
}
