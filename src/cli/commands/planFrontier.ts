import { join } from 'node:path';
import { scenarioOf } from '../../experiment/grid/cellRunner.ts';
import { readAxes, type Axis } from '../../experiment/grid/grid.ts';
import { planMeasures } from '../../experiment/plan/capacityPlan.ts';
import { sizeAt, type FrontierRow, type PlanFrontier } from '../../experiment/plan/frontier.ts';
import { readPlan, type ReadPlan } from '../../experiment/plan/planQuestion.ts';
import { frontierCsv, frontierText } from '../../report/experiment/frontierText.ts';
import { csvText } from '../files/csv.ts';
import { filesText } from '../files/places.ts';
import { experimentReportText, openReport, REPORT } from '../files/reportFile.ts';
import { Results } from '../files/resultFolder.ts';
import { FRONTIER } from '../files/leftovers.ts';
import { mistakeIn } from '../files/textFiles.ts';
import { EXIT, type ExitCode, type Io } from '../io.ts';
import { searchPlace, type SearchPlace } from '../searching/searchDriver.ts';
import { commandLine, readSourceOf } from '../searching/searching.ts';
import { asTyped } from '../../text/typed.ts';
import { together } from '../../text/mistake.ts';
import { version } from '../version.ts';
import { identityParts, planCommand, planned, type PlanOptions } from './planRun.ts';

type FrontierOptions = PlanOptions & { readonly over: string };

/** One row: the question at one value of the second path. */
interface Asked {
  readonly value: string;
  readonly options: PlanOptions;
  readonly read: ReadPlan;
}

/**
 * `dundisim plan --over path=value,value`: the question at each value, one after the other, each in a folder of its
 * own below that of the table. Ends with 0 when some value was found that holds, else with 1.
 */
export async function planFrontier(file: string, options: FrontierOptions, io: Io): Promise<ExitCode> {
  const axis = axisOf(options);
  const asked = readRows(file, axis, options, io);
  const place = placeOf(file, axis, asked, options, io);
  const rows: FrontierRow[] = [];
  for (const { value, options: own, read } of asked) {
    if (io.watched) io.err(`${axis.path}=${value} (${rows.length + 1} of ${asked.length})\n`);
    const below = rowPlace(place, axis, value, read, io);
    const { answer, write } = await planned(read, below, planCommand(file, own), own, io);
    write(undefined);
    rows.push({ value, size: sizeAt(read.asked, answer), answer });
  }
  const { path, goal } = rows[0]!.answer;
  const frontier: PlanFrontier = { path, goal, over: axis.path, rows };
  const command = commandLine(planCommand(file, options));
  const text = frontierText(frontier, (value) => folderOf(axis, value));
  const named = openReport(options.report, io.cwd);
  const page =
    options.report === undefined
      ? undefined
      : experimentReportText('plan', asked[0]!.read.scenario, { text, charts: [], command }, io);
  writeFrontier(place, frontier, { text, command, page: named === undefined ? page : undefined });
  if (page !== undefined) named?.write(page);
  named?.publish();
  io.out(options.json ? `${JSON.stringify(frontier, null, 2)}\n` : `${text}\n${filesText(place.shown, named?.name)}`);
  return rows.every(({ answer }) => answer.holds === null) ? EXIT.unmet : EXIT.fine;
}

/** @throws UserMistakes */
function axisOf({ over, maximise, minimise }: FrontierOptions): Axis {
  const axis = readAxes([over])[0]!;
  if (axis.path === (maximise ?? minimise))
    throw mistakeIn(
      `--over ${over}`,
      `this path is the one that is searched; expected another, such as servers.regpbx.count=3,6`,
    );
  return axis;
}

/** All rows, before any runs. @throws UserMistakes */
function readRows(file: string, axis: Axis, options: FrontierOptions, io: Io): readonly Asked[] {
  const { over, ...own } = options;
  return together(
    ...axis.values.map((value) => () => {
      const override = `${axis.path}=${value}`;
      const rowOptions: PlanOptions = { ...own, set: [...own.set, override] };
      const typed = new Map([[override, `--over ${over}`]]);
      const read = asTyped(typed, () => readPlan(readSourceOf(file, rowOptions, io), rowOptions));
      return { value, options: rowOptions, read };
    }),
  );
}

/** The same table with more values is the same table: its rows are kept. */
function placeOf(file: string, axis: Axis, rows: readonly Asked[], options: FrontierOptions, io: Io): SearchPlace {
  const { asked, scenario } = rows[0]!.read;
  const base = scenarioOf(readSourceOf(file, options, io), [], options.seed);
  const parts = [base.hash, asked.seed, asked.path, axis.path, options.fault ?? null, planMeasures(asked)];
  return searchPlace('frontier', scenario.name, parts, options.out, io);
}

function rowPlace({ folder }: SearchPlace, axis: Axis, value: string, read: ReadPlan, io: Io): SearchPlace {
  return searchPlace('plan', read.scenario.name, identityParts(read), join(folder, folderOf(axis, value)), io);
}

/** `servers.regpbx.count=6`: whatever a value has that no name of a folder should have is a dash. */
function folderOf({ path }: Axis, value: string): string {
  return `${path}=${value}`.replaceAll(/[^\w.=-]/g, '-');
}

/** summary.txt, frontier.json (the answer of each row) and frontier.csv: all of them or none. */
function writeFrontier(
  { folder, shown }: SearchPlace,
  frontier: PlanFrontier,
  { text, command, page }: { readonly text: string; readonly command: string; readonly page: string | undefined },
): void {
  const files = new Results(folder, shown);
  try {
    files.add('summary.txt', text);
    files.add('frontier.csv', csvText([...frontierCsv(frontier)]));
    if (page !== undefined) files.add(REPORT, page);
    const names = ['summary.txt', 'frontier.csv', ...(page === undefined ? [] : [REPORT]), FRONTIER];
    files.add(FRONTIER, `${JSON.stringify({ command, version: version(), files: names, ...frontier }, null, 2)}\n`);
    files.publish();
  } catch (error) {
    files.discard();
    throw error;
  }
}
