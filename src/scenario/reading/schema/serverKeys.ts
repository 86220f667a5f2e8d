import * as z from 'zod';
import * as hints from '../editorHints.ts';
import * as v from '../scenarioValues.ts';
import { key } from './key.ts';

/** By their number in dundi.conf's sense: the next is asked when nobody of those before can be. */
export const PEER_ORDERS = ['primary', 'secondary', 'tertiary', 'quartiary'] as const;

const trunkSchema = v.object(
  {
    channels: key(v.count(0, 100_000), 'Channels of the group, of all its spans together: calls at a time.', {
      otherwise: 'those of its "line"',
      example: 23,
    }),
    line: key(
      v.choice(['t1-pri', 't1-cas', 'e1']),
      'Kind of its spans: a T1 with a D channel has 23 channels, a T1 with robbed bits 24, an E1 30.',
      { otherwise: 'as "channels" says', example: 't1-pri' },
    ),
    spans: key(v.count(1, 1000), 'Number of its spans; "spanDown" takes them out of service one by one.'),
    setup: key(v.distribution(), 'Time from seizing a channel until the far end rings.'),
  },
  'a group of trunk channels',
);

const peerSchema = v.object(
  {
    qualify: key(
      v.limit(),
      'Round-trip limit of the DUNDi qualify. Yes is 2000 ms; no switches the qualify off: the peer is never marked unreachable.',
      { otherwise: 'as dundi.conf says', example: '500ms' },
    ),
    order: key(v.choice(PEER_ORDERS), 'Peers of the next order are asked only if none of those before can be.', {
      otherwise: 'as dundi.conf says',
    }),
    model: key(
      v.choice(['inbound', 'outbound', 'symmetric', 'none']),
      'Whether the peer may ask (inbound), is asked (outbound), or both (symmetric).',
      { otherwise: 'as dundi.conf says' },
    ),
  },
  'what is different about a peer of dundi.conf',
);

const mappingSchema = v.object(
  {
    weight: key(v.count(0, 59_999), 'Weight of the answers; the lowest is dialled first, 0 ends the search.', {
      example: 1,
      otherwise: 'as dundi.conf says',
    }),
    nopartial: key(v.flag(), 'Whether a number that only begins like a pattern is not answered.', {
      otherwise: 'as dundi.conf says',
    }),
  },
  'what is different about a mapping of dundi.conf',
);

const serverShape = {
  conf: key(v.text(), 'Folder with the .conf files of this server, relative to the scenario.', {
    otherwise: 'the folder of that name below "asterisk"',
    example: './my-cluster/regpbx1',
  }),
  address: key(
    v.text(hints.ADDRESSES),
    'IP address. At a range of servers, two dots behind it count on: 10.10.10.121.. is 121 for the first server, 122 for the second.',
    { otherwise: 'read from the .conf files of all servers' },
  ),
  bootTime: key(v.duration(), 'Time from "restart" until Asterisk answers again.'),
  trunks: key(
    v.named(trunkSchema, 'trunk groups'),
    'Trunk groups by the name that the dialplan dials (g1 of Zap/g1/5551212). A group that is not here has no channel.',
    { otherwise: 'none' },
  ),
  peers: key(
    v.named(peerSchema, "peers (a server's name, an address, an EID, or * for all)"),
    'What is different about a peer of dundi.conf, by name of the server, address or EID; * is all of them.',
    { otherwise: 'as dundi.conf says' },
  ),
  mappings: key(
    v.named(mappingSchema, 'mappings (the name that others ask for, or * for all)'),
    'What is different about a mapping of dundi.conf, by the DUNDi context that others ask for; * is all of them.',
    { otherwise: 'as dundi.conf says' },
  ),
  count: key(
    v.count(1, 1000),
    'Of a name without its number, such as regpbx: how many servers regpbx1, regpbx2 and so on there are.',
    { otherwise: 'as many as the folders and the scenario name', example: 10 },
  ),
  absent: key(v.flag(), 'Whether a server of the folder is no part of this cluster. Its peers forget it.', {
    otherwise: 'no',
  }),
};

/** Keys of the .conf files are allowed beside these; src/asterisk knows them. */
export const SERVER_KEYS = Object.keys(serverShape);

export const serverSchema = z.looseObject(serverShape, { error: "expected a mapping of a server's settings" }).meta({
  description: 'a server: where its folder is, its address, and keys of its .conf files that shall be different',
});
