import { describe, expect, it } from 'vitest';
import { factsOf, type ClusterFacts } from '../../../src/lab/engine/clusterFacts.ts';
import { readSetup } from '../../../src/lab/engine/labScenario.ts';
import { EMPTY } from '../../../src/lab/setup/labSetup.ts';
import { layoutOf, pointOf, type Layout } from '../../../src/lab/view/stageLayout.ts';
import { linkAt, linksOf } from '../../../src/lab/view/stageLinks.ts';
import { library } from '../lessonRuns.ts';

function factsWith(scenario: string, ...sets: readonly string[]): ClusterFacts {
  return factsOf(readSetup(library, { ...EMPTY, scenario, sets }).scenario!);
}

function layoutWith(scenario: string, ...sets: readonly string[]): Layout {
  return layoutOf(factsWith(scenario, ...sets));
}

describe('the stage', () => {
  it.each(library.names)('has a place for every host of %s, inside it', (scenario) => {
    const layout = layoutWith(scenario);
    const hosts = layout.servers.length + 1 + layout.phones.length;
    for (let host = 0; host < hosts; host++) {
      if (host === layout.servers.length && layout.database === undefined) continue;
      const { x, y } = pointOf(layout, host)!;
      expect([host, x > 0 && x < 1 && y > 0 && y < 1]).toEqual([host, true]);
    }
    expect(pointOf(layout, hosts)).toBeUndefined();
  });

  it('has room for forty servers: no two at one place, each phone near its home', () => {
    const layout = layoutWith('failover', 'servers.regpbx.count=40');
    expect(layout.isDense).toBe(true);
    const places = [...layout.servers, layout.database!].map(({ x, y }) => `${x.toFixed(3)} ${y.toFixed(3)}`);
    expect(new Set(places).size).toBe(places.length);
    for (const { home, x, width, y } of layout.blocks) {
      const server = layout.servers[home]!;
      expect(x < server.x && server.x < x + width && y > server.y).toBe(true);
    }
  });
});

describe('the links', () => {
  const facts = factsWith('failover');
  const layout = layoutOf(facts);
  const size = { x: 1000, y: 500 };

  it('of a star: each server to the hub, and to the database', () => {
    expect(linksOf(facts, layout)).toHaveLength(10);
    const withoutDatabase = layoutOf({ ...facts, usesDatabase: false });
    expect(withoutDatabase.database).toBeUndefined();
    expect(linksOf(facts, withoutDatabase)).toHaveLength(5);
  });

  it('are found by a click beside them, the nearest one, and by no other', () => {
    for (const link of linksOf(facts, layout)) {
      const [a, b] = [pointOf(layout, link.server)!, pointOf(layout, link.to)!];
      const middle = { x: ((a.x + b.x) / 2) * size.x, y: ((a.y + b.y) / 2) * size.y };
      expect(linkAt(facts, layout, size, { x: middle.x, y: middle.y + 2 })).toEqual(link);
    }
    expect(linkAt(facts, layout, size, { x: 20, y: 20 })).toBeUndefined();
  });
});
