import { expect, it } from 'vitest';
import { leversOf } from '../../../src/experiment/plan/levers.ts';
import type { Scenario } from '../../../src/scenario/index.ts';

interface Server {
  readonly name: string;
  readonly peers: number;
  readonly qualifyMs?: number;
  readonly switches?: boolean;
}

function leversFor(...servers: readonly Server[]): readonly string[] {
  const config = {
    servers: servers.map(({ name, peers, qualifyMs = 2000, switches = false }) => ({
      name,
      dundi: { peers: Array.from({ length: peers }, () => ({ qualifyMs })) },
      dialplan: { contexts: [{ switches: switches ? [{ kind: 'DUNDi' }] : [] }] },
    })),
  };
  const scenario = { config, expanded: { calls: [] } } as unknown as Scenario;
  return leversOf(scenario, 'phones.a.count', 0, () => true).map(({ overrides }) => overrides.join(' '));
}

const star = [
  { name: 'hub1', peers: 2 },
  { name: 'pbx1', peers: 1 },
  { name: 'pbx2', peers: 1 },
];
const mesh = ['kiel', 'bonn', 'ulm'].map((name) => ({ name, peers: 2 }));

it('a second hub is for a star: a mesh has none', () => {
  expect(leversFor(...star)).toContain('servers.hub.count=2');
  expect(leversFor(...mesh).filter((one) => one.includes('count'))).toEqual([]);
});

it('a second server is tried with a short registration too: a phone notices only then that its server is dead', () => {
  expect(leversFor(...star)).toContain('phones.*.backup=next phones.*.expires=60s');
});

it('a change is tried where it can change anything', () => {
  expect(leversFor(...mesh)).toContain('servers.*.peers.*.qualify=500ms');
  expect(leversFor(...mesh)).not.toContain('servers.*.autokill=500');
  expect(leversFor(...mesh)).not.toContain('rules.lookupUnderLock=no');
  const unasked = mesh.map((one) => ({ ...one, qualifyMs: 0, switches: true }));
  expect(leversFor(...unasked)).toEqual(expect.arrayContaining(['servers.*.autokill=500', 'rules.lookupUnderLock=no']));
  expect(leversFor(...mesh.map((one) => ({ ...one, qualifyMs: 400 })))).not.toContain(
    'servers.*.peers.*.qualify=500ms',
  );
});
