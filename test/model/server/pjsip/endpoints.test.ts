import { describe, expect, it } from 'vitest';
import type { PjsipEndpoint, PjsipStores, ServerConfig } from '../../../../src/model/config.ts';
import type { PhoneId, ServerId } from '../../../../src/model/ids.ts';
import { rulesOf } from '../../../../src/model/rules.ts';
import { Endpoints } from '../../../../src/model/server/pjsip/endpoints.ts';
import { phoneConfig } from '../../laboratory.ts';
import { CACHED, HERE, IN_TABLES, THERE } from './pjsipLab.ts';

/** The first phone has a section, the second has none. */
const [SECTION, NONE] = [0, 1] as [PhoneId, PhoneId];
const NOBODY = -1;
const FILE = { file: true, realtime: false, cached: false };
const IN_FILE = { endpoint: FILE, auth: FILE, aor: FILE, contact: 'astdb' } as const;
/** A section comes before the row of its name. */
const BOTH = { ...IN_TABLES, endpoint: { file: true, realtime: true, cached: false } } as const;

function endpoints(stores: PjsipStores, row: Partial<PjsipEndpoint> = {}, statementCounts: '16' | '22' = '22') {
  const endpoint = { context: 'rows', isChallenged: true, aors: [], ...row };
  const pjsip = { stores, row: endpoint, endpoints: [{ ...endpoint, name: '1001', context: 'section' }] };
  const servers = [{ pjsip }, { pjsip }] as unknown as ServerConfig[];
  const phones = [phoneConfig('1001'), phoneConfig('1002')];
  return new Endpoints(servers, phones, rulesOf('asterisk-22', { statementCounts }));
}

describe('an endpoint', () => {
  it.each([
    ['in pjsip.conf', IN_FILE, ['section', undefined]],
    ['in the database', IN_TABLES, ['rows', 'rows']],
    ['in either', BOTH, ['section', 'rows']],
  ] as const)('%s', (_, stores, contexts) => {
    const it = endpoints(stores);
    expect([it.of(HERE, SECTION)?.context, it.of(HERE, NONE)?.context]).toEqual(contexts);
    expect(it.of(HERE, NOBODY)).toBeUndefined();
  });

  it('has the AOR of the number of its phone, or the one without a name', () => {
    const aor = { name: '1002' } as PjsipEndpoint['aors'][number];
    const named = endpoints(IN_TABLES, { aors: [aor] });
    expect([named.aorOf(HERE, SECTION), named.aorOf(HERE, NONE)]).toEqual([undefined, aor]);
    const nameless = { ...aor, name: '' };
    expect(endpoints(IN_TABLES, { aors: [nameless] }).aorOf(HERE, SECTION)).toBe(nameless);
    expect(endpoints(IN_FILE, { aors: [nameless] }).aorOf(HERE, NONE)).toBeUndefined();
  });
});

describe('SELECTs that a request takes', () => {
  it.each([
    ['none where pjsip.conf has the endpoints', IN_FILE, SECTION, []],
    ['by number@domain, by number, and its auth', IN_TABLES, SECTION, ['ps_endpoints', 'ps_endpoints', 'ps_auths']],
    ['of nobody, no auth', IN_TABLES, NOBODY, ['ps_endpoints', 'ps_endpoints']],
    ['of a section, by number@domain, and its auth', BOTH, SECTION, ['ps_endpoints', 'ps_auths']],
    ['of a row beside sections', BOTH, NONE, ['ps_endpoints', 'ps_endpoints', 'ps_auths']],
  ] as const)('%s', (_, stores, phone, tables) => {
    expect(endpoints(stores).identifying(HERE, phone)).toEqual(tables);
  });

  it('an endpoint without auth reads none, nor one whose auth is in the file', () => {
    expect(endpoints(IN_TABLES, { isChallenged: false }).identifying(HERE, NONE)).toHaveLength(2);
    expect(endpoints({ ...IN_TABLES, auth: FILE }).identifying(HERE, NONE)).toHaveLength(2);
  });

  it('by number@domain only where the rule says so', () => {
    expect(endpoints(IN_TABLES, {}, '16').identifying(HERE, NONE)).toEqual(['ps_endpoints', 'ps_auths']);
  });

  it('for the AOR and its contacts', () => {
    expect(endpoints(IN_FILE).locating(HERE, NONE)).toEqual([]);
    expect(endpoints(IN_TABLES).locating(HERE, NONE)).toEqual(['ps_aors', 'ps_contacts']);
    expect(endpoints({ ...IN_TABLES, contact: 'astdb' }).locating(HERE, NONE)).toEqual(['ps_aors']);
  });

  it.each([
    ['none for a section', BOTH, SECTION, []],
    ['one for a row', BOTH, NONE, ['ps_endpoints']],
    ['one for the first phone of the table', IN_TABLES, SECTION, ['ps_endpoints']],
    ['one for nobody', IN_TABLES, NOBODY, ['ps_endpoints']],
    ['none where there is no table', IN_FILE, NOBODY, []],
  ] as const)('by the very name: %s', (_, stores, phone, tables) => {
    expect(endpoints(stores).naming(HERE, phone)).toEqual(tables);
  });
});

describe('a memory cache', () => {
  const left = (it: Endpoints, phone: PhoneId, server: ServerId = HERE): readonly string[] => [
    ...it.identifying(server, phone).slice(1),
    ...it.locating(server, phone),
    ...it.naming(server, phone),
  ];
  const ALL = ['ps_endpoints', 'ps_auths', 'ps_aors', 'ps_contacts', 'ps_endpoints'];

  it.each([
    ['identity', ['ps_aors', 'ps_contacts'], true],
    ['endpoint', ['ps_auths', 'ps_aors', 'ps_contacts'], true],
    ['aor', ['ps_endpoints', 'ps_auths', 'ps_contacts', 'ps_endpoints'], false],
  ] as const)('keeps what was found: %s', (what, tables, atHand) => {
    const it = endpoints(CACHED);
    expect([left(it, SECTION), it.isAtHand(HERE, SECTION)]).toEqual([ALL, false]);
    it.keep(HERE, SECTION, what);
    expect([left(it, SECTION), it.isAtHand(HERE, SECTION)]).toEqual([tables, atHand]);
    expect([left(it, NONE), left(it, SECTION, THERE)]).toEqual([ALL, ALL]);
  });

  it('keeps one after the other, until a crash, and nothing of nobody', () => {
    const it = endpoints(CACHED);
    for (const what of ['identity', 'aor'] as const) it.keep(HERE, NONE, what);
    it.keep(HERE, NOBODY, 'identity');
    expect([left(it, NONE), it.naming(HERE, NOBODY)]).toEqual([['ps_contacts'], ['ps_endpoints']]);
    it.crash(HERE);
    expect(left(it, NONE)).toEqual(ALL);
  });

  it('is none where sorcery.conf has none: what was found is read again', () => {
    const it = endpoints(IN_TABLES);
    for (const what of ['identity', 'aor'] as const) it.keep(HERE, NONE, what);
    expect([left(it, NONE), it.isAtHand(HERE, NONE)]).toEqual([ALL, false]);
  });

  it('is not needed for what pjsip.conf has', () => {
    expect(endpoints(IN_FILE).isAtHand(HERE, NONE)).toBe(true);
  });
});
