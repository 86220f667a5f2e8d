import { describe, expect, it } from 'vitest';
import { overlayKeys, overlayServer } from '../../src/asterisk/index.ts';
import { lines, read } from './help.ts';

const place = { file: 'scenario.yaml', line: 7, column: 3 };
const base = read({
  'dundi.conf': '[general]\nentityid=1:2:3:4:5:6\ncachetime=60',
  'sip.conf': '[general]',
  'extensions.conf': '[default]',
});
const overlay = (keys: Record<string, string>) =>
  overlayServer(base, Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, { value, place }])));

describe('overlayServer', () => {
  it('sets keys of all files under their own names, also those that the release does not have', () => {
    const { dundi, sip, iax, dialplan, remarks } = overlay({
      'cachetime': '5',
      'ttl': '2',
      'autokill': 'no',
      'iax.autokill': 'yes',
      'regcontext': 'reg',
      'rtcachefriends': 'yes',
      'maxexpiry': '300',
      'minexpiry': '30',
      'defaultexpiry': '60',
      'qualify': '500',
      'entityid': 'A:B:C:D:E:F',
      'autofallthrough': 'yes',
      'call-limit': '2',
      'maxauthreq': '9',
    });
    expect(dundi).toMatchObject({ cacheTime: 5, ttl: 2, autokillMs: 0, entityId: '0a:0b:0c:0d:0e:0f' });
    expect(sip).toMatchObject({
      regContext: 'reg',
      rtCacheFriends: true,
      maxExpiry: 300,
      minExpiry: 30,
      defaultExpiry: 60,
      qualifyMs: 500,
      callLimit: 2,
    });
    expect(iax).toMatchObject({ autokillMs: 2000, maxAuthReq: 9 });
    expect(dialplan.autofallthrough).toBe(true);
    expect(remarks).toEqual(base.remarks);
  });

  it('leaves the reading that it starts from alone', () => {
    overlay({ cachetime: '5' });
    expect(base.dundi.cacheTime).toBe(60);
  });

  it('calls unknown keys and wrong values mistakes', () => {
    const { remarks } = overlay({
      'cachtime': '5',
      'ttl': '500',
      'sip.cachetime': '5',
      'call-limit': 'x',
      '__proto__x': '1',
    });
    expect(lines(remarks, 'mistake')).toEqual([
      'scenario.yaml:7:3: unknown key "cachtime"; did you mean "cachetime"?',
      'scenario.yaml:7:3: ttl is "500"; expected whole hops, from 1 to 119; Asterisk takes 120',
      'scenario.yaml:7:3: unknown key "sip.cachetime"; did you mean "cachetime"?',
      'scenario.yaml:7:3: call-limit is "x"; expected a number of calls, 0 for no limit',
      'scenario.yaml:7:3: unknown key "__proto__x"',
    ]);
  });

  it('lists its keys', () => {
    expect(overlayKeys()).toEqual(
      expect.arrayContaining([
        'cachetime',
        'ttl',
        'autokill',
        'regcontext',
        'rtcachefriends',
        'maxexpiry',
        'minexpiry',
        'defaultexpiry',
        'qualify',
        'entityid',
        'call-limit',
      ]),
    );
  });
});
