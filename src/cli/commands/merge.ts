import { join, resolve } from 'node:path';
import { identityOf, next, Results } from '../../experiment/grid/experiment.ts';
import { folded } from '../../experiment/grid/folded.ts';
import { inShard, merged } from '../../experiment/grid/shard.ts';
import type { Cell } from '../../experiment/grid/cell.ts';
import { counted } from '../../report/format.ts';
import { UserMistakes, type Remark } from '../../text/mistake.ts';
import { conclude } from '../experiments/conclude.ts';
import type { Place } from '../experiments/conduct.ts';
import { Journal, JOURNAL } from '../experiments/journal.ts';
import { scenariosOf } from '../experiments/reading.ts';
import { commonFolder, findShards, type FoundShard } from '../experiments/shards.ts';
import { mistakeIn } from '../files/textFiles.ts';
import type { ExitCode, Io } from '../io.ts';
import { refuseRun } from '../files/leftovers.ts';
import { shortest } from '../files/places.ts';
import { commandLine } from '../searching/searching.ts';
import { version } from '../version.ts';

export interface MergeOptions {
  readonly out?: string;
  readonly json?: boolean;
}

/** Cells named of each shard that lacks some. */
const NAMED = 5;

/** `dundisim merge`: the same files, to the byte, as the command would have written without --shard. */
export async function merge(folders: readonly string[], options: MergeOptions, io: Io): Promise<ExitCode> {
  const shards = findShards(folders, io);
  const { kind, command, experiment } = shards[0]!;
  const place = placeFor(shards, options, io);
  const scenarios = scenariosOf(experiment);
  const identity = identityOf(experiment, scenarios, version());
  const begun = shards.filter((shard) => shard.results.length > 0);
  const results = new Results();
  for (const result of merged(begun)) results.add(result);
  sameQuestion(shards);
  const stranger = begun.find((shard) => shard.identity !== identity);
  if (stranger !== undefined)
    throw mistakeIn(stranger.where, 'its runs are not those of the experiment that its shard.json describes');
  const wanted = next(experiment, results);
  if (wanted.missing.length > 0) throw lacking(shards, wanted.missing);

  const journal = Journal.open(join(place.folder, JOURNAL), place.shown, identity);
  const there = new Set(journal.finished.map(({ key }) => key));
  const points = folded(experiment, results, wanted);
  for (const result of points.flatMap((point) => point.results)) if (!there.has(result.key)) journal.add(result);
  journal.close();
  return conclude(kind, { experiment, scenarios }, points, place, command, options, io);
}

function placeFor(shards: readonly FoundShard[], { out }: MergeOptions, io: Io): Place {
  if (out === '') throw mistakeIn('--out', 'expected a folder');
  const folder = out === undefined ? commonFolder(shards) : resolve(io.cwd, out);
  if (folder === undefined)
    throw mistakeIn('--out', 'the shards do not lie in one folder: say where the results shall go');
  const shown = shortest(folder, io.cwd);
  refuseRun(folder, shown);
  return { folder, shown };
}

/** What a journal's identity leaves out: how many replications, at which level, and what is made of them. */
function sameQuestion(shards: readonly FoundShard[]): void {
  const [first, ...others] = shards.map((shard) => ({
    shard,
    asked: JSON.stringify([shard.kind, shard.experiment.until, shard.experiment.level]),
  }));
  const remarks = others
    .filter(({ asked }) => asked !== first!.asked)
    .map(({ shard }) =>
      remark(
        shard.where,
        `another experiment than in ${first!.shard.where}: there it is "${commandLine(first!.shard.command)}", here "${commandLine(shard.command)}"`,
      ),
    );
  if (remarks.length > 0) throw new UserMistakes(remarks);
}

/** A line for each shard that has not run all that is its own. */
function lacking(shards: readonly FoundShard[], missing: readonly Cell[]): UserMistakes {
  const { of } = shards[0]!.shard;
  const remarks = Array.from({ length: of }, (_, i) => ({ number: i + 1, of })).flatMap((shard) => {
    const cells = missing.filter((cell) => inShard(cell, shard));
    if (cells.length === 0) return [];
    const folder = shards.find((one) => one.shard.number === shard.number && one.shard.of === of);
    const named =
      cells
        .slice(0, NAMED)
        .map(({ key }) => key)
        .join(', ') + (cells.length > NAMED ? ', ...' : '');
    const where =
      folder === undefined
        ? 'none of these folders is its own'
        : `the same command with --shard ${shard.number}/${of} continues in ${folder.where}`;
    return [remark(`shard ${shard.number}/${of}`, `${counted(cells.length, 'run')} missing (${named}): ${where}`)];
  });
  return new UserMistakes(remarks);
}

function remark(file: string, text: string): Remark {
  return { severity: 'mistake', place: { file, line: 0, column: 0 }, text };
}
