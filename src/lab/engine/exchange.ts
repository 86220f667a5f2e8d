import type { Ladder } from '../../report/ladder/ladder.ts';
import type { Severity } from '../../text/mistake.ts';
import type { Ending, Part } from '../replay/recording.ts';
import type { Setup } from '../setup/labSetup.ts';
import type { ClusterFacts } from './clusterFacts.ts';
import type { Given } from './labScenario.ts';
import type { scenarioKeys } from './scenarioKeys.ts';
import type { TradeoffPoint } from './tradeoffRuns.ts';

/** What the page asks of the worker. Of each kind but `hello` the newest request counts: it ends the one before. */
export type Request =
  | { readonly kind: 'hello'; readonly given: Given | undefined }
  | { readonly kind: 'run'; readonly id: number; readonly setup: Setup }
  | { readonly kind: 'review'; readonly id: number; readonly setup: Setup }
  | { readonly kind: 'ladder'; readonly id: number; readonly setup: Setup; readonly call: number }
  | { readonly kind: 'figures'; readonly id: number; readonly setup: Setup }
  | { readonly kind: 'tradeoff'; readonly id: number; readonly setup: Setup; readonly profiles: readonly string[] };

/** A mistake, risk or note, as the command line prints it, and where it is in the scenario (0: elsewhere). */
export interface ShownRemark {
  readonly severity: Severity;
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/** What the worker sends. `id`: of the request. */
export type Reply =
  | {
      readonly kind: 'ready';
      readonly version: string;
      /** Scenarios: name, title, and text. */
      readonly scenarios: readonly { readonly name: string; readonly title: string; readonly text: string }[];
      /** What an editor completes. */
      readonly keys: ReturnType<typeof scenarioKeys>;
    }
  | {
      readonly kind: 'review';
      readonly id: number;
      readonly path: string;
      readonly text: string;
      readonly remarks: readonly ShownRemark[];
      readonly facts: ClusterFacts | undefined;
    }
  | { readonly kind: 'part'; readonly id: number; readonly part: Part }
  | { readonly kind: 'ended'; readonly id: number; readonly ending: Ending }
  | { readonly kind: 'figures'; readonly id: number; readonly ending: Pick<Ending, 'document' | 'summary'> | undefined }
  | { readonly kind: 'ladder'; readonly id: number; readonly ladder: Ladder | undefined }
  | { readonly kind: 'tradeoff'; readonly id: number; readonly point: TradeoffPoint }
  | { readonly kind: 'tradeoffEnded'; readonly id: number }
  | { readonly kind: 'bug'; readonly id: number; readonly text: string };
