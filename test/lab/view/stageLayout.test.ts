import { describe, expect, it } from 'vitest';
import { factsOf } from '../../../src/lab/engine/clusterFacts.ts';
import { readSetup } from '../../../src/lab/engine/labScenario.ts';
import { EMPTY } from '../../../src/lab/setup/labSetup.ts';
import { layoutOf, pointOf, type Layout } from '../../../src/lab/view/stageLayout.ts';
import { library } from '../lessonRuns.ts';

function layoutWith(scenario: string, ...sets: readonly string[]): Layout {
  return layoutOf(factsOf(readSetup(library, { ...EMPTY, scenario, sets }).scenario!));
}

describe('the stage', () => {
  it.each(library.names)('has a place for every host of %s, inside it', (scenario) => {
    const layout = layoutWith(scenario);
    const hosts = layout.servers.length + 1 + layout.phones.length;
    for (let host = 0; host < hosts; host++) {
      const { x, y } = pointOf(layout, host)!;
      expect([host, x > 0 && x < 1 && y > 0 && y < 1]).toEqual([host, true]);
    }
    expect(pointOf(layout, hosts)).toBeUndefined();
  });

  it('has room for forty servers: no two at one place, each phone near its home', () => {
    const layout = layoutWith('failover', 'servers.regpbx.count=40');
    expect(layout.isDense).toBe(true);
    const places = [...layout.servers, layout.database].map(({ x, y }) => `${x.toFixed(3)} ${y.toFixed(3)}`);
    expect(new Set(places).size).toBe(places.length);
    for (const { home, x, width, y } of layout.blocks) {
      const server = layout.servers[home]!;
      expect(x < server.x && server.x < x + width && y > server.y).toBe(true);
    }
  });
});
