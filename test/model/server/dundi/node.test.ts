import { describe, expect, it } from 'vitest';
import type { DundiConfig, DundiMapping, DundiPeerConfig } from '../../../../src/model/config.ts';
import type { ServerId } from '../../../../src/model/ids.ts';
import type { DundiCache } from '../../../../src/model/server/dundi/cache.ts';
import { Eids } from '../../../../src/model/server/dundi/eids.ts';
import { Node } from '../../../../src/model/server/dundi/node.ts';
import { newPeer, type Peer } from '../../../../src/model/server/dundi/peer.ts';
import { Spellings } from '../../../../src/model/server/dundi/spellings.ts';

function peer(eid: number, host: number, different: Partial<DundiPeerConfig> = {}): Peer {
  const include = [{ context: 'priv', allow: true }];
  const config = { inKey: 'in', outKey: 'out', include, ...different } as DundiPeerConfig;
  return newPeer(config, eid, host as ServerId, undefined);
}

function node(peers: readonly Peer[], different: Partial<DundiConfig> = {}): Node {
  const config = { entityId: 'self', keys: undefined, mappings: [], ...different } as unknown as DundiConfig;
  const owners = new Map([[5, 2 as ServerId]]);
  return new Node(0 as ServerId, config, new Eids(), {} as DundiCache, new Spellings(), peers, owners);
}

const [A, B, C] = [peer(1, 1), peer(2, 2), peer(3, 3)];

describe('sections of dundi.conf that are written later', () => {
  it('are not known before the module is loaded again; a new one comes to the head', () => {
    const it = node([A, B, C]);
    expect(it.in('priv').direct).toEqual(new Set([0, 1, 2, 3]));
    it.withhold([1, 3]);
    expect([it.peers, it.in('priv').including, it.in('priv').direct]).toEqual([[B], [B], new Set([0, 2])]);
    expect(it.reload([3])).toEqual([C]);
    expect([it.peers, it.in('priv').including, it.in('priv').direct]).toEqual([[C, B], [C, B], new Set([0, 3, 2])]);
    expect(it.reload([2, 3])).toEqual([]);
    expect(it.all).toEqual([A, B, C]);
  });
});

it('asks in a context the peers whose include lines have it', () => {
  const other = peer(4, 4, { include: [{ context: 'other', allow: true }] });
  const it = node([A, other]);
  expect([it.in('priv').including, it.in('other').including, it.in('none').including]).toEqual([[A], [other], []]);
});

it('answers by the mappings of a context, whatever its case, the last line of the file first', () => {
  const mapping = (context: string, destination: string): DundiMapping => ({ context, destination }) as DundiMapping;
  const it = node([], { mappings: [mapping('Priv', 'x'), mapping('other', 'y'), mapping('priv', 'z')] });
  for (const context of ['PRIV', 'priv'])
    expect(it.in(context).mappings.map(({ destination }) => destination)).toEqual(['z', 'x']);
  expect(it.in('none').mappings).toEqual([]);
});

it('knows whose EID one is, or that no server of the scenario has it', () => {
  expect([node([]).serverOf(5), node([]).serverOf(6)]).toEqual([2, -1]);
});
