import { describe, expect, it } from 'vitest';
import { factsOf } from '../../../src/lab/engine/clusterFacts.ts';
import { readSetup } from '../../../src/lab/engine/labScenario.ts';
import { tradeoffPoint } from '../../../src/lab/engine/tradeoffRuns.ts';
import { EMPTY } from '../../../src/lab/setup/labSetup.ts';
import type { ResultDocument } from '../../../src/measure/document.ts';
import type { ServerConfig } from '../../../src/model/config.ts';
import type { ContextConfig } from '../../../src/model/server/dialplan/compiledPlan.ts';
import { layoutOf } from '../../../src/lab/view/stageLayout.ts';
import { leversOf } from '../../../src/lab/setup/controls.ts';
import { library } from '../lessonRuns.ts';

/** The paper's cluster; `isMesh`: every server has as many peers as the lookup server. */
function facts(isMesh: boolean, ...sets: readonly string[]) {
  const scenario = readSetup(library, { ...EMPTY, scenario: 'failover', sets }).scenario!;
  const { servers } = scenario.config;
  const { peers } = servers[0]!.dundi;
  const meshed = servers.map((server) => ({ ...server, dundi: { ...server.dundi, peers } }));
  return factsOf({ ...scenario, config: { ...scenario.config, servers: isMesh ? meshed : servers } });
}

it.each([
  ['a star', false, [], 0],
  ['a star whose hub has phones', false, ['phones.office.home=dunpbx1'], 0],
  ['a mesh with a server without phones', true, [], 0],
  ['a mesh of servers with phones', true, ['phones.office.home=dunpbx1'], -1],
] as const)('the hub of %s', (_, isMesh, sets, hub) => {
  expect(facts(isMesh, ...sets).hub).toBe(hub);
});

it('a mesh without a hub: all servers in one row, one ttl, and the lookups of all', () => {
  const mesh = facts(true, 'phones.office.home=dunpbx1');
  expect(new Set(layoutOf(mesh).servers.map(({ y }) => y)).size).toBe(1);
  expect(leversOf(mesh).map(({ id }) => id)).not.toContain('hubTtl');
  const document = { profile: 'asterisk-16', simulatedSeconds: 100, lookups: { network: 50 } };
  const calls = { outcomes: { misrouted: 0 }, lost: 0 };
  expect(tradeoffPoint({ ...document, calls } as unknown as ResultDocument, '', 5).lookups).toBe(0.5);
});

describe('a database', () => {
  const scenario = readSetup(library, { ...EMPTY, scenario: 'failover' }).scenario!;
  const [server] = scenario.config.servers as [ServerConfig];
  const withoutSql = (context: ContextConfig): ContextConfig => ({
    ...context,
    steps: context.steps.filter(({ application }) => application !== 'MYSQL'),
  });
  const plan = { ...server.dialplan, contexts: server.dialplan.contexts.map(withoutSql) };
  const none: ServerConfig = { ...server, sip: { ...server.sip, realtime: false }, dialplan: plan };
  const used = (one: ServerConfig): boolean =>
    factsOf({ ...scenario, config: { ...scenario.config, servers: [none, one] } }).usesDatabase;

  it('is drawn, and has its control, when one server is configured for it', () => {
    expect(used({ ...none, sip: { ...none.sip, realtime: true } })).toBe(true);
    expect(used({ ...none, dialplan: server.dialplan })).toBe(true);
    expect(used({ ...none, dialplan: { ...plan, odbc: { ODBC_PHONE: { readSql: 'SELECT 1' } } } })).toBe(true);
    expect(used({ ...none, dialplan: { ...plan, realtime: { extensions: [] } } })).toBe(true);
    expect(leversOf(factsOf(scenario)).map(({ id }) => id)).toContain('database');
  });

  it('is not, when none is', () => {
    expect(used(none)).toBe(false);
    const facts = factsOf({
      ...scenario,
      config: { ...scenario.config, servers: scenario.config.servers.map(() => none) },
    });
    expect(layoutOf(facts).database).toBeUndefined();
    expect(leversOf(facts).map(({ id }) => id)).not.toContain('database');
  });
});
