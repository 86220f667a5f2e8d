import { parseDuration } from '../../text/duration.ts';
import { mistakeIn } from '../../text/mistake.ts';
import type { Source } from '../grid/cell.ts';
import { resultPathsOf } from '../../measure/paths.ts';
import { measureOf, scenarioOf } from '../grid/cellRunner.ts';
import { readObjectives } from '../plan/objective.ts';
import { readFaultPattern } from '../plan/singleFailures.ts';
import type { Window } from './schedules.ts';
import type { Hunt } from './huntRequest.ts';

/** A question for the worst moment as it is typed, or given to the library. */
export interface HuntQuestion {
  /** What fails: `crash: servers.*`. */
  readonly fault: string;
  /** Moments that are searched: `0s..10m`. */
  readonly window: string;
  /** What is worst where it is greatest: `calls.lost`. */
  readonly measure: string;
  /** What a schedule shall break; without it the schedule does nearly as much harm as the worst. */
  readonly slo?: string;
  /** Failures in one schedule, 1 to 5. */
  readonly faults: string;
  /** Moments that are tried at first, 1 to 1000. */
  readonly moments: string;
  /** Of those that are ranked at the end, 2 to 1000. */
  readonly replications: string;
  readonly seed?: string;
}

/** @throws UserMistakes named by the option of the command line, `--window` for `window` */
export function readHunt(source: Source, options: HuntQuestion): Hunt {
  const scenario = scenarioOf(source, [], options.seed);
  measureOf(options.measure, scenario);
  const [objective] = options.slo === undefined ? [] : readObjectives([options.slo], resultPathsOf(scenario.config));
  return {
    source,
    scenario,
    seed: scenario.seed,
    objective,
    measure: options.measure,
    level: 0.95,
    pattern: readFaultPattern(options.fault, scenario),
    window: windowOf(options.window, scenario.config.duration),
    faults: countOf('--faults', options.faults, 1, 5),
    moments: countOf('--moments', options.moments, 1, 1000),
    replications: countOf('--replications', options.replications, 2, 1000),
  };
}

function windowOf(text: string, duration: number): Window {
  const window = windowIn(text);
  if (window === undefined) throw mistakeIn(`--window ${text}`, 'expected two times, such as 0s..10m');
  if (window.from >= duration) throw mistakeIn(`--window ${text}`, 'the scenario has ended by then');
  return { from: window.from, until: Math.min(window.until, duration) };
}

/** `0s..10m`; undefined: it is none. */
export function windowIn(text: string): Window | undefined {
  const [from, until, ...more] = text.split('..').map(parseDuration);
  return from === undefined || until === undefined || more.length > 0 || from >= until ? undefined : { from, until };
}

function countOf(option: string, text: string, least: number, most: number): number {
  if (!/^\d+$/.test(text) || Number(text) < least || Number(text) > most)
    throw mistakeIn(`${option} ${text}`, `expected a whole number, ${least} to ${most}`);
  return Number(text);
}
