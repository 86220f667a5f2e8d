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
export {
  compare,
  hunt,
  plan,
  replications,
  run,
  sweep,
  type ExperimentOptions,
  type HuntOptions,
  type PlanOptions,
  type Run,
  type RunOptions,
  type Texts,
} from './experiment/library.ts';
export type { Found } from './experiment/hunt/worstMoment.ts';
export type { PlanAnswer } from './experiment/plan/planAnswer.ts';
export type { Pair } from './experiment/statistics/pairs.ts';
export { Listener as Observer } from './measure/listener.ts';
export type { CallRecord, LookupRecord, RegistrationRecord } from './model/observations.ts';
export type { PointSummary } from './experiment/grid/folded.ts';
export { figureOf, type Figure } from './experiment/statistics/cellFigures.ts';
export {
  boundsOf,
  highOf,
  lowOf,
  type Bounds,
  type Estimate,
  type Interval,
} from './experiment/statistics/estimate.ts';
export type { ResultDocument } from './measure/document.ts';
export { Histogram } from './measure/histogram.ts';
