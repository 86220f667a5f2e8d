import { pointText } from '../../report/experiment/pointText.ts';
import { conduct } from '../experiments/conduct.ts';
import { placeOf, typedOptions } from '../experiments/place.ts';
import { readExperiment, withFoundWarmUp, type ExperimentOptions } from '../experiments/reading.ts';
import { jsonOf, writeExperiment } from '../experiments/write.ts';
import { EXIT, type ExitCode, type Io } from '../io.ts';
import { pointsOf } from '../../experiment/grid.ts';

const REPLICATIONS = 10;

/** `dundisim run FILE --replications N`, or `--precision P`. */
export async function replicate(file: string, options: ExperimentOptions, io: Io): Promise<ExitCode> {
  const read = readExperiment(file, { axes: [], points: pointsOf([]) }, options, REPLICATIONS, io);
  const experiment = await withFoundWarmUp(read, options, io);
  const place = placeOf('replications', experiment, read.scenarios, options.out, io);
  const points = await conduct(experiment, read.scenarios, place, options, io);
  const text = `${read.scenarios[0]!.title}\n${pointText(experiment, points[0]!)}`;
  writeExperiment(experiment, points, place, ['run', file, ...typedOptions(options)], [{ name: 'summary.txt', text }]);
  io.out(options.json ? jsonOf(experiment, points) : `${text}\nFiles in ${place.shown}/\n`);
  return EXIT.fine;
}
