import { resolve } from 'node:path';
import { judgedRun } from '../../experiment/judge.ts';
import { answerIf, answerUnder } from '../../report/run/answerLine.ts';
import { askForText } from '../../report/run/askFor.ts';
import { summary } from '../../report/run/summary.ts';
import type { Scenario } from '../../scenario/index.ts';
import { formatRemark } from '../../text/mistake.ts';
import { sha256 } from '../../text/sha256.ts';
import { expectationsText, judge, unmetText, verdictLine, type Judged } from '../options/expectations.ts';
import { mistakeIn } from '../files/textFiles.ts';
import { EXIT, Interrupted, type ExitCode, type Io } from '../io.ts';
import { loadScenario } from '../files/loadScenario.ts';
import { refuseExperiment } from '../files/leftovers.ts';
import { filesText, shortest, shownPlaces } from '../files/places.ts';
import { checkJunit, writeJunit } from '../files/junitFile.ts';
import { withEvents } from '../files/eventFile.ts';
import { ExtraFiles, type ExtraOptions } from '../files/extraFiles.ts';
import { REPORT, runReportText, worstLadders } from '../files/reportFile.ts';
import { Progress } from '../progress.ts';
import { Results } from '../files/resultFolder.ts';
import { commandOf, recorders, writeSmallFiles } from '../files/runFiles.ts';
import { runHere, type Run, type RunOptions as RunnerOptions } from '../runners/here.ts';

export interface RunOptions extends ExtraOptions {
  readonly seed?: string;
  readonly ignoreMissing?: boolean;
  readonly set: readonly string[];
  readonly until?: string;
  readonly out?: string;
  readonly json?: boolean;
  readonly trace?: boolean;
  /** File for every event of the run. */
  readonly events?: string;
  readonly junit?: string;
  readonly report?: string | true;
}

/** What is answered beside a run: a section below its summary, and the ends of its answer. */
interface Others {
  readonly underProfiles: string;
  readonly whatIf: readonly string[];
}

export const NO_OTHERS: Others = { underProfiles: '', whatIf: [] };

/** `dundisim run`. */
export async function run(file: string, options: RunOptions, io: Io): Promise<ExitCode> {
  checkJunit(options.junit);
  const scenario = loadScenario(file, options, io);
  sayRisks(scenario, io);
  return runOne(
    scenario,
    folderFor(scenario, options, io),
    { ...options, file },
    async () => ({
      underProfiles: await underOtherProfiles(scenario, file, options, io),
      whatIf: await withVariations(scenario, file, options, io),
    }),
    io,
  );
}

/**
 * Runs a scenario, says what came of it, and writes all files of it or none.
 * @param others runs what is answered beside it
 * @param like stops a run whose fingerprint is not this one, before anything is written
 */
export async function runOne(
  scenario: Scenario,
  folder: string,
  options: RunOptions & { readonly file: string },
  others: () => Promise<Others>,
  io: Io,
  like?: (run: Run) => void,
): Promise<ExitCode> {
  refuseExperiment(folder, shortest(folder, io.cwd));
  const extra = new ExtraFiles(options, scenario, io.cwd);
  const results = resultsOr(extra, folder, io);
  try {
    const { listeners, watch, beside } = recorders(scenario, results, options.trace === true);
    const all = [...listeners, ...extra.listeners];
    const done = await withEvents(options.events, io, (observer) =>
      watched(scenario, { listeners: all, observer }, io),
    );
    like?.(done);
    const other = await others();
    const judged = judge(scenario, done);
    const unmet = judged.filter(({ verdict }) => verdict.holds !== true);
    const text =
      summary(done.measures, done.document, {
        question: scenario.question,
        paths: askedBy(scenario),
        others: [...other.whatIf, ...unmet.map(unmetText)],
      }) +
      other.underProfiles +
      (beside?.text() ?? '') +
      expectationsText(judged) +
      askForText(done.measures, (call) => commandOf(options, call));
    writeSmallFiles(scenario, done, judged, text, options, results, watch);
    if (options.report !== undefined) {
      const page = await reportOf(scenario, done, judged, text, options, io);
      if (extra.report === undefined) results.add(REPORT, page);
      else extra.report.write(page);
    }
    extra.publish();
    results.publish();
    const expectations = judged.map(({ expectation, verdict }) => judgedRun(expectation, verdict));
    const { fingerprint, version } = done.document;
    const properties = { seed: scenario.seed, fingerprint, version };
    writeJunit(options.junit, [{ name: scenario.name, judged: expectations, properties }], io);
    io.out(
      options.json
        ? `${JSON.stringify({ ...done.document, expectations }, null, 2)}\n`
        : `${text}\n${filesText(shortest(folder, io.cwd), ...extra.names, options.events, options.junit)}`,
    );
    if (options.json) for (const one of unmet) io.err(`${verdictLine(one)}\n`);
    return unmet.length === 0 ? EXIT.fine : EXIT.unmet;
  } catch (error) {
    extra.discard();
    results.discard();
    if (error instanceof Interrupted) io.err('Stopped. Nothing was written.\n');
    throw error;
  }
}

async function reportOf(
  scenario: Scenario,
  run: Run,
  judged: readonly Judged[],
  text: string,
  options: RunOptions & { readonly file: string },
  io: Io,
): Promise<string> {
  const command = (call?: number): string => commandOf(options, call);
  return runReportText(
    {
      ...run,
      asked: { question: scenario.question, paths: askedBy(scenario) },
      ladders: await worstLadders(scenario, run, command, io),
      expected: judged.map(verdictLine),
      commands: [command()],
      text,
    },
    scenario.remarks,
    io,
  );
}

/** Opens the folder; when it cannot be written the other files are given up, too. */
function resultsOr(extra: ExtraFiles, folder: string, io: Io): Results {
  try {
    return new Results(folder, shortest(folder, io.cwd));
  } catch (error) {
    extra.discard();
    throw error;
  }
}

function sayRisks(scenario: Scenario, io: Io): void {
  for (const remark of scenario.remarks)
    if (remark.severity === 'risk') io.err(`${formatRemark(shownPlaces(remark, io.cwd))}\n`);
}

/** `results/<name>`, and beside it `results/<name>@<8 hex>` for every variation of it. */
function folderFor(scenario: Scenario, options: RunOptions, io: Io): string {
  if (options.out === '') throw mistakeIn('--out', 'expected a folder');
  if (options.out !== undefined) return resolve(io.cwd, options.out);
  const changed = options.set.length > 0 || options.seed !== undefined || options.until !== undefined;
  const variation = changed ? `@${sha256(`${scenario.hash} ${scenario.seed}`).slice(0, 8)}` : '';
  return resolve(io.cwd, 'results', scenario.name + variation);
}

/** A run with its progress. */
async function watched(
  scenario: Scenario,
  { listeners, observer }: Pick<RunnerOptions, 'listeners' | 'observer'>,
  io: Io,
): Promise<Run> {
  const progress = new Progress(scenario.config.duration, io);
  try {
    return await runHere(scenario, {
      listeners,
      observer,
      interrupted: io.interrupted,
      progress: (now, events) => progress.show(now, events),
    });
  } finally {
    progress.end();
  }
}

/** The one-line answers of `alsoUnder:`; nothing but the profile is different. */
async function underOtherProfiles(scenario: Scenario, file: string, options: RunOptions, io: Io): Promise<string> {
  let text = '';
  for (const profile of scenario.alsoUnder) {
    if (profile === scenario.config.profile) continue;
    const other = await watched(
      loadScenario(file, { ...options, set: [...options.set, `profile=${profile}`] }, io),
      { listeners: [] },
      io,
    );
    text += answerUnder(other.measures, other.document, askedBy(scenario));
  }
  return text === '' ? '' : `\nThe same under the other profiles\n${text}`;
}

/** What would have become of it, as `whatIf:` says. */
async function withVariations(
  { whatIf }: Scenario,
  file: string,
  options: RunOptions,
  io: Io,
): Promise<readonly string[]> {
  const answers: string[] = [];
  for (const { name, set } of whatIf) {
    const varied = loadScenario(file, { ...options, set: [...options.set, ...set] }, io);
    const { measures, document } = await watched(varied, { listeners: [] }, io);
    answers.push(answerIf(name, measures, document));
  }
  return answers;
}

/** What a scenario expects of the whole run is what it asks for. */
function askedBy({ expectations }: Scenario): readonly string[] {
  return expectations.filter(({ during }) => during === undefined).map(({ path }) => path);
}
