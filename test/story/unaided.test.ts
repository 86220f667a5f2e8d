import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../src/scenario/index.ts';
import { folder } from '../scenario/world.ts';
import { replay } from './replay.ts';

const OFFICE =
  'phones: { office: { numbers: 1001..1003, home: [regpbx1, regpbx2, regpbx1], addresses: 10.10.10.62.. } }';

/** What a small office adds to the paper's plan: services without a phone behind them, and a prefix. */
const SERVICES = `
[phones]
exten => 8500,1,Answer
exten => 8500,2,Echo
exten => 8501,1,Playback(the-time)
exten => 8501,2,Hangup
exten => 8502,1,Answer
exten => 8502,2,Background(menu)
exten => 8502,3,Dial(SIP/1003|20)
exten => 8503,1,Answer
exten => 8503,2,Busy(5)
exten => 8504,1,Dial(SIP/1003|5)
exten => 8504,2,Playback(nobody-here)
exten => 8504,3,Hangup
exten => 8505,1,VoiceMailMain
exten => 8505,2,Hangup
exten => 8506,1,Answer
exten => 8506,2,Wait(60)
exten => 8507,1,VoiceMail(1003)
exten => 8507,2,Congestion()
exten => 8508,1,VoiceMail(1003)
exten => 8508,2,Playback(goodbye)
exten => 8508,3,Hangup
exten => _9XXXX,1,Goto(lookuplocal|\${EXTEN:1}|1)
exten => _7XXXX,1,Dial(SIP/\${EXTEN:1}|20)
exten => _7XXXX,2,Hangup
`;

function office(calls: string, more = '') {
  const paper = folder('paper').map(({ path, text }) => ({
    path,
    text: !path.endsWith('regpbx1/extensions.conf')
      ? text
      : text
          .replace('[phones]', SERVICES)
          .replace('exten => i,1,Playback(pbx-invalid|noanswer)', 'exten => i,1,Playback(pbx-invalid)'),
  }));
  return replay(
    parseScenario({
      path: 'story.yaml',
      sets: [],
      folders: new Map([['./paper', paper]]),
      text: `duration: 5m\nasterisk: ./paper\n${OFFICE.replace(' } }', `, answerAfter: 4s${more} } }`)}\n${calls}`,
    }),
  ).calls;
}

const seconds = (micros: number): number => Math.round(micros / 1_000_000);

describe('a call that the dialplan answers without calling anybody', () => {
  it('is answered by the caller’s own server, and lasts as long as he or the plan wants', () => {
    const calls = office(`calls:
      - { at: 10s, from: 1001, to: 8500, talk: 60s, patience: 20s }
      - { at: 100s, from: 1001, to: 8501, talk: 60s, patience: 2s }
      - { at: 150s, from: 1001, to: 8506, talk: 10s, patience: 20s }
      - { at: 200s, from: 1001, to: 8505, talk: 10s, patience: 20s }`);
    expect(
      calls.map(({ dialled, outcome, lost, ringingAt, answeredAt, endedAt }) => [
        dialled,
        outcome,
        lost,
        ringingAt,
        seconds(endedAt - answeredAt),
      ]),
    ).toEqual([
      ['8500', 'local', false, -1, 60],
      ['8501', 'local', false, -1, 3],
      ['8506', 'abandoned', true, -1, 170],
      ['8505', 'local', false, -1, 10],
    ]);
  });

  it('and leaves a message: what the plan does behind its voicemail is heard for as long as patience lasts', () => {
    const calls = office(`calls:
      - { at: 10s, from: 1001, to: 8507, talk: 60s, patience: 20s }
      - { at: 100s, from: 1001, to: 8508, talk: 60s, patience: 20s }`);
    expect(calls.map(({ outcome, offeredAt, endedAt }) => [outcome, seconds(endedAt - offeredAt)])).toEqual([
      ['voicemail', 50],
      ['voicemail', 33],
    ]);
  });

  it('is dropped when the server dies', () => {
    const [call] = office(
      'calls: [{ at: 10s, from: 1001, to: 8500, talk: 60s }]\nfaults: [{ at: 30s, crash: regpbx1 }]',
    );
    expect(call).toMatchObject({ outcome: 'local', dropped: true, lost: true, endedAt: 30_000_000 });
  });

  it('is not answered when the plan then calls somebody: that one has to pick up, and the patience is new', () => {
    const calls = office(
      'calls: [{ at: 10s, from: 1001, to: 8502, talk: 60s, patience: 6s }, { at: 100s, from: 1001, to: 8502, talk: 60s, patience: 2s }]',
    );
    expect(
      calls.map(({ outcome, ringingAt, offeredAt, endedAt }) => [
        outcome,
        seconds(ringingAt - offeredAt),
        seconds(endedAt - offeredAt),
      ]),
    ).toEqual([
      ['local', 3, 67],
      ['abandoned', 3, 5],
    ]);
  });

  it('is not answered by a busy tone, nor by what is said of a number that nobody has, nor of a phone that nobody picked up', () => {
    const calls = office(
      `calls:
      - { at: 10s, from: 1001, to: 8503, patience: 20s }
      - { at: 50s, from: 1001, to: 1999, patience: 20s }
      - { at: 100s, from: 1001, to: 8504, patience: 20s }`,
      ', answerProbability: 0%',
    );
    expect(
      calls.map(({ dialled, outcome, calleeReachable, lost }) => [dialled, outcome, calleeReachable, lost]),
    ).toEqual([
      ['8503', 'busy', false, false],
      ['1999', 'invalid', false, false],
      ['8504', 'noAnswer', true, true],
    ]);
  });
});

describe('the called phone behind a prefix or a service number', () => {
  it('is the one that the plan comes to', () => {
    const calls = office(`calls:
      - { at: 10s, from: 1001, to: 91003, talk: 5s }
      - { at: 40s, from: 1001, to: 91002, talk: 5s }
      - { at: 70s, from: 1001, to: 71003, talk: 5s }
      - { at: 100s, from: 1001, to: 91999, talk: 5s }
      - { at: 130s, from: 1001, to: 91001, talk: 5s }`);
    expect(calls.map(({ dialled, calleeReachable, outcome }) => [dialled, calleeReachable, outcome])).toEqual([
      ['91003', true, 'local'],
      ['91002', true, 'dundi'],
      ['71003', true, 'local'],
      ['91999', false, 'invalid'],
      ['91001', false, expect.anything()],
    ]);
  });

  it('is lost when it was there and did not get the call, and no loss without power', () => {
    const calls = office(`calls:
      - { at: 100s, from: 1001, to: 91002, patience: 100s }
      - { at: 200s, from: 1003, to: 91002, patience: 100s }
faults: [{ at: 5s, partition: { between: dunpbx1, and: regpbx2 } }, { at: 6s, stop: database }, { at: 150s, powerOff: 1002 }]`);
    expect(calls.map(({ outcome, calleeReachable, lost }) => [outcome, calleeReachable, lost])).toEqual([
      ['invalid', true, true],
      ['invalid', false, false],
    ]);
  });

  it('drops the call when it loses its power', () => {
    const [call] = office(
      'calls: [{ at: 10s, from: 1001, to: 91003, talk: 60s }]\nfaults: [{ at: 30s, powerOff: 1003 }]',
    );
    expect(call).toMatchObject({ outcome: 'local', dropped: true, lost: true, endedAt: 30_000_000 });
  });
});

describe('a phone that nobody picks up', () => {
  it('counts as lost when it was powered and idle, whether voicemail takes the call or not', () => {
    const calls = office(
      'calls: [{ at: 10s, from: 1001, to: 1002, patience: 60s }, { at: 100s, from: 1001, to: 71003, patience: 60s }]',
      ', answerProbability: 0%',
    );
    expect(calls.map(({ outcome, lost }) => [outcome, lost])).toEqual([
      ['voicemail', true],
      ['noAnswer', true],
    ]);
  });
});
