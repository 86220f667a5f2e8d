import { mostPhones, type FrontierRow, type PlanFrontier } from '../../experiment/plan/frontier.ts';
import { LOSS_OBJECTIVE } from '../../experiment/plan/uncountedLoss.ts';
import { column, namesOf, type Column } from '../column.ts';
import type { Cell } from '../csvRows.ts';
import { count, trimmed } from '../format.ts';
import { prose, table, wrap } from '../textTable.ts';
import { shareText, valueText } from './planFigures.ts';

/** The answer as a table: a row for each value of the second path. `folderOf`: the folder of a row, by its value. */
export function frontierText(frontier: PlanFrontier, folderOf: (value: string) => string): string {
  const { path, goal, over, rows } = frontier;
  const [first] = rows;
  const which = goal === 'maximise' ? 'greatest' : 'least';
  const uncounted = rows.filter(({ answer }) => answer.uncounted !== null);
  return `${[
    ...wrap(`${path} by ${over}: the ${which} value at which every objective was shown to hold.`),
    ...answerLines(frontier),
    '',
    ...table([headOf(over), ...rows.map(rowOf)], ['left', 'right', 'right', 'right', 'right', 'right', 'left']),
    '',
    ...wrap(
      `Each row is a plan of its own, right with a confidence of ${trimmed(100 * first!.answer.confidence, 2)} %; calls lost: at the value that holds, under the failure that loses most.`,
    ),
    ...(uncounted.length === 0
      ? []
      : wrap(
          `Calls are lost that no objective counts, at ${over}=${uncounted.map(({ value }) => value).join(', ')}. To count them: --slo '${LOSS_OBJECTIVE}'.`,
        )),
    '',
    'Each row in full, with what to do next',
    ...rows.flatMap(({ value }) => prose(`${folderOf(value)}/summary.txt`)),
  ].join('\n')}\n`;
}

function headOf(over: string): readonly string[] {
  return [over, 'holds', 'fails', 'servers', 'phones', 'calls lost', 'what decides'];
}

function rowOf({ value, size, answer }: FrontierRow): readonly string[] {
  const { holds, fails, unit, binding } = answer;
  const said = (one: string | null): string => (one === null ? '-' : valueText(one, unit));
  const loss = lossOf(answer);
  return [
    value,
    said(holds),
    said(fails),
    size === null ? '-' : count(size.servers),
    size === null ? '-' : count(size.phones),
    loss === null ? '-' : shareText(loss),
    binding === null ? '-' : `${binding.objective}${binding.failure === null ? '' : ` [${binding.failure}]`}`,
  ];
}

/** Share of the calls lost at the value that holds. */
function lossOf({ holds, probes }: FrontierRow['answer']): number | null {
  return probes.find(({ value }) => value === holds)?.loss?.share.value ?? null;
}

/** The row with most phones, and the rows in which nothing holds. */
function answerLines(frontier: PlanFrontier): readonly string[] {
  const { over, path, rows } = frontier;
  const most = mostPhones(frontier);
  const none = rows.filter(({ size }) => size === null);
  const [phones, servers] = [rows.map(({ size }) => size?.phones), rows.map(({ size }) => size?.servers)];
  const isWhole = none.length === 0 && new Set(phones).size === 1 && new Set(servers).size > 1;
  return [
    ...(isWhole
      ? wrap(
          `In every row the cluster has ${count(phones[0]!)} phones: what limits is the whole cluster, so that more servers do not carry more phones.`,
        )
      : []),
    ...(most === undefined
      ? []
      : wrap(
          `Most phones in all: ${count(most.size!.phones)}, with ${over}=${most.value} and ${path}=${most.answer.holds}.`,
        )),
    ...none.flatMap((row) => wrap(noneText(row, over))),
  ];
}

/** What a row needs in which nothing holds, by changes that were tried. */
function noneText({ value, answer: { between, changes } }: FrontierRow, over: string): string {
  const tried = changes?.tried.filter(({ unharmed }) => !unharmed) ?? [];
  const meeting = tried.filter(({ meets, losesMore }) => meets && !losesMore).map(({ set }) => set.join(' '));
  const help =
    changes === null
      ? ''
      : meeting.length > 0
        ? ` ${meeting.join(', or ')} meets ${changes.objective} at ${changes.value} in 10 runs.`
        : ` None of ${tried.length} changes that were tried meets ${changes.objective} at ${changes.value}.`;
  return `With ${over}=${value} no value from ${between[0]} to ${between[1]} was shown to hold.${help}`;
}

/** Columns of frontier.csv behind the second path. */
export const FRONTIER_COLUMNS: readonly Column[] = [
  column('holds', 'as the path', 'Value at which every objective was shown to hold; empty: none.'),
  column('fails', 'as the path', 'Value at which an objective was shown to fail; empty: none.'),
  column('servers', 'number', 'Servers of the cluster at the value that holds.'),
  column('phones', 'number', 'Phones of the cluster at the value that holds.'),
  column('lost', '0 to 1', 'Share of the calls lost there, under the failure that loses most.'),
  column('lost_low', '0 to 1', 'Lower end of its confidence interval.'),
  column('lost_high', '0 to 1', 'Upper end of it.'),
  column('objective', 'text', 'The objective that decides.'),
  column('failure', 'text', 'The failure under which it does; empty: none.'),
  column('runs', 'number', 'Runs of the row.'),
];

/** frontier.csv: a row for each value of the second path. */
export function* frontierCsv({ over, rows }: PlanFrontier): Generator<readonly Cell[]> {
  yield [over, ...namesOf(FRONTIER_COLUMNS)];
  for (const { value, size, answer } of rows) {
    const { holds, fails, binding, probes, replications } = answer;
    const share = probes.find((probe) => probe.value === holds)?.loss?.share;
    yield [
      value,
      holds ?? undefined,
      fails ?? undefined,
      size?.servers,
      size?.phones,
      share?.value,
      share?.low,
      share?.high ?? undefined,
      binding?.objective,
      binding?.failure ?? undefined,
      replications,
    ];
  }
}
