import { planMeasures } from '../../experiment/plan/capacityPlan.ts';
import { answerOf } from '../../experiment/plan/planAnswer.ts';
import { planCells } from '../../experiment/plan/planCells.ts';
import { readPlan, type PlanQuestion } from '../../experiment/plan/planQuestion.ts';
import { planText } from '../../report/experiment/planText.ts';
import { EXIT, type ExitCode, type Io } from '../io.ts';
import { driven, searchPlace } from '../searching/searchDriver.ts';
import { commandLine, readSourceOf } from '../searching/searching.ts';
import { experimentReportText, openReport, type ReportOption } from '../files/reportFile.ts';
import { filesText } from '../files/places.ts';
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
}

/** `dundisim plan`: ends with 0 when a value was found that holds, else with 1. */
export async function plan(file: string, options: PlanOptions, io: Io): Promise<ExitCode> {
  const { asked, scenario } = readPlan(readSourceOf(file, options, io), options);
  const { seed, path } = asked;
  const place = searchPlace(
    'plan',
    scenario.name,
    [scenario.hash, seed, path, asked.faultOverrides, asked.stagger ?? null, planMeasures(asked)],
    options.out,
    io,
  );
  const progress = new PlanProgress(asked, io);
  const { answer: found, results } = await driven(planCells(asked), place, options, io, (result) =>
    progress.show(result),
  ).finally(() => progress.end());
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
  io.out(options.json ? `${JSON.stringify(answer, null, 2)}\n` : `${text}\n${filesText(place.shown, named?.name)}`);
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
