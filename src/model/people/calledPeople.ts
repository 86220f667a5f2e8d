import type { Simulation } from '../../kernel/clock/simulation.ts';
import { drawMicros } from '../../kernel/random/draw.ts';
import type { SlotTable } from '../../kernel/resource/slotTable.ts';
import type { Micros } from '../../kernel/units.ts';
import type { PhoneConfig } from '../config.ts';
import type { CallId, PhoneId } from '../ids.ts';
import type { Attempt } from './attempt.ts';

/** How called persons answer: as it was drawn for the call at its arrival, or as the phone's group says. */
export class CalledPeople {
  private readonly sim: Simulation;
  private readonly phones: readonly PhoneConfig[];
  private readonly attempts: SlotTable<Attempt, CallId>;

  constructor(sim: Simulation, phones: readonly PhoneConfig[], attempts: SlotTable<Attempt, CallId>) {
    this.sim = sim;
    this.phones = phones;
    this.attempts = attempts;
  }

  /**
   * How long a called person lets the phone ring and whether the call is answered at all; undefined: nobody calls any more.
   * A member of a queue, and the phone of a colleague, does as that phone's group says, each time anew. `phone` -1: the
   * far end of a trunk.
   */
  answerOf(call: CallId, phone: PhoneId | -1): { readonly picksUp: boolean; readonly ringsFor: Micros } | undefined {
    const attempt = this.attempts.get(call);
    if (attempt === undefined || !(attempt.queued || attempt.sentOn) || phone < 0) return attempt?.intention;
    const { answerAfter, answerProbability } = this.phones[phone]!;
    const stream = this.sim.stream('people/members');
    return { ringsFor: drawMicros(answerAfter, stream), picksUp: stream.next() < answerProbability };
  }
}
