import type { Micros } from '../../kernel/units.ts';
import type { Distribution } from '../../kernel/random/distributions.ts';

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
  /** Time from the alarm until an operator has configured a standby as the failed server. */
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
