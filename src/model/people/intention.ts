import type { Micros } from '../../kernel/units.ts';
import type { CallSource, PstnEntry, Transferrer } from '../config.ts';
import type { CallId, PhoneId } from '../ids.ts';

/** A call that a caller is about to make, with everything that is drawn for it. */
export interface Intention {
  readonly source: number;
  readonly redial: number;
  readonly caller: PhoneId | -1;
  readonly pstn: PstnEntry;
  readonly dialled: string;
  readonly callee: PhoneId | -1;
  readonly talk: Micros;
  readonly patience: Micros;
  readonly ringsFor: Micros;
  readonly picksUp: boolean;
  readonly redialAfter: Micros;
  /** What one of the two does with the call; undefined: they talk until one of them hangs up. */
  readonly park: ParkPlan | undefined;
  readonly transfer: TransferPlan | undefined;
  /** The parked call that the caller wants to fetch; 0: it is a call to a phone. */
  readonly fetches: CallId | 0;
  /** The caller on hold, of whom the own colleague is asked; 0: it is no such call. */
  readonly consultsFor: CallId | 0;
  /** Further attempts that this caller makes at most, each after a failure. */
  readonly redials: number;
}

/** What was drawn of the two people of a call. */
export type Person = Pick<
  Intention,
  'talk' | 'patience' | 'ringsFor' | 'picksUp' | 'redialAfter' | 'redials' | 'park' | 'transfer'
>;

/** The first attempt of a caller; a redial is made from the attempt before it, other calls by `errandOf`. */
export function intentionOf(
  index: number,
  { pstn }: CallSource,
  { talk, patience, ringsFor, picksUp, redialAfter, park, transfer, redials }: Person,
  caller: PhoneId | -1,
  dialled: string,
  callee: PhoneId | -1,
): Intention {
  return {
    source: index,
    redial: 0,
    caller,
    pstn,
    dialled,
    callee,
    talk,
    patience,
    ringsFor,
    picksUp,
    redialAfter,
    park,
    transfer,
    fetches: 0,
    consultsFor: 0,
    redials,
  };
}

/** What is different of a call that a person makes because of another call. */
export type Errand = Pick<
  Intention,
  'source' | 'caller' | 'dialled' | 'callee' | 'talk' | 'patience' | 'ringsFor' | 'picksUp' | 'fetches' | 'consultsFor'
>;

/** A parked call that is fetched, or a colleague who is asked: made once, and neither parked nor sent on. */
export function errandOf(errand: Errand): Intention {
  const { source, caller, dialled, callee, talk, patience, ringsFor, picksUp, fetches, consultsFor } = errand;
  return {
    source,
    redial: 0,
    caller,
    pstn: { server: -1, context: '', group: '' },
    dialled,
    callee,
    talk,
    patience,
    ringsFor,
    picksUp,
    redialAfter: -1,
    park: undefined,
    transfer: undefined,
    fetches,
    consultsFor,
    redials: 0,
  };
}

/** A call that will be parked, as it was drawn at its arrival. */
export interface ParkPlan {
  readonly by: Transferrer;
  /** From the answer. */
  readonly after: Micros;
  /** Where in the list of colleagues the search for an idle one begins. */
  readonly fetcherAt: number;
  /** From the moment at which the parker knows the slot; -1: nobody fetches the call. */
  readonly fetchedAfter: Micros;
  /** Of the person who is parked. */
  readonly patience: Micros;
  /** The talk of the colleague with that person, and of the parker with one who came back. */
  readonly talk: Micros;
}

/** A transfer that one of the two will make, as it was drawn at the arrival of the call. */
export interface TransferPlan {
  readonly by: Transferrer;
  /** From the answer. */
  readonly after: Micros;
  readonly attended: boolean;
  readonly colleagues: readonly number[];
  /** Where in this list the search for one begins. */
  readonly colleagueAt: number;
  /** How the colleague answers who is asked first. */
  readonly ringsFor: Micros;
  readonly picksUp: boolean;
  readonly consultation: Micros;
  /** How long the person who is sent waits on hold, and then for the colleague. */
  readonly patience: Micros;
  /** The talk afterwards. */
  readonly talk: Micros;
}
