import { inShard, readShard } from '../../experiment/grid/shard.ts';
import type { PointSummary } from '../../experiment/grid/folded.ts';
import { counted } from '../../report/format.ts';
import { mistakeIn } from '../files/textFiles.ts';
import { filesText } from '../files/places.ts';
import { writeJunit } from '../files/junitFile.ts';
import { EXIT, type ExitCode, type Io } from '../io.ts';
import { commandLine } from '../searching/searching.ts';
import { checkRunner } from '../runners/runner.ts';
import { answerOf, type Kind } from './experimentAnswer.ts';
import { conduct, conductPart, type Place } from './conduct.ts';
import { placeOf } from './resultsFolder.ts';
import { withFoundWarmUp, type ExperimentOptions, type Read } from './reading.ts';
import { shardPlace, writeShard } from './shards.ts';
import { jsonText, writeExperiment, type Extra } from './write.ts';
import { experimentReportText, openReport, REPORT, type ReportOption } from '../files/reportFile.ts';
import type { Scenario } from '../../scenario/index.ts';

/**
 * Runs what was read, or this shard of it, and says what came of it. `command`: to type again, without the program's
 * name.
 */
export async function runAndConclude(
  kind: Kind,
  read: Read,
  command: readonly string[],
  options: ExperimentOptions,
  io: Io,
): Promise<ExitCode> {
  if (options.shard !== undefined && options.queue !== undefined)
    throw mistakeIn('--shard', 'goes without --queue: a queue shares the runs out by itself');
  refuseReport(options);
  checkRunner(options); // Mistakes are reported also when nothing is left to run.
  const shard = options.shard === undefined ? undefined : readShard(options.shard);
  const whole: Read = { ...read, experiment: await withFoundWarmUp(read, options, io) };
  const { experiment, scenarios } = whole;
  const place = placeOf(kind, experiment, scenarios, options.out, io);
  if (shard === undefined)
    return conclude(kind, whole, await conduct(experiment, scenarios, place, options, io), place, command, options, io);

  const own = shardPlace(place, shard);
  writeShard(own, { kind, command, shard, experiment });
  const runs = await conductPart(experiment, scenarios, own, (cell) => inShard(cell, shard), options, io);
  const merge = commandLine(['merge', place.shown]);
  io.out(
    options.json
      ? jsonText({ shard: `${shard.number}/${shard.of}`, runs, folder: own.shown, merge })
      : `Shard ${shard.number} of ${shard.of}: ${counted(runs, 'run')} in ${own.shown}/\nWhen all shards are there: ${merge}\n`,
  );
  return EXIT.fine;
}

/** What a shard has no part in. */
function refuseReport(options: ExperimentOptions): void {
  if (options.shard !== undefined && options.report !== undefined)
    throw mistakeIn('--report', 'goes without --shard: "dundisim merge" has the whole');
}

function pageOf(
  kind: Kind,
  scenario: Scenario,
  text: string,
  extras: readonly Extra[],
  command: readonly string[],
  io: Io,
): string {
  const charts = extras.filter(({ name }) => name.endsWith('.svg')).map(({ text: svg }) => svg);
  return experimentReportText(NAMES[kind], scenario, { text, charts, command: commandLine(command) }, io);
}

/** As a heading. */
const NAMES: Readonly<Record<Kind, string>> = {
  'replications': 'several runs',
  'sweep': 'sweep',
  'compare': 'comparison',
  'tradeoff': 'trade-off',
  'n-plus-1': 'what each single failure costs',
};

/** Writes the files of a finished experiment, and says what it says. */
export function conclude(
  kind: Kind,
  { experiment, scenarios }: Read,
  points: readonly PointSummary[],
  place: Place,
  command: readonly string[],
  options: { readonly json?: boolean; readonly junit?: string; readonly report?: ReportOption },
  io: Io,
): ExitCode {
  const file = openReport(options.report, io.cwd);
  const { text, json, extras, judged } = answerOf(kind, experiment, scenarios, points);
  const page =
    options.report === undefined
      ? []
      : [{ name: REPORT, text: pageOf(kind, scenarios[0]!, text, extras, command, io) }];
  writeExperiment(experiment, points, place, command, [...extras, ...(file === undefined ? page : [])]);
  for (const { text: html } of page) file?.write(html);
  file?.publish();
  writeJunit(options.junit, judged, io);
  io.out(options.json === true ? json : `${text}\n${filesText(place.shown, file?.name, options.junit)}`);
  return judged.every((suite) => suite.judged.every(({ verdict }) => verdict === 'holds')) ? EXIT.fine : EXIT.unmet;
}
