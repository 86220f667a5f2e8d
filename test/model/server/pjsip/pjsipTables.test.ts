import { describe, expect, it } from 'vitest';
import type { RowSelect } from '../../../../src/model/server/dialplan/applications/sql.ts';
import type { PjsipDevices } from '../../../../src/model/server/pjsip/pjsipDevices.ts';
import { HERE, PjsipLab, THERE } from './pjsipLab.ts';

const select = (lab: PjsipLab, of: Partial<RowSelect>): readonly string[] =>
  lab.driver.tables.select({
    table: 'ps_contacts',
    column: 'uri',
    key: 'endpoint',
    value: '1001',
    isPrefix: false,
    ...of,
  });

describe('ps_contacts', () => {
  it('has a row for each contact of the shared table', () => {
    const lab = new PjsipLab({ contact: 'realtime', wallMs: 500 }).registered(0, 300, THERE).registered(1);
    expect(select(lab, {})).toEqual(['sip:1001@10.0.1.1:5060']);
    const columns = ['endpoint', 'reg_server', 'expiration_time', 'nonsense'];
    expect(columns.map((column) => select(lab, { column }))).toEqual([['1001'], ['there'], ['300'], ['']]);
    expect(select(lab, { key: 'id', value: '100', isPrefix: true, column: 'endpoint' })).toEqual(['1001', '1002']);
    expect(select(lab, { key: 'id', value: '1002;@', isPrefix: true, column: 'endpoint' })).toEqual(['1002']);
    expect(select(lab, { key: 'nonsense', value: '1001' })).toEqual([]);
  });

  it('is empty where each server keeps its own', () => {
    expect(select(new PjsipLab().registered(0), {})).toEqual([]);
  });
});

describe('ps_endpoints, ps_auths, ps_aors', () => {
  it.each([
    ['ps_endpoints', 'id', ['1001']],
    ['ps_endpoints', 'aors', ['1001']],
    ['ps_endpoints', 'auth', ['1001']],
    ['ps_auths', 'username', ['1001']],
    ['ps_aors', 'max_contacts', ['']],
    ['ps_globals', 'id', []],
    ['xps_aors', 'id', []],
  ])('%s.%s', (table, column, found) => {
    expect(select(new PjsipLab(), { table, column, key: 'id' })).toEqual(found);
  });

  it('have no row of another number, and are found by their id alone', () => {
    const table = 'ps_aors';
    const lab = new PjsipLab();
    expect([
      select(lab, { table, column: 'id', key: 'id', value: '77' }),
      select(lab, { table, column: 'id', key: 'id', value: '1001', isPrefix: true }),
      select(lab, { table, column: 'id', key: 'aors' }),
    ]).toEqual([[], [], []]);
  });
});

it('the contacts of an account are those that the server can read', () => {
  const lab = new PjsipLab({ wallMs: 500 }).registered(0);
  const devices = lab.driver.devices as PjsipDevices;
  const of = (name: string, server = HERE) => lab.driver.tables.contacts(server, devices.parse(server, name));
  expect(of('1001')).toEqual([
    {
      id: '1001;@dd5c6f32542addfa0558f86ea95ef4f5', // MD5 of the URI
      uri: 'sip:1001@10.0.1.1:5060',
      until: 300,
      server: 'here',
      endpoint: '1001',
      status: 'notQualified',
      roundTrip: -1,
    },
  ]);
  expect([of('1002'), of('77'), of('1001', THERE)]).toEqual([[], [], []]);
});
