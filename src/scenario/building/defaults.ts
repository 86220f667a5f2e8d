import type { Rules } from '../../model/rules.ts';
import type { Plain } from '../reading/tree.ts';

/**
 * What a scenario means where it says nothing, in the scenario's own words, so that `run.json` can show it.
 * "measured" is reference/asterisk16-measured.json: Asterisk 16.28, MariaDB 10.11, six servers on one 2-core machine.
 */
export const DEFAULTS: { readonly [key: string]: Plain } = {
  title: '',
  question: '',
  describe: '',
  profile: 'asterisk-1.2',
  alsoUnder: [],
  whatIf: [],
  duration: '10m',
  seed: '1',
  servers: {},
  phones: {},
  calls: [],
  faults: [],
  expect: [],
  rules: {},
  start: { state: 'steady' },
  network: {
    delay: '0.1ms', // A switched LAN, one way; the measured cluster had 0.03 ms within one machine.
    loss: '0',
    links: [],
  },
  database: {
    address: '10.10.10.110', // The paper's [lookupmysql].
    connectionLimit: '100', // max_connections of MySQL 5.0 (facts E).
    threads: '8', // InnoDB's innodb_thread_concurrency of that time.
    select: 'quantiles p50=0.22ms p90=0.31ms p99=0.45ms', // measured, sql_ms.idle.select
    update: 'quantiles p50=0.54ms p90=0.7ms p99=2.4ms', // measured, sql_ms.idle.update
    connect: 'quantiles p50=0.35ms p90=0.42ms p99=0.85ms', // measured: connect_select_close less select
    other: 'quantiles p50=0.22ms p90=0.31ms p99=0.45ms', // As a SELECT.
    connectTimeout: '10s', // MYSQL_TIMEOUT where set; else the system's TCP limit (facts E).
  },
  // Calibration inputs: chosen so that the measured medians of single exchanges come out, and never counted as
  // agreement
  // (results/conformance/table.md names those that were used).
  processing: {
    // REGISTER, 401, REGISTER, 200 in 0.68 ms, of which UPDATE 0.54 ms
    sipMessage: 'quantiles p50=0.02ms p90=0.04ms p99=0.1ms',
    // Captures of 16.28 on a quiet machine, p10, p50 and p90 in ms (n = 2419): INVITE with its digest to 100 Trying
    // 0.43, 0.50, 0.72; 100 Trying to the question on the wire 0.26, 0.35, 0.54; question to answer 0.91, 1.13, 1.61.
    channelStart: 'quantiles p10=0.37ms p50=0.41ms p90=0.65ms p99=1ms', // the first of these
    channelThread: 'quantiles p10=0.03ms p50=0.05ms p90=0.13ms p99=0.4ms', // the second, with two steps, dundiAsk and dundiQuestion
    // INVITE to 180 by the database in 8.9 ms: nine steps more than a local call
    dialplanStep: 'quantiles p50=0.03ms p90=0.05ms p99=0.2ms',
    dundiAck: 'quantiles p50=0.06ms p90=0.1ms p99=0.3ms', // hub_ack_ms 0.12, there and back
    dundiAnswer: 'quantiles p10=0.12ms p50=0.15ms p90=0.22ms p99=0.6ms', // the third: hub and server
    dundiAsk: 'quantiles p10=0.06ms p50=0.08ms p90=0.11ms p99=0.3ms', // cached lookups take 0 whole ms: three keys of a SQLite file
    dundiQuestion: 'quantiles p10=0.1ms p50=0.13ms p90=0.18ms p99=0.4ms', // the second and the third: asker and hub
    dundiReply: 'quantiles p10=0.09ms p50=0.12ms p90=0.25ms p99=1ms', // the third: at the hub it is a part of it
    sipLeg: 'quantiles p10=0.4ms p50=0.85ms p90=1.4ms p99=4ms', // local calls before the first lock of the measured run: 100 Trying to the INVITE at the callee 0.6, 1.1, 1.7 ms
    iaxMessage: 'quantiles p50=0.15ms p90=0.3ms p99=0.8ms', // INVITE to 180 over IAX2 in 12 ms
    astdbRead: '0.02ms', // assumed: a key in the page cache
    astdbWrite: '0.2ms', // assumed: a disk that does not wait for its platter; 150ms to 300ms have been seen on one that does
    // a futex wake-up on an otherwise idle Linux machine; not measured
    lockWake: 'quantiles p50=0.05ms p90=0.12ms p99=1ms',
    threadWake: 'quantiles p50=0.05ms p90=0.12ms p99=1ms', // as lockWake
    phone: 'quantiles p50=0.5ms p90=1ms p99=2ms', // assumed; the scripted phones of the measurement answered at once
  },
};

/** A server beside what its folder says. */
export const SERVER_DEFAULTS: { readonly [key: string]: Plain } = { bootTime: '10s' };

// Call set-up over ISDN, ITU-T E.721: 1 to 3 s for a local call.
export const TRUNK_DEFAULTS: { readonly [key: string]: Plain } = { spans: '1', setup: 'uniform 1s..3s' };

/** `database:` where it has a `standby`. */
export const PAIR_DEFAULTS: { readonly [key: string]: Plain } = {
  failover: '30s', // Assumed: a monitor that asks every 10 s and believes the third silence.
  replicationLag: '1s', // Assumed: what Seconds_Behind_Master shows as 0 or 1.
};

/** `standby:` where there is one; the fault `takeOver` without it has the same. */
export const STANDBY_DEFAULTS: { readonly [key: string]: Plain } = {
  machines: '1',
  interval: '5s', // As keepalived and heartbeat are often set. Assumed.
  silences: '3',
  operator: '0s', // Nobody has to be called: the monitor does it itself.
  start: '5s', // Address up, Asterisk started. Assumed.
  astdb: 'empty',
  // Three at once, all of which arrive; a neighbour that gets none has its entry for 15 to 45 s, and then asks for 8 s (facts F).
  arp: { gratuitous: '3', loss: '0', age: 'uniform 23s..53s' },
};

/** `network:` where it has `segments`; by default there are none, and no packet waits for the wire. */
export const SEGMENT_DEFAULTS: { readonly [key: string]: Plain } = {
  rate: '100Mbit/s', // Fast Ethernet, of the paper's time.
  buffer: '64kB', // Of a port of a switch of that time, for one priority. Assumed.
  voiceFirst: 'yes', // "When voice traffic is prioritized across the switching network" (the paper).
};

export const LINK_DEFAULTS: { readonly [key: string]: Plain } = { loss: '0' };

/** A group of phones; `expires` is what its kind asks for. */
export const GROUP_DEFAULTS: { readonly [key: string]: Plain } = {
  home: 'round-robin',
  backup: 'none',
  lastResort: 'none',
  kind: { like: 'polycom-2005' },
  credentials: 'right',
  powered: 'yes',
  answerAfter: 'uniform 2s..8s', // Assumed: one ring or two.
  answerProbability: '100%', // Else an answer that fails to come would be counted as lost.
  callsAtOnce: '2',
  port: '5060',
  static: 'no',
};

export const CALL_DEFAULTS: { readonly [key: string]: Plain } = {
  talk: 'exponential 120s',
  patience: '30s', // Assumed: five rings.
};

export const PARK_DEFAULTS: { readonly [key: string]: Plain } = {
  by: 'callee',
  probability: '100%',
  after: 'exponential 20s', // Assumed: long enough to hear what is wanted.
  extension: '700', // parkext of the sample files.
  fetchedAfter: 'uniform 5s..15s', // Assumed: the colleague is called across the room, or paged.
  fetchProbability: '100%',
  patience: '5m', // Assumed.
};

export const TRANSFER_DEFAULTS: { readonly [key: string]: Plain } = {
  by: 'callee',
  probability: '100%',
  after: 'exponential 20s', // Assumed, as with parking.
  attended: '0%',
  consultation: 'exponential 10s', // Assumed: who calls, and what about.
  patience: '60s', // Assumed.
};

export const REDIAL_DEFAULTS: { readonly [key: string]: Plain } = {
  probability: '100%',
  after: 'uniform 5s..15s',
  attempts: '1',
};

/** Folders of the paper's own configuration, for scenarios that name none. */
export const PAPER_FOLDERS = ['dundisim:paper', 'dundisim:paper-16', 'dundisim:paper-22'] as const;

/** The one that suits: by the channel driver of phones, then by the dialect of the .conf files. */
export function paperFolder({
  channelDriver,
  dialect,
}: Pick<Rules, 'channelDriver' | 'dialect'>): (typeof PAPER_FOLDERS)[number] {
  if (channelDriver === 'chan_pjsip') return 'dundisim:paper-22';
  return dialect === '16' ? 'dundisim:paper-16' : 'dundisim:paper';
}
