import { ladderOf } from '../../report/ladder/buildLadder.ts';
import { CallWatch } from '../../report/ladder/callWatch.ts';
import { experimentPage } from '../../report/page/experimentPage.ts';
import { LADDERS, runPage, type RunReport } from '../../report/page/runPage.ts';
import type { Scenario } from '../../scenario/index.ts';
import { formatRemark, type Remark } from '../../text/mistake.ts';
import type { Io } from '../io.ts';
import { runHere, type Run } from '../runners/here.ts';
import { version } from '../version.ts';
import { NamedFile } from './namedFile.ts';
import { mistakeIn } from './textFiles.ts';
import { shownPlaces } from './places.ts';

/** `--report [FILE]`: true: `report.html` among the results. */
export type ReportOption = string | true | undefined;

/** Where the report lies that has no name of its own. */
export const REPORT = 'report.html';

/** Opens the file before anything runs; undefined: it lies among the results, or there is none. @throws UserMistakes */
export function openReport(option: ReportOption, cwd: string): NamedFile | undefined {
  if (typeof option !== 'string') return undefined;
  // `run --report office.yaml` must not write over the scenario.
  if (!/\.html?$/i.test(option)) throw mistakeIn(`--report ${option}`, 'expected a name that ends in .html');
  return new NamedFile('--report', option, cwd);
}

/** The worst calls of a run, message by message: the same run once more, with all that concerns them recorded. */
export async function worstLadders(
  { config, name, seed }: Scenario,
  { measures }: Run,
  command: (call: number) => string,
  io: Io,
): Promise<RunReport['ladders']> {
  const calls = measures.calls.notable.most(LADDERS).map(({ call }) => call);
  if (calls.length === 0) return [];
  const watch = new CallWatch(calls);
  await runHere({ config, name, seed } as Scenario, {
    listeners: [watch],
    interrupted: io.interrupted,
    progress: () => {},
  });
  return calls.flatMap((call) => {
    const watched = watch.of(call);
    if (watched === undefined) return [];
    return [{ ladder: ladderOf({ config, scenario: name, seed }, watched), command: command(call) }];
  });
}

export function runReportText(report: Omit<RunReport, 'remarks'>, remarks: readonly Remark[], io: Io): string {
  return runPage({ ...report, remarks: remarks.map((remark) => shownPlaces(remark, io.cwd)) });
}

/** The report of an experiment; `what` is what was done, such as `sweep`. */
export function experimentReportText(
  what: string,
  scenario: Scenario,
  { text, charts, command }: { readonly text: string; readonly charts: readonly string[]; readonly command: string },
  io: Io,
): string {
  const { title, question, name, config, seed, remarks } = scenario;
  return experimentPage({
    title: `${title}: ${what}`,
    question,
    facts: `Scenario ${name}, profile ${config.profile}, seed ${seed}; dundisim ${version()}.`,
    text,
    charts,
    remarks: remarks.map((remark) => formatRemark(shownPlaces(remark, io.cwd))),
    command,
  });
}
