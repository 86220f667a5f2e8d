import type { Silence } from './silence.ts';
import type { Micros } from '../../kernel/units.ts';
import type { SipFixedPeer } from '../config.ts';
import type { HostId, PhoneId, ServerId } from '../ids.ts';
import type { Message } from '../protocol/index.ts';
import type { Digest } from '../protocol/sip.ts';
import type { DatabaseTable } from '../records.ts';
import type { RowSelect } from './dialplan/applications/sql.ts';
import type { ContactView } from './dialplan/services.ts';
import type { PeerRow } from './registrar/sipPeers.ts';

/**
 * What a channel driver of phones is to the rest of a server. There are two, chan_sip (`sip/`, `registrar/`) and
 * chan_pjsip (`pjsip/`); rule channelDriver says which all servers have.
 */

/** What a thread waits for while a message is not dealt with yet. */
export type ThreadWait = 'lock' | 'database' | 'disk';

export interface ThreadBlock {
  /** `load`: the messages before, and nothing else. */
  readonly by: ThreadWait | 'load';
  readonly waiting: number;
}

export type InDialogHandler<F> = (server: ServerId, fields: F, from: HostId) => true;

/** The threads that deal with SIP messages. */
export interface PhoneThreads {
  /** A request within a leg that exists; the handler deals with it at once, and returns true. */
  receiveInDialog<F extends { readonly dialog: number }>(message: Message<F>, handler: InDialogHandler<F>): void;
  /** What keeps the messages of that server waiting: undefined where none wait. */
  blockOf(server: ServerId): ThreadBlock | undefined;
  /** Messages that have come and are not begun yet. */
  waiting(server: ServerId): number;
  crash(server: ServerId): void;
}

/** A device as the dialplan names it after the slash. */
export interface PhoneDevice {
  /** As it is written. */
  readonly resource: string;
  /** The account, or the phone at that address; -1: there is none. */
  readonly phone: PhoneId | -1;
  /** Named by an address: nothing is looked up. */
  readonly byAddress: boolean;
  /** It is no phone but another server, or a host that is none of the scenario's; undefined: a phone, or nothing. */
  readonly fixed: FixedTarget | undefined;
}

/** Where a call leaves the cluster's phones: to another server, by a section of the .conf files or by an address. */
export interface FixedTarget {
  /** Of its channel. */
  readonly name: string;
  /** -1: no host of the scenario has it; what is sent there is lost. */
  readonly host: ServerId | -1;
  /** Request-URI: user part. */
  readonly exten: string;
  /** User part of From; empty: the caller's number. */
  readonly fromUser: string;
  /** What answers a challenge. */
  readonly digest: Digest | undefined;
  readonly directMedia: boolean;
  /** It has not answered the server's OPTIONS: no call to it is made. */
  readonly isUnreachable: boolean;
  /** Since when; undefined: it answers, is not asked, or has not registered. */
  readonly silence: Silence | undefined;
}

/** An endpoint without an AOR (`aor` empty), or with one whose contacts are no SIP URIs. */
export interface AddressLack {
  readonly endpoint: string;
  readonly aor: string;
  readonly contact: string;
}

/** What a server knows of its phones when the dialplan names one. It is local knowledge: no message is sent. */
export interface PhoneDevices {
  /** As it is dialled: SIP/1001. */
  readonly tech: 'SIP' | 'PJSIP';
  parse(server: ServerId, resource: string): PhoneDevice;
  /** SELECTs until the server knows the device: `ask` for its state, `call` for a channel to it. */
  selects(server: ServerId, device: PhoneDevice, what: 'ask' | 'call'): readonly DatabaseTable[];
  /** After its SELECTs. */
  loaded(server: ServerId, device: PhoneDevice): void;
  /** After the SELECT for its state. */
  stateLoaded(server: ServerId, device: PhoneDevice): void;
  /** Its name in that of a channel to it. */
  channelNameOf(device: PhoneDevice): string;
  /** A call to it can be made. */
  canCall(server: ServerId, device: PhoneDevice): boolean;
  /** Where a call to it goes; -1: nobody has that address. */
  hostOf(server: ServerId, device: PhoneDevice): HostId | -1;
  /** A call to it is one within this server: `local`; else it goes past the server of the phone. */
  isLocal(server: ServerId, device: PhoneDevice): boolean;
  /** The channel driver's cause where it can make no channel (Q.850). */
  readonly noChannelCause: number;
  /** Why the files leave the device no address, now and later; undefined: they do not. */
  lackOf(server: ServerId, device: PhoneDevice): AddressLack | undefined;
  /** AST_DEVICE_* */
  state(server: ServerId, device: PhoneDevice): number;
  /** One call more or less of that phone on that server. */
  use(server: ServerId, phone: PhoneId, by: 1 | -1): void;
  /** Calls of that phone on that server, where no further one is allowed (call-limit); 0: one more is. */
  reachedLimit(server: ServerId, phone: PhoneId): number;
  /** Of these calls one more or less whose other party the phone has on hold. */
  holds(server: ServerId, phone: PhoneId, by: 1 | -1): void;
  /** A call of that phone rings or is answered there: its state is asked for anew. */
  stateChanges(server: ServerId, phone: PhoneId | -1): void;
  rowOf(server: ServerId, device: PhoneDevice): PeerRow;
  /** A call to it counts as one of its phone on that server. */
  counts(device: PhoneDevice): boolean;
  /** Where calls of that phone begin. */
  contextOf(server: ServerId, phone: PhoneId): string;
  /** Media may go past the server between this phone and another one. */
  directMedia(server: ServerId, phone: PhoneId | -1): boolean;
}

/** Who is registered where, as the start of a run and a restart change it. */
export interface PhoneRegistrations {
  /** Seconds that a request of that phone for `asks` seconds gets; -1: the request names none. */
  granted(server: ServerId, phone: PhoneId, asks: number): number;
  /**
   * `start: steady`: registered `ago` µs before now; `qualifyPhase`: until it is asked whether it answers. False: another
   * phone with its number leaves no room for it, and it has been refused whenever it asked. What the server makes of it may wait
   * for `settleServer`.
   */
  settle(server: ServerId, phone: PhoneId, seconds: number, ago: Micros, qualifyPhase: Micros): boolean;
  /** `start: steady`, once for each server when all phones have settled: it has run for long. */
  settleServer(server: ServerId): void;
  /** The server has started. */
  restart(server: ServerId): void;
  /** The driver reads its file again while the server runs. */
  reload(server: ServerId): void;
  /** The machine was replaced: what lay on its disk is gone. */
  loseDisk(server: ServerId): void;
  crash(server: ServerId): void;
}

/** What a dialplan reads of the driver's accounts. */
export interface PhoneTables {
  /** Rows of a table of the database, as they are now. */
  select(select: RowSelect): readonly string[];
  /** Contacts of an account that the server can read; under chan_sip there are none. */
  contacts(server: ServerId, device: PhoneDevice): readonly ContactView[];
  /** Time of the last answer of a section that is no phone's to OPTIONS, ms (`Probes.lastMs`); chan_pjsip has none. */
  peerMs(server: ServerId, section: SipFixedPeer): number | undefined;
  /** Contacts of an endpoint that is no phone's: permanent ones, and those of a server that has registered. */
  trunkContacts(server: ServerId, endpoint: string): readonly ContactView[];
}
