import { pathsWith, resultPath } from '../../src/measure/paths.ts';
import type { ResultPaths } from '../../src/scenario/index.ts';

/** What results can tell, as the command line hands it to the scenario. */
export const PATHS = (servers: readonly string[]): ResultPaths => {
  const all = pathsWith(servers);
  return { find: (path) => (all.includes(path) ? resultPath(path) : undefined), all };
};
