import { describe, expect, it } from 'vitest';
import type { PhoneId, ServerId } from '../../../../src/model/ids.ts';
import type { Dialplan } from '../../../../src/model/server/dialplan/compile.ts';
import type { Registered } from '../../../../src/model/server/dialplan/literalExtensions.ts';
import { RegContexts } from '../../../../src/model/server/registrar/regcontext.ts';
import { StaticPeers } from '../../../../src/model/server/registrar/staticPeers.ts';
import { phoneConfig, sipServer } from '../../laboratory.ts';

const HERE = 0 as ServerId;
const [NAMED, OTHER] = [0, 1] as PhoneId[];

/** A dialplan that writes its changes down; of phone 1001 there is a section with that `regexten`. */
function contexts(regExten: readonly string[], regContext = 'sipregistration') {
  const changes: unknown[] = [];
  const plan = {
    add: (...what: unknown[]) => void changes.push(['add', ...what]),
    addOwnNumber: (context: string, number: number, { written }: Registered) =>
      void changes.push(['add', context, String(number), written, String(number)]),
    remove: (...what: unknown[]) => void changes.push(['remove', ...what]),
  } as unknown as Dialplan;
  const section = { name: '1001', context: 'phones', host: 'dynamic', qualifyMs: 0, callLimit: 0, directMedia: true };
  const servers = [sipServer('s', { regContext, realtime: false, staticPeers: [{ ...section, regExten }] })];
  const phones = [phoneConfig('1001'), phoneConfig('1002')];
  return { changes, it: new RegContexts([plan], servers, phones, new StaticPeers(servers, phones)) };
}

describe('the extension of a registration', () => {
  it('is the number of the phone, in the regcontext', () => {
    const { changes, it } = contexts([]);
    it.add(HERE, NAMED!);
    it.add(HERE, OTHER!);
    it.remove(HERE, NAMED!);
    expect(changes).toEqual([
      ['add', 'sipregistration', '1001', 'Noop', '1001'],
      ['add', 'sipregistration', '1002', 'Noop', '1002'],
      ['remove', 'sipregistration', '1001'],
    ]);
  });

  it('is regexten where the section of the phone has it: each of them', () => {
    const { changes, it } = contexts(['201', '202']);
    it.add(HERE, NAMED!);
    it.remove(HERE, NAMED!);
    expect(changes).toEqual([
      ['add', 'sipregistration', '201', 'Noop', '1001'],
      ['add', 'sipregistration', '202', 'Noop', '1001'],
      ['remove', 'sipregistration', '201'],
      ['remove', 'sipregistration', '202'],
    ]);
  });

  it('is none where sip.conf names no regcontext', () => {
    expect([contexts([]).it.isUsed(HERE), contexts([], '').it.isUsed(HERE)]).toEqual([true, false]);
  });
});
