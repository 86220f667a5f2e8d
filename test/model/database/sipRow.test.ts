import { describe, expect, it } from 'vitest';
import { SipTable } from '../../../src/model/database/siptable.ts';
import type { PhoneId } from '../../../src/model/ids.ts';
import { phoneConfig } from '../laboratory.ts';

const PHONE = 0 as PhoneId;

function table(fullContactIsNull: boolean): SipTable {
  const row = { fullContactIsNull } as never;
  return new SipTable([phoneConfig('1001', { row })], { now: 0 }, undefined);
}

describe('a row whose fullcontact is NULL', () => {
  it('says so, has no address, and is not a blank one', () => {
    expect([table(true).select('fullcontact', '1001'), table(false).select('fullcontact', '1001')]).toEqual([
      [null],
      [''],
    ]);
    const it = table(true);
    expect([it.hasAddress(PHONE), it.hasFullContact(PHONE), it.select('ipaddr', '1001')]).toEqual([false, false, ['']]);
  });

  it('stays so when a registration writes its address alone, as 1.2 does without rtcachefriends', () => {
    const it = table(true);
    it.write(PHONE, 100, false);
    expect([it.select('fullcontact', '1001'), it.hasAddress(PHONE), it.hasFullContact(PHONE)]).toEqual([
      [null],
      true,
      false,
    ]);
  });

  it('is never NULL again once it was written, or blanked', () => {
    const written = table(true);
    written.write(PHONE, 100, true);
    expect(written.select('fullcontact', '1001')).toEqual(['sip:1001@10.0.1.1:5060']);
    written.blank(PHONE);
    expect(written.select('fullcontact', '1001')).toEqual(['']);
    const blanked = table(true);
    blanked.blank(PHONE);
    expect(blanked.select('fullcontact', '1001')).toEqual(['']);
  });
});
