import { PROFILES } from '../../model/profiles.ts';
import type * as z from 'zod';
import * as hints from './editorHints.ts';
import { callSchema } from './schema/callKeys.ts';
import {
  applicationSchema,
  databaseSchema,
  standbySchema,
  networkSchema,
  processingSchema,
  rulesSchema,
  startSchema,
} from './schema/clusterKeys.ts';
import { faultSchema } from './schema/faultKeys.ts';
import { key } from './schema/key.ts';
import { groupSchema, type kindSchema } from './schema/phoneKeys.ts';
import { serverSchema } from './schema/serverKeys.ts';
import * as v from './scenarioValues.ts';

/**
 * The shape of a scenario. What refers to something else (a server, a group, a number) is checked by those who build
 * from it, when all names are known. Every key is optional here: defaults.ts completes the tree before it is read.
 */

export { callSchema } from './schema/callKeys.ts';
export { faultSchema } from './schema/faultKeys.ts';
export { groupSchema, kindSchema } from './schema/phoneKeys.ts';
export { PEER_ORDERS, SERVER_KEYS } from './schema/serverKeys.ts';

/** Tables with a row for every call, REGISTER transaction and lookup: `calls.csv` and so on. */
export const TABLES = ['calls', 'registrations', 'lookups'] as const;
export type Table = (typeof TABLES)[number];

const OVERRIDES = 'overrides, such as servers.regpbx1..5.conf=./paper-parking-22/regpbx';
const underSchema = v.object(
  Object.fromEntries(
    PROFILES.map((profile) => [
      profile,
      key(v.list(v.text(), OVERRIDES), `Overrides under ${profile}.`, {
        otherwise: 'none',
        example: ['asterisk=./my-cluster-22'],
      }),
    ]),
  ),
  'overrides by profile',
);

const whatIfSchema = v.object(
  {
    name: key(v.text(), 'What is different, in words.', { otherwise: 'required', example: 'cachetime 1h' }),
    set: key(v.list(v.text(), OVERRIDES), 'Overrides as --set has them.', {
      otherwise: 'none',
      example: ['servers.*.cachetime=1h'],
    }),
  },
  'a variation, such as { name: cachetime 1h, set: ["servers.*.cachetime=1h"] }',
);

/** Everything that a scenario may say. */
export const scenarioSchema = v.object(
  {
    $schema: key(v.text(), 'For editors: where the JSON Schema is. Nothing else reads it.', {
      otherwise: 'none',
      example: './scenario.schema.json',
    }),
    title: key(v.text(), 'What the scenario is, in a line; printed below the answer.', {
      otherwise: 'the name of the file',
      example: 'regpbx2 crashes and comes back',
    }),
    question: key(v.text(), 'What the run shall answer; printed below the title.', {
      otherwise: 'none',
      example: 'How many calls are lost, and until when?',
    }),
    describe: key(v.text(), 'A longer explanation for those who read the scenario; is not printed.', {
      otherwise: 'none',
    }),
    profile: key(
      v.choice(PROFILES),
      'The release whose rules apply, and whose dialect the .conf files have ("dundisim explain" lists the rules).',
    ),
    alsoUnder: key(v.list(v.choice(PROFILES), 'profiles'), 'Further profiles under which "run" gives the answer.'),
    under: key(
      underSchema,
      'What is different under a profile, such as its folders: overrides as --set has them, applied before those.',
      { otherwise: 'nothing' },
    ),
    whatIf: key(
      v.list(whatIfSchema, 'variations'),
      'The same once more with something changed: "run" gives the answer of each beside its own.',
    ),
    duration: key(v.someTime(), 'Virtual time that is simulated.', { example: '15m' }),
    seed: key(v.text(), 'All random numbers come from it: the same seed gives the same run.'),
    asterisk: key(v.text(), 'Folder with a folder of .conf files for each server, relative to the scenario.', {
      otherwise: "the paper's cluster",
      example: './my-cluster',
    }),
    servers: key(
      v.named(serverSchema, 'servers'),
      'What is different from the folders, by name of the server; a range (regpbx1..5) stands for several.',
      { otherwise: 'the servers of the folder' },
    ),
    phones: key(v.named(groupSchema, 'groups of phones'), 'Groups of phones by name.', { otherwise: 'none' }),
    calls: key(
      v.list(callSchema, 'calls'),
      'Calls: each element has exactly one of rate, perPhone, byHour, at and file; a single element may be written without its list.',
    ),
    faults: key(v.list(faultSchema, 'faults'), 'Faults: each element has a time and exactly one thing that happens.'),
    start: key(startSchema, 'The state at 0 s; a plain word is its "state".'),
    network: key(networkSchema, 'Delays, one way, and losses between servers, phones and database.'),
    database: key(databaseSchema, 'The MySQL server that all servers share.'),
    standby: key(standbySchema, 'Hot standbys that take the address of a server that died.', { otherwise: 'none' }),
    processing: key(
      processingSchema,
      'Processing times: calibration inputs, chosen so that the measured medians of single exchanges come out.',
    ),
    applications: key(
      v.named(applicationSchema, "applications (by Asterisk's names, such as AGI)"),
      'What an application of the dialplan takes and sets that the model does not know, by its name in Asterisk.',
      { otherwise: 'they take no time and set nothing' },
    ),
    rules: key(rulesSchema, 'Rules that differ from the profile.', { otherwise: 'those of the profile' }),
    tables: key(
      v.list(v.choice(TABLES), 'tables'),
      'Tables of records that "run" writes, a row for each; [] writes none. registrations.csv has 64 bytes for each REGISTER transaction: 130 MB for 1,000,000 phones that register for 300 s, in 5 minutes.',
      { otherwise: 'all', example: ['calls', 'lookups'] },
    ),
    expect: key(
      v.list(v.text(hints.EXPRESSION), 'expectations, such as "calls.lost < 5%"'),
      'What must hold: a measure, a comparison, a value with its unit, optionally "during 60s..5m". One that does not hold ends the command with 1.',
    ),
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
