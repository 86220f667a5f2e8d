import { dirname, resolve } from 'node:path';
import { Secrets } from '../../asterisk/index.ts';
import { resultPathsOf } from '../../measure/paths.ts';
import {
  parseScenario,
  placesOfFolders,
  reviewScenario,
  type FolderFile,
  type Scenario,
  type ScenarioInput,
} from '../../scenario/index.ts';
import { formatRemark, UserMistakes, type Remark } from '../../text/mistake.ts';
import type { Place } from '../../text/place.ts';
import { readFolder } from './confFiles.ts';
import { readText } from './textFiles.ts';
import type { Io } from '../io.ts';
import { isShipped, shippedPath } from './places.ts';

/** Options that change a scenario. */
export interface Overrides {
  readonly set?: readonly string[];
  readonly seed?: string;
  readonly until?: string;
  readonly ignoreMissing?: boolean;
}

/** Reads a scenario and every folder that it names. @throws UserMistakes */
export function loadScenario(file: string, overrides: Overrides, io: Io): Scenario {
  return parseScenario(inputOf(file, overrides, io));
}

/** As `loadScenario`, but with all remarks, and without a scenario when there are mistakes. */
export function loadForReview(
  file: string,
  overrides: Overrides,
  io: Io,
): { readonly scenario: Scenario | undefined; readonly remarks: readonly Remark[] } {
  return reviewScenario(inputOf(file, overrides, io));
}

/** The texts of a scenario and of every folder that it names, unread. @throws UserMistakes when a file is not there */
export function inputOf(file: string, overrides: Overrides, io: Io): ScenarioInput {
  const secrets = new Secrets();
  const text = secrets.coverScenario(readText(file, io.cwd));
  const sets = overrides.set ?? [];
  const folders = new Map<string, readonly FolderFile[]>();
  const options = { ignoreMissing: overrides.ignoreMissing, secrets };
  const base = dirname(resolve(io.cwd, file));
  for (const [folder, place] of placesOfFolders({ path: file, text, sets })) {
    const files = atItsName(place, () =>
      readFolder(isShipped(folder) ? shippedPath(folder) : resolve(base, folder), options),
    );
    if (files !== undefined) folders.set(folder, files);
  }
  const { seed, until } = overrides;
  return {
    path: file,
    text,
    folders,
    sets,
    paths: resultPathsOf,
    ...(seed === undefined ? {} : { seed }),
    ...(until === undefined ? {} : { until }),
  };
}

/** A folder that cannot be read is a mistake where the scenario names it. */
function atItsName<T>(place: Place, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UserMistakes)) throw error;
    throw new UserMistakes(error.remarks.map((remark) => ({ severity: 'mistake', place, text: formatRemark(remark) })));
  }
}
