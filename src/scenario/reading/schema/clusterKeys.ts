import { PROFILES } from '../../../model/profiles.ts';
import type * as z from 'zod';
import type { Rule, RuleValue } from '../../../model/rules/ruleRow.ts';
import { RULES } from '../../../model/rules.ts';
import * as hints from '../editorHints.ts';
import * as v from '../scenarioValues.ts';
import { key, needed } from './key.ts';

const drawn = { otherwise: 'drawn from the seed' };

// A plain word may stand for a mapping with one key: `start: cold`, `kind: yealink`. normalForm.ts writes it out.
export const startSchema = v.object(
  {
    state: key(
      v.choice(['steady', 'cold']),
      'steady: all servers are up and know each other, all phones are registered, caches are empty. cold: everything boots at 0 s.',
    ),
    warmUp: key(
      v.duration(),
      'Time that runs before 0 s and is not measured: calls fill the caches, as in the middle of a day. A part of the longest cachetime, drawn from the seed, is added, so that the caches have another age in each run; calls with "during" from 0 s begin then. At least the longest cachetime is meant.',
      { otherwise: 'none', example: '5m' },
    ),
    wallSecond: key(v.duration(), 'Fraction of the wall-clock second at 0 s, less than 1s: cache life depends on it.', {
      ...drawn,
      example: '250ms',
    }),
    qualifyPhase: key(v.duration(), 'Time of the first DUNDi qualify of every peer, at most 60s.', {
      ...drawn,
      example: '5s',
    }),
    expiryPhase: key(
      v.duration(),
      'Time of the first search for registrations whose time is over, at every server (chan_pjsip).',
      { ...drawn, example: '12s' },
    ),
    refreshPhase: key(v.duration(), "Time of every phone's first REGISTER.", { ...drawn, example: '10s' }),
  },
  'the state at 0',
);

const linkSchema = v.object(
  {
    between: needed(v.names(), 'Two servers, or a server and "database"; with "and", the hosts of the one side.'),
    and: key(v.names(), 'Hosts of the other side: each link between one of "between" and one of these is meant.', {
      otherwise: '"between" names both ends',
      example: ['regpbx3..5', 'database'],
    }),
    delay: key(v.distribution(), 'Delay, one way.', { otherwise: 'as "network.delay"', example: '20ms' }),
    loss: key(v.ratio(), 'Share of the datagrams that are lost.'),
  },
  'a link between two servers, or a server and "database", or all links between two sides',
);

export const networkSchema = v.object(
  {
    delay: key(v.distribution(), 'Delay, one way, between any two hosts.'),
    loss: key(v.ratio(), 'Share of the datagrams that are lost, each drawn for itself.'),
    links: key(
      v.list(linkSchema, 'links'),
      'Pairs of hosts with a delay and a loss of their own, or all pairs between two sides.',
    ),
    segments: key(
      v.choice(['none', 'one', 'two']),
      'Ethernet of the servers and the database: one link for voice and database packets, two (the database has its own), or none, and no packet waits for the wire.',
      { otherwise: 'none' },
    ),
    rate: key(v.bitRate(), 'Bit rate of each segment.', { otherwise: '100Mbit/s' }),
    buffer: key(v.bytes(), 'Room for database packets that wait for their segment; beyond it they are lost.', {
      otherwise: '64kB',
    }),
    voiceFirst: key(v.flag(), 'Voice packets go before database packets; no: in order of arrival.', {
      otherwise: 'yes',
    }),
  },
  'delays, one way, and losses; Ethernet segments',
);

const extensionRowSchema = v.object(
  {
    context: needed(v.text(), 'Dialplan context.', { example: 'phones' }),
    exten: needed(v.text(), 'Number, or pattern with its underscore.', { example: '_1XXX' }),
    priority: key(v.count(1, 100_000), 'Priority of the step.', { otherwise: '1' }),
    app: needed(v.text(), 'Application.', { example: 'Dial' }),
    appdata: key(v.text(), 'Its arguments, with the separators of the release.', {
      otherwise: 'none',
      example: 'SIP/${EXTEN},20',
    }),
  },
  'a row of an extensions table',
);

export const databaseSchema = v.object(
  {
    address: key(v.text(hints.ADDRESSES), 'IP address of the MySQL server.'),
    connectionLimit: key(v.count(1, 100_000), "MySQL's max_connections."),
    threads: key(v.count(1, 10_000), 'Statements that run at a time; others wait in order of arrival.'),
    select: key(
      v.distribution(),
      'Service time of a SELECT as its client sees it, round trips included, without waiting.',
    ),
    update: key(v.distribution(), 'The same of an UPDATE.'),
    connect: key(v.distribution(), 'The same of a new connection.'),
    other: key(v.distribution(), 'The same of any other statement.'),
    connectTimeout: key(v.duration(), 'Time after which connecting to a stopped database fails.'),
    standby: key(
      v.text(),
      'IP address of a second MySQL server, which replicates the first and takes its address over.',
      { otherwise: 'none', example: '10.10.10.111' },
    ),
    failover: key(v.duration(), 'From the stop of the database until the standby has its address.', {
      otherwise: '30s',
    }),
    tables: key(
      v.named(v.list(extensionRowSchema, 'rows'), 'rows of an extensions table'),
      'Rows that "switch => Realtime" finds, by the name of their table in extconfig.conf.',
      { otherwise: 'every table is empty' },
    ),
    replicationLag: key(v.duration(), 'By how much the rows of the standby are older.', { otherwise: '1s' }),
  },
  'the MySQL server, or a pair of them',
);

const arpSchema = v.object(
  {
    gratuitous: key(v.count(0, 100), 'Gratuitous ARPs that a standby sends when it has the address.'),
    loss: key(v.ratio(), 'Share of them that does not arrive, for each neighbour on its own.'),
    age: key(
      v.distribution(),
      'From the last answer of the dead machine until a neighbour that got none of them asks for the address anew.',
    ),
  },
  'what neighbours make of an address that moves',
);

export const standbySchema = v.object(
  {
    servers: key(v.names(), 'Servers that the monitor watches.', {
      otherwise: 'all with a regcontext',
      example: 'regpbx1..5',
    }),
    machines: key(v.count(0, 1000), 'Machines that stand by. Each can take the place of any server, once.'),
    interval: key(v.someTime(), 'Time between two questions of the monitor to a server.'),
    silences: key(v.count(1, 100), 'Questions in a row without an answer after which the server counts as dead.'),
    operator: key(v.distribution(), 'From then until a standby has been given the address and the files.'),
    start: key(v.duration(), 'From then until its Asterisk answers.'),
    astdb: key(
      v.choice(['empty', 'copied']),
      'Whether it has the astdb of the dead server: the DUNDi cache and the dial secret, with sip.conf peers also their registrations.',
    ),
    arp: key(arpSchema, 'What neighbours make of the address that moves.'),
  },
  'hot standbys, and the monitor that calls for them',
);

/** Calibration inputs: chosen so that measured medians come out, and never counted as agreement. */
export const processingSchema = v.object(
  {
    sipMessage: key(v.distribution(), 'The SIP thread, for one message.'),
    channelStart: key(
      v.distribution(),
      'A channel for a call that comes in; for an INVITE it is made by the SIP thread.',
    ),
    channelThread: key(v.distribution(), "The start of that channel's thread, until its first dialplan step."),
    dialplanStep: key(v.distribution(), 'One application of the dialplan.'),
    dundiAck: key(v.distribution(), "DUNDi's network thread, from a DPDISCOVER in until its ACK leaves."),
    dundiAnswer: key(v.distribution(), 'From a DPDISCOVER read until its lookup asks for the dialplan lock.'),
    dundiAsk: key(v.distribution(), 'A lookup reads its cache from disk.'),
    dundiQuestion: key(v.distribution(), 'A lookup writes its questions.'),
    dundiReply: key(v.distribution(), 'From a DPRESPONSE in until its lookup continues.'),
    sipLeg: key(v.distribution(), "From Dial's decision to call a phone until the INVITE leaves."),
    iaxMessage: key(v.distribution(), 'One IAX2 message.'),
    astdbRead: key(v.distribution(), "A dialplan reads a key of Asterisk's own database (astdb) on disk."),
    astdbWrite: key(
      v.distribution(),
      'A dialplan writes one, or the SIP thread the contact of a REGISTER: 0.2 ms of that are in sipMessage.',
    ),
    lockWake: key(v.distribution(), 'From the release of the dialplan lock until the thread that it wakes runs.'),
    threadWake: key(
      v.distribution(),
      'From a wake-up of the autoservice thread, or of one that waits for it, until it runs.',
    ),
    phone: key(v.distribution(), 'A phone, from a message in until its reply leaves.'),
  },
  'processing times',
);

export const applicationSchema = v.object(
  {
    takes: key(v.stay(), 'Time that it takes; endless: as long as the caller stays.', {
      otherwise: 'no time',
      example: '120ms',
    }),
    sets: key(v.named(v.text(), 'channel variables and their values'), 'Channel variables that it sets, by name.', {
      otherwise: 'none',
    }),
  },
  'how long an application takes, and the channel variables that it sets, such as { takes: 120ms, sets: { RESULT: "1" } }',
);

type RuleType = z.ZodType<RuleValue, string>;

function ruleType(rule: Rule<RuleValue>): RuleType {
  switch (rule.unit) {
    case 'yes or no':
      return v.flag();
    case 'choice':
      return v.choice(rule.choices as readonly string[]);
    case 's':
      return v.seconds();
    case 'ms':
      return v.duration();
    case 'count':
      return v.count(0, 1_000_000);
  }
}

/** A rule's value in the scenario's own words: `yes`, `10s`, `allAnswered`. */
function ruleText(rule: Rule<RuleValue>, value: RuleValue): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return rule.unit === 's' || rule.unit === 'ms' ? `${value}${rule.unit}` : String(value);
}

function ruleKey(rule: Rule<RuleValue>) {
  const values = PROFILES.map((profile) => ruleText(rule, rule[profile]));
  return key(ruleType(rule), rule.says, {
    otherwise: `by the profile: ${values.join(', ')}`,
    example: ruleText(rule, rule['asterisk-16']),
  });
}

export const rulesSchema = v.object(
  Object.fromEntries(
    Object.entries(RULES as Readonly<Record<string, Rule<RuleValue>>>).map(([name, rule]) => [name, ruleKey(rule)]),
  ),
  'rules that shall differ from the profile (see "dundisim explain")',
);
