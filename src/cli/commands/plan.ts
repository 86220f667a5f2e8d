import { resultPaths, scenarioOf } from '../../experiment/cellRunner.ts';
import { answerOf, defaultMost, failuresOf, overridesOf, planCells, type Plan } from '../../experiment/plan.ts';
import { readFaultPattern } from '../../experiment/planFaults.ts';
import { readObjectives } from '../../experiment/planObjective.ts';
import { rangeAround, readValues } from '../../experiment/planValues.ts';
import { planText } from '../../experiment/planText.ts';
import { mistakeIn } from '../files.ts';
import { EXIT, type ExitCode, type Io } from '../io.ts';
import { openRunner } from '../runners/runner.ts';
import { commandLine, driven, readSourceOf } from '../searching.ts';

export interface PlanOptions {
  readonly maximise: string;
  readonly between?: string;
  readonly resolution: string;
  readonly slo: readonly string[];
  readonly fault?: string;
  readonly confidence: string;
  readonly replications?: string;
  readonly seed?: string;
  readonly set: readonly string[];
  readonly until?: string;
  readonly workers?: string;
  readonly queue?: string;
  readonly json?: boolean;
}

/** `dundisim plan`: ends with 0 when a value was found that holds, else with 1. */
export async function plan(file: string, options: PlanOptions, io: Io): Promise<ExitCode> {
  const asked = readPlan(file, options, io);
  if (io.watched) io.err(`${asked.values.length} values, at most ${asked.most} replications each\n`);
  let done = 0;
  const range = await driven(planCells(asked), await openRunner(options, io), (result) => {
    done += 1;
    if (io.watched) io.err(`\r\u001b[K${asked.path}=${asked.values[result.point]!.text}: ${done} runs`);
  });
  if (io.watched) io.err('\r\u001b[K');
  const answer = answerOf(asked, range);
  io.out(options.json ? `${JSON.stringify(answer, null, 2)}\n` : planText(answer, commandLine));
  return answer.low === null ? EXIT.unmet : EXIT.fine;
}

function readPlan(file: string, options: PlanOptions, io: Io): Plan {
  const source = readSourceOf(file, options, io);
  if (options.slo.length === 0) throw mistakeIn('', 'plan: expected at least one --slo, such as "calls.lost < 0.1%"');
  const between = options.between ?? rangeAround(scenarioOf(source, [], options.seed), options.maximise);
  if (between === undefined) throw mistakeIn(`--maximise ${options.maximise}`, 'the scenario has no number there; expected --between, such as --between 100..2000');
  const values = readValues(between, percentIn('--resolution', options.resolution));
  // Both ends are read before anything runs: what is wrong with them is said at once.
  const [scenario] = [values[0]!, values.at(-1)!].map(({ text }) => scenarioOf(source, [`${options.maximise}=${text}`], options.seed));
  const failures = options.fault === undefined ? [] : failuresOf(readFaultPattern(options.fault, scenario!), scenario!);
  const objectives = readObjectives(options.slo, resultPaths(scenario!.config.servers.map(({ name }) => name)));
  const confidence = percentIn('--confidence', options.confidence);
  return {
    source, seed: scenario!.seed, path: options.maximise, values, objectives, failures, confidence,
    faultOverrides: overridesOf(scenario!, failures),
    most: options.replications === undefined ? defaultMost(objectives, values.length, confidence) : atLeastTen(options.replications),
  };
}

function percentIn(option: string, text: string): number {
  const found = /^(\d+(?:\.\d+)?)\s*%$/.exec(text);
  const share = found === null ? NaN : Number(found[1]) / 100;
  if (!(share > 0 && share < 1)) throw mistakeIn(`${option} ${text}`, 'expected a percentage above 0 and below 100, such as 95%');
  return share;
}

function atLeastTen(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) < 10) throw mistakeIn(`--replications ${text}`, 'expected a whole number from 10');
  return Number(text);
}
