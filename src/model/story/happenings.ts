import type { Micros } from '../../kernel/units.ts';
import type { CallId, HostId, LookupId, PhoneId, ServerId } from '../ids.ts';
import type { LookupRecord, TrunkTech } from '../records.ts';

/** How a call was connected: at the caller's own server, at another server, by the address in the database, by a trunk. */
export type Way = 'local' | 'otherServer' | 'direct' | 'pstn';

/** What holds a server's dialplan lock, as seen by a thread that has to wait for it. */
export interface LockHolder {
  /** Call of the channel that holds it; 0: an answer to another server, or a registration. */
  readonly call: number;
  /** Since when, µs. */
  readonly since: Micros;
  /** Number that the lookup under the lock asks for; empty: no lookup. */
  readonly number: string;
  /** Servers whose answer that lookup waits for. */
  readonly waitsFor: readonly ServerId[];
}

/**
 * What can happen to a call. Each part appends what it does itself, at the moment of doing it; nothing is taken back.
 * Outcome and cause are folded from the list (`outcome.ts`, `cause.ts`).
 */
export type Happening =
  // The calling phone.
  | { readonly what: 'invited'; readonly server: ServerId; readonly lastResort: boolean }
  | { readonly what: 'challenged'; readonly server: ServerId }
  | { readonly what: 'served'; readonly server: ServerId }
  | { readonly what: 'timedOut'; readonly server: ServerId }
  | { readonly what: 'final'; readonly status: number }
  | { readonly what: 'gaveUp' }
  | { readonly what: 'talks'; readonly way: Way; readonly since: Micros }
  | { readonly what: 'hungUp' }
  // Its server, or the one that the call was sent to.
  | {
      readonly what: 'threadWaited';
      readonly server: ServerId;
      readonly since: Micros;
      readonly holder: LockHolder | undefined;
    }
  | {
      readonly what: 'lockWaited';
      readonly server: ServerId;
      readonly since: Micros;
      readonly holder: LockHolder | undefined;
    }
  // The INVITE is refused with 404, or with 484 where longer extensions begin with the number. `knows`: for the server it
  // is the call of a phone or section of its own.
  | {
      readonly what: 'noExtension';
      readonly server: ServerId;
      readonly context: string;
      readonly exten: string;
      readonly knows: boolean;
      readonly status: 404 | 484;
    }
  // `switch => DUNDi` has found the number, and no endpoint of dundi.conf to call it by.
  | { readonly what: 'switchCallsNobody'; readonly server: ServerId; readonly number: string }
  // The plan has gone to an extension that there is not, or to a context that there is not.
  | {
      readonly what: 'noPlace';
      readonly server: ServerId;
      readonly context: string;
      readonly exten: string;
      readonly isContext: boolean;
    }
  | { readonly what: 'asks'; readonly server: ServerId; readonly lookup: LookupId; readonly number: string }
  | { readonly what: 'lookedUp'; readonly lookup: LookupRecord }
  // No channel can be made: no file has a peer, an endpoint or a host of that name.
  | { readonly what: 'noDevice'; readonly server: ServerId; readonly tech: string; readonly resource: string }
  // Nobody that it knows has the address, or the name in From, of an INVITE: it is challenged, and the digest is refused.
  | { readonly what: 'unknownCaller'; readonly server: ServerId; readonly host: HostId; readonly name: string }
  // No call can ever reach the endpoint: its section names no AOR that there is (`aor` empty), or all contacts are unread.
  | {
      readonly what: 'noAddress';
      readonly server: ServerId;
      readonly endpoint: string;
      readonly aor: string;
      readonly contact: string;
    }
  | { readonly what: 'unavailable'; readonly server: ServerId; readonly phone: PhoneId | -1 }
  // The phone has as many calls at the server as its call-limit allows: no call is made to it, or its INVITE is refused (480).
  | {
      readonly what: 'callLimit';
      readonly server: ServerId;
      readonly phone: PhoneId;
      readonly limit: number;
      readonly direction: 'to' | 'from';
    }
  // No call is made to `host`, which `server` asks now and then (qualify): it has not answered since, and is asked next then.
  | {
      readonly what: 'trunkSilent';
      readonly server: ServerId;
      readonly tech: TrunkTech;
      readonly name: string;
      readonly host: ServerId | -1;
      readonly asks: 'OPTIONS' | 'POKE';
      readonly silentSince: Micros;
      readonly next: Micros;
    }
  | {
      readonly what: 'dials';
      readonly server: ServerId;
      readonly tech: string;
      readonly resource: string;
      readonly to: ServerId | -1;
    }
  // The other server that was dialled has the call: its first provisional response, or ACCEPT.
  | { readonly what: 'reached'; readonly server: ServerId }
  // `host`: a section of a .conf file or an address; no host of the scenario has it, and what is sent there is lost.
  | { readonly what: 'dialsOutside'; readonly server: ServerId; readonly tech: string; readonly host: string }
  | { readonly what: 'legEnded'; readonly server: ServerId; readonly cause: number; readonly misrouted: boolean }
  | { readonly what: 'dialEnded'; readonly server: ServerId; readonly status: string; readonly silent: boolean }
  | { readonly what: 'seizes'; readonly server: ServerId; readonly group: string }
  | {
      readonly what: 'noTrunk';
      readonly server: ServerId;
      readonly group: string;
      readonly channels: number;
      /** Channels of spans that work; when a span failed last, µs, -1: all work. */
      readonly inService: number;
      readonly since: Micros;
    }
  | { readonly what: 'tone'; readonly server: ServerId; readonly tone: 'busy' | 'congestion' }
  | { readonly what: 'connected'; readonly server: ServerId; readonly way: Way | undefined; readonly native: boolean }
  | { readonly what: 'voicemail'; readonly server: ServerId }
  | { readonly what: 'refers'; readonly server: ServerId; readonly phone: PhoneId; readonly to: string }
  // A transfer. `sendsOn`: by the person, and whether the colleague's phone was idle; `sentOn`, `joined`: by the server,
  // `with`: the call to the colleague.
  | {
      readonly what: 'sendsOn';
      readonly phone: PhoneId;
      readonly to: PhoneId;
      readonly attended: boolean;
      readonly reachable: boolean;
    }
  | { readonly what: 'held'; readonly server: ServerId; readonly phone: PhoneId }
  | { readonly what: 'sentOn'; readonly server: ServerId }
  | { readonly what: 'joined'; readonly server: ServerId; readonly with: CallId }
  | { readonly what: 'takenBack'; readonly phone: PhoneId | -1 }
  // Parking. `by`, `to`: the parker's phone; -1: the call parked itself.
  | { readonly what: 'parked'; readonly server: ServerId; readonly slot: number; readonly by: PhoneId | -1 }
  | { readonly what: 'parkingFull'; readonly server: ServerId }
  // `isRight`: by the colleague who wanted this call.
  | {
      readonly what: 'fetched';
      readonly server: ServerId;
      readonly slot: number;
      readonly by: CallId;
      readonly isRight: boolean;
    }
  | { readonly what: 'parkingEnds'; readonly server: ServerId; readonly slot: number; readonly to: PhoneId | -1 }
  | { readonly what: 'leavesSlot'; readonly server: ServerId; readonly slot: number }
  // In a queue; `said`: QUEUESTATUS, empty: it does not say why the caller is out.
  | { readonly what: 'queued'; readonly server: ServerId; readonly queue: string }
  | { readonly what: 'leavesQueue'; readonly server: ServerId; readonly queue: string; readonly said: string }
  // In the story of the one who dials a slot. `wantedAt`: the server where the wanted call is parked then, -1: nowhere;
  // `found`: whose call was in the slot, 0: nobody's.
  | { readonly what: 'wants'; readonly slot: string; readonly wanted: CallId; readonly wantedAt: ServerId | -1 }
  | { readonly what: 'picksUp'; readonly server: ServerId; readonly slot: number; readonly found: CallId | 0 }
  // `full`: the database had no connection left.
  | { readonly what: 'databaseFailed'; readonly server: ServerId; readonly kind: string; readonly full: boolean }
  // The called phone, or the far end of a trunk (phone -1).
  | { readonly what: 'rings'; readonly server: ServerId; readonly phone: PhoneId | -1 }
  | { readonly what: 'refused'; readonly server: ServerId; readonly phone: PhoneId; readonly status: number }
  | { readonly what: 'pickedUp'; readonly phone: PhoneId | -1 }
  // From outside.
  | {
      readonly what: 'cut';
      readonly server: ServerId | -1;
      readonly phone: PhoneId | -1;
      /** Trunk group of that server of which a span failed. */
      readonly group?: string;
    }
  | { readonly what: 'runEnds' };

export type StoryEvent = Happening & { readonly at: Micros };
