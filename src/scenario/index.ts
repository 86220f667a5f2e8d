import type { ClusterConfig } from '../model/config.ts';
import type { ProfileName } from '../model/profiles.ts';
import { sourcedBy } from '../model/risks/risks.ts';
import { formatDuration, parseDuration, durationExpected } from '../text/duration.ts';
import { UserMistakes, type Remark } from '../text/mistake.ts';
import { NOWHERE, type Place } from '../text/place.ts';
import { build } from './building/build.ts';
import { CONF_KEYS } from './building/conf.ts';
import { parseExpectation, type Expectation, type ResultPaths } from './expression.ts';
import { clusterFolder, foldersOf, type Folders } from './building/confFolders.ts';
import { scenarioHash } from './reading/hash.ts';
import { withAllDefaults, withLongForms, writtenOut } from './reading/normalForm.ts';
import { applyOverride, type Override } from './reading/overrides.ts';
import { piecesOf, type Pieces } from './reading/pieces.ts';
import { remarksOf } from './reading/problems.ts';
import { Reading } from './reading/reader.ts';
import { unknownEmptyKeys } from './reading/emptyKeys.ts';
import { salvaged } from './reading/salvage.ts';
import { scenarioSchema, TABLES, type ScenarioData, type Table } from './reading/schema.ts';
import { withServersOfFolder } from './building/serverConfigs.ts';
import { settled } from './building/settled.ts';
import { isCount, withServerCounts } from './reading/serverCounts.ts';
import { readSource } from './reading/source.ts';
import { allOverrides } from './reading/underProfile.ts';
import {
  fromPlain,
  itemsOf,
  nodeAt,
  textOf,
  toPlain,
  withEntry,
  type MappingNode,
  type Node,
  type Plain,
} from './reading/tree.ts';

export { PAPER_FOLDERS, paperFolder } from './building/defaults.ts';
export { familyOf } from './reading/serverCounts.ts';
export { evaluate, parseExpectation, parseMeasure } from './expression.ts';
export type { Expectation, Measure, ResultPaths, Verdict } from './expression.ts';
export { byName, serversIn, type FolderFile } from './building/confFolders.ts';
export type { Table } from './reading/schema.ts';
export { jsonSchema, type JsonSchema } from './reading/jsonSchema.ts';

/** Everything that a scenario is made of, as texts. */
export interface ScenarioInput {
  /** As the user named it: printed before every line and column. */
  readonly path: string;
  readonly text: string;
  /** The files of every folder that `neededFolders` named, by that name. A folder that does not exist is left out. */
  readonly folders: Folders;
  /** `--set path=value`, in order. */
  readonly sets: readonly string[];
  /** Wins over `seed:`. */
  readonly seed?: string;
  /** A time; wins over `duration:`. */
  readonly until?: string;
  /** What results can tell (src/measure/paths.ts); without it the paths of expectations are taken as written. */
  readonly paths?: ResultPaths | ((config: ClusterConfig) => ResultPaths);
  /**
   * False: risks of the whole cluster are not looked for. The cells of an experiment, whose risks have been said before it
   * runs, are read in 0.6 of the time.
   */
  readonly risks?: false;
}

/** A scenario that can be run. */
export interface Scenario {
  /** Frozen, complete, defaulted. */
  readonly config: ClusterConfig;
  /** The file's name without folder and ending. */
  readonly name: string;
  readonly title: string;
  readonly question: string;
  readonly describe: string;
  readonly seed: string;
  /** Further profiles under which the answer is printed. */
  readonly alsoUnder: readonly ProfileName[];
  /** Variations whose answers are printed, too: what is different in words, and as `--set` has it. */
  readonly whatIf: readonly { readonly name: string; readonly set: readonly string[] }[];
  readonly expectations: readonly (Expectation & { readonly place: Place })[];
  /** Tables of records that a run writes. */
  readonly tables: readonly Table[];
  /** Risks and notes; mistakes are thrown. */
  readonly remarks: readonly Remark[];
  /** The tree that paths such as `servers.dunpbx1.cachetime` speak of: ranges written out, defaults filled in. */
  readonly expanded: Plain;
  /**
   * 64 hex digits; the same for the same expanded scenario and .conf texts. Seed, titles and expectations are not in
   * it.
   */
  readonly hash: string;
}

/**
 * Reads a scenario.
 * @throws UserMistakes with all mistakes of the text, the overrides and the .conf files, in the order of their places.
 */
export function parseScenario(input: ScenarioInput): Scenario {
  const { scenario, remarks } = reviewScenario(input);
  if (scenario === undefined) throw new UserMistakes(remarks.filter(({ severity }) => severity === 'mistake'));
  return scenario;
}

/** Everything that can be said of a scenario; without one to run when there is a mistake among it. */
export function reviewScenario(input: ScenarioInput): {
  readonly scenario: Scenario | undefined;
  readonly remarks: readonly Remark[];
} {
  try {
    return readAll(input);
  } catch (error) {
    if (error instanceof UserMistakes) return { scenario: undefined, remarks: error.remarks };
    throw error;
  }
}

function readAll(input: ScenarioInput): {
  readonly scenario: Scenario | undefined;
  readonly remarks: readonly Remark[];
} {
  const reading = readTree(input);
  const expanded = toPlain(reading.root);
  const pieces = readPieces(reading, expanded, input.path);
  const config = build(pieces, input.folders, reading, input.risks !== false);
  const expectations = readExpectations(reading, config, input.paths);
  const own = ({ place }: Remark): boolean => place.file === input.path; // Those of a .conf file have theirs.
  const said = reading.remarks.map((remark) => (own(remark) ? sourcedBy(remark, config.rules) : remark));
  const remarks = inOrder(said, input.path);
  if (reading.failed) return { scenario: undefined, remarks };
  const { question, describe, seed, alsoUnder, whatIf = [] } = pieces.data as Required<ScenarioData>;
  const name = nameOf(input.path);
  const title = pieces.data.title || name;
  const hash = scenarioHash(expanded, input.folders);
  const scenario = {
    config: settled({ ...config, title }),
    name,
    title,
    question: question!,
    describe: describe!,
    seed: seed!,
    alsoUnder: alsoUnder!,
    whatIf: whatIf.map(({ name = '', set = [] }) => ({ name, set })),
    tables: TABLES.filter((table) => pieces.data.tables?.includes(table) ?? true),
    expectations,
    remarks,
    expanded,
    hash,
  };
  return { scenario: Object.freeze(scenario), remarks };
}

/** What the schema makes of the tree. What it refuses is a mistake and is left out, so that the rest is read too. */
function readPieces(reading: Reading, expanded: Plain, path: string): Pieces {
  for (const { remark, path: of } of unknownEmptyKeys(reading.root)) reading.add(remark, of);
  const checked = scenarioSchema.safeParse(expanded);
  if (checked.success) return piecesOf(checked.data, reading.root, path);
  for (const { remark, path: of } of remarksOf(checked.error.issues, reading.root)) reading.add(remark, of);
  const { tree, parts, removed } = salvaged(reading.root);
  for (const part of parts) reading.leftOutOf(part);
  return { ...piecesOf(scenarioSchema.safeParse(toPlain(tree)).data, tree, path), removed };
}

/**
 * The folders whose files `parseScenario` wants to see, as the scenario names them; `dundisim:paper` is the paper's
 * own.
 */
export function neededFolders(input: Pick<ScenarioInput, 'path' | 'text' | 'sets'>): readonly string[] {
  return [...placesOfFolders(input).keys()];
}

/** The same, with the place of each in the scenario. */
export function placesOfFolders(input: Pick<ScenarioInput, 'path' | 'text' | 'sets'>): ReadonlyMap<string, Place> {
  try {
    const reading = new Reading(readSource(input.path, input.text, []));
    const overrides = allOverrides(reading.root, input.sets, reading);
    const others = overrides.filter((override) => !isCount(override)); // A count needs no folder of its own.
    const written = writtenOut(reading.root, reading.remarks);
    const folders = foldersOf(overridden(written, others, reading));
    const ofCluster = others.filter(({ path }) => path[0] !== 'servers');
    const cluster = clusterFolder(overridden(written, ofCluster, reading));
    const further = [...(cluster === undefined ? [] : [[cluster, written.place] as const]), ...foldersSet(others)];
    return new Map([...folders, ...further.filter(([folder]) => !folders.has(folder))]);
  } catch (error) {
    if (error instanceof UserMistakes) return new Map(); // parseScenario will say it.
    throw error;
  }
}

/** Of servers that the cluster's folder will bring, of which nothing is known yet. */
function foldersSet(overrides: readonly Override[]): readonly (readonly [string, Place])[] {
  return overrides.flatMap(({ path, value, place }) => {
    const folder = path.length === 3 && path[0] === 'servers' && path[2] === 'conf' ? textOf(value) : undefined;
    return folder === undefined ? [] : [[folder, place] as const];
  });
}

/** Text, overrides and defaults to the one tree that everything is read from. */
function readTree(input: ScenarioInput): Reading {
  const remarks: Remark[] = [];
  const source = readSource(input.path, input.text, remarks);
  const reading = new Reading(source, remarks);
  const overrides = allOverrides(source, input.sets, reading);
  const ofServers = (override: Override) => override.path[0] === 'servers';
  let root = writtenOut(source, remarks);
  root = withLongForms(
    overridden(
      root,
      overrides.filter((override) => !ofServers(override)),
      reading,
    ),
  );
  root = withServersOfFolder(root, input.folders, reading.on(root));
  root = withServerCounts(root, overrides.filter(isCount), reading);
  root = withLongForms(
    overridden(
      root,
      overrides.filter((override) => ofServers(override) && !isCount(override)),
      reading,
    ),
  );
  if (input.seed !== undefined) root = withEntry(root, 'seed', fromPlain(input.seed, NOWHERE));
  if (input.until !== undefined) root = until(root, input.until, reading);
  return reading.on(withAllDefaults(root));
}

function until(root: MappingNode, text: string, reading: Reading): MappingNode {
  const place: Place = { file: `--until ${text}`, line: 0, column: 0 };
  const micros = parseDuration(text);
  if (micros !== undefined && micros > 0) return withEntry(root, 'duration', fromPlain(formatDuration(micros), place));
  reading.remarks.push({
    severity: 'mistake',
    place,
    text: micros === 0 ? 'expected a time longer than 0' : `expected ${durationExpected(text)}`,
  });
  return root;
}

function overridden(root: MappingNode, overrides: readonly Override[], reading: Reading): MappingNode {
  return overrides.reduce((tree, override) => applyOverride(tree, override, CONF_KEYS, reading.remarks), root);
}

function readExpectations(
  reading: Reading,
  config: ClusterConfig,
  given: ScenarioInput['paths'],
): Scenario['expectations'] {
  const paths = typeof given === 'function' ? given(config) : given;
  const items: readonly Node[] = itemsOf(nodeAt(reading.root, ['expect']));
  return items.flatMap((item) => {
    const text = textOf(item);
    if (text === undefined) return [];
    const read = parseExpectation(text, paths);
    if (!('problem' in read)) return [{ ...read, place: item.place }];
    const place = item.place.line === 0 ? item.place : { ...item.place, column: item.place.column + read.column };
    reading.remarks.push({ severity: 'mistake', place, text: read.problem });
    return [];
  });
}

function nameOf(path: string): string {
  const file = path.slice(path.lastIndexOf('/') + 1);
  return file.replace(/\.(ya?ml|json)$/i, '') || 'scenario';
}

/** The scenario first, then other files in the order of first mention; by line and column; each once. */
function inOrder(remarks: readonly Remark[], scenario: string): readonly Remark[] {
  const files = new Map([[scenario, 0]]);
  for (const { place } of remarks) if (!files.has(place.file)) files.set(place.file, files.size);
  const seen = new Set<string>();
  return [...remarks]
    .sort(
      (a, b) =>
        files.get(a.place.file)! - files.get(b.place.file)! ||
        a.place.line - b.place.line ||
        a.place.column - b.place.column,
    )
    .filter((remark) => {
      const key = JSON.stringify([remark.place, remark.text]);
      const fresh = !seen.has(key);
      seen.add(key);
      return fresh;
    });
}
