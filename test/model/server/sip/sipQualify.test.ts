import { describe, expect, it } from 'vitest';
import { SECOND } from '../../../../src/kernel/units.ts';
import { OPTIONS_RESPONSE } from '../../../../src/model/protocol/sip.ts';
import { UNREACHABLE } from '../../../../src/model/server/registrar/sipPeers.ts';
import { HERE, SipLab, type SipOptionsOfLab } from '../sipLab.ts';

const QUALIFY = { qualifyMs: 200 };

/** A lab whose phone has registered at 20 ms, and answers OPTIONS after that many ms; Infinity: never. */
function probed(options: SipOptionsOfLab = {}): { lab: SipLab; answersIn: (ms: number) => void } {
  let ms = 0;
  const lab = new SipLab({
    ...options,
    sip: { ...QUALIFY, ...options.sip },
    meets: ({ message, from, fields, to }) => {
      if (message.title === 'OPTIONS' && from === HERE && ms < Infinity) {
        const { branch } = fields as { branch: number };
        lab.network.send(to, HERE, OPTIONS_RESPONSE, { branch, status: 200 }, ms * 1000);
      }
      return [0];
    },
  });
  return { lab, answersIn: (later) => void (ms = later) };
}

const unreachable = (lab: SipLab): boolean => lab.peers.has(lab.row(0), UNREACHABLE);

describe('OPTIONS', () => {
  it('is sent at the registration and each minute while the phone answers', () => {
    const { lab } = probed();
    lab.registered(0).until(200);
    expect(lab.wire.times('OPTIONS').map(Math.floor)).toEqual([0, 60, 120, 180]);
    expect([unreachable(lab), lab.peers.lastMs.get(lab.row(0))]).toEqual([false, 2]);
  });

  it('is none where sip.conf does not say qualify', () => {
    const { lab } = probed({ sip: { qualifyMs: 0 } });
    lab.registered(0).until(200);
    lab.qualify.settle(lab.row(0), SECOND);
    expect(lab.until(300).wire.times('OPTIONS')).toEqual([]);
  });

  it.each([
    ['asterisk-1.2', 1],
    ['asterisk-16', 2],
  ] as const)('of a refresh from the same address in %s: %i in all', (profile, count) => {
    const { lab } = probed({ profile });
    lab.registered(0).until(10).registered(0).until(20);
    expect(lab.wire.times('OPTIONS')).toHaveLength(count);
  });
});

describe('a phone is unreachable', () => {
  it.each([
    [198, false],
    [200, true],
    [390, true],
  ])('when it answers after %i ms of a threshold of 200: %s', (ms, is) => {
    const { lab, answersIn } = probed();
    answersIn(ms);
    lab.registered(0).until(1);
    expect([unreachable(lab), lab.devices.canCall(HERE, lab.devices.parse(HERE, '1001'))]).toEqual([is, !is]);
    expect(lab.peers.lastMs.get(lab.row(0))).toBe(ms + 2);
  });

  it('when twice the threshold has passed without an answer', () => {
    const { lab, answersIn } = probed();
    answersIn(Infinity);
    lab.registered(0);
    const sent = lab.wire.times('OPTIONS')[0]!;
    lab.until(sent + 0.399);
    expect(unreachable(lab)).toBe(false);
    lab.until(sent + 0.401);
    expect(unreachable(lab)).toBe(true);
  });

  it('is asked each 10 s until it answers', () => {
    const { lab, answersIn } = probed();
    answersIn(Infinity);
    lab.registered(0).until(25);
    expect(lab.wire.times('OPTIONS').map(Math.floor)).toEqual([0, 10, 20]);
    answersIn(0);
    lab.until(100);
    expect([unreachable(lab), lab.wire.times('OPTIONS').map(Math.floor).slice(3)]).toEqual([false, [31, 91]]);
  });

  it('an answer to nothing is nothing', () => {
    const { lab } = probed();
    lab.registered(0).until(10);
    lab.network.send(lab.host(0), HERE, OPTIONS_RESPONSE, { branch: lab.row(0), status: 200 });
    expect(lab.until(50).peers.lastMs.get(lab.row(0))).toBe(2);
    expect(lab.until(62).wire.times('OPTIONS')).toHaveLength(2);
  });

  it('takes its extension away and brings it back where regextenonqualify says so', () => {
    for (const regExtenOnQualify of [true, false]) {
      const { lab, answersIn } = probed({ sip: { regExtenOnQualify } });
      answersIn(Infinity);
      lab.registered(0).until(5);
      expect(lab.extensions[0]!.size).toBe(regExtenOnQualify ? 0 : 1);
      answersIn(0);
      lab.until(15);
      expect([...lab.extensions[0]!]).toEqual(['1001']);
    }
  });
});

it('the end of the registration ends it, with all that was known', () => {
  const { lab, answersIn } = probed();
  answersIn(Infinity);
  lab.registered(0).until(5);
  lab.registered(0, 0);
  const asked = lab.wire.times('OPTIONS').length;
  lab.until(100);
  expect([lab.wire.times('OPTIONS').length, unreachable(lab), lab.peers.lastMs.get(lab.row(0))]).toEqual([
    asked,
    false,
    0,
  ]);
});

it('at the start a phone has been reachable for long, and is asked in its phase', () => {
  const { lab } = probed();
  lab.registrations.settle(HERE, 0 as never, 300, 0, 7 * SECOND);
  expect(lab.peers.lastMs.get(lab.row(0))).toBe(1);
  expect(lab.until(10).wire.times('OPTIONS')).toEqual([7]);
});
