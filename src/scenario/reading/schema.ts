import * as z from 'zod';
import { PHONE_KINDS } from '../../model/phone/kinds.ts';
import { RULES, type Rule, type RuleValue } from '../../model/rules.ts';
import * as v from './scenarioValues.ts';

/**
 * The shape of a scenario. What refers to something else (a server, a group, a number) is checked by those who build
 * from it, when all names are known. Every key is optional here: defaults.ts completes the tree before it is read.
 */

/** By their number in dundi.conf's sense: the next is asked when nobody of those before can be. */
export const PEER_ORDERS = ['primary', 'secondary', 'tertiary', 'quartiary'] as const;

const PROFILES = ['whitepaper', 'asterisk-1.2', 'asterisk-16'] as const;

// A plain word may stand for a mapping with one key: `start: cold`, `kind: yealink`. normal.ts writes it out.
const startSchema = v.object(
  {
    state: v.choice(['steady', 'cold']).optional(),
    wallSecond: v.duration().optional(),
    qualifyPhase: v.duration().optional(),
    refreshPhase: v.duration().optional(),
  },
  'the state at 0',
);

const trunkSchema = v.object(
  { channels: v.count(0, 100_000), setup: v.distribution().optional() },
  'a group of trunk channels',
);

const peerSchema = v.object(
  {
    qualify: v.limit().optional(),
    order: v.choice(PEER_ORDERS).optional(),
    model: v.choice(['inbound', 'outbound', 'symmetric', 'none']).optional(),
  },
  'what is different about a peer of dundi.conf',
);

const mappingSchema = v.object(
  { weight: v.count(0, 59_999).optional(), nopartial: v.flag().optional() },
  'what is different about a mapping of dundi.conf',
);

/** Keys of the .conf files stand beside these; src/asterisk knows them. */
export const SERVER_KEYS = ['conf', 'address', 'bootTime', 'trunks', 'peers', 'mappings', 'count', 'absent'] as const;

const serverShape = {
  conf: v.text().optional(),
  address: v.text().optional(),
  bootTime: v.duration().optional(),
  trunks: v.named(trunkSchema, 'trunk groups').optional(),
  peers: v.named(peerSchema, "peers (a server's name, an address, an EID, or * for all)").optional(),
  mappings: v.named(mappingSchema, 'mappings (the name that others ask for, or * for all)').optional(),
  count: v
    .count(1, 1000)
    .optional()
    .describe('of a name without its number, such as regpbx: how many servers regpbx1, regpbx2 and so on there are'),
  absent: v
    .flag()
    .optional()
    .describe('yes: a server of the folder that is not part of this cluster; its peers forget it'),
};
const serverSchema = z.looseObject(serverShape, { error: "expected a mapping of a server's settings" }).meta({
  description: 'a server: where its folder is, its address, and keys of its .conf files that shall be different',
});

const linkSchema = v.object(
  { between: v.names(), delay: v.distribution().optional(), loss: v.ratio().optional() },
  'a link between two servers, or a server and "database"',
);

const networkSchema = v.object(
  {
    delay: v.distribution().optional(),
    loss: v.ratio().optional(),
    links: v.list(linkSchema, 'links').optional(),
  },
  'delays, one way, and losses',
);

const databaseSchema = v.object(
  {
    address: v.text().optional(),
    connectionLimit: v.count(1, 100_000).optional(),
    threads: v.count(1, 10_000).optional(),
    select: v.distribution().optional(),
    update: v.distribution().optional(),
    connect: v.distribution().optional(),
    other: v.distribution().optional(),
    connectTimeout: v.duration().optional(),
  },
  'the MySQL server',
);

const processingSchema = v.object(
  {
    sipMessage: v.distribution().optional(),
    channelStart: v.distribution().optional(),
    dialplanStep: v.distribution().optional(),
    dundiAck: v.distribution().optional(),
    dundiAnswer: v.distribution().optional(),
    dundiAsk: v.distribution().optional(),
    dundiReply: v.distribution().optional(),
    sipLeg: v.distribution().optional(),
    iaxMessage: v.distribution().optional(),
    astdbRead: v.distribution().optional(),
    astdbWrite: v.distribution().optional(),
    lockWake: v.distribution().optional(),
    phone: v.distribution().optional(),
  },
  'processing times',
);

const applicationSchema = v.object(
  { takes: v.stay().optional(), sets: v.named(v.text(), 'channel variables and their values').optional() },
  'how long an application takes, and the channel variables that it sets, such as { takes: 120ms, sets: { RESULT: "1" } }',
);

export const kindSchema = v.object(
  {
    like: v.choice(Object.keys(PHONE_KINDS)).optional(),
    refresh: v.text().optional(),
    transactionTimeout: v.duration().optional(),
    resends: v.count(0, 10).optional(),
    retry: v.text().optional(),
    retryAfterReject: v.duration().optional(),
    leastGrant: v.seconds().optional(),
    secondServer: v.choice(['none', 'afterFailure', 'atOnce']).optional(),
    tries: v.count(1, 100).optional(),
    failback: v.duration().optional(),
    jitter: v.ratio().optional(),
    ringsUnregistered: v.flag().optional(),
  },
  'a kind of phone and what is different about it',
);

export const groupSchema = v.object(
  {
    numbers: v.numbers(),
    count: v.count(1, 200_000).optional(),
    home: v.names().optional(),
    backup: v.names().optional(),
    lastResort: v.text().optional(),
    expires: v.someSeconds().optional(),
    kind: kindSchema.optional(),
    credentials: v.choice(['right', 'wrongSecret', 'unknownUser']).optional(),
    powered: v.flag().optional(),
    answerAfter: v.distribution().optional(),
    answerProbability: v.ratio().optional(),
    callsAtOnce: v.count(1, 100).optional(),
    addresses: v.text().optional(),
    port: v.count(1, 65535).optional(),
    static: v.flag().optional(),
  },
  'a group of phones',
);

const redialSchema = v.object(
  {
    probability: v.ratio().optional(),
    after: v.distribution().optional(),
    attempts: v.count(1, 100).optional(),
  },
  'what callers do after a failed attempt',
);

export const callSchema = v.object(
  {
    rate: v.rate().optional(),
    perPhone: v.rate().optional(),
    during: v.window().optional(),
    at: v.duration().optional(),
    from: v.phones().optional(),
    to: v.phones().optional(),
    via: v.text().optional(),
    context: v.text().optional(),
    talk: v.distribution().optional(),
    patience: v.distribution().optional(),
    redial: redialSchema.optional(),
  },
  'calls: at a rate, or one at a time',
);

const sides = z.union([
  v.names(),
  v.object({ between: v.names(), and: v.names().optional() }, 'the two sides, between and and'),
]);

export const faultSchema = v.object(
  {
    at: v.duration(),
    crash: v.names().optional(),
    restart: v.names().optional(),
    hang: v.names().optional(),
    resume: v.names().optional(),
    partition: sides.optional(),
    heal: sides.optional(),
    slowDatabase: v.factor().optional(),
    stopDatabase: v.flag().optional(),
    startDatabase: v.flag().optional(),
    stop: v.choice(['database']).optional(),
    start: v.choice(['database']).optional(),
    powerOff: v.phones().optional(),
    powerOn: v.phones().optional(),
    spread: v.distribution().optional(),
    move: v
      .object(
        { phone: v.text(), to: v.text(), clean: v.flag().optional() },
        'the phone, the server it moves to, and whether it unregisters first',
      )
      .optional(),
    register: v
      .object({ phone: v.text(), to: v.text() }, 'the phone and the server at which it registers as well')
      .optional(),
  },
  'what happens, and at which time',
);

function ruleSchema(rule: Rule<RuleValue>) {
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

const rulesSchema = v.object(
  Object.fromEntries(
    Object.entries(RULES as Readonly<Record<string, Rule<RuleValue>>>).map(([name, rule]) => [
      name,
      ruleSchema(rule).optional(),
    ]),
  ),
  'rules that shall differ from the profile (see "dundisim explain")',
);

/** Everything that a scenario may say. */
export const scenarioSchema = v.object(
  {
    title: v.text().optional(),
    question: v.text().optional(),
    describe: v.text().optional(),
    profile: v.choice(PROFILES).optional(),
    alsoUnder: v.list(v.choice(PROFILES), 'profiles').optional(),
    duration: v.someTime().optional(),
    seed: v.text().optional(),
    asterisk: v.text().optional(),
    servers: v.named(serverSchema, 'servers').optional(),
    phones: v.named(groupSchema, 'groups of phones').optional(),
    calls: v.list(callSchema, 'calls').optional(),
    faults: v.list(faultSchema, 'faults').optional(),
    start: startSchema.optional(),
    network: networkSchema.optional(),
    database: databaseSchema.optional(),
    processing: processingSchema.optional(),
    applications: v.named(applicationSchema, "applications (by Asterisk's names, such as AGI)").optional(),
    rules: rulesSchema.optional(),
    expect: v.list(v.text(), 'expectations, such as "calls.lost < 5%"').optional(),
  },
  'a scenario',
);

export type ScenarioData = z.output<typeof scenarioSchema>;
export type ServerData = z.output<typeof serverSchema>;
export type GroupData = z.output<typeof groupSchema>;
export type CallData = z.output<typeof callSchema>;
export type FaultData = z.output<typeof faultSchema>;
export type KindData = z.output<typeof kindSchema>;

/** Plain words that stand for a mapping: by path (`*` is any name), the key that the word is the value of. */
export const SHORT_FORMS: readonly { readonly path: readonly string[]; readonly key: string }[] = [
  { path: ['start'], key: 'state' },
  { path: ['phones', '*', 'kind'], key: 'like' },
];

/** What an editor checks and completes a scenario with (JSON Schema 2020-12). */
export function jsonSchema(): object {
  const schema = z.toJSONSchema(scenarioSchema, { io: 'input' }) as {
    title?: string;
    properties: Record<string, Property>;
  };
  schema.title = 'dundisim scenario';
  for (const { path, key } of SHORT_FORMS) {
    let owner: Property = schema as Property;
    for (const step of path.slice(0, -1))
      owner = step === '*' ? (owner.additionalProperties as Property) : owner.properties![step]!;
    const last = path.at(-1)!;
    const full = owner.properties![last]!;
    owner.properties![last] = { anyOf: [full.properties![key]!, full] };
  }
  return schema;
}

interface Property {
  properties?: Record<string, Property>;
  additionalProperties?: unknown;
  anyOf?: readonly Property[];
}
