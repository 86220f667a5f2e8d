import { expect, it } from 'vitest';
import { deadPeerWaitOf } from '../../../src/experiment/plan/deadPeerWait.ts';
import type { Scenario } from '../../../src/scenario/index.ts';

const include = [{ context: 'priv', allow: true }];

function config(autokillMs: number, ...qualifies: readonly number[]): Scenario['config'] {
  const peers = qualifies.map((qualifyMs) => ({ model: 'symmetric', include, qualifyMs }));
  return { servers: [{ dundi: { autokillMs, ttl: 2, peers } }] } as unknown as Scenario['config'];
}

it.each([
  ['the qualify of the peer, whatever autokill says', config(500, 2000), { mostMs: 2000, noticed: true }],
  ['the longest of several', config(0, 500, 750), { mostMs: 750, noticed: true }],
  ['autokill, where a peer has no qualify', config(500, 0), { mostMs: 500, noticed: false }],
  ['the limit of the whole lookup, where there is neither', config(0, 0), { mostMs: 2400, noticed: false }],
])('a dead peer costs %s', (_, servers, expected) => expect(deadPeerWaitOf(servers)).toEqual(expected));

it('is nothing where no server asks another', () => {
  expect(deadPeerWaitOf(config(500))).toBeNull();
  const answers = { model: 'inbound', include, qualifyMs: 0 };
  const asksNothing = { model: 'symmetric', include: [], qualifyMs: 0 };
  const servers = [{ dundi: { autokillMs: 0, ttl: 2, peers: [answers, asksNothing] } }];
  expect(deadPeerWaitOf({ servers } as unknown as Scenario['config'])).toBeNull();
});
