import { planMeasures } from '../../experiment/plan/capacityPlan.ts';
import { answerOf, type PlanAnswer } from '../../experiment/plan/planAnswer.ts';
import { planCells } from '../../experiment/plan/planCells.ts';
import type { PlanQuestion, ReadPlan } from '../../experiment/plan/planQuestion.ts';
import { planText } from '../../report/experiment/planText.ts';
import type { ReportOption } from '../files/reportFile.ts';
import type { Io } from '../io.ts';
import { driven, type SearchPlace } from '../searching/searchDriver.ts';
import { commandLine } from '../searching/searching.ts';
import { writePlan } from './planFiles.ts';
import { PlanProgress } from './planProgress.ts';

export interface PlanOptions extends PlanQuestion {
  readonly ignoreMissing?: boolean;
  readonly set: readonly string[];
  readonly until?: string;
  readonly workers?: string;
  readonly queue?: string;
  readonly out?: string;
  readonly json?: boolean;
  readonly report?: ReportOption;
  /** `path=value,value`: the question once for each value. */
  readonly over?: string;
}

/** A plan that has ended. */
export interface Planned {
  readonly answer: PlanAnswer;
  readonly text: string;
  /** Writes its folder; `page`: report.html, if it lies there. */
  write(page: string | undefined): void;
}

/** Runs what a plan still lacks. `command`: what was typed, behind `dundisim`. */
export async function planned(
  { asked }: ReadPlan,
  place: SearchPlace,
  command: readonly string[],
  options: PlanOptions,
  io: Io,
): Promise<Planned> {
  const progress = new PlanProgress(asked, io);
  const { answer: found, results } = await driven(planCells(asked), place, options, io, progress).finally(() =>
    progress.end(),
  );
  const answer = answerOf(asked, found, results);
  const text = planText(answer, command, commandLine);
  return {
    answer,
    text,
    write: (page) => writePlan(asked, found.range, answer, { place, results, text, command, page }),
  };
}

/** All that the result of a cell depends on, but its key. */
export function identityParts({ asked, scenario }: ReadPlan): readonly unknown[] {
  const { seed, path, faultOverrides, stagger } = asked;
  return [scenario.hash, seed, path, faultOverrides, stagger ?? null, planMeasures(asked)];
}

/** To be typed again. */
export function planCommand(file: string, options: PlanOptions): readonly string[] {
  const one = (option: string, value: string | undefined, usual?: string): readonly string[] =>
    value === undefined || value === usual ? [] : [option, value];
  return [
    'plan',
    file,
    ...one('--maximise', options.maximise),
    ...one('--minimise', options.minimise),
    ...one('--between', options.between),
    ...one('--over', options.over),
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
