import { describe, expect, it } from 'vitest';
import { checkFolders, sharedSlots, type NamedServer } from '../../src/asterisk/index.ts';
import { SECOND } from '../../src/kernel/units.ts';
import type { Remark } from '../../src/text/mistake.ts';
import { lines, read } from './help.ts';

const PLAN = '[phones]\ninclude => parkedcalls\n';

describe('parking lots', () => {
  it('are none where no file and no dialplan speaks of parking', () => {
    expect(read({ 'extensions.conf': '[phones]\n' }).parking.lots).toEqual([]);
  });

  it('are the default lot where the dialplan includes it', () => {
    const [lot, ...others] = read({ 'extensions.conf': PLAN }).parking.lots;
    expect(others).toEqual([]);
    expect(lot).toMatchObject({ name: 'default', extension: '700', context: 'parkedcalls', firstSlot: 701 });
    expect(lot).toMatchObject({
      lastSlot: 750,
      parkingTime: 45 * SECOND,
      comebackToOrigin: true,
      comebackDialTime: 30,
    });
  });

  it('are read from features.conf by 1.2', () => {
    const conf = '[general]\nparkext => 800\nparkpos => 801-805\ncontext => parked\nparkingtime => 60\n';
    const { parking, remarks } = read({ 'extensions.conf': PLAN, 'features.conf': conf });
    expect(parking.lots).toMatchObject([
      { extension: '800', context: 'parked', firstSlot: 801, lastSlot: 805, parkingTime: 60 * SECOND },
    ]);
    expect(lines(remarks, 'risk')).toEqual([]);
  });

  it('are sections of res_parking.conf in 16, the default one first', () => {
    const conf =
      '[general]\n[sales]\nparkext=900\nparkpos=901-910\nfindslot=next\n[default]\ncomebacktoorigin=no\ncomebackdialtime=10\n';
    const { parking } = read({ 'extensions.conf': PLAN, 'res_parking.conf': conf }, '16');
    expect(parking.lots).toMatchObject([
      { name: 'default', comebackToOrigin: false, comebackDialTime: 10, findSlot: 'first' },
      { name: 'sales', extension: '900', firstSlot: 901, findSlot: 'next' },
    ]);
  });

  it('say what is wrong with a range, and what 1.2 does not know', () => {
    const conf = '[general]\nparkpos => 720-701\ncomebackdialtime => 5\n';
    expect(lines(read({ 'extensions.conf': PLAN, 'features.conf': conf }).remarks, 'risk')).toEqual([
      'features.conf:2:12: risk: parkpos is "720-701"; expected a range such as 701-720; Asterisk takes 701-750',
      'features.conf:3:1: risk: Asterisk 1.2 does not know "comebackdialtime" and ignores it',
    ]);
  });
});

describe('servers side by side', () => {
  const server = (name: string, slots: string, mapping = ''): NamedServer => ({
    name,
    read: read({
      'extensions.conf': PLAN,
      'features.conf': `[general]\nparkpos => ${slots}\n`,
      'dundi.conf': `[general]\n[mappings]\n${mapping}`,
    }),
  });
  const slots = (remarks: readonly Remark[]): string[] => lines(remarks).filter((line) => line.includes('slots'));
  const MAPPING = 'parked => parkedcalls,0,IAX2,p@10.0.0.1/${NUMBER}\n';

  it('share slots where the ranges overlap', () => {
    expect(sharedSlots([server('a', '701-720'), server('b', '710-730')])).toMatchObject([
      { server: 'b', other: 'a', slots: '710 to 730', place: { line: 2 } },
    ]);
    expect(sharedSlots([server('a', '701-720'), server('b', '721-740')])).toEqual([]);
  });

  it('must not answer in DUNDi for slots that they share', () => {
    expect(slots(checkFolders([server('a', '701-720'), server('b', '701-720', MAPPING)]))).toEqual([
      'dundi.conf:3:11: risk: parked answers for [parkedcalls], and b and a both have the slots 701 to 720: each says that a slot exists, whatever is parked there, and the call goes to the first that answers; give each server slots of its own (parkpos)',
    ]);
    expect(slots(checkFolders([server('a', '701-720'), server('b', '721-740', MAPPING)]))).toEqual([]);
  });
});

describe('a ChanIsAvail before the direct dial', () => {
  const plan = (step: string): string =>
    `[lookupmysql]
exten => _X.,1,MYSQL(Query r 1 SELECT\\ fullcontact\\ from\\ sip\\ where\\ name=\${EXTEN})
${step}exten => _X.,3,Dial(SIP/\${direct}|15|r)
`;
  const said = (step: string): string[] =>
    lines(read({ 'extensions.conf': plan(step) }).remarks, 'risk').filter((line) =>
      line.includes('ChanIsAvail before'),
    );

  it('is a risk', () => {
    expect(said('exten => _X.,2,ChanIsAvail(SIP/${EXTEN}|j)\n')).toEqual([
      "extensions.conf:3:16: risk: ChanIsAvail before the direct dial of _X. in [lookupmysql]: it asks this server's own registrations and not the phone, so a phone whose server died is not available, and the call is diverted though the phone would ring; leave the step out",
    ]);
  });

  it('is none where the address is not read first, as in the paper', () => {
    expect(said('exten => _X.,2,NoOp\n')).toEqual([]);
    expect(said('exten => 9,2,ChanIsAvail(SIP/9|j)\n')).toEqual([]);
  });
});
