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
    channelStart: 'quantiles p50=2.7ms p90=3.5ms p99=6ms', // INVITE to 180 over IAX2 in 12 ms less a local call's 5.8 ms: there is one channel more
    // INVITE to 180 by the database in 8.9 ms: nine steps more than a local call
    dialplanStep: 'quantiles p50=0.03ms p90=0.05ms p99=0.2ms',
    dundiAck: 'quantiles p50=0.06ms p90=0.1ms p99=0.3ms', // hub_ack_ms 0.12, there and back
    dundiAnswer: 'quantiles p50=0.28ms p90=0.37ms p99=0.9ms', // one hub to server leg in 0.64 ms
    // uncached lookup in 1.77 ms; 3500 to 5300 cached ones a second on 2 cores
    dundiAsk: 'quantiles p50=0.13ms p90=0.2ms p99=0.6ms',
    // the same, on the wire: at the hub it is a part of the 1.77 ms
    dundiReply: 'quantiles p50=0.2ms p90=0.3ms p99=1ms',
    sipLeg: 'quantiles p50=2.3ms p90=4.6ms p99=8ms', // local INVITE to 180 in 5.8 ms, 90 % in 8.1 ms
    iaxMessage: 'quantiles p50=0.15ms p90=0.3ms p99=0.8ms', // INVITE to 180 over IAX2 in 12 ms
    astdbRead: '0.02ms', // assumed: a key in the page cache
    astdbWrite: '0.2ms', // assumed: a disk that does not wait for its platter; 150ms to 300ms have been seen on one that does
    // a futex wake-up on an otherwise idle Linux machine; not measured
    lockWake: 'quantiles p50=0.05ms p90=0.12ms p99=1ms',
    phone: 'quantiles p50=0.5ms p90=1ms p99=2ms', // assumed; the scripted phones of the measurement answered at once
  },
};

/** A server beside what its folder says. */
export const SERVER_DEFAULTS: { readonly [key: string]: Plain } = { bootTime: '10s' };

// Call set-up over ISDN, ITU-T E.721: 1 to 3 s for a local call.
export const TRUNK_DEFAULTS: { readonly [key: string]: Plain } = { setup: 'uniform 1s..3s' };

/** `database:` where it has a `standby`. */
export const PAIR_DEFAULTS: { readonly [key: string]: Plain } = {
  failover: '30s', // Assumed: a monitor that asks every 10 s and believes the third silence.
  replicationLag: '1s', // Assumed: what Seconds_Behind_Master shows as 0 or 1.
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
