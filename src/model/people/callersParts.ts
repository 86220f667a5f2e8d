import type { Simulation } from '../../kernel/clock/simulation.ts';
import type { CallSource, Phones } from '../config.ts';
import type { Observations } from '../observations.ts';
import type { Handsets } from '../phone/handsets.ts';
import type { OutgoingCalls } from '../phone/outgoingCalls.ts';
import type { Stories, World } from '../story/index.ts';
import type { CallerSignals } from './callerSignals.ts';

/** What `Callers` work with. */
export interface CallersParts {
  readonly sim: Simulation;
  readonly handsets: Handsets;
  readonly phones: Phones;
  readonly calls: readonly CallSource[];
  readonly observations: Observations;
  readonly stories: Stories;
  readonly outgoing: OutgoingCalls;
  readonly signals: CallerSignals;
  /** Read to name the cause of a call at its end. */
  readonly world: World;
}
