import { LONGEST_RANGE } from '../../../text/ranges.ts';
import { PHONE_KINDS } from '../../../model/phone/kinds.ts';
import * as hints from '../editorHints.ts';
import * as v from '../scenarioValues.ts';
import { key, needed } from './key.ts';

const ofKind = { otherwise: 'as its kind does' };

export const kindSchema = v.object(
  {
    like: key(v.choice(Object.keys(PHONE_KINDS)), 'The kind that all else is taken from.'),
    refresh: key(
      v.text(hints.REFRESH),
      'When a registration is renewed: after a share of the granted time, or so long before its end.',
      ofKind,
    ),
    transactionTimeout: key(v.duration(), 'A REGISTER without any answer fails after this (Timer F, RFC 3261).', {
      ...ofKind,
      example: '32s',
    }),
    resends: key(
      v.count(0, 10),
      'Unanswered resends after which a server with another behind it is given up; 0: only with the transaction.',
      { ...ofKind, example: 3 },
    ),
    retry: key(v.text(hints.RETRY), 'Pause after a failed registration before the next one.', ofKind),
    retryAfterReject: key(v.duration(), 'Pause after a refusal (403, 404); 0: as after a failure.', {
      ...ofKind,
      example: '20m',
    }),
    leastGrant: key(v.seconds(), 'A shorter grant is not accepted; 0: any is.', { ...ofKind, example: '65s' }),
    secondServer: key(
      v.choice(['none', 'afterFailure', 'atOnce']),
      'Whether the phone stays with its server, takes the next one after "tries" failures, or registers at all of them at once.',
      ofKind,
    ),
    tries: key(v.count(1, 100), 'Failed registrations at a server before the next one is tried.', {
      ...ofKind,
      example: 2,
    }),
    failback: key(
      v.duration(),
      'Time after which a phone returns to its first server; 0: only when the present one fails.',
      {
        ...ofKind,
        example: '1h',
      },
    ),
    jitter: key(v.ratio(), 'Every timer of the phone is drawn within this share of it, either way.', {
      ...ofKind,
      example: '5%',
    }),
    ringsUnregistered: key(v.flag(), 'Whether a phone that has no registration takes a direct INVITE.', ofKind),
  },
  'a kind of phone and what is different about it',
);

const ofGeneral = { otherwise: 'as [general] of sip.conf says' };

const ofPjsip = { otherwise: 'as the server says of its rows' };

const rowSchema = v.object(
  {
    'context': key(v.text(), 'Context in which its calls begin.', { ...ofGeneral, example: 'internal' }),
    'qualify': key(v.text(), 'Limit of its round trip, as in sip.conf: yes, no, or milliseconds.', {
      ...ofGeneral,
      example: 'yes',
    }),
    'call-limit': key(
      v.count(0, 1000),
      'Calls at a time; one more is not made: CHANUNAVAIL, or 480 to the phone. 0: no limit.',
      {
        ...ofGeneral,
        example: 1,
      },
    ),
    'canreinvite': key(v.flag(), 'Whether its voice may go past the server.', { ...ofGeneral, example: 'no' }),
    'directmedia': key(v.flag(), 'The same, since 1.6.2.', { ...ofGeneral, example: 'no' }),
    'regexten': key(v.text(), 'Extensions that its registration makes, with & between them.', {
      otherwise: 'its number',
      example: '201&202',
    }),
    'callerid': key(v.text(), 'Name and number that its calls show.', {
      otherwise: 'its number',
      example: '"Ann" <201>',
    }),
    'insecure': key(v.text(), 'With invite, or very, its calls are not challenged.', {
      otherwise: 'no',
      example: 'port,invite',
    }),
    'direct_media': key(v.flag(), 'Whether its voice may go past the server (ps_endpoints).', ofPjsip),
    'device_state_busy_at': key(v.count(0, 1000), 'Calls at which its state is busy (ps_endpoints); 0: none.', ofPjsip),
    'max_contacts': key(v.count(0, 1000), 'Phones that may be registered under its number (ps_aors).', ofPjsip),
    'remove_existing': key(
      v.flag(),
      'Whether one phone more takes the place of the one whose registration ends first (ps_aors).',
      ofPjsip,
    ),
    'remove_unavailable': key(
      v.flag(),
      'Whether it takes the place of one that does not answer OPTIONS (ps_aors).',
      ofPjsip,
    ),
    'minimum_expiration': key(v.seconds(), 'Shortest registration time (ps_aors).', { ...ofPjsip, example: '60s' }),
    'maximum_expiration': key(v.seconds(), 'Longest registration time (ps_aors).', { ...ofPjsip, example: '2h' }),
    'default_expiration': key(v.seconds(), 'Registration time where the phone names none (ps_aors).', {
      ...ofPjsip,
      example: '1h',
    }),
    'qualify_frequency': key(v.seconds(), 'Between two OPTIONS to its contacts (ps_aors); 0: there are none.', {
      ...ofPjsip,
      example: '60s',
    }),
    'qualify_timeout': key(v.duration(), 'Time that they have to answer (ps_aors).', { ...ofPjsip, example: '3s' }),
    'fullcontact': key(v.choice(['NULL']), 'NULL until a server writes the row for the first time; else it is empty.', {
      otherwise: 'empty',
    }),
  },
  "columns of the phones' rows in the database, as sip.conf or pjsip.conf has them",
);

export const groupSchema = v.object(
  {
    numbers: needed(v.manyNumbers(), 'Numbers of the phones: a range, one number, or several with commas.', {
      example: '1001..1100',
    }),
    shared: key(
      v.flag(),
      'Whether phones before these may have the same numbers: two phones with one number are two devices of one account.',
      { otherwise: 'no' },
    ),
    count: key(
      v.count(1, LONGEST_RANGE),
      'Number of phones, counted on from the first number: 1001..1100 with 50 ends at 1050.',
      {
        otherwise: 'as many as "numbers" has',
        example: 50,
      },
    ),
    perServer: key(
      v.count(1, LONGEST_RANGE),
      'Number of phones for each server of "home", in place of "count": with more servers there are more phones, and calls with "perPhone" grow along.',
      {
        otherwise: 'see "count"',
        example: 200,
      },
    ),
    home: key(
      v.names(),
      'Servers at which the phones register, dealt out as "balance" says. round-robin is all servers with a regcontext.',
      { example: 'regpbx1..5' },
    ),
    balance: key(
      v.choice(['turn', 'least', 'together', 'weighted', 'srv']),
      'How the phones are dealt out to "home": in turn; each to the server that has the fewest phones so far; all together to that server; by "weights"; or as DNS SRV (RFC 2782) by "weights" and "priorities", the other servers being the backup.',
      { otherwise: 'turn', example: 'together' },
    ),
    weights: key(v.numbers(), 'Weights of the servers of "home", in their order, with balance: weighted or srv.', {
      otherwise: 'equal',
      example: '60,20,20',
    }),
    priorities: key(v.numbers(), 'Their priorities with balance: srv; the lowest is tried first.', {
      otherwise: 'equal',
      example: '10,10,20',
    }),
    backup: key(
      v.names(),
      'Servers at which a phone registers when its home fails, in order; "next" is the server behind its home in the order of all servers (not of "home"), "spread" all others, for each phone of a server from another one on.',
      { example: 'next' },
    ),
    lastResort: key(
      v.text(),
      'Server that takes the outbound calls of a phone whose own servers do not answer; "next" is the server behind its home in the order of all servers.',
      { example: 'next' },
    ),
    expires: key(v.someSeconds(), 'Registration time that the phone asks for.', {
      otherwise: 'as its kind does (3600s)',
      example: '300s',
    }),
    kind: key(kindSchema, 'The kind of phone, or a mapping with what is different about it.', {
      example: 'polycom-2005',
    }),
    credentials: key(
      v.choice(['right', 'wrongSecret', 'unknownUser']),
      'What the phone presents: its own name and secret, a wrong secret, or a name that is in no table.',
    ),
    powered: key(v.flag(), 'Whether the phones have power at 0 s.'),
    answerAfter: key(v.distribution(), 'Time from the first ring until a call is taken.', {
      example: 'uniform 2s..8s',
    }),
    answerProbability: key(v.ratio(), 'Share of the calls that are taken at all.'),
    callsAtOnce: key(v.count(1, 100), 'Calls that a phone takes at a time; one more is refused with 486.'),
    addresses: key(v.text(hints.ADDRESSES), 'Address of the first phone; two dots behind it count on.', {
      otherwise: 'free addresses from 10.20.0.1',
      example: '10.10.20.1..',
    }),
    port: key(v.count(1, 65535), 'UDP port of the phones.'),
    row: key(rowSchema, "Columns of the phones' rows in the database, where phones come from there.", {
      otherwise: 'no column is filled',
    }),
    static: key(
      v.flag(),
      'Whether the phones have sections of their own in sip.conf or pjsip.conf instead of rows in the database. A server whose file has a section of none of them has one for each, with the settings of [general]; where one has a section, a phone without one is refused.',
    ),
  },
  'a group of phones',
);
