import type { ProfileName } from './profiles.ts';
import type { Micros } from '../kernel/units.ts';
import type { Distribution } from '../kernel/random/distributions.ts';
import type { DialplanConfig } from './server/dialplan/compiledPlan.ts';
import type { PhoneKind } from './phone/kinds.ts';
import type { Rules } from './rules.ts';

/**
 * Everything that a run depends on besides its seed: frozen, complete, defaulted.
 * The scenario reader makes it; the model never asks "and if it is not there?".
 */
export interface ClusterConfig {
  readonly title: string;
  readonly profile: ProfileName;
  readonly rules: Rules;
  readonly duration: Micros;
  readonly start: StartConfig;
  readonly servers: readonly ServerConfig[];
  readonly database: DatabaseConfig;
  readonly standby: StandbyConfig;
  readonly network: NetworkConfig;
  readonly phones: readonly PhoneConfig[];
  /** A group says how its phones are dealt out to servers; it changes nothing but what is reported. */
  readonly balanced: boolean;
  readonly calls: readonly CallSource[];
  readonly faults: readonly Fault[];
  readonly processing: ProcessingConfig;
  /** Applications that take time, by Asterisk's names; each once. */
  readonly applications: readonly ApplicationConfig[];
}

/** The state at 0. `undefined` phases are drawn from the seed (design, section 4). */
export interface StartConfig {
  /** `steady`: all up, known to each other, phones registered, caches empty. `cold`: everything boots at 0. */
  readonly state: 'steady' | 'cold';
  /** What runs before 0 and is not measured: calls fill the caches. A share of the longest cachetime is drawn on top. */
  readonly warmUp: Micros;
  /** Fraction of the wall second at 0, in micros 0..999999: cache life depends on it. */
  readonly wallSecond: Micros | undefined;
  /** Time of the first DUNDi qualify after 0, for every peer, 0..60 s. */
  readonly qualifyPhase: Micros | undefined;
  /** Time of the first search for contacts whose time is over, at every server (chan_pjsip). */
  readonly expiryPhase: Micros | undefined;
  /** Time of every phone's first refresh after 0 under `steady`; of its first REGISTER under `cold`. */
  readonly refreshPhase: Micros | undefined;
}

// ---------------------------------------------------------------- servers

export interface ServerConfig {
  /** `regpbx1`; letters, digits, `-` and `_`. */
  readonly name: string;
  /** Dotted address, unique among hosts. */
  readonly address: string;
  /** Time from `restart` until Asterisk answers again. Default 10 s. */
  readonly bootTime: Micros;
  readonly dundi: DundiConfig;
  /** Read under chan_sip; `pjsip` under chan_pjsip (rule channelDriver). */
  readonly sip: SipConfig;
  readonly pjsip: PjsipConfig;
  readonly iax: IaxConfig;
  readonly parking: ParkingConfig;
  readonly dialplan: DialplanConfig;
  /** Trunk channels by group name as dialled (`g1` of `Zap/g1/…`); a missing group has none. */
  readonly trunks: Readonly<Record<string, TrunkConfig>>;
}

export interface TrunkConfig {
  /** Of all spans together. */
  readonly channels: number;
  /** Lines that fail one by one; each has the same number of channels. */
  readonly spans: number;
  /** Time from seizing the trunk until the far end rings. */
  readonly setup: Distribution;
}

/** dundi.conf. */
export interface DundiConfig {
  /** False when the server has no dundi.conf: it neither asks nor answers. */
  readonly enabled: boolean;
  /** Lower case, `02:03:af:b7:ff:37`. */
  readonly entityId: string;
  /** Seconds. */
  readonly cacheTime: number;
  readonly ttl: number;
  /** Milliseconds; 0 is off, `yes` is 2000. */
  readonly autokillMs: number;
  readonly storeHistory: boolean;
  /** Over which channel driver a switch calls a SIP destination (rule switchNeedsEndpoint). */
  readonly outgoingSipTech: 'SIP' | 'PJSIP';
  /** Endpoint of pjsip.conf through which it then calls; empty: none. */
  readonly outgoingEndpoint: string;
  /** RSA keys of /var/lib/asterisk/keys, by name; undefined: every key that is named is there. */
  readonly keys: DundiKeys | undefined;
  readonly mappings: readonly DundiMapping[];
  /** In the order of the file; Asterisk's own peer list is the reverse of it (facts A7). */
  readonly peers: readonly DundiPeerConfig[];
}

/** Key files of a server: `NAME.pub` and `NAME.key`. */
export interface DundiKeys {
  readonly public: readonly string[];
  readonly private: readonly string[];
}

export interface DundiMapping {
  /** The name that others ask for: `priv`. */
  readonly context: string;
  /** Local dialplan context that answers; empty for a placeholder (`priv =>`). */
  readonly localContext: string;
  /** 0 to 59999; not looked at when `weightText` is given. */
  readonly weight: number;
  /** Weight that is a variable, read at each answer: `${LOADWEIGHT}`; empty: `weight`. */
  readonly weightText: string;
  readonly tech: string;
  /** With `${NUMBER}`, `${SECRET}`, `${IPADDR}`, `${EID}` still in it. */
  readonly destination: string;
  readonly noPartial: boolean;
  /** Other options as written: `nounsolicited`, `residential`, … They are labels only (facts A7). */
  readonly options: readonly string[];
}

export interface DundiPeerConfig {
  readonly entityId: string;
  readonly model: 'inbound' | 'outbound' | 'symmetric' | 'none';
  /** Address or server name; `dynamic`: the address that it registers from. */
  readonly host: string;
  /** This server registers its own address there (register = yes). */
  readonly registers: boolean;
  /** Name of the peer's public key; empty: nothing is encrypted. */
  readonly inKey: string;
  /** Name of the own private key. */
  readonly outKey: string;
  /** 0 off; `yes` is 2000; milliseconds. */
  readonly qualifyMs: number;
  /** 0 primary … 3 quartiary. */
  readonly order: number;
  /** Last matching line wins; nothing listed refuses (facts A9). `allow` false for noinclude and deny. */
  readonly include: readonly Permission[];
  readonly permit: readonly Permission[];
}

export interface Permission {
  readonly context: string;
  readonly allow: boolean;
}

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
  /** Callers that no section and no row matches begin in `context`, unchallenged. */
  readonly allowGuest: boolean;
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
}

/** pjsip.conf, with what sorcery.conf, extconfig.conf and res_odbc.conf say of its objects. */
export interface PjsipConfig {
  /** Empty: registered phones do not appear in the dialplan. */
  readonly regContext: string;
  /** Between two searches for contacts whose time is over, s; 0: there are none. */
  readonly expiryCheck: number;
  readonly threads: PjsipThreadsConfig;
  readonly stores: PjsipStores;
  /** An UPDATE that finds no row inserts it (sorcery.conf: update_or_create_on_update_miss). */
  readonly updateOrCreate: boolean;
  /** Connections to the database, of which each statement takes one (res_odbc.conf: max_connections). */
  readonly connections: number;
  readonly endpoints: readonly PjsipEndpoint[];
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
  /** Addresses by which it is known (type=identify). */
  readonly matches: readonly string[];
  readonly directMedia: boolean;
  /** Calls that make it busy (device_state_busy_at); 0: it never is. */
  readonly busyAt: number;
  readonly aors: readonly PjsipAor[];
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
  readonly removeExisting: boolean;
  /** 0: its contacts are not asked whether they answer. */
  readonly qualifyFrequency: Micros;
  readonly qualifyTimeout: Micros;
}

/** A section of sip.conf that stands at one address, as another server or a provider does, or that only calls (user). */
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
  readonly qualifyMs: number;
  readonly directMedia: boolean;
}

/** iax.conf. */
export interface IaxConfig {
  /** Sections of type user or friend: who may call in. */
  readonly users: readonly IaxUser[];
  /** Sections of type peer or friend: who may be named in a Dial. */
  readonly peers: readonly IaxPeer[];
  /** 0 is off; yes is 2000 (congestion after twice this, facts D). Milliseconds. */
  readonly autokillMs: number;
  /** Outstanding AUTHREQs for one user; 0: no limit. */
  readonly maxAuthReq: number;
}

export interface IaxUser {
  readonly name: string;
  /** The first is where calls begin that name none; a call may name another one of them, `*` allows any. */
  readonly contexts: readonly string[];
  readonly secret: string;
  /** `dundi/secret` */
  readonly dbSecret: string;
}

export interface IaxPeer {
  readonly name: string;
  /** Address or server name; `dynamic`: it has none, since no server registers over IAX2. */
  readonly host: string;
  /** USERNAME that a call to it carries; empty: none. */
  readonly userName: string;
  readonly secret: string;
  /** `dundi/secret` */
  readonly dbSecret: string;
  /** CALLED CONTEXT of a call that names none; empty: none. */
  readonly peerContext: string;
  /** Threshold of its qualify in milliseconds, 0 off. */
  readonly qualifyMs: number;
}

/** Call parking: res_parking.conf, or features.conf of the releases before 12. */
export interface ParkingConfig {
  /** None: the server has no parking. The first is the default lot. */
  readonly lots: readonly ParkingLotConfig[];
}

export interface ParkingLotConfig {
  readonly name: string;
  /** `parkext`: a call that is sent there is parked. */
  readonly extension: string;
  /** Dialplan context of `extension` and of the slots. */
  readonly context: string;
  /** `parkpos`: the numbers of the slots. */
  readonly firstSlot: number;
  readonly lastSlot: number;
  /** After which a parked call goes back to the parker. */
  readonly parkingTime: Micros;
  /** `first`: the lowest free slot; `next`: the one after the last that was given. */
  readonly findSlot: 'first' | 'next';
  /** Back to the parker's device; no: into the context below. */
  readonly comebackToOrigin: boolean;
  /** How long the parker's device rings then, seconds; 0: without limit. */
  readonly comebackDialTime: number;
  readonly comebackContext: string;
}

// ---------------------------------------------------------------- database, network, processing

export interface DatabaseConfig {
  readonly address: string;
  /** max_connections: 100 in MySQL 5.0 (facts E). */
  readonly connectionLimit: number;
  /** Statements that run side by side; others wait in order of arrival. */
  readonly threads: number;
  /** Service time of each, as seen at the client without queueing, all round trips included. */
  readonly select: Distribution;
  readonly update: Distribution;
  readonly connect: Distribution;
  readonly other: Distribution;
  /** A second MySQL server that follows the first one; undefined: none. */
  readonly pair: DatabasePairConfig | undefined;
  /** MYSQL_TIMEOUT / OS limit on Connect to a stopped database. */
  readonly connectTimeout: Micros;
}

/** Asynchronous replication: the standby has each row a while later, and takes the address over when the first stops. */
export interface DatabasePairConfig {
  /** The standby's own address: a dialplan that connects there reads rows as they were before the lag. */
  readonly standby: string;
  /** From the stop of the database until the standby has its address. */
  readonly failover: Micros;
  readonly replicationLag: Micros;
}

/** Hot standbys, and the monitor that calls for them: `src/model/standby`. */
export interface StandbyConfig {
  /** Servers that the monitor asks; those of the fault `takeOver` need not be among them. */
  readonly servers: readonly number[];
  /** Machines that stand by. */
  readonly machines: number;
  /** Between two questions of the monitor, µs; 0: there is none. */
  readonly interval: Micros;
  /** Questions without an answer after which a server counts as dead. */
  readonly silences: number;
  /** From then until somebody has told a standby which server it is. */
  readonly operator: Distribution;
  /** From then until its Asterisk answers, µs. */
  readonly start: Micros;
  /** Its astdb: as the dead server left it, or with nothing of it: no cache, another dial secret, no registrations. */
  readonly astdb: 'copied' | 'empty';
  readonly arp: ArpConfig;
}

/** What the neighbours make of an IP address that moves. */
export interface ArpConfig {
  /** Gratuitous ARPs that the new machine sends. */
  readonly gratuitous: number;
  /** Share of them that does not arrive, 0..1. */
  readonly loss: number;
  /** From the last answer of the old machine until a neighbour that got none asks for the address anew. */
  readonly age: Distribution;
}

export interface NetworkConfig {
  /** One way, for every pair without a link of its own. */
  readonly delay: Distribution;
  /** 0..1, each datagram alone. */
  readonly loss: number;
  readonly links: readonly LinkConfig[];
  /** The Ethernet of the servers and the database; undefined: so fast that no packet waits. */
  readonly segments: SegmentConfig | undefined;
}

/** Ethernet segments: `src/model/network/segment`. */
export interface SegmentConfig {
  /** `one`: voice and database packets share a link. `two`: the database has one of its own (the paper's diagram 1). */
  readonly segments: 'one' | 'two';
  /** Of each link, bit/s; one packet at a time, whichever way it goes. */
  readonly rate: number;
  /** For packets that wait, bytes; with priority, for those of the database alone. */
  readonly buffer: number;
  /** Voice packets go first; no: in order of arrival. */
  readonly voiceFirst: boolean;
}

/** Between two servers, or a server and the database, by name. Phones use the default. */
export interface LinkConfig {
  readonly between: readonly [string, string];
  readonly delay: Distribution;
  readonly loss: number;
}

/** What differs from the configuration while a link is degraded; undefined: nothing. Shares from 0 to 1. */
export interface LinkQuality {
  readonly delay: Distribution | undefined;
  readonly loss: number | undefined;
  /** Datagrams that arrive twice, each copy after a delay of its own. */
  readonly duplicates: number;
}

/** An application of which only its time counts, and what it leaves behind. */
export interface ApplicationConfig {
  /** As Asterisk prints it: `AGI`. */
  readonly name: string;
  /** `endless`: until the caller hangs up. */
  readonly takes: Distribution | 'endless';
  /** Channel variables that it sets. */
  readonly sets: Readonly<Record<string, string>>;
}

/** Processing times: calibration inputs, never agreement (facts, and `results/conformance`). */
export interface ProcessingConfig {
  /** The SIP thread, a message. */
  readonly sipMessage: Distribution;
  /** A channel for a call that comes in, made by the thread that has read the request: for an INVITE the SIP thread. */
  readonly channelStart: Distribution;
  /** The start of that channel's thread, by the same, until its first dialplan step. */
  readonly channelThread: Distribution;
  /** An application of the dialplan. */
  readonly dialplanStep: Distribution;
  /** DUNDi's network thread, from a DPDISCOVER in until its ACK leaves. */
  readonly dundiAck: Distribution;
  /** From DPDISCOVER read until the lookup thread asks for the dialplan lock. */
  readonly dundiAnswer: Distribution;
  /** A lookup reads its cache from disk, whether or not it then asks. */
  readonly dundiAsk: Distribution;
  /** A lookup that asks: hints read for each digit, the questions written, packed and encrypted. */
  readonly dundiQuestion: Distribution;
  /** A DPRESPONSE, from its arrival until its lookup continues: decrypted, unpacked, written to the cache. */
  readonly dundiReply: Distribution;
  /** From Dial's decision to call a phone until the INVITE leaves: a channel, an RTP port, the SDP. */
  readonly sipLeg: Distribution;
  readonly iaxMessage: Distribution;
  /**
   * One key of Asterisk's own database (astdb) on the server's disk, read or written by a dialplan, or by the SIP thread
   * for the contact of a REGISTER.
   */
  readonly astdbRead: Distribution;
  readonly astdbWrite: Distribution;
  /** From the release of a server's dialplan lock until the thread that it wakes runs. */
  readonly lockWake: Distribution;
  /** From a wake-up of the autoservice thread, or of one that waits for it, until it runs. */
  readonly threadWake: Distribution;
  /** A phone, from a message in until its reply leaves. */
  readonly phone: Distribution;
}

// ---------------------------------------------------------------- phones, calls, faults

/**
 * Columns of a phone's row in the database, as chan_sip.c:build_peer reads them; undefined: the column is empty, and
 * [general] of each server decides.
 */
export interface RowColumns {
  readonly context: string | undefined;
  readonly qualifyMs: number | undefined;
  readonly callLimit: number | undefined;
  readonly directMedia: boolean | undefined;
  readonly regExten: readonly string[] | undefined;
  readonly callerId: CallerId | undefined;
  readonly insecureInvite: boolean | undefined;
  /** Until a server writes the row for the first time. */
  readonly fullContactIsNull: boolean;
}

/** Either may be empty. */
export interface CallerId {
  readonly name: string;
  readonly number: string;
}

export interface PhoneConfig {
  /** Its name, its user part and its extension: `1001`. Unique. */
  readonly number: string;
  readonly group: string;
  readonly address: string;
  readonly port: number;
  /** Index into servers. */
  readonly home: number;
  /** Where it registers when `home` fails, in order; how depends on its kind. */
  readonly backup: readonly number[];
  /** Proxy of last resort: outbound calls only, never registers there. -1: none. */
  readonly lastResort: number;
  /** Seconds it asks for. */
  readonly expires: number;
  readonly kind: PhoneKind;
  /** What its row in the database says of it. */
  readonly row?: RowColumns | undefined;
  /** What it presents: its own name and secret, a wrong secret, or a name that nobody knows. */
  readonly credentials: 'right' | 'wrongSecret' | 'unknownUser';
  readonly powered: boolean;
  /** From the first ring until it is picked up. */
  readonly answerAfter: Distribution;
  /** 0..1: picked up at all. */
  readonly answerProbability: number;
  /** Calls that it takes at once; one more gets 486. */
  readonly callsAtOnce: number;
}

export type CallSource = PoissonCalls | PlannedCall;

interface CallDetail {
  /** For results: calls of one name are counted by themselves; empty: none. */
  readonly name: string;
  readonly talk: Distribution;
  /** The caller hangs up when nobody has answered after this, seconds from INVITE. */
  readonly patience: Distribution;
  /** Share of failed attempts that are tried again, and when; redials are attempts and are marked. */
  readonly redialProbability: number;
  readonly redialAfter: Distribution;
  readonly redialAttempts: number;
  /** What called persons do with the call besides; undefined: they talk until one hangs up. */
  readonly park: ParkBehaviour | undefined;
}

/** The called person parks the caller, and a colleague fetches the call from its slot. */
export interface ParkBehaviour {
  /** Share of the answered calls that are parked. */
  readonly probability: number;
  /** From the answer until the called person parks the call. */
  readonly after: Distribution;
  /** To which the called person transfers: `700`. */
  readonly extension: string;
  /** Rows of phones: one of them, idle then, dials the slot. */
  readonly fetchers: readonly number[];
  /** From the moment at which the called person knows the slot until a colleague dials it. */
  readonly fetchedAfter: Distribution;
  /** Share of the parked calls that a colleague tries to fetch. */
  readonly fetchProbability: number;
  /** A parked caller hangs up when nobody has fetched the call after this. */
  readonly patience: Distribution;
}

export interface PoissonCalls extends CallDetail {
  readonly kind: 'poisson';
  /** Calls per second, all callers together. */
  readonly ratePerSecond: number;
  /** Rates that follow each other, the first from 0 on, the last up to `Infinity`; undefined: always the one above. */
  readonly steps?: readonly { readonly until: Micros; readonly ratePerSecond: number }[];
  readonly from: Micros;
  readonly until: Micros;
  /** Rows of phones that call and are called; a caller never calls itself. No callers: from the PSTN. */
  readonly callers: readonly number[];
  readonly callees: readonly number[];
  /** Number outside that is called in place of callees, each X a digit that is drawn; empty: callees. */
  readonly outside: string;
  readonly pstn: PstnEntry;
}

export interface PlannedCall extends CallDetail {
  readonly kind: 'planned';
  readonly at: Micros;
  /** Row of the calling phone; -1: from the PSTN. */
  readonly caller: number;
  readonly pstn: PstnEntry;
  /** As dialled: a phone's number, or anything else. */
  readonly dialled: string;
  /** Time from ringing until the phone is picked up; Infinity: never; undefined: as the phone's user does. */
  readonly answers?: Micros;
  /** What a real system's log says became of it (`ANSWERED`), to compare with. No part decides anything by it. */
  readonly logged?: string;
}

/** Where a call from the PSTN comes in. */
export interface PstnEntry {
  /** -1: the call is not from the PSTN. */
  readonly server: number;
  readonly context: string;
  /** Trunk group whose channel it takes; empty: none, and it is never blocked. */
  readonly group: string;
}

/** Hosts by index: servers 0..n-1. `DATABASE_HOST` stands for the database. */
export type Fault =
  | {
      readonly kind: 'crash' | 'restart' | 'hang' | 'resume' | 'takeOver';
      readonly at: Micros;
      readonly server: number;
    }
  | {
      readonly kind: 'partition' | 'heal';
      readonly at: Micros;
      readonly between: readonly number[];
      readonly and: readonly number[];
      /** What `between` sends does not reach `and`, and the other way it does; a heal joins both ways. */
      readonly oneWay?: true;
    }
  | {
      /** Datagrams take another delay, are lost or come twice; `restore`: as configured again. */
      readonly kind: 'degrade' | 'restore';
      readonly at: Micros;
      readonly between: readonly number[];
      readonly and: readonly number[];
      /** Rows of phones, whose links to all servers are meant; with phones, `between` and `and` are empty. */
      readonly phones: readonly number[];
      readonly quality: LinkQuality;
    }
  | { readonly kind: 'unregister'; readonly at: Micros; readonly phones: readonly number[] }
  | {
      readonly kind: 'slowDatabase';
      readonly at: Micros;
      /** times every service time; 1 ends it */ readonly factor: number;
    }
  | { readonly kind: 'stopDatabase' | 'startDatabase'; readonly at: Micros }
  | {
      /** The server reads its dundi.conf again, to which sections for those others were added: until then it does not know them. */
      readonly kind: 'reload';
      readonly at: Micros;
      readonly server: number;
      readonly adds: readonly number[];
    }
  | {
      readonly kind: 'spanDown' | 'spanUp';
      readonly at: Micros;
      readonly server: number;
      readonly group: string;
      readonly spans: number;
    }
  | {
      readonly kind: 'powerOff' | 'powerOn';
      readonly at: Micros;
      readonly phones: readonly number[];
      /** each draws its own delay: mains power returns unevenly */ readonly spread: Distribution;
    }
  | {
      readonly kind: 'move';
      readonly at: Micros;
      readonly phone: number;
      readonly to: number;
      /** unregisters at the old server first */ readonly clean: boolean;
    }
  | {
      readonly kind: 'register';
      readonly at: Micros;
      readonly phone: number;
      /** also there: a second registration beside the first */ readonly to: number;
    };

export const DATABASE_HOST = -1;
