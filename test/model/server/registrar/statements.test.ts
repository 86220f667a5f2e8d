import { describe, expect, it } from 'vitest';
import { rulesOf } from '../../../../src/model/rules.ts';
import { blanksRow, registerSelects } from '../../../../src/model/server/registrar/statements.ts';
import { sipServer } from '../../laboratory.ts';

const OLD = rulesOf('asterisk-1.2');
const RECENT = rulesOf('asterisk-16');
const CACHE = sipServer('s').sip;
const NO_CACHE = sipServer('s', { rtCacheFriends: false }).sip;
const NO_CACHE_IGNORING = sipServer('s', { rtCacheFriends: false, ignoreRegExpire: true }).sip;
const FILE = sipServer('s', { realtime: false }).sip;

describe('SELECTs of a REGISTER: first pass, second pass, after it', () => {
  it.each([
    ['sip.conf', OLD, FILE, 'right', false, [0, 0, 0]],
    ['1.2, cached, not in memory', OLD, CACHE, 'right', false, [1, 0, 0]],
    ['1.2, cached, in memory', OLD, CACHE, 'right', true, [0, 0, 0]],
    ['1.2, cached, wrong secret', OLD, CACHE, 'wrongSecret', false, [1, 0, 0]],
    ['1.2, cached, unknown', OLD, CACHE, 'unknownUser', true, [1, 1, 0]],
    ['1.2, not cached', OLD, NO_CACHE, 'right', true, [1, 1, 0]],
    ['16, cached, not in memory', RECENT, CACHE, 'right', false, [1, 0, 0]],
    ['16, cached, in memory', RECENT, CACHE, 'wrongSecret', true, [0, 0, 0]],
    ['16, unknown', RECENT, CACHE, 'unknownUser', false, [4, 4, 0]],
    ['16, not cached, wrong secret', RECENT, NO_CACHE, 'wrongSecret', false, [2, 2, 0]],
    ['16, not cached', RECENT, NO_CACHE, 'right', false, [2, 1, 2]],
  ] as const)('%s', (_, rules, sip, credentials, inMemory, [first, second, after]) => {
    expect(registerSelects(rules, sip, credentials, inMemory, false)).toEqual({ first, second, after });
  });

  it('16, not cached, unregistering', () => {
    expect(registerSelects(RECENT, NO_CACHE, 'right', false, true)).toEqual({ first: 2, second: 1, after: 3 });
  });
});

describe('a blank row is written', () => {
  const blanking = rulesOf('asterisk-16', { expiryBlanksRow: true });
  const sparing = rulesOf('asterisk-16', { expiryBlanksRow: false });
  it.each([
    ['sip.conf', blanking, FILE, true, true, false],
    ['no rtupdate', blanking, sipServer('s', { rtUpdate: false }).sip, true, true, false],
    ['not cached, expiry', blanking, NO_CACHE, true, false, false],
    ['not cached, unregistering', sparing, NO_CACHE, false, true, true],
    ['cached, with a contact', blanking, CACHE, true, false, true],
    ['cached, without', blanking, CACHE, false, true, false],
    ['cached, with ignoreregexpire', blanking, sipServer('s', { ignoreRegExpire: true }).sip, true, false, false],
    ['not cached, unregistering, with ignoreregexpire', blanking, NO_CACHE_IGNORING, true, true, true],
    ['cached, by a release that does not', sparing, CACHE, true, true, false],
  ] as const)('%s', (_, rules, sip, hadContact, unregister, blank) => {
    expect(blanksRow(rules, sip, hadContact, unregister)).toBe(blank);
  });

  it('of 1.2 at each unregistering', () => {
    expect([true, false].map((unregister) => blanksRow(OLD, CACHE, false, unregister))).toEqual([true, false]);
  });
});
