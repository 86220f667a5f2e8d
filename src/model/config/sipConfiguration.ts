import type { Micros } from '../../kernel/units.ts';
import type { AccountRegistration } from './accountRegistration.ts';
import type { CallerId } from './demand.ts';
import type { Digest } from '../protocol/sip.ts';

/** allowoverlap: `dtmf` looks for longer extensions, and still says that there is none (chan_sip.c). */
export type AllowOverlap = 'yes' | 'dtmf' | 'no';

/** sip.conf [general] and static peers. */
export interface SipConfig {
  readonly context: string;
  /** Empty: registered phones do not appear in the dialplan. */
  readonly regContext: string;
  /** Seconds. `minExpiry` 0 means none. */
  readonly minExpiry: number;
  readonly maxExpiry: number;
  readonly defaultExpiry: number;
  readonly rtCacheFriends: boolean;
  readonly rtUpdate: boolean;
  readonly regExtenOnQualify: boolean;
  /** Threshold for phones in milliseconds, 0 off; what a realtime row's `qualify` column says for all. */
  readonly qualifyMs: number;
  readonly qualifyFreq: Micros;
  readonly alwaysAuthReject: boolean;
  /** Peers come from the database (extconfig.conf `sippeers`/`sipusers`) or from sip.conf sections. */
  readonly realtime: boolean;
  readonly staticPeers: readonly StaticPeer[];
  /** Sections that never register. */
  readonly fixedPeers: readonly SipFixedPeer[];
  /** Sections with `host=dynamic`, for servers that register. */
  readonly dynamicPeers?: readonly SipFixedPeer[];
  /** Where this server registers itself; seconds between two attempts, and how many there are, 0: no end. */
  readonly registers?: readonly AccountRegistration[];
  readonly registerTimeout?: number;
  readonly registerAttempts?: number;
  /** Callers that no section and no row matches begin in `context`, unchallenged. */
  readonly allowGuest: boolean;
  readonly allowOverlap: AllowOverlap;
  /** Media may go between the phones themselves (`directmedia`, in 1.2 `canreinvite`), for phones of the database. */
  readonly directMedia: boolean;
  /** What has run out in the shared table is used all the same, and is never blanked (chan_sip.c: ignoreregexpire). */
  readonly ignoreRegExpire: boolean;
  /** call-limit of every phone's row; 0: none, so `in use` is not known in 1.2 (facts E). */
  readonly callLimit: number;
}

export interface StaticPeer {
  readonly name: string;
  readonly context: string;
  /** `dynamic`, or a dotted address. */
  readonly host: string;
  readonly qualifyMs: number;
  readonly callLimit: number;
  readonly directMedia: boolean;
  /** Extensions that its registration makes in the regcontext; none: its name (chan_sip.c:register_peer_exten). */
  readonly regExten: readonly string[];
  /** What its calls show, instead of its name; undefined: nothing is set. */
  readonly callerId?: CallerId | undefined;
  /** Its INVITEs are not challenged: `insecure` has `invite`, or is `very` (chan_sip.c:check_peer_ok). */
  readonly insecureInvite?: boolean;
  /** Absent: as [general] says. */
  readonly allowOverlap?: AllowOverlap | undefined;
}

/** pjsip.conf, with what sorcery.conf, extconfig.conf and res_odbc.conf say of its objects. */
export interface PjsipConfig {
  /** Empty: registered phones do not appear in the dialplan. */
  readonly regContext: string;
  /** Between two searches for contacts whose time is over, s; 0: there are none. */
  readonly expiryCheck: number;
  /** Time from the start within which every contact is asked for the first time; 0: its qualify_frequency. */
  readonly maxInitialQualify: Micros;
  /** By what the endpoint of a request is found, in that order (endpoint_identifier_order). */
  readonly identifyBy: readonly ('ip' | 'username' | 'anonymous')[];
  readonly threads: PjsipThreadsConfig;
  readonly stores: PjsipStores;
  /** An UPDATE that finds no row inserts it (sorcery.conf: update_or_create_on_update_miss). */
  readonly updateOrCreate: boolean;
  /** Connections to the database, of which each statement takes one (res_odbc.conf: max_connections). */
  readonly connections: number;
  readonly endpoints: readonly PjsipEndpoint[];
  readonly registrations: readonly PjsipRegistration[];
  /** What the rows of the database say of every endpoint that comes from there; its name is empty. */
  readonly row: PjsipEndpoint;
}

/** [system] of pjsip.conf: taskpool_minimum_size, taskpool_max_size, taskpool_auto_increment. */
export interface PjsipThreadsConfig {
  readonly atStart: number;
  /** 0: no limit. */
  readonly most: number;
  /** Added when every queue is long; 0: none. */
  readonly growBy: number;
}

/** Where each kind of object is kept. */
export interface PjsipStores {
  readonly endpoint: PjsipStore;
  readonly auth: PjsipStore;
  readonly aor: PjsipStore;
  /** `astdb`: each server keeps the contacts that it has made. `realtime`: one table for all servers. */
  readonly contact: 'astdb' | 'realtime' | 'memory';
}

export interface PjsipStore {
  /** Sections of pjsip.conf. */
  readonly file: boolean;
  /** Rows of the database. */
  readonly realtime: boolean;
  /** memory_cache before them: what was found is kept, what was not is looked for again. */
  readonly cached: boolean;
}

export interface PjsipEndpoint {
  readonly name: string;
  /** Where its calls begin. */
  readonly context: string;
  /** It has an `auth`: what it sends is challenged. */
  readonly isChallenged: boolean;
  /** What of another server answers the challenge; a phone presents its own. */
  readonly auths: readonly Digest[];
  /** What answers a challenge of the other side (outbound_auth); undefined: none is answered. */
  readonly outboundAuth: Digest | undefined;
  /** User part of From in calls to it; empty: the caller's number. */
  readonly fromUser: string;
  /** Addresses and networks by which it is known (type=identify). */
  readonly matches: readonly string[];
  readonly directMedia: boolean;
  /** A number of its that longer extensions begin with is answered as incomplete (allow_overlap). */
  readonly allowOverlap: boolean;
  /** Calls that make it busy (device_state_busy_at); 0: it never is. */
  readonly busyAt: number;
  readonly aors: readonly PjsipAor[];
}

/** type=registration: this server registers at another one. */
export interface PjsipRegistration {
  readonly name: string;
  /** Of server_uri: address or name. */
  readonly host: string;
  /** Of client_uri: user part, the account there. */
  readonly user: string;
  /** User part of the contact: what calls that come back are for. */
  readonly contactUser: string;
  /** outbound_auth; undefined: a challenge is not answered. */
  readonly digest: Digest | undefined;
  /** Seconds. */
  readonly expiration: number;
  readonly retryInterval: Micros;
  readonly maxRetries: number;
}

export interface PjsipAor {
  readonly name: string;
  /** Permanent contacts: URIs. */
  readonly contacts: readonly string[];
  /** Seconds. */
  readonly minExpiration: number;
  readonly maxExpiration: number;
  readonly defaultExpiration: number;
  /** 0: nobody may register. */
  readonly maxContacts: number;
  /** A contact that is one too many takes the place of one that ends first. */
  readonly removeExisting: boolean;
  /** It takes the place of one that does not answer OPTIONS. */
  readonly removeUnavailable: boolean;
  /** 0: its contacts are not asked whether they answer. */
  readonly qualifyFrequency: Micros;
  readonly qualifyTimeout: Micros;
}

/** A section of sip.conf with a fixed address (another server, a provider), or of a user that only calls. */
export interface SipFixedPeer {
  readonly name: string;
  /** `peer`: found by the address that it calls from. `user`: by its name in From. `friend`: by either. */
  readonly kind: 'friend' | 'peer' | 'user';
  /** Address or server name; empty for a user. */
  readonly host: string;
  readonly context: string;
  /** Empty: its calls are not challenged, and calls to it answer no challenge. */
  readonly secret: string;
  /** User name of the digest in calls to it (defaultuser, username); empty: challenges of it are not answered. */
  readonly userName: string;
  /** User part of From in calls to it; empty: the caller's number. */
  readonly fromUser: string;
  /** insecure=invite: its calls are not challenged. */
  readonly insecureInvite: boolean;
  /** Absent: as [general] says. */
  readonly allowOverlap?: AllowOverlap | undefined;
  readonly qualifyMs: number;
  readonly directMedia: boolean;
  /** Of a dynamic one: extensions that its registration makes; absent or empty: its name. */
  readonly regExten?: readonly string[];
}
