import { resultPaths, scenarioOf } from '../../experiment/grid/cellRunner.ts';
import {
  defaultMost,
  failuresOf,
  momentsOf,
  overridesOf,
  planMeasures,
  type Plan,
} from '../../experiment/plan/capacityPlan.ts';
import { leversOf } from '../../experiment/plan/levers.ts';
import { answerOf } from '../../experiment/plan/planAnswer.ts';
import { planCells } from '../../experiment/plan/planCells.ts';
import { readFaultPattern } from '../../experiment/plan/singleFailures.ts';
import { readObjectives } from '../../experiment/plan/objective.ts';
import { rangeAround, readValues } from '../../experiment/plan/candidateValues.ts';
import { planText } from '../../report/experiment/planText.ts';
import type { Scenario } from '../../scenario/index.ts';
import { mistakeIn } from '../files/textFiles.ts';
import { percentIn } from '../options/percent.ts';
import { EXIT, type ExitCode, type Io } from '../io.ts';
import { counted } from '../../report/format.ts';
import { driven, searchPlace } from '../searching/searchDriver.ts';
import type { Source } from '../../experiment/grid/cell.ts';
import { UserMistakes } from '../../text/mistake.ts';
import { commandLine, readSourceOf } from '../searching/searching.ts';
import { asTyped, retold } from '../options/typed.ts';
import { experimentReportText, openReport, type ReportOption } from '../files/reportFile.ts';
import { writePlan } from './planFiles.ts';

export interface PlanOptions {
  readonly maximise?: string;
  readonly minimise?: string;
  readonly between?: string;
  readonly resolution: string;
  readonly slo: readonly string[];
  readonly fault?: string;
  readonly confidence: string;
  readonly replications?: string;
  readonly seed?: string;
  readonly ignoreMissing?: boolean;
  readonly set: readonly string[];
  readonly until?: string;
  readonly workers?: string;
  readonly queue?: string;
  readonly out?: string;
  readonly json?: boolean;
  readonly report?: ReportOption;
}

/** `dundisim plan`: ends with 0 when a value was found that holds, else with 1. */
export async function plan(file: string, options: PlanOptions, io: Io): Promise<ExitCode> {
  const { asked, scenario } = readPlan(file, options, io);
  const { seed, path } = asked;
  const place = searchPlace(
    'plan',
    scenario.name,
    [scenario.hash, seed, path, asked.faultOverrides, asked.stagger ?? null, planMeasures(asked)],
    options.out,
    io,
  );
  if (io.watched) io.err(`${asked.values.length} values, at most ${asked.most} replications each\n`);
  const { answer: found, results } = await driven(planCells(asked), place, options, io, ({ key }, ran) => {
    if (io.watched) io.err(`\r\u001b[K${path}=${key.slice(0, key.lastIndexOf('/'))}: ${counted(ran, 'run')}`);
  });
  if (io.watched) io.err('\r\u001b[K');
  const answer = answerOf(asked, found, results);
  const command = commandOf(file, options);
  const text = planText(answer, command, commandLine);
  const named = openReport(options.report, io.cwd);
  const page =
    options.report === undefined
      ? undefined
      : experimentReportText('plan', scenario, { text, charts: [], command: commandLine(command) }, io);
  writePlan(asked, found.range, answer, {
    place,
    results,
    text,
    command,
    page: named === undefined ? page : undefined,
  });
  if (page !== undefined) named?.write(page);
  named?.publish();
  io.out(options.json ? `${JSON.stringify(answer, null, 2)}\n` : `${text}\nFiles in ${place.shown}/\n`);
  return answer.holds === null ? EXIT.unmet : EXIT.fine;
}

/** To be typed again. */
function commandOf(file: string, options: PlanOptions): readonly string[] {
  const one = (option: string, value: string | undefined, usual?: string): readonly string[] =>
    value === undefined || value === usual ? [] : [option, value];
  return [
    'plan',
    file,
    ...one('--maximise', options.maximise),
    ...one('--minimise', options.minimise),
    ...one('--between', options.between),
    ...one('--resolution', options.resolution, '2%'),
    ...options.slo.flatMap((slo) => ['--slo', slo]),
    ...one('--fault', options.fault),
    ...one('--confidence', options.confidence, '95%'),
    ...one('--replications', options.replications),
    ...one('--seed', options.seed),
    ...options.set.flatMap((set) => ['--set', set]),
    ...(options.ignoreMissing === true ? ['--ignore-missing'] : []),
    ...one('--until', options.until),
  ];
}

function readPlan(file: string, options: PlanOptions, io: Io): { readonly asked: Plan; readonly scenario: Scenario } {
  const source = readSourceOf(file, options, io);
  const { goal, path, option } = goalOf(options);
  if (path === '' || path.includes('='))
    throw mistakeIn(
      option,
      'expected a path alone, such as phones.office.count or calls.0.rate; --between says where to look',
    );
  if (options.slo.length === 0) throw mistakeIn('', 'plan: expected at least one --slo, such as "calls.lost < 0.1%"');
  const scenario = scenarioOf(source, [], options.seed);
  const between = options.between ?? rangeAround(scenario, path);
  if (between === undefined) throw noNumberAt(source, path, option);
  if (/\d{16}/.test(between))
    throw mistakeIn(`--between ${between}`, 'numbers of more than 15 digits cannot be counted');
  const values = readValues(between, resolutionOf(options.resolution));
  // Both ends are read before anything runs: what is wrong with them is said at once.
  const [first, last] = [values[0]!.text, values.at(-1)!.text];
  const at = (text: string): Scenario => scenarioAt(source, options, option, `${path}=${text}`);
  const [least, most] = [at(first), at(last)];
  if (first !== last && least.hash === most.hash)
    throw mistakeIn(option, `changes nothing: the scenario at ${last} is the one at ${first}`);
  // Where servers are counted, those fail that there are at every value.
  const smallest = most.config.servers.length < least.config.servers.length ? most : least;
  const fault = options.fault === undefined ? undefined : readFaultPattern(options.fault, smallest);
  const failures = fault === undefined ? [] : failuresOf(fault, smallest);
  const objectives = readObjectives(options.slo, resultPaths(smallest.config.servers.map(({ name }) => name)));
  const confidence = percentIn('--confidence', options.confidence);
  if (confidence < 0.5)
    throw mistakeIn(`--confidence ${options.confidence}`, 'less than a coin would give; expected 50% or more');
  const asked: Plan = {
    source,
    seed: scenario.seed,
    path,
    goal,
    values: goal === 'maximise' ? values : [...values].reverse(),
    objectives,
    failures,
    confidence,
    faultOverrides: overridesOf(smallest, failures),
    stagger: fault === undefined ? undefined : momentsOf(fault, smallest),
    levers: leversOf(scenario, path, failures.length, (overrides) => isOther(source, scenario, overrides)),
    most:
      options.replications === undefined
        ? defaultMost(objectives, values.length, confidence)
        : atLeastTen(options.replications),
  };
  return { asked, scenario };
}

/** What is asked for, and the option as it was typed. */
function goalOf({ maximise, minimise }: PlanOptions): Pick<Plan, 'goal' | 'path'> & { readonly option: string } {
  if ((maximise === undefined) === (minimise === undefined))
    throw mistakeIn('', 'plan: expected one of --maximise and --minimise, such as --maximise calls.0.rate');
  return maximise === undefined
    ? { goal: 'minimise', path: minimise!, option: `--minimise ${minimise}` }
    : { goal: 'maximise', path: maximise, option: `--maximise ${maximise}` };
}

/** Whether these overrides can be read, and change anything. */
function isOther(source: Source, scenario: Scenario, overrides: readonly string[]): boolean {
  try {
    return scenarioOf(source, overrides).hash !== scenario.hash;
  } catch (error) {
    if (error instanceof UserMistakes) return false;
    throw error;
  }
}

/** A path that is not there has a better answer than that it holds no number. */
function noNumberAt(source: Source, path: string, option: string): UserMistakes {
  try {
    scenarioOf(source, [`${path}=`]);
  } catch (error) {
    if (!(error instanceof UserMistakes)) throw error;
    const own = error.remarks.filter(({ place }) => place.file === `--set ${path}=`);
    if (own.length > 0)
      return new UserMistakes(own.map((remark) => ({ ...remark, place: { ...remark.place, file: option } })));
  }
  return mistakeIn(option, 'the scenario has no number there; expected --between, such as --between 100..2000');
}

/** The scenario with one of the values. It is fine without, so whatever is wrong now comes from the value. */
function scenarioAt(source: Source, { seed }: PlanOptions, option: string, override: string): Scenario {
  const typed = new Map([[override, `${option.split(' ')[0]} ${override}`]]);
  return asTyped(typed, () =>
    retold(
      (remark) =>
        remark.place.file === `--set ${override}` ? remark : { ...remark, text: `${remark.text} (with ${override})` },
      () => scenarioOf(source, [override], seed),
    ),
  );
}

/** Steps of less than this are more values than a computer holds, and closer than any run can tell. */
const FINEST = 0.0001;

function resolutionOf(text: string): number {
  const share = percentIn('--resolution', text);
  if (share < FINEST) throw mistakeIn(`--resolution ${text}`, `expected ${FINEST * 100}% or more`);
  return share;
}

function atLeastTen(text: string): number {
  if (!/^\d{1,6}$/.test(text) || Number(text) < 10)
    throw mistakeIn(`--replications ${text}`, 'expected a whole number, 10 to 999999');
  return Number(text);
}
