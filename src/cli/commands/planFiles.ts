import type { CellResult } from '../../experiment/grid/cell.ts';
import { failureOf, planKey, textAt, type Plan } from '../../experiment/plan/capacityPlan.ts';
import type { PlanAnswer } from '../../experiment/plan/planAnswer.ts';
import type { Range } from '../../experiment/plan/bisection.ts';
import { staggeredTime } from '../../experiment/grid/stagger.ts';
import type { Cell } from '../../report/csvRows.ts';
import type { Place } from '../experiments/conduct.ts';
import type { StoredExperiment } from '../experiments/write.ts';
import { isShipped } from '../files/places.ts';
import { REPORT } from '../files/reportFile.ts';
import { Results } from '../files/resultFolder.ts';
import { commandLine } from '../searching/searching.ts';
import { version } from '../version.ts';

export interface PlanFiles {
  readonly place: Place;
  /** By key; not all of them need be the answer's. */
  readonly results: ReadonlyMap<string, CellResult>;
  /** The answer as it was printed. */
  readonly text: string;
  /** To type again, without the program's name. */
  readonly command: readonly string[];
  /** report.html; undefined: none among the results. */
  readonly page: string | undefined;
}

/** A value under a failure, and how many replications of it the answer rests on. */
interface Case {
  readonly value: number;
  readonly fault: number;
  readonly runs: number;
}

/**
 * summary.txt, plan.json (the answer), cells.csv with a row for each run that the answer rests on, and experiment.json,
 * with
 * which `rerun` replays any row: all of them or none.
 */
export function writePlan(
  plan: Plan,
  { probes }: Range,
  answer: PlanAnswer,
  { place, results, text, command, page }: PlanFiles,
): void {
  const cases = probes.flatMap(({ value, standings }): Case[] =>
    standings.filter(({ objective }) => objective === 0).map(({ fault, runs }) => ({ value, fault, runs })),
  );
  const files = new Results(place.folder, place.shown);
  try {
    files.add('summary.txt', text);
    files.add(
      'plan.json',
      `${JSON.stringify({ command: commandLine(command), version: version(), ...answer }, null, 2)}\n`,
    );
    if (page !== undefined) files.add(REPORT, page);
    const cells = files.open('cells.csv');
    for (const row of rowsOf(plan, cases, results)) cells.row(row);
    const sums = files.sumsSoFar();
    const written = { files: [...sums.keys(), 'experiment.json'], cellsSha256: sums.get('cells.csv')! };
    files.add('experiment.json', `${JSON.stringify(stored(plan, cases, command, written), null, 2)}\n`);
    files.publish();
  } catch (error) {
    files.discard();
    throw error;
  }
}

/**
 * Of every objective what it counts in the run, and of how many: 3 calls lost of 1,000. Nothing to measure is an empty
 * cell.
 */
function* rowsOf(
  plan: Plan,
  cases: readonly Case[],
  results: ReadonlyMap<string, CellResult>,
): Generator<readonly Cell[]> {
  yield [
    'row',
    'point',
    'replication',
    'seed',
    'fingerprint',
    'scenarioHash',
    plan.path,
    'fault',
    ...(plan.stagger === undefined ? [] : [plan.stagger.path]),
    ...plan.objectives.flatMap(({ text }) => [text, `of (${text})`]),
  ];
  let row = 0;
  for (const [point, { value, fault, runs }] of cases.entries()) {
    const which = [textAt(plan, value), failureOf(plan, fault) ?? undefined];
    for (let replication = 1; replication <= runs; replication++) {
      const result = results.get(planKey(plan, value, fault, replication))!;
      const seen = plan.objectives.flatMap((objective) => {
        const one = objective.observe(result);
        return [one?.part, one?.whole];
      });
      const moment = plan.stagger === undefined ? [] : [staggeredTime(plan.stagger, replication)];
      const run = [result.seed, result.fingerprint, result.scenarioHash];
      yield [++row, point, replication, ...run, ...which, ...moment, ...seen];
    }
  }
}

function stored(
  plan: Plan,
  cases: readonly Case[],
  command: readonly string[],
  written: Pick<StoredExperiment, 'files' | 'cellsSha256'>,
): StoredExperiment {
  const {
    seed,
    path,
    values,
    source: { id: _, ...source },
  } = plan;
  return {
    command: commandLine(command),
    ...written,
    version: version(),
    seed,
    axes: [{ path, values: values.map(({ text }) => text) }],
    overrides: cases.map(({ value, fault }) => [`${path}=${textAt(plan, value)}`, ...plan.faultOverrides[fault]!]),
    stagger: plan.stagger ?? null,
    source: { ...source, folders: source.folders.filter(([name]) => !isShipped(name)) },
  };
}
