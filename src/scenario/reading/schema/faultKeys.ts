import * as z from 'zod';
import * as v from '../scenarioValues.ts';
import { key, needed } from './key.ts';

const sides = z.union([
  v.names(),
  v.object(
    {
      between: needed(v.names(), 'Servers (and "database") of the one side.', { example: 'regpbx1..2' }),
      and: key(v.names(), 'Servers (and "database") of the other side.', { otherwise: 'all others' }),
      oneWay: key(v.flag(), 'Only what the one side sends is lost, and what the other side sends is not.', {
        otherwise: 'no',
      }),
    },
    'the two sides, between and and',
  ),
]);

const linkShape = {
  between: key(v.names(), 'Servers (and "database") of the one side.', { otherwise: 'none', example: 'regpbx1' }),
  and: key(v.names(), 'Servers (and "database") of the other side.', { otherwise: 'all others', example: 'dunpbx1' }),
  phones: key(v.phones(), 'Phones instead: their links to all servers.', { otherwise: 'none', example: 'office' }),
};

const restoreSchema = v.object(linkShape, 'the two sides, between and and, or phones');

const degradeSchema = v.object(
  {
    ...linkShape,
    delay: key(v.distribution(), 'Delay, one way.', { otherwise: 'as before', example: 'uniform 150ms..250ms' }),
    loss: key(v.ratio(), 'Share of the datagrams that are lost.', { otherwise: 'as before', example: '5%' }),
    duplicates: key(v.ratio(), 'Share of the datagrams that arrive twice.', { otherwise: '0', example: '1%' }),
  },
  'the two sides, between and and, or phones; and delay, loss or duplicates',
);

const moveSchema = v.object(
  {
    phone: needed(v.text(), 'Number of the phone.', { example: '1002' }),
    to: needed(v.text(), 'Server that it registers at from then on.', { example: 'regpbx3' }),
    clean: key(v.flag(), 'Whether it unregisters at the old server first.'),
  },
  'the phone, the server it moves to, and whether it unregisters first',
);

const registerSchema = v.object(
  {
    phone: needed(v.text(), 'Number of the phone.', { example: '1002' }),
    to: needed(v.text(), 'Server that it registers at as well.', { example: 'regpbx3' }),
  },
  'the phone and the server at which it registers as well',
);

const reloadSchema = v.object(
  {
    server: needed(v.names(), 'Servers that read their files again, while calls run.', { example: 'dunpbx1' }),
    module: key(
      v.choice(['dundi', 'sip', 'dialplan', 'parking', 'core']),
      'Which files: of DUNDi (module reload pbx_dundi.so), of the phones (sip reload; the rule reloadForgetsPhones says what they feel), of the dialplan (dialplan reload: global variables are as in the file again), of parking (nothing changes), or all of them (core reload).',
      { otherwise: 'dundi', example: 'sip' },
    ),
    adds: key(v.names(), 'Servers that their dundi.conf has sections for from now on; before, they do not know them.', {
      otherwise: 'none',
      example: 'regpbx51',
    }),
  },
  'the servers that read files again, which, and the DUNDi peers that are new to them',
);

const spanSchema = v.object(
  {
    server: needed(v.text(), 'Gateway of the trunk group.', { example: 'gateway1' }),
    group: needed(v.text(), 'Trunk group.', { example: 'g1' }),
    spans: key(v.count(1, 1000), 'How many of its spans.', { otherwise: '1', example: 1 }),
  },
  'the gateway, its trunk group, and how many spans',
);

const other = { otherwise: 'no such fault' };

/** What a fault does: exactly one of these is beside `at`. */
const verbShape = {
  crash: key(v.names(), 'Servers that die at once: memory and calls are gone, the DUNDi cache on disk is not.', {
    ...other,
    example: 'regpbx2',
  }),
  restart: key(v.names(), 'Servers that boot; after their "bootTime" they answer again.', {
    ...other,
    example: 'regpbx2',
  }),
  hang: key(v.names(), 'Servers that stop answering and keep their state.', { ...other, example: 'regpbx2' }),
  resume: key(v.names(), 'Hung servers that continue where they were.', { ...other, example: 'regpbx2' }),
  reload: key(
    reloadSchema,
    'Modules read their files again; lookups, calls and parked calls under way are not hurt.',
    other,
  ),
  takeOver: key(
    v.names(),
    'Servers whose address a hot standby takes, at once; "standby:" says what it has on its disk.',
    {
      ...other,
      example: 'regpbx2',
    },
  ),
  partition: key(
    sides,
    'Cuts the network: one name is cut off from all others, [a, b] are cut off from each other, { between, and } for groups.',
    { ...other, example: 'regpbx2' },
  ),
  heal: key(sides, 'Joins what "partition" cut; "all" joins everything.', { ...other, example: 'all' }),
  degrade: key(degradeSchema, 'A link that becomes slow or lossy, or on which datagrams arrive twice.', other),
  restore: key(restoreSchema, 'A link as it was before "degrade".', other),
  slowDatabase: key(v.factor(), 'Multiplies every service time of the database; 1 ends it.', { ...other, example: 10 }),
  stopDatabase: key(v.flag(), 'The database stops: connections break, new ones time out.', {
    ...other,
    example: 'yes',
  }),
  startDatabase: key(v.flag(), 'The database is back.', { ...other, example: 'yes' }),
  stop: key(v.choice(['database']), 'The same as "stopDatabase: yes".', { ...other, example: 'database' }),
  start: key(v.choice(['database']), 'The same as "startDatabase: yes".', { ...other, example: 'database' }),
  spanDown: key(
    spanSchema,
    'Spans of a trunk group that fail: calls on them are cut, and their channels are gone.',
    other,
  ),
  spanUp: key(spanSchema, 'Spans of a trunk group that work again.', other),
  powerOff: key(v.phones(), 'Phones that lose power, and with it their registration and calls.', {
    ...other,
    example: 'office',
  }),
  powerOn: key(v.phones(), 'Phones whose power returns: each boots and registers.', { ...other, example: 'office' }),
  unregister: key(v.phones(), 'Phones that end their registrations and register no more.', {
    ...other,
    example: '1001',
  }),
  move: key(moveSchema, 'A phone that registers at another server from then on.', other),
  register: key(registerSchema, 'A phone that registers at a second server, beside its first registration.', other),
};

/** Names of the faults. */
export const FAULT_VERBS = Object.keys(verbShape) as readonly (keyof typeof verbShape)[];

export const faultSchema = v.object(
  {
    at: needed(v.duration(), 'Virtual time of the fault.', { example: '60s' }),
    ...verbShape,
    spread: key(
      v.distribution(),
      'With powerOff and powerOn: each phone draws its own delay, since mains power returns unevenly.',
      { otherwise: '0s', example: 'uniform 0s..10s' },
    ),
  },
  'what happens, and at which time',
);
