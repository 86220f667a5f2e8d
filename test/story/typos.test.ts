import { describe, expect, it } from 'vitest';
import type { ProfileName } from '../../src/model/profiles.ts';
import { fourServers, type Files } from '../asterisk/fourServers.ts';
import { withFiles } from './files.ts';
import { replay } from './replay.ts';

/** What the cause of the one call from berlin to ulm is with one text of one file changed. */
function why(
  file: string,
  from: string | RegExp,
  to: string,
  profile: ProfileName = 'asterisk-22',
  callee = '402',
): string {
  const { files, scenario } = fourServers(profile);
  const edited: Files = { ...files, [file]: files[file]!.replace(from, to) };
  expect(edited[file], 'the edit changes nothing').not.toBe(files[file]);
  const patient = scenario.replace('to: 402, talk: 5s', `to: ${callee}, talk: 5s, patience: 60s`);
  const [call] = replay(withFiles(edited, patient.replace('asterisk: ./conf\n', ''))).calls;
  expect(call!.lost).toBe(true);
  return `${call!.cause}: ${call!.because}`;
}

const TO = 'Dial(${TO},20)';

describe('a call that a typo lost has a cause that is true', () => {
  it.each<[string, string, string | RegExp, string, string]>([
    [
      'a context that nobody is asked for',
      'berlin/extensions.conf',
      '${EXTEN},priv',
      '${EXTEN},prvi',
      'nobodyAsked: 402 is at ulm, and berlin asked nobody: no peer in its dundi.conf has include = prvi',
    ],
    [
      'no permit',
      'ulm/dundi.conf',
      /permit=priv/g,
      'permit=other',
      'lookupRefused: 402 is at ulm, which refused to answer for "priv"',
    ],
    [
      'a misspelt regcontext there',
      'ulm/pjsip.conf',
      'regcontext=here',
      'regcontext=hree',
      'notAdvertised: ulm, where 402 is registered, answered that "priv" does not have it there',
    ],
    [
      'no peer section for it',
      'berlin/dundi.conf',
      /\[02:00:00:00:00:04\][^[]*/,
      '',
      'holderNotAsked: 402 is at ulm, which was not asked: berlin asked hamburg, munich',
    ],
    [
      'another address in identify',
      'ulm/pjsip.conf',
      'match=10.7.0.1\n',
      'match=10.7.0.11\n',
      'unknownCaller: ulm knew nobody by the address of berlin, nor by the name 101, and refused the call',
    ],
    [
      'another endpoint in identify',
      'ulm/pjsip.conf',
      'endpoint=berlin',
      'endpoint=berlni',
      'unknownCaller: ulm knew nobody by the address of berlin, nor by the name 101, and refused the call',
    ],
    [
      'a mapping to an endpoint that is not there',
      'ulm/dundi.conf',
      'PJSIP,ulm/',
      'PJSIP,umlaut/',
      'noDevice: berlin dialled PJSIP/umlaut/sip:402@10.7.0.4, and its files have no such device',
    ],
    [
      'an endpoint that is not there',
      'berlin/extensions.conf',
      TO,
      'Dial(PJSIP/${EXTEN}@foo,20)',
      'noDevice: berlin dialled PJSIP/402@foo, and its files have no such device',
    ],
    [
      'one of the called server',
      'ulm/extensions.conf',
      'Dial(PJSIP/${EXTEN},20)',
      'Dial(PJSIP/${EXTEN}@foo,20)',
      'noDevice: ulm dialled PJSIP/402@foo, and its files have no such device',
    ],
    [
      'a peer of IAX2 that is not there',
      'berlin/extensions.conf',
      TO,
      'Dial(IAX2/foo/${EXTEN},20)',
      'noDevice: berlin dialled IAX2/foo/402, and its files have no such device',
    ],
    [
      'another context there',
      'ulm/pjsip.conf',
      /context=incoming/g,
      'context=incomming',
      'wrongServer: sent to ulm, which has no extension 402 in [incomming] (cause 1)',
    ],
  ])('%s', (_, file, from, to, text) => expect(why(file, from, to)).toBe(text));

  it('a misspelt regcontext at the own server', () => {
    expect(why('berlin/pjsip.conf', 'regcontext=here', 'regcontext=hree', 'asterisk-22', '102')).toBe(
      'localMissed: 102 is registered at berlin itself, which asked other servers for it',
    );
  });

  it('a peer of chan_sip that is not there: no resolver knows a name without a domain', () => {
    expect(why('berlin/extensions.conf', TO, 'Dial(SIP/${EXTEN}@foo,20)', 'asterisk-16')).toBe(
      'noDevice: berlin dialled SIP/402@foo, and its files have no such device',
    );
  });

  it('no section for the calling server, and no guests', () => {
    expect(why('ulm/sip.conf', 'host=10.7.0.1\n', 'host=10.7.0.11\n', 'asterisk-16')).toBe(
      'unknownCaller: ulm knew nobody by the address of berlin, nor by the name 101, and refused the call',
    );
  });
});
