/**
 * dundisim as a library: reads scenarios from texts and runs them, in Node and in the browser. README.md has an
 * example.
 */
export {
  parseScenario,
  reviewScenario,
  neededFolders,
  PAPER_FOLDERS,
  type FolderFile,
  type Scenario,
  type ScenarioInput,
} from './scenario/index.ts';
export { UserMistakes, formatRemark, type Remark } from './text/mistake.ts';
export { replications, sweep, type ExperimentOptions, type Texts } from './experiment/library.ts';
export type { PointSummary } from './experiment/grid/folded.ts';
export { figureOf, type Figure } from './experiment/statistics/cellFigures.ts';
export { highOf, lowOf, type Estimate, type Interval } from './experiment/statistics/estimate.ts';
export type { ResultDocument } from './measure/document.ts';
export { Histogram } from './measure/histogram.ts';
