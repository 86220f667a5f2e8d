import type { ProfileName } from '../model/profiles.ts';
import type { CauseName } from '../model/story/index.ts';
import type { Outcome, StatementKind, StatementPurpose } from '../model/observations.ts';
import type { BalanceFigures } from './balanceMeasures.ts';
import type { Quantiles } from './figures.ts';
import type { NamedFigures } from './namedCalls.ts';
import type { JoinFigures } from './joinMeasures.ts';
import type { ParkingFigures } from './parkingMeasures.ts';
import type { SegmentFigures } from './segmentMeasures.ts';
import type { StandbyFigures } from './standbyMeasures.ts';
import type { StormFigures } from './stormMeasures.ts';
import type { TransferFigures } from './transferMeasures.ts';
import type { TrunkFigures } from './trunkMeasures.ts';

/**
 * What `--json` prints and run.json holds: the figures of one run. Its paths are what `expect`, `--slo` and
 * `--measure` speak of (`paths.ts`). Units last in the names; counts have none. Null: there was nothing to measure.
 */
export interface ResultDocument {
  readonly scenario: string;
  readonly profile: ProfileName;
  readonly seed: string;
  /** Of the trajectory: same scenario, seed and version give the same one anywhere. */
  readonly fingerprint: string;
  readonly scenarioHash: string;
  readonly version: string;
  readonly simulatedSeconds: number;
  /** Events that ran. */
  readonly events: number;
  readonly calls: CallFigures;
  readonly load: LoadFigures;
  readonly registrations: RegistrationFigures;
  readonly lookups: LookupFigures;
  readonly database: DatabaseFigures;
  readonly parking: ParkingFigures;
  /** By the server's name, in the order of the scenario. */
  readonly servers: Readonly<Record<string, ServerFigures>>;
  /**
   * How often calls came to a step that asks for what is not modelled, by `Queue(support) at extensions.conf:12`. Left
   * out when none did.
   */
  readonly notModelled?: Readonly<Record<string, number>>;
  /** By the name that the scenario gives to calls; only where it does. */
  readonly named?: Readonly<Record<string, NamedFigures>>;
  /** By server; only where there are hot standbys. */
  readonly standbys?: Readonly<Record<string, StandbyFigures>>;
  /** Only where called persons transfer calls. */
  readonly transfers?: TransferFigures;
  /** Only where a gateway has trunks. */
  readonly trunks?: TrunkFigures;
  /** Only where the scenario has Ethernet segments. */
  readonly segments?: SegmentFigures;
  /** Only where a fault makes phones register all at once. */
  readonly storms?: StormFigures;
  /** Only where a group says how it is dealt out. */
  readonly balance?: BalanceFigures;
  /** By the server that is added; only where one is. */
  readonly joins?: Readonly<Record<string, JoinFigures>>;
}

/** Figures of a window: of what was offered or began in it. */
export interface WindowDocument {
  readonly calls: CallFigures;
  readonly lookups: LookupCountFigures;
  readonly servers: Readonly<Record<string, Pick<ServerFigures, 'lookups'>>>;
}

/** What only the one who ran the model knows. */
export interface RunFacts {
  readonly fingerprint: string;
  readonly scenarioHash: string;
  readonly version: string;
  readonly simulatedSeconds: number;
  readonly events: number;
}

export interface CallFigures {
  /** Call attempts, redials too: the sum of the outcomes. */
  readonly offered: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** Answered, then cut by a fault. */
  readonly dropped: number;
  /** Answered by direct dial after a failure. */
  readonly saved: number;
  /** Not connected though it should have been, or dropped. */
  readonly lost: number;
  /** A server dialled another one for them that was dead or hung at that moment, whatever became of them. */
  readonly toDeadServer: number;
  /**
   * Beside them: calls that nobody could make, for want of an idle phone, or of power in the caller's. They are not
   * offered.
   */
  readonly notPlaced: number;
  /** Calls that were lost, dropped or slow, by cause (`model/story/cause.ts`). */
  readonly causes: Readonly<Record<CauseName, number>>;
  /** 1 if the run collapsed, else 0 (`collapse.ts` says when); the mean over replications is a probability. */
  readonly collapsed: 0 | 1;
  /** The caller's INVITE until the called phone rang, of the calls that rang. */
  readonly postDialDelayMs: Quantiles;
}

/** Load and grade of service (ITU-T E.600, E.411; RFC 6076). */
export interface LoadFigures {
  /** Attempts times the mean talking time that their callers want, per time. */
  readonly offeredErlangs: number;
  /** Mean number of calls that talk, voicemail too. */
  readonly carriedErlangs: number;
  /** BHCA: attempts of the busiest hour; of a shorter run, scaled to an hour. */
  readonly busyHourCallAttempts: number;
  /** ASR (E.411): answered, of the attempts that a server took. Attempts without an end are in neither ratio. */
  readonly answerSeizureRatio: number;
  /** SER (RFC 6076, 4.6): INVITEs answered by 200 OK, of all INVITEs; there are no redirections. */
  readonly sessionEstablishmentRatio: number;
  /** Attempts that found no free trunk, of all attempts. */
  readonly blockingRatio: number;
}

export interface RegistrationFigures {
  /** REGISTER transactions that ended, as the phones saw them. */
  readonly attempts: number;
  readonly granted: number;
  readonly timeouts: number;
  readonly rejected: number;
  readonly cancelled: number;
  /** REGISTER datagrams, retransmissions too. */
  readonly sends: number;
  /** Of granted ones: first datagram until the final answer. */
  readonly exchangeMs: Quantiles;
  readonly phones: number;
  /** Phones that believe themselves registered when the run ends. */
  readonly phonesRegisteredAtEnd: number;
  /**
   * Times that a phone knew itself unregistered, powered off ones too. A phone learns of a crash only when it next
   * registers.
   */
  readonly outages: number;
  readonly phonesWithOutage: number;
  /** Of those times, also the ones that last until the end of the run. */
  readonly outageMs: Quantiles;
  readonly longestOutageMs: number | null;
}

export interface LookupFigures extends LookupCountFigures {
  readonly ms: Quantiles;
  /** Of those that asked a peer. */
  readonly networkMs: Quantiles;
}

/** Figures of a window too: of the lookups that began in it. */
export interface LookupCountFigures {
  /**
   * Searches of a server for a number, each counted where it was made: a question that a hub relays to five servers is
   * one at the asker, one at the hub, and one at each of the five that had a peer to ask or something cached.
   */
  readonly total: number;
  /** Of those the questions themselves: asked by a dialplan or at a console, not relayed for another server. */
  readonly asked: number;
  /** At least one peer was asked. */
  readonly network: number;
  /** Answered from the cache or a hint alone. */
  readonly cached: number;
  /** No peer to ask and nothing in the cache. */
  readonly unasked: number;
  readonly found: number;
  readonly notFound: number;
  /** Ended by the wait budget with peers still silent. */
  readonly budgetEnded: number;
  readonly byPurpose: Readonly<Record<'find' | 'exec' | 'function' | 'relay' | 'cli', number>>;
  readonly datagrams: number;
}

export interface DatabaseFigures {
  readonly statements: number;
  readonly failed: number;
  readonly byKind: Readonly<Record<StatementKind, number>>;
  readonly byPurpose: Readonly<Record<StatementPurpose, number>>;
  /** Queueing before service. */
  readonly waitMs: Quantiles;
  readonly serviceMs: Quantiles;
}

export interface ServerFigures {
  /** Live registrations in the server's own view: expiry plus grace. */
  readonly registrationsAtEnd: number;
  /** Mean over the run. */
  readonly registrationsMean: number;
  readonly registrationsMax: number;
  /** Call attempts whose INVITE it took or should have taken. */
  readonly callsOffered: number;
  readonly callsLost: number;
  /** Mean number of its callers' calls that talk. */
  readonly carriedErlangs: number;
  readonly lookups: number;
  readonly lookupMs: Quantiles;
  /** Share of the run in which the dialplan lock was held, 0..1. */
  readonly lockHeldRatio: number;
  readonly lockHeldMs: Quantiles;
  /** Per call: what its own channel waited for the lock in all. */
  readonly lockWaitMs: Quantiles;
  /** SIP messages that came to its full socket (rule sipSocketHolds). */
  readonly sipMessagesLost: number;
  readonly statements: number;
  readonly statementWaitMs: Quantiles;
  /** Times that it marked a DUNDi peer. */
  readonly peersMarkedUnreachable: number;
  readonly peersMarkedLagged: number;
  readonly peersMarkedOk: number;
}
