import type { Micros } from '../../kernel/units.ts';
import type { CallId, HostId, PhoneId, ServerId } from '../ids.ts';
import type { LookupRecord } from '../records.ts';
import type { FaultLog } from './faultLog.ts';
import type { LockHolder } from './happenings.ts';

/** What keeps a server's SIP from being read. */
export interface SipBlock {
  /** `lock`: the dialplan lock; `database`: an answer of the database; `load`: only what came before. */
  readonly by: 'lock' | 'database' | 'disk' | 'load';
  /** Messages that wait. */
  readonly waiting: number;
  readonly holder: LockHolder | undefined;
}

/**
 * What an onlooker can see of the cluster at the moment at which a call ends: read to name the cause, by nothing else.
 */
export interface World {
  readonly faults: FaultLog;
  nameOf(host: HostId): string;
  numberOf(phone: PhoneId): string;
  /** A moment in the scenario's time: `62.154 s`. */
  timeText(time: Micros): string;
  /** Servers that are up and hold a registration of that phone now. */
  registeredAt(phone: PhoneId): readonly ServerId[];
  /** The last lookup that some server made for another one, for that number. */
  relayOf(number: string): LookupRecord | undefined;
  /** Servers that are asked for that DUNDi context (`include`), by the dundi.conf of that one, up or not. */
  asksFor(server: ServerId, context: string): readonly ServerId[];
  /** It has a mapping of that DUNDi context, and permits it to the one who asks. */
  answersFor(server: ServerId, context: string, asker: ServerId): boolean;
  /** Its dundi.conf, as it has been read by now, has a section for that one: else it answers none of its questions. */
  knowsPeer(server: ServerId, asker: ServerId): boolean;
  /** Undefined: the SIP of that server is read at once. */
  sipBlock(server: ServerId): SipBlock | undefined;
  /** The shared row of the phone holds an address; or there is no shared table, so that nobody misses it. */
  hasContact(phone: PhoneId): boolean;
  /** The server where that call is parked now; -1: nowhere. */
  parkedAt(call: CallId): ServerId | -1;
  readonly now: Micros;
}
