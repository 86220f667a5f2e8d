import { resultPathsOf } from '../../src/measure/paths.ts';

/** What results can tell, as the command line hands it to the scenario. */
export const PATHS = resultPathsOf;
