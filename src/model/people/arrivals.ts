import { drawMicros } from '../../kernel/random/draw.ts';
import type { Micros } from '../../kernel/units.ts';
import { log } from '../../kernel/math.ts';
import type { RandomStream } from '../../kernel/random/randomStream.ts';
import type { EventType, Simulation } from '../../kernel/clock/simulation.ts';
import type { Distribution } from '../../kernel/random/distributions.ts';
import type {
  CallSource,
  ParkBehaviour,
  Phones,
  PlannedCall,
  PoissonCalls,
  TransferBehaviour,
  Transferrer,
  Transferrers,
} from '../config.ts';
import type { PhoneId } from '../ids.ts';
import type { Handsets } from '../phone/handsets.ts';
import { nextArrival } from './arrivalRates.ts';
import { intentionOf, type Intention, type ParkPlan, type Person, type TransferPlan } from './intention.ts';

export interface Offers {
  offer(intention: Intention): void;
  /** A call of that source comes to nothing: there is no phone to make it with. */
  noCaller(source: number): void;
}

/**
 * When calls come, from whom, to whom, and how long each lasts. All of it is drawn at the arrival, used or not, so that
 * two runs which differ in the cluster have the same callers (common random numbers).
 *
 * Many independent callers are one Poisson stream that draws its caller. A drawn phone that cannot call (no power, in a
 * call) leaves the call to the next one of the list that can.
 */
export class Arrivals {
  private readonly sim: Simulation;
  private readonly sources: readonly CallSource[];
  /** Virtual time at the scenario's 0; calls that begin at 0 begin before it in a warm-up. */
  private readonly origin: Micros;
  private readonly phones: Phones;
  private readonly handsets: Handsets;
  private readonly offers: Offers;
  private readonly times: RandomStream[];
  private readonly details: RandomStream[];
  /** Talking time drawn for the calls of Poisson sources since the scenario's 0, also where there was no phone, µs. */
  drawnTalk: Micros = 0;

  private readonly callIsMade: EventType<number, number>;

  constructor(
    sim: Simulation,
    sources: readonly CallSource[],
    origin: Micros,
    phones: Phones,
    handsets: Handsets,
    offers: Offers,
  ) {
    this.sim = sim;
    this.sources = sources;
    this.origin = origin;
    this.phones = phones;
    this.handsets = handsets;
    this.offers = offers;
    this.times = sources.map((_, index) => sim.stream(`calls/${index}/arrivals`));
    this.details = sources.map((_, index) => sim.stream(`calls/${index}/details`));
    this.callIsMade = sim.on('call.isMade', (source) => this.make(source));
  }

  begin(): void {
    this.sources.forEach((source, index) => {
      if (source.kind === 'planned') this.sim.at(this.origin + source.at, this.callIsMade, index, 0);
      else this.schedule(index, source, this.firstAfter(source));
    });
  }

  private firstAfter({ from }: PoissonCalls): Micros {
    return from === 0 ? 0 : this.origin + from;
  }

  /** The next call of a source after `now`. */
  private schedule(index: number, source: PoissonCalls, now: Micros): void {
    if (source.ratePerSecond === 0) return;
    const amount = -log(1 - this.times[index]!.next());
    const at = this.origin + nextArrival(source, now - this.origin, amount);
    if (at < Infinity) this.sim.at(at, this.callIsMade, index, 0);
  }

  private make(index: number): void {
    const source = this.sources[index]!;
    if (source.kind === 'planned') {
      this.offers.offer(this.planned(index, source));
      return;
    }
    if (this.sim.now >= this.origin + source.until) return;
    const intention = this.drawn(index, source);
    this.schedule(index, source, this.sim.now);
    if (intention === undefined) this.offers.noCaller(index);
    else this.offers.offer(intention);
  }

  private planned(index: number, source: PlannedCall): Intention {
    const callee = this.handsets.numbered(source.dialled);
    const person = this.person(index, source, callee);
    return intentionOf(index, source, person, source.caller as PhoneId | -1, source.dialled, callee);
  }

  private drawn(index: number, source: PoissonCalls): Intention | undefined {
    if (source.pstn.server >= 0) return this.fromPstn(index, source);
    if (source.outside !== '') return this.toPstn(index, source);
    const stream = this.details[index]!;
    const callerAt = stream.integer(source.callers.length);
    const calleeAt = stream.integer(source.callees.length);
    const callee = this.otherThan(source.callees, calleeAt, source.callers[callerAt]!);
    const person = this.person(index, source, callee as PhoneId);
    const caller = this.firstWithRoom(source.callers, callerAt, callee);
    if (caller === undefined || callee === undefined) return undefined;
    const dialled = source.prefix + this.phones.at(callee)!.number;
    return intentionOf(index, source, person, caller as PhoneId, dialled, callee as PhoneId);
  }

  private fromPstn(index: number, source: PoissonCalls): Intention {
    if (source.outside !== '') return this.fromPstnTo(index, source);
    const callee = source.callees[this.details[index]!.integer(source.callees.length)]! as PhoneId;
    const dialled = source.prefix + this.phones.at(callee)!.number;
    const person = this.person(index, source, callee);
    return intentionOf(index, source, person, -1, dialled, callee);
  }

  /** A DID is the number of nobody: which phone it leads to, the dialplan says. Whose it ends with is taken to pick up. */
  private fromPstnTo(index: number, source: PoissonCalls): Intention {
    const stream = this.details[index]!;
    const dialled = source.outside.replace(/X/g, () => String(stream.integer(10)));
    const person = this.person(index, source, this.endingOf(dialled));
    return intentionOf(index, source, person, -1, dialled, -1);
  }

  /** The phone with the longest number that the dialled one ends with; -1: there is none. */
  private endingOf(dialled: string): PhoneId | -1 {
    for (let at = 0; at < dialled.length; at++) {
      const phone = this.handsets.numbered(dialled.slice(at));
      if (phone >= 0) return phone;
    }
    return -1;
  }

  private toPstn(index: number, source: PoissonCalls): Intention | undefined {
    const stream = this.details[index]!;
    const callerAt = stream.integer(source.callers.length);
    const dialled = source.outside.replace(/X/g, () => String(stream.integer(10)));
    const person = this.person(index, source, undefined, source.callers[callerAt]!);
    const caller = this.firstWithRoom(source.callers, callerAt, undefined);
    if (caller === undefined) return undefined;
    return intentionOf(index, source, person, caller as PhoneId, dialled, -1);
  }

  /**
   * Draws in a fixed order, whatever becomes of them. A service number or a prefix leads to some phone: one that is
   * picked up as the caller's is.
   */
  private person(index: number, source: CallSource, callee: PhoneId | -1 | undefined, drawnCaller = 0): Person {
    const stream = this.details[index]!;
    const talk = drawMicros(source.talk, stream);
    if (source.kind === 'poisson' && this.sim.now >= this.origin) this.drawnTalk += talk;
    const patience = drawMicros(source.patience, stream);
    const caller = source.kind === 'planned' ? Math.max(0, source.caller) : drawnCaller;
    const phone = callee === undefined || callee < 0 ? this.phones.at(caller) : this.phones.at(callee);
    const drawn = phone === undefined ? 0 : drawMicros(phone.answerAfter, stream);
    const wouldPickUp = stream.next() < (phone?.answerProbability ?? 1);
    const planned = source.kind === 'planned' ? source.answers : undefined;
    const ringsFor = planned === undefined || planned === Infinity ? drawn : planned;
    const picksUp = planned === undefined ? wouldPickUp : planned < Infinity;
    const redials = timesAgain(stream.next(), source);
    const redialAfter = drawMicros(source.redialAfter, stream);
    const park = source.park === undefined ? undefined : this.parkPlan(source.park, source.talk, stream);
    const transfer =
      source.transfer === undefined ? undefined : this.transferPlan(source.transfer, source.talk, stream);
    return { talk, patience, ringsFor, picksUp, redialAfter: redials > 0 ? redialAfter : -1, redials, park, transfer };
  }

  /** Draws in a fixed order, whatever becomes of them. */
  private parkPlan(park: ParkBehaviour, talking: Distribution, stream: RandomStream): ParkPlan | undefined {
    const parks = stream.next() < park.probability;
    const after = drawMicros(park.after, stream);
    const fetcherAt = stream.integer(Math.max(1, park.fetchers.length));
    const fetchedAfter = drawMicros(park.fetchedAfter, stream);
    const fetched = stream.next() < park.fetchProbability;
    const patience = drawMicros(park.patience, stream);
    const talk = drawMicros(talking, stream);
    const by = oneOf(park.by, stream);
    return parks ? { by, after, fetcherAt, fetchedAfter: fetched ? fetchedAfter : -1, patience, talk } : undefined;
  }

  /** Draws in a fixed order, whatever becomes of them. */
  private transferPlan(
    { by, probability, after, colleagues, attended, consultation, patience }: TransferBehaviour,
    talking: Distribution,
    stream: RandomStream,
  ): TransferPlan | undefined {
    const transfers = stream.next() < probability;
    const colleagueAt = stream.integer(Math.max(1, colleagues.length));
    const { answerAfter, answerProbability } = this.phones.at(colleagues[colleagueAt] ?? 0)!;
    const plan = {
      after: drawMicros(after, stream),
      attended: stream.next() < attended,
      colleagues,
      colleagueAt,
      ringsFor: drawMicros(answerAfter, stream),
      picksUp: stream.next() < answerProbability,
      consultation: drawMicros(consultation, stream),
      patience: drawMicros(patience, stream),
      talk: drawMicros(talking, stream),
      by: oneOf(by, stream),
    };
    return transfers ? plan : undefined;
  }

  private otherThan(list: readonly number[], start: number, not: number): number | undefined {
    for (let i = 0; i < list.length; i++) {
      const phone = list[(start + i) % list.length]!;
      if (this.numberAt(phone) !== this.numberAt(not)) return phone;
    }
    return undefined;
  }

  private firstWithRoom(list: readonly number[], start: number, not: number | undefined): number | undefined {
    for (let i = 0; i < list.length; i++) {
      const phone = list[(start + i) % list.length]!;
      if (!this.handsets.isIdle(phone as PhoneId)) continue;
      if (not === undefined || this.numberAt(phone) !== this.numberAt(not)) return phone;
    }
    return undefined;
  }

  private numberAt(phone: number): string {
    return this.phones.at(phone)!.number;
  }
}

/** A number is drawn only where both may be it. */
function oneOf(by: Transferrers, stream: RandomStream): Transferrer {
  if (by !== 'either') return by;
  return stream.next() < 0.5 ? 'caller' : 'callee';
}

/**
 * How often a caller tries again, from one number of 0..1: each failure is followed by another attempt with the same
 * probability, so the number of attempts is geometric, up to the source's limit.
 */
function timesAgain(drawn: number, { redialProbability, redialAttempts }: CallSource): number {
  let times = 0;
  for (let limit = redialProbability; drawn < limit && times < redialAttempts; limit *= redialProbability) times++;
  return times;
}
