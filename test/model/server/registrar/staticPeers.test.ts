import { describe, expect, it } from 'vitest';
import type { PhoneId, ServerId } from '../../../../src/model/ids.ts';
import type { RowColumns } from '../../../../src/model/config.ts';
import { StaticPeers } from '../../../../src/model/server/registrar/staticPeers.ts';
import { phoneConfig, sipServer } from '../../laboratory.ts';

const EMPTY: RowColumns = {
  context: undefined,
  qualifyMs: undefined,
  callLimit: undefined,
  directMedia: undefined,
  regExten: undefined,
  callerId: undefined,
  insecureInvite: undefined,
  fullContactIsNull: false,
};
const ROW: RowColumns = {
  ...EMPTY,
  context: 'office',
  qualifyMs: 500,
  callLimit: 1,
  directMedia: false,
  regExten: ['201'],
  callerId: { name: 'Ann', number: '201' },
  insecureInvite: true,
};
const SECTION = {
  name: '1001',
  context: 'section',
  host: 'dynamic',
  qualifyMs: 0,
  callLimit: 0,
  directMedia: true,
  regExten: [],
};
const [TABLE, FILE] = [0, 1] as ServerId[];

function peers(row: RowColumns | undefined): StaticPeers {
  const general = { qualifyMs: 2000, callLimit: 3, staticPeers: [SECTION] };
  const servers = [sipServer('table', general), sipServer('file', { ...general, realtime: false })];
  return new StaticPeers(servers, [phoneConfig('1001', { row }), phoneConfig('1002')]);
}

describe('what a configuration says of one phone', () => {
  it('is its section where phones come from sip.conf, whatever its row says', () => {
    expect(peers(ROW).of(FILE!, 0 as PhoneId)).toBe(SECTION);
    expect(peers(ROW).of(FILE!, 1 as PhoneId)).toBeUndefined();
  });

  it('is its row where they come from the database, whatever its section says', () => {
    const { fullContactIsNull: _, ...columns } = ROW;
    expect(peers(ROW).of(TABLE!, 0 as PhoneId)).toEqual({ name: '', host: 'dynamic', ...columns, allowOverlap: 'yes' });
    expect(peers(undefined).of(TABLE!, 0 as PhoneId)).toBeUndefined();
  });

  it('of two sections of one name is the first', () => {
    const sections = [SECTION, { ...SECTION, context: 'later' }];
    const it = new StaticPeers([sipServer('file', { realtime: false, staticPeers: sections })], [phoneConfig('1001')]);
    expect([it.of(0 as ServerId, 0 as PhoneId), it.named(0 as ServerId, '1001')]).toEqual([SECTION, SECTION]);
    expect(it.named(0 as ServerId, '1002')).toBeUndefined();
  });

  it('is one for all phones of one row of columns', () => {
    const it = new StaticPeers(
      [sipServer('table')],
      [phoneConfig('1001', { row: ROW }), phoneConfig('1002', { row: ROW })],
    );
    expect(it.of(0 as ServerId, 0 as PhoneId)).toBe(it.of(0 as ServerId, 1 as PhoneId));
  });

  it('is what [general] says where a column is empty', () => {
    expect(peers(EMPTY).of(TABLE!, 0 as PhoneId)).toEqual({
      name: '',
      host: 'dynamic',
      context: 'phones',
      qualifyMs: 2000,
      callLimit: 3,
      directMedia: true,
      regExten: [],
      callerId: undefined,
      insecureInvite: false,
      allowOverlap: 'yes',
    });
  });
});
