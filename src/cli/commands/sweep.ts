import { pointsOf, readAxes } from '../../experiment/grid.ts';
import { sweepCharts } from '../../report/charts/sweepChart.ts';
import { sweepText } from '../../report/experiment/sweepText.ts';
import { conduct } from '../experiments/conduct.ts';
import { placeOf, typedOptions } from '../experiments/place.ts';
import { readExperiment, withFoundWarmUp, type ExperimentOptions } from '../experiments/reading.ts';
import { jsonOf, writeExperiment } from '../experiments/write.ts';
import { EXIT, type ExitCode, type Io } from '../io.ts';

/** Where the user does not say. */
const REPLICATIONS = 10;

/** `dundisim sweep` */
export async function sweep(file: string, options: ExperimentOptions & { readonly over: readonly string[] }, io: Io): Promise<ExitCode> {
  const axes = readAxes(options.over);
  const read = readExperiment(file, { axes, points: pointsOf(axes) }, options, REPLICATIONS, io);
  const experiment = await withFoundWarmUp(read, options, io);
  const place = placeOf('sweep', experiment, read.scenarios, options.out, io);
  const points = await conduct(experiment, read.scenarios, place, options, io);
  const text = sweepText(experiment, points);
  const command = ['sweep', file, ...options.over.flatMap((over) => ['--over', over]), ...typedOptions(options)];
  const charts = sweepCharts(experiment, points).map((chart) => ({ name: chart.file, text: chart.svg }));
  writeExperiment(experiment, points, place, command, [{ name: 'summary.txt', text }, ...charts]);
  io.out(options.json ? jsonOf(experiment, points) : `${text}\nFiles in ${place.shown}/\n`);
  return EXIT.fine;
}
