import { describe, expect, it } from 'vitest';
import { SECOND } from '../../../src/kernel/units.ts';
import type { PhoneConfig } from '../../../src/model/config.ts';
import { SipTable } from '../../../src/model/database/siptable.ts';
import type { PhoneId } from '../../../src/model/ids.ts';

const [FIRST, SECOND_PHONE] = [0, 1] as [PhoneId, PhoneId];

function table() {
  const clock = { now: 0 };
  const phones = ['1001', '1002'].map((number) => ({ number, address: '10.0.0.1', port: 5060 }) as PhoneConfig);
  const pair = { standby: '10.10.10.111', failover: 30 * SECOND, replicationLag: 5 * SECOND };
  return { clock, rows: new SipTable(phones, clock, pair) };
}

describe('the table', () => {
  it('keeps a registration that ends in more than 68 years as one that ends then', () => {
    const { rows } = table();
    rows.write(FIRST, 10 + 2 ** 31 - 1, true);
    expect(rows.regSecondsOf(FIRST)).toBe(2 ** 31 - 1);
  });
});

describe('a table with a standby', () => {
  it('shows there what was written a lag ago', () => {
    const { clock, rows } = table();
    rows.write(FIRST, 300, true);
    clock.now = 5 * SECOND - 1;
    expect([rows.select('fullcontact', '1001'), rows.select('fullcontact', '1001', true)]).toEqual([
      ['sip:1001@10.0.0.1:5060'],
      [''],
    ]);
    clock.now = 5 * SECOND;
    expect(rows.select('fullcontact', '1001', true)).toEqual(['sip:1001@10.0.0.1:5060']);
    rows.blank(FIRST);
    expect([rows.select('ipaddr', '1001'), rows.select('ipaddr', '1001', true)]).toEqual([[''], ['10.0.0.1']]);
  });

  it('loses what was written in the lag before the stop when the standby takes over', () => {
    const { clock, rows } = table();
    rows.write(FIRST, 300, true);
    clock.now = 1 * SECOND;
    rows.write(SECOND_PHONE, 301, true);
    clock.now = 35 * SECOND;
    rows.promote(5.5 * SECOND);
    expect([rows.hasAddress(FIRST), rows.hasAddress(SECOND_PHONE)]).toEqual([true, false]);
    rows.write(SECOND_PHONE, 335, true);
    expect(rows.select('regseconds', '1002')).toEqual(['335']);
  });

  it('knows the address of the standby, with and without a port', () => {
    const { rows } = table();
    expect(['10.10.10.111', '10.10.10.111:3306', '10.10.10.110'].map((host) => rows.isStandby(host))).toEqual([
      true,
      true,
      false,
    ]);
  });
});
