import { describe, expect, it } from 'vitest';
import { SECOND } from '../../../../src/kernel/units.ts';
import type { PhoneId, ServerId } from '../../../../src/model/ids.ts';
import { PHONE_KINDS, type PhoneKind } from '../../../../src/model/phone/kinds.ts';
import { REGISTER_RESPONSE } from '../../../../src/model/protocol/sip.ts';
import { phoneConfig, STEADY, type Meets } from '../../laboratory.ts';
import { PhoneLab } from '../phoneLab.ts';

const PHONE = 0 as PhoneId;
const ELEVEN = [0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5];

function alone(kind: Partial<PhoneKind> = {}, different: object = {}, meets?: Meets): PhoneLab {
  return new PhoneLab([phoneConfig('1001', { kind: { ...STEADY, ...kind }, backup: [1], ...different })], meets);
}

describe('a registration', () => {
  it('is asked for, challenged, granted, and refreshed at its point', () => {
    const lab = alone().begin().until(301);
    expect(lab.wire.seen.map(({ at, title }) => [at, title])).toEqual(
      [0, 150.004, 300.008].flatMap((at) => [
        [at, 'REGISTER'],
        [expect.closeTo(at + 0.001, 6), 'response to REGISTER'],
        [expect.closeTo(at + 0.002, 6), 'REGISTER'],
        [expect.closeTo(at + 0.003, 6), 'response to REGISTER'],
      ]),
    );
    expect(
      lab.heard.ended.map(({ kind, result, sends, took, granted }) => [kind, result, sends, took, granted]),
    ).toEqual([
      ['first', 'granted', 2, 4000, 300],
      ['refresh', 'granted', 2, 4000, 300],
      ['refresh', 'granted', 2, 4000, 300],
    ]);
    expect(lab.heard.believes).toEqual([[0.004, 0, true]]);
  });

  it('carries what the server needs, and no more of one pass in the other', () => {
    const lab = alone().begin().until(1);
    const [first, second] = lab.wire.all('REGISTER').map(({ fields }) => fields) as [object, object];
    expect(first).toMatchObject({
      callId: 0,
      aor: 0,
      contact: lab.host(0),
      expires: 300,
      credentials: 'right',
      nonce: 0,
    });
    expect(second).toMatchObject({ callId: 0, expires: 300, nonce: 7 });
    expect(second).not.toMatchObject({ branch: (first as { branch: number }).branch });
  });

  it('names no time when the phone has none', () => {
    expect(alone({}, { expires: 0 }).begin().until(1).wire.all('REGISTER')[0]!.fields).toMatchObject({ expires: -1 });
  });

  it('ends with Expires 0, without a grant', () => {
    const lab = alone().begin().until(10);
    lab.lines.unregister(0);
    lab.until(11);
    expect(lab.wire.last('REGISTER').fields).toMatchObject({ expires: 0, nonce: 7 });
    expect(lab.heard.ended.at(-1)).toMatchObject({ kind: 'unregister', result: 'granted', granted: 0 });
    expect([lab.lines.isPhoneRegistered(PHONE), lab.heard.believes.at(-1)]).toEqual([false, [10.004, 0, false]]);
    expect(lab.until(1000).registersTo(0, 11)).toEqual([]);
  });

  it('is asked for at once by a phone that moves', () => {
    const lab = alone().begin().until(10);
    lab.lines.moveTo(0, 2 as ServerId);
    lab.until(200);
    expect([lab.lines.serverFor(PHONE), lab.registersTo(0, 1), lab.registersTo(2)]).toEqual([2, [], [10, 160.004]]);
  });

  it('a second one beside the first is of its own Call-ID', () => {
    const lab = alone().begin().until(1);
    lab.lines.begin(lab.lines.addLine(PHONE, [2 as ServerId]));
    lab.until(2);
    expect(lab.wire.last('REGISTER')).toMatchObject({ to: 2, fields: { callId: 1 } });
    expect(lab.lines.linesOfPhone(PHONE)).toEqual([0, 1]);
    expect([lab.lines.serverFor(PHONE), lab.lines.phoneOf(1), lab.lines.serverOf(1)]).toEqual([0, PHONE, 2]);
  });
});

describe('what comes twice, late, or for another transaction', () => {
  it('a response to a REGISTER that has been given up is nothing', () => {
    const lab = alone({ secondServer: 'none' }).begin();
    lab.registers[0] = 'silent';
    lab.until(33);
    const { branch } = lab.wire.all('REGISTER')[0]!.fields as { branch: number };
    const late = { branch, status: 401, nonce: 7, stale: false, expires: 0 } as const;
    lab.network.send(0 as ServerId, lab.host(0), REGISTER_RESPONSE, late);
    lab.until(34);
    expect(lab.wire.all('REGISTER').length).toBe(11);
  });

  it('a 401 that is stale to a REGISTER without a digest is nothing, and one that is not to one with it a refusal', () => {
    const lab = alone().begin();
    lab.registers[0] = 'silent';
    lab.until(0.1);
    const of = () => lab.wire.last('REGISTER').fields['branch'] as number;
    const send = (status: 200 | 401 | 403, stale = false) =>
      lab.network.send(0 as ServerId, lab.host(0), REGISTER_RESPONSE, {
        branch: of(),
        status,
        nonce: 9,
        stale,
        expires: 60,
      });
    send(401, true);
    lab.until(0.2);
    expect([lab.heard.ended.length, lab.wire.all('REGISTER').length]).toEqual([0, 1]);
    send(401);
    lab.until(0.3);
    expect(lab.wire.all('REGISTER').map(({ fields }) => fields['nonce'])).toEqual([0, 9]);
    send(401, true);
    lab.until(0.5);
    expect(lab.wire.all('REGISTER').length).toBe(3);
    send(401);
    lab.until(0.6);
    expect(lab.heard.ended).toMatchObject([{ result: 'rejected', granted: 0, sends: 3 }]);
  });

  it.each([
    [200, 'granted'],
    [403, 'rejected'],
    [404, 'rejected'],
  ] as const)('a %i without a challenge is the answer: %s', (status, result) => {
    const lab = alone().begin();
    lab.registers[0] = 'silent';
    lab.until(0.1);
    const branch = lab.wire.last('REGISTER').fields['branch'] as number;
    const fields = { branch, status, nonce: 0, stale: false, expires: 60 };
    lab.network.send(0 as ServerId, lab.host(0), REGISTER_RESPONSE, fields);
    lab.until(0.2);
    expect(lab.heard.ended).toMatchObject([{ result, sends: 1 }]);
  });

  it.each([
    ['the first REGISTER', 'REGISTER', 0, 0.5],
    ['the 401', 'response to REGISTER', 0, 0.5],
    ['the REGISTER with the digest', 'REGISTER', 1, 0.502],
    ['the 200', 'response to REGISTER', 1, 0.502],
  ])('%s is lost: it is sent again half a second later', (_, title, nth, granted) => {
    const lab = alone({}, {}, ({ message }, n) => (message.title === title && n === nth ? [] : [0]))
      .begin()
      .until(10);
    expect(lab.heard.ended.map(({ result, endedAt, sends }) => [result, endedAt, sends])).toEqual([
      ['granted', granted + (nth === 0 ? 0.004 : 0.002), 3],
    ]);
  });
});

it('a late challenge of a transaction that has ended is not taken for one of the present', () => {
  // The 401 to the first REGISTER comes 0.6 s late; its copy is challenged at once, and the first 200 is lost.
  const lab = alone({}, {}, ({ message }, n) =>
    message.title !== 'response to REGISTER' ? [0] : n === 0 ? [0.6 * SECOND] : n === 2 ? [] : [0],
  )
    .begin()
    .until(10);
  expect(lab.heard.ended.map(({ result, endedAt }) => [result, endedAt])).toEqual([['granted', 1.004]]);
});

describe('silence', () => {
  it('eleven REGISTERs, the second server, and back when that one is silent too', () => {
    const lab = alone();
    lab.registers.fill('silent');
    lab.begin().until(130);
    expect(lab.registersTo(0)).toEqual([...ELEVEN, ...ELEVEN.map((at) => 94 + at)]);
    expect(lab.registersTo(1)).toEqual([...ELEVEN.map((at) => 32 + at), 126, 126.5, 127.5, 129.5]);
    expect(lab.heard.ended.map(({ server, result }) => [server, result])).toEqual([
      [0, 'timeout'],
      [1, 'timeout'],
      [0, 'timeout'],
    ]);
  });

  it('of a server that has challenged is a silence too', () => {
    const lab = alone();
    lab.registers[0] = 'challengesOnly';
    lab.begin().until(33);
    expect(lab.heard.ended.map(({ server, result, endedAt }) => [server, result, endedAt])).toEqual([
      [0, 'timeout', 32.002],
      [1, 'granted', 32.006],
    ]);
  });

  it('several tries, each after its pause, before the next server', () => {
    const lab = alone({ tries: 2 });
    lab.registers[0] = 'silent';
    lab.begin().until(100);
    expect(lab.registersTo(0).filter((_, i) => i % 11 === 0)).toEqual([0, 62]);
    expect(lab.registersTo(1)).toEqual([94]);
  });

  it('leads nowhere where there is no other server', () => {
    const lab = alone({ secondServer: 'none' });
    lab.registers[0] = 'silent';
    lab.begin().until(100);
    expect([lab.registersTo(0).filter((_, i) => i % 11 === 0), lab.registersTo(1)]).toEqual([[0, 62], []]);
  });

  it('a grant ends the count of failures: the next pause is the first again', () => {
    const lab = alone({ secondServer: 'none', retry: { kind: 'rfc5626', base: 10 * SECOND, max: 1000 * SECOND } });
    lab.registers[0] = 'silent';
    lab.begin().until(200);
    const starts = lab.registersTo(0).filter((_, i) => i % 11 === 0);
    lab.registers[0] = 'grants';
    lab.until(1000);
    expect(starts.length).toBeGreaterThan(2);
    lab.registers[0] = 'silent';
    lab.until(1200);
    const end = lab.heard.ended.find(({ result, endedAt }) => result === 'timeout' && endedAt > 1000)!.endedAt;
    expect(lab.registersTo(0, end)[0]! - end).toBeLessThanOrEqual(20); // 10 to 20 s, not 40 to 80.
  });
});

describe('a refusal', () => {
  it('is an answer: the same server after the pause', () => {
    const lab = alone({ retryAfterReject: 20 * SECOND });
    lab.registers[0] = 'refuses';
    lab.begin().until(61);
    expect([lab.registersTo(0), lab.registersTo(1)]).toEqual([[0, 20.004, 40.008, 60.012], []]);
    expect(lab.heard.ended.every(({ result, granted }) => result === 'rejected' && granted === 0)).toBe(true);
  });

  it('is paused after as a silence where the kind has no pause of its own', () => {
    const lab = alone();
    lab.registers[0] = 'refuses';
    expect(lab.begin().until(31).registersTo(0)).toEqual([0, 30.004]);
  });

  it('ends a count of silences', () => {
    const lab = alone({ tries: 2 });
    lab.registers[0] = 'silent';
    lab.begin().until(40);
    lab.registers[0] = 'refuses';
    lab.until(63);
    lab.registers[0] = 'silent';
    lab.until(160);
    expect(lab.registersTo(1)).toEqual([]); // One silence, a refusal, one silence.
  });
});

describe('what a phone believes', () => {
  it('its registration holds to the end of the grant, whatever becomes of the server', () => {
    const lab = alone({ secondServer: 'none' }).begin().until(1);
    lab.registers[0] = 'silent';
    lab.until(299);
    expect(lab.lines.isPhoneRegistered(PHONE)).toBe(true);
    lab.until(301);
    expect([lab.lines.isPhoneRegistered(PHONE), lab.heard.believes.at(-1)]).toEqual([false, [300.004, 0, false]]);
  });

  it('calls go to the server that it is registered at, not to the one that it tries', () => {
    const lab = alone().begin().until(1);
    lab.registers.fill('silent');
    lab.until(190); // The refresh at 150 s has timed out at 182 s: it tries the second one.
    expect([lab.lines.serverOf(0), lab.lines.serverFor(PHONE)]).toEqual([1, 0]);
    lab.until(301);
    expect(lab.lines.serverFor(PHONE)).toBe(lab.lines.serverOf(0));
  });

  it('the first of its lines that is registered takes its calls', () => {
    const lab = alone({ secondServer: 'atOnce' });
    lab.registers[0] = 'silent';
    for (const line of lab.lines.linesOfPhone(PHONE)) lab.lines.begin(line);
    lab.until(1);
    expect([lab.lines.serverFor(PHONE), lab.lines.isPhoneRegistered(PHONE)]).toEqual([1, true]);
    lab.registers[0] = 'grants';
    lab.until(70);
    expect([lab.lines.serverFor(PHONE), lab.heard.believes]).toEqual([0, [[0.004, 0, true]]]);
  });

  it('a refusal does not shorten it', () => {
    const lab = alone().begin().until(1);
    lab.registers[0] = 'refuses';
    expect(lab.until(299).lines.isPhoneRegistered(PHONE)).toBe(true);
    expect(lab.until(301).heard.believes.at(-1)).toEqual([300.004, 0, false]);
  });

  it('a first registration after that is one, a refresh before', () => {
    const lab = alone({ secondServer: 'none' }).begin().until(1);
    lab.registers[0] = 'silent';
    lab.until(320);
    lab.registers[0] = 'grants';
    lab.until(700);
    expect(lab.heard.ended.map(({ kind, result }) => `${kind} ${result}`)).toEqual([
      'first granted',
      'refresh timeout',
      'refresh timeout',
      'first timeout',
      'first granted',
      'refresh granted',
      'refresh granted',
    ]);
  });
});

describe('power', () => {
  it('a phone without it forgets all: its registration, its failures, and the server that it was at', () => {
    const lab = alone({ tries: 2, retry: { kind: 'rfc5626', base: 10 * SECOND, max: 1000 * SECOND } });
    lab.registers[0] = 'silent';
    lab.begin().until(150); // Two silences: at the second server.
    expect(lab.lines.serverFor(PHONE)).toBe(1);
    lab.registers[1] = 'silent';
    lab.until(400);
    lab.lines.powerOff(PHONE);
    lab.hosts.crash(lab.host(0));
    expect([lab.lines.isPhoneRegistered(PHONE), lab.lines.serverOf(0)]).toEqual([false, 0]);
    lab.until(2000);
    expect(lab.wire.seen.filter(({ at }) => at > 400)).toEqual([]);
    lab.hosts.start(lab.host(0));
    lab.lines.powerOn(PHONE);
    lab.until(2060);
    const again = lab.registersTo(0, 2000);
    expect(again.slice(0, 11)).toEqual(ELEVEN.map((at) => 2000 + at));
    // The first pause: 10 to 20 s after the 32 s, and the first server once more, for the count of silences is 1.
    expect(again[11]).toBeGreaterThanOrEqual(2042);
    expect(again[11]).toBeLessThanOrEqual(2052);
    expect(lab.registersTo(1, 2000)).toEqual([]);
  });

  it('begins to count the silences of its server anew', () => {
    const lab = alone({ tries: 2 });
    lab.registers[0] = 'silent';
    lab.begin().until(40); // One silence.
    lab.lines.powerOff(PHONE);
    lab.lines.powerOn(PHONE);
    expect(lab.until(133).registersTo(1)).toEqual([]);
    expect(lab.until(135).registersTo(1)).toEqual([134]);
  });

  it('while it is registered at its second server, the first one is its server again', () => {
    const lab = alone({ tries: 2, retry: { kind: 'rfc5626', base: 10 * SECOND, max: 1000 * SECOND } });
    lab.registers[0] = 'silent';
    lab.begin().until(150);
    expect(lab.lines.serverOf(0)).toBe(1);
    lab.lines.powerOff(PHONE);
    expect(lab.lines.serverOf(0)).toBe(0);
  });

  it('a transaction that it cuts is cancelled', () => {
    const lab = alone();
    lab.registers[0] = 'silent';
    lab.begin().until(1);
    lab.lines.powerOff(PHONE);
    lab.until(100);
    expect(lab.heard.ended).toMatchObject([{ result: 'cancelled', took: SECOND, sends: 2 }]);
    expect(lab.wire.all('REGISTER').length).toBe(2);
  });

  it('as is one that another one replaces', () => {
    const lab = alone();
    lab.registers[0] = 'silent';
    lab.begin().until(1);
    lab.registers[0] = 'grants';
    lab.begin().until(2);
    expect(lab.heard.ended.map(({ result }) => result)).toEqual(['cancelled', 'granted']);
  });
});

describe('a grant that is too short for the kind', () => {
  it('is given back, and asked for again after the time that the phone asks for', () => {
    const lab = alone({ leastGrant: 65 });
    lab.granted = 64;
    lab.begin().until(301);
    expect(lab.wire.all('REGISTER').map(({ at, fields }) => [at, fields['expires']])).toEqual([
      [0, 300],
      [0.002, 300],
      [0.004, 0],
      [0.006, 0],
      [300.008, 300],
      [300.01, 300],
      [300.012, 0],
      [300.014, 0],
    ]);
    expect(lab.lines.isPhoneRegistered(PHONE)).toBe(false);
  });

  it('is taken when it is just long enough', () => {
    const lab = alone({ leastGrant: 65 });
    lab.granted = 65;
    expect(lab.begin().until(1).lines.isPhoneRegistered(PHONE)).toBe(true);
  });
});

describe('the way back to the first server', () => {
  const away = (failback: PhoneKind['failback'], jitterRatio = 0): PhoneLab => {
    const lab = alone({ failback, jitterRatio });
    lab.registers[0] = 'silent';
    lab.begin().until(33);
    expect(lab.lines.serverFor(PHONE)).toBe(1);
    lab.registers[0] = 'grants';
    return lab;
  };

  it('comes after the time of the kind, also when that is longer than the registration', () => {
    const lab = away(1000 * SECOND).until(2000);
    expect(lab.registersTo(0, 33)[0]).toBeCloseTo(32 + 0.004 + 1000, 2);
    expect(lab.registersTo(1)).toHaveLength(7); // One, and six refreshes of 150 s.
    expect(lab.lines.serverFor(PHONE)).toBe(0);
  });

  it('comes before the refresh when it is shorter', () => {
    expect(
      away(100 * SECOND)
        .until(1000)
        .registersTo(0, 33)[0],
    ).toBeCloseTo(132, 1);
  });

  it('comes with the refresh, or never', () => {
    expect(away('refresh').until(1000).registersTo(0, 33)[0]).toBeCloseTo(182, 1);
    expect(away(0).until(5000).registersTo(0, 33)).toEqual([]);
  });

  it('is tried again so long after the first server has been silent once more', () => {
    const lab = away(400 * SECOND);
    lab.registers[0] = 'silent';
    lab.until(1000);
    expect(
      lab
        .registersTo(0, 33)
        .filter((_, i) => i % 11 === 0)
        .map(Math.round),
    ).toEqual([432, 864]);
    expect(lab.lines.serverFor(PHONE)).toBe(1);
    // Every time it is registered at the second one until then.
    expect(lab.heard.believes).toEqual([[32.004, 0, true]]);
  });

  it('is drawn within the jitter of the kind', () => {
    const [back] = away(1000 * SECOND, 0.05)
      .until(2000)
      .registersTo(0, 40)
      .map((at) => at - 32);
    expect(back).toBeGreaterThan(950);
    expect(back).toBeLessThan(1050);
    expect(Math.abs(back! - 1000)).toBeGreaterThan(0.1);
  });

  it('shipped kinds: Polycom UC at the next refresh, Linksys and Cisco SPA after an hour, Yealink after two minutes', () => {
    expect(['polycom-uc', 'cisco-spa', 'yealink-successive'].map((name) => PHONE_KINDS[name]!.failback)).toEqual([
      'refresh',
      3600 * SECOND,
      120 * SECOND,
    ]);
  });

  it('an unregistration goes where the registration is, also when the time is over', () => {
    const lab = away(160 * SECOND);
    lab.registers[1] = 'refuses';
    lab.until(200); // The second server has refused the refresh at 182 s.
    lab.lines.unregister(0);
    lab.until(201);
    expect([lab.registersTo(0, 200), lab.registersTo(1, 200)]).toEqual([[], [200]]);
  });
});

describe('at the start', () => {
  it('a phone that has registered before now refreshes in its rhythm', () => {
    const lab = alone();
    lab.lines.settle(0, 300, 100 * SECOND);
    expect([lab.lines.isPhoneRegistered(PHONE), lab.lines.serverFor(PHONE), lab.heard.believes]).toEqual([
      true,
      0,
      [[0, 0, true]],
    ]);
    expect(lab.lines.refreshInterval(0, 300)).toBe(150 * SECOND);
    expect(lab.until(300).registersTo(0)).toEqual([50, 200.004]);
  });

  it('its registration ends when it was granted to end', () => {
    const lab = alone({ secondServer: 'none' });
    lab.registers[0] = 'silent';
    lab.lines.settle(0, 300, 100 * SECOND);
    expect(lab.until(250).heard.believes.at(-1)).toEqual([200, 0, false]);
  });

  it('a phone that boots later begins then', () => {
    const lab = alone();
    lab.lines.beginAfter(0, 5 * SECOND);
    expect(lab.until(10).registersTo(0)).toEqual([5]);
    expect(lab.lines.asksOf(PHONE)).toBe(300);
  });
});

describe('a line', () => {
  it('that is moved registers at its new server, also from its second one', () => {
    const lab = alone();
    lab.registers[0] = 'silent';
    lab.begin().until(33);
    expect(lab.lines.serverFor(PHONE)).toBe(1);
    lab.lines.moveTo(0, 2 as ServerId);
    lab.until(34);
    expect([lab.lines.serverFor(PHONE), lab.lines.serverOf(0), lab.registersTo(2)]).toEqual([2, 2, [33]]);
  });

  it('that is added is one more of its phone', () => {
    const lab = alone();
    const line = lab.lines.addLine(PHONE, [2 as ServerId]);
    lab.lines.begin(line);
    lab.until(1);
    expect([lab.lines.linesOfPhone(PHONE), lab.lines.phoneOf(line), lab.registersTo(2)]).toEqual([[0, line], 0, [0]]);
    expect([lab.lines.isPhoneRegistered(PHONE), lab.lines.serverFor(PHONE)]).toEqual([true, 2]);
  });

  it('that is challenged waits for its grant', () => {
    const lab = alone();
    lab.registers[0] = 'challengesOnly';
    lab.begin();
    expect(lab.lines.isAuthenticating(0)).toBe(false);
    lab.until(1);
    expect(lab.lines.isAuthenticating(0)).toBe(true);
  });
});
