import { percentIn } from '../../text/percent.ts';
import { asTyped, retold } from '../../text/typed.ts';
import { mistakeIn, together, UserMistakes } from '../../text/mistake.ts';
import type { Scenario } from '../../scenario/index.ts';
import type { Source } from '../grid/cell.ts';
import { resultPathsOf } from '../../measure/paths.ts';
import { scenarioOf } from '../grid/cellRunner.ts';
import { rangeAround, readValues } from './candidateValues.ts';
import { defaultMost, failuresOf, momentsOf, overridesOf, type Plan } from './capacityPlan.ts';
import { deadPeerWaitOf } from './deadPeerWait.ts';
import { fixedCallsOf } from './fixedCalls.ts';
import { leversOf } from './levers.ts';
import { planUnitOf } from './planUnit.ts';
import { readObjectives } from './objective.ts';
import { ownFaults, readFaultPattern } from './singleFailures.ts';

/** A question of capacity as it is typed, or given to the library. Exactly one of `maximise` and `minimise`. */
export interface PlanQuestion {
  /** Path of a number of the scenario: `phones.office.count`. */
  readonly maximise?: string;
  readonly minimise?: string;
  /** `100..2000`; around the scenario's own value where it is left out. */
  readonly between?: string;
  /** Greatest step between two values, as a share of the smaller: `2%`. */
  readonly resolution: string;
  /** Objectives, all of which must hold: `calls.lost < 0.1%`. */
  readonly slo: readonly string[];
  /** What fails in each run: `crash: servers.*`; nothing where it is left out. */
  readonly fault?: string;
  /** That every statement is right: `95%`. */
  readonly confidence: string;
  /** At most, of one value under one fault; a whole number from 10. */
  readonly replications?: string;
  readonly seed?: string;
}

/** Both ends of the values are the same at any resolution. */
const USUAL_RESOLUTION = 0.02;

/** A question that can be answered, and the scenario as it is. */
export interface ReadPlan {
  readonly asked: Plan;
  readonly scenario: Scenario;
}

/** @throws UserMistakes named by the option of the command line, `--between` for `between` */
export function readPlan(source: Source, options: PlanQuestion): ReadPlan {
  let goalRead: Goal | undefined;
  const [{ goal, path }, , resolution, confidence, replications, scenario] = together(
    () => (goalRead = goalOf(options)),
    () => {
      if (options.slo.length === 0)
        throw mistakeIn('', 'plan: expected at least one --slo, such as "calls.lost < 0.1%"');
    },
    () => resolutionOf(options.resolution),
    () => confidenceOf(options.confidence),
    () => (options.replications === undefined ? undefined : atLeastTen(options.replications)),
    () => {
      const own = scenarioOf(source, [], options.seed);
      together(
        () => goalRead !== undefined && endsOf(source, options, goalRead, own, USUAL_RESOLUTION),
        () => readObjectives(options.slo, resultPathsOf(own.config)),
        () => options.fault !== undefined && readFaultPattern(options.fault, own),
      );
      return own;
    },
  );
  const { values, least, most } = endsOf(source, options, goalRead!, scenario, resolution);
  // Where servers are counted, those fail that there are at every value.
  const smallest = most.config.servers.length < least.config.servers.length ? most : least;
  const [fault, objectives] = together(
    () => (options.fault === undefined ? undefined : readFaultPattern(options.fault, smallest)),
    () => readObjectives(options.slo, resultPathsOf(smallest.config)),
  );
  const failures = fault === undefined ? [] : failuresOf(fault, smallest);
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
    unit: planUnitOf(path, least.config),
    fixedCalls: fixedCallsOf(scenario, path),
    hasFaults: ownFaults(scenario).length > 0,
    deadPeer: deadPeerWaitOf(smallest.config),
    levers: leversOf(scenario, path, failures.length, (overrides) => isOther(source, scenario, overrides)),
    most: replications ?? defaultMost(objectives, values.length, confidence),
  };
  return { asked, scenario };
}

interface Goal extends Pick<Plan, 'goal' | 'path'> {
  /** As it was typed. */
  readonly option: string;
}

/** The values between which is looked, and the scenario at both ends: what is wrong with them is said at once. */
function endsOf(
  source: Source,
  options: PlanQuestion,
  { path, option }: Goal,
  own: Scenario,
  resolution: number,
): { readonly values: Plan['values']; readonly least: Scenario; readonly most: Scenario } {
  const between = options.between ?? rangeAround(own, path);
  if (between === undefined) throw noNumberAt(source, path, option);
  if (/\d{16}/.test(between))
    throw mistakeIn(`--between ${between}`, 'numbers of more than 15 digits cannot be counted');
  const values = readValues(between, resolution);
  const [first, last] = [values[0]!.text, values.at(-1)!.text];
  const at = (text: string): Scenario => scenarioAt(source, options, option, `${path}=${text}`);
  const [least, most] = [at(first), at(last)];
  if (first !== last && least.hash === most.hash)
    throw mistakeIn(option, `changes nothing: the scenario at ${last} is the one at ${first}`);
  return { values, least, most };
}

function goalOf({ maximise, minimise }: PlanQuestion): Goal {
  if ((maximise === undefined) === (minimise === undefined))
    throw mistakeIn('', 'plan: expected one of --maximise and --minimise, such as --maximise calls.0.rate');
  const asked =
    maximise === undefined
      ? ({ goal: 'minimise', path: minimise!, option: `--minimise ${minimise}` } as const)
      : ({ goal: 'maximise', path: maximise, option: `--maximise ${maximise}` } as const);
  if (asked.path === '' || asked.path.includes('='))
    throw mistakeIn(
      asked.option,
      'expected a path alone, such as phones.office.count or calls.0.rate; --between says where to look',
    );
  return asked;
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
function scenarioAt(source: Source, { seed }: PlanQuestion, option: string, override: string): Scenario {
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

function confidenceOf(text: string): number {
  const confidence = percentIn('--confidence', text);
  if (confidence < 0.5) throw mistakeIn(`--confidence ${text}`, 'less than a coin would give; expected 50% or more');
  return confidence;
}

function atLeastTen(text: string): number {
  if (!/^\d{1,6}$/.test(text) || Number(text) < 10)
    throw mistakeIn(`--replications ${text}`, 'expected a whole number, 10 to 999999');
  return Number(text);
}
