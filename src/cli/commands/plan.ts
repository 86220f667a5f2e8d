import { readPlan } from '../../experiment/plan/planQuestion.ts';
import { filesText } from '../files/places.ts';
import { experimentReportText, openReport } from '../files/reportFile.ts';
import { EXIT, type ExitCode, type Io } from '../io.ts';
import { searchPlace } from '../searching/searchDriver.ts';
import { commandLine, readSourceOf } from '../searching/searching.ts';
import { planFrontier } from './planFrontier.ts';
import { identityParts, planCommand, planned, type PlanOptions } from './planRun.ts';

/** `dundisim plan`: ends with 0 when a value was found that holds, else with 1. */
export async function plan(file: string, options: PlanOptions, io: Io): Promise<ExitCode> {
  if (options.over !== undefined) return planFrontier(file, { ...options, over: options.over }, io);
  const read = readPlan(readSourceOf(file, options, io), options);
  const place = searchPlace('plan', read.scenario.name, identityParts(read), options.out, io);
  const command = planCommand(file, options);
  const { answer, text, write } = await planned(read, place, command, options, io);
  const named = openReport(options.report, io.cwd);
  const page =
    options.report === undefined
      ? undefined
      : experimentReportText('plan', read.scenario, { text, charts: [], command: commandLine(command) }, io);
  write(named === undefined ? page : undefined);
  if (page !== undefined) named?.write(page);
  named?.publish();
  io.out(options.json ? `${JSON.stringify(answer, null, 2)}\n` : `${text}\n${filesText(place.shown, named?.name)}`);
  return answer.holds === null ? EXIT.unmet : EXIT.fine;
}
