import { SECOND, type Micros } from '../../kernel/units.ts';
import { SlotTable } from '../../kernel/resource/slotTable.ts';
import type { EventType, Simulation } from '../../kernel/clock/simulation.ts';
import type { Offers } from './arrivals.ts';
import type { Intention } from './intention.ts';
import type { CallRecord } from '../observations.ts';

/** Nobody dials again at once: he listens to the tone for a moment. */
const HEARS_TONE: Micros = 2 * SECOND;

/** Callers who try again after a failure. Each try is an attempt of its own, with what was drawn for the first. */
export class Redials {
  private readonly sim: Simulation;
  private readonly offers: Offers;
  private readonly planned = new SlotTable<Intention>();

  private readonly callIsRepeated: EventType<number, number>;

  constructor(sim: Simulation, offers: Offers) {
    this.sim = sim;
    this.offers = offers;
    this.callIsRepeated = sim.on('caller.callIsRepeated', (row) => this.repeat(row));
  }

  /** After an attempt that ended: another one, if it failed and this caller is one of those who try again. */
  plan(intention: Intention, { outcome, answeredAt }: CallRecord): void {
    const { redial, redialAfter, redials } = intention;
    if (redialAfter < 0 || redial >= redials) return;
    if (answeredAt >= 0 || outcome === 'voicemail' || outcome === 'inProgress') return;
    const row = this.planned.open({ ...intention, redial: redial + 1 });
    this.sim.after(Math.max(redialAfter, HEARS_TONE), this.callIsRepeated, row, 0);
  }

  /** The run is over. */
  forget(): void {
    this.planned.each((_, row) => this.planned.close(row));
  }

  private repeat(row: number): void {
    const intention = this.planned.get(row);
    this.planned.close(row);
    if (intention !== undefined) this.offers.offer(intention);
  }
}
