import { describe, expect, it } from 'vitest';
import type { PjsipConfig, PjsipEndpoint, ServerConfig } from '../../../../src/model/config.ts';
import { Simulation } from '../../../../src/kernel/clock/simulation.ts';
import { SipTable } from '../../../../src/model/database/siptable.ts';
import type { ServerId } from '../../../../src/model/ids.ts';
import { Hosts } from '../../../../src/model/network/hosts.ts';
import { rulesOf } from '../../../../src/model/rules.ts';
import { Endpoints } from '../../../../src/model/server/pjsip/endpoints.ts';
import { Identifier, isWithin } from '../../../../src/model/server/pjsip/identifier.ts';
import { phoneConfig } from '../../laboratory.ts';

it.each([
  ['10.9.0.2', '10.9.0.2', true],
  ['10.9.0.2', '10.9.0.2:5060', true],
  ['10.9.0.2', '10.9.0.3', false],
  ['10.9.0.200', '10.9.0.0/24', true],
  ['10.9.1.2', '10.9.0.0/24', false],
  ['10.9.1.2', '10.9.0.0/255.255.254.0', true],
  ['200.1.2.3', '0.0.0.0/0', true],
  ['10.9.0.2', '10.9.0.0/33', false],
  ['10.9.0.2', 'provider.example', false],
])('%s is within %s: %j', (address, match, is) => {
  expect(isWithin(address, match)).toBe(is);
});

describe('whom a request is from', () => {
  const endpoint = (name: string, matches: readonly string[] = []): PjsipEndpoint =>
    ({ name, matches, aors: [] }) as unknown as PjsipEndpoint;

  function found(
    endpoints: readonly PjsipEndpoint[],
    from: 'phone' | 'server',
    user: string,
    identifyBy: PjsipConfig['identifyBy'] = ['ip', 'username', 'anonymous'],
  ): string | undefined {
    const sim = new Simulation({ seed: '1' });
    const phones = [phoneConfig('1001')];
    const stores = { endpoint: { file: true, realtime: false } };
    const pjsip = { endpoints, identifyBy, stores } as unknown as PjsipConfig;
    const servers = ['10.9.0.1', '10.9.0.2'].map((address) => ({ address, pjsip }) as unknown as ServerConfig);
    const hosts = new Hosts(sim, 2, 1);
    const table = new SipTable(phones, sim, undefined);
    const known = new Endpoints(servers, phones, rulesOf('asterisk-22', {}));
    const serverAt = (name: string): ServerId | -1 => (name === 'pbx2' ? (1 as ServerId) : -1);
    const identifier = new Identifier({ hosts, servers, phones, table, endpoints: known, serverAt });
    const host = from === 'phone' ? hosts.ofPhone(0 as never) : (1 as ServerId);
    const caller = identifier.identify(0 as ServerId, host, user);
    return caller === undefined ? undefined : `${caller.name} ${caller.phone}`;
  }

  it.each([
    ['a phone by its name', [endpoint('1001')], 'phone', '1001', '1001 0'],
    ['a server by its address', [endpoint('1001'), endpoint('trunk', ['10.9.0.0/24'])], 'server', '1001', 'trunk -1'],
    ['a server by its name', [endpoint('trunk', ['pbx2'])], 'server', '5', 'trunk -1'],
    ['a server by From, where it is called so', [endpoint('trunk')], 'server', 'trunk', 'trunk -1'],
    ['a server under the number of a phone', [endpoint('1001'), endpoint('trunk')], 'server', '1001', '1001 0'],
    ['anybody', [endpoint('1001'), endpoint('anonymous')], 'server', '5', 'anonymous -1'],
    ['nobody', [endpoint('1001')], 'server', '5', undefined],
  ] as const)('%s', (_, endpoints, from, user, caller) => {
    expect(found(endpoints, from, user)).toBe(caller);
  });

  it('in the order of endpoint_identifier_order', () => {
    const both = [endpoint('1001'), endpoint('trunk', ['10.9.0.2'])];
    expect(found(both, 'server', '1001', ['username', 'ip'])).toBe('1001 0');
    expect(found(both, 'server', '5', ['username'])).toBeUndefined();
  });
});
