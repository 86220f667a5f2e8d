import { describe, expect, it } from 'vitest';
import type { CallId, PhoneId } from '../../../src/model/ids.ts';
import { INVITE_RESPONSE } from '../../../src/model/protocol/sip.ts';
import { phoneConfig } from '../laboratory.ts';
import { PhoneLab } from './phoneLab.ts';

const SEVEN = [0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5];

function dialled(different: object = {}): PhoneLab {
  const lab = new PhoneLab([phoneConfig('1001', different), phoneConfig('1002')]);
  lab.dial(1);
  return lab;
}

/** Challenged at 1 ms, its digest sent at 2 ms. */
function challenged(different: object = {}): PhoneLab {
  const lab = dialled(different);
  lab.say(401, 1);
  return lab.until(0.01);
}

const whatOf = (lab: PhoneLab): readonly string[] => lab.noted.map(({ what }) => what);

describe('a whole call', () => {
  it('is asked for, challenged, asked for with a digest, and acknowledged', () => {
    const lab = challenged();
    for (const status of [100, 180, 200]) {
      lab.say(status, 1);
      lab.until(lab.now + 1);
    }
    expect(lab.wire.seen.filter(({ from }) => from === lab.host(0)).map(({ title }) => title)).toEqual([
      'INVITE',
      'ACK',
      'INVITE',
      'ACK',
    ]);
    expect(lab.wire.all('INVITE').map(({ fields }) => fields)).toEqual([
      { dialog: 1, call: 1, from: '1001', to: '1002', credentials: 'right', nonce: 0 },
      { dialog: 1, call: 1, from: '1001', to: '1002', credentials: 'right', nonce: 1 },
    ]);
    expect(whatOf(lab)).toEqual(['invited', 'challenged', 'served', 'final']);
    expect(lab.noted.at(-1)).toEqual({ what: 'final', status: 200 });
    lab.say(200, 1); // Once more: it is acknowledged, and is no news.
    lab.until(lab.now + 1);
    expect([whatOf(lab).length, lab.wire.all('ACK').length]).toEqual([4, 3]);
    lab.outgoing.hangUp(1 as CallId);
    expect([lab.wire.last('BYE').fields['dialog'], lab.left, lab.ends]).toEqual([1, 0, []]);
  });

  it('a 200 without any 1xx is an answer too', () => {
    const lab = challenged();
    lab.say(200, 1);
    lab.until(1);
    expect(whatOf(lab)).toEqual(['invited', 'challenged', 'served', 'final']);
    lab.outgoing.hangUp(1 as CallId);
    expect(lab.wire.titles().at(-1)).toBe('BYE');
    expect(lab.until(100).wire.all('INVITE')).toHaveLength(2);
  });

  it('ends by the BYE of the server, once', () => {
    const lab = challenged();
    lab.say(200, 1);
    lab.until(1);
    lab.outgoing.isHungUp(1 as CallId);
    lab.outgoing.isHungUp(1 as CallId);
    expect([lab.ends, lab.left]).toEqual([[[1, 1, 'bye']], 0]);
  });

  it.each([486, 404, 503])('ends by %i, which is acknowledged', (status) => {
    const lab = challenged();
    lab.say(status, 1);
    lab.until(1);
    expect([lab.ends, lab.wire.all('ACK').length, lab.noted.at(-1), lab.left]).toEqual([
      [[0.011, 1, 'error']],
      2,
      { what: 'final', status },
      0,
    ]);
  });
});

it('a phone takes its time to answer a challenge, and none to dial or to send again', () => {
  const lab = new PhoneLab([phoneConfig('1001')]);
  lab.replyMs = 50;
  lab.dial(1);
  lab.until(0.6);
  lab.say(401, 1);
  lab.until(1.2);
  const came = lab.arrived.filter(([title]) => title === 'INVITE').map(([, at]) => at);
  expect(came).toEqual([0.001, 0.501, 0.652, 1.102]); // Resends count from when the INVITE was made.
});

describe('resends', () => {
  it('seven INVITEs in 32 s, then the call is given up', () => {
    const lab = dialled().until(100);
    expect([lab.wire.times('INVITE'), lab.ends, lab.noted.at(-1), lab.left]).toEqual([
      SEVEN,
      [[32, 1, 'unanswered']],
      { what: 'timedOut', server: 0 },
      0,
    ]);
  });

  it('begin anew with the digest', () => {
    const lab = challenged().until(100);
    expect(lab.wire.times('INVITE').slice(1)).toEqual(SEVEN.map((at) => Math.round(1000 * at + 1) / 1000));
    expect(lab.ends).toEqual([[32.001, 1, 'unanswered']]);
  });

  it.each([100, 180, 200])('end with %i', (status) => {
    const lab = challenged();
    lab.say(status, 1);
    expect([lab.until(100).wire.all('INVITE').length, lab.ends, lab.outgoing.size]).toEqual([2, [], 1]);
  });

  it('a challenge that comes twice, or after an answer, is answered once', () => {
    const lab = challenged();
    lab.say(401, 1);
    lab.until(0.1);
    lab.say(100, 1);
    lab.until(0.2);
    lab.say(401, 1);
    lab.until(0.3);
    expect([lab.wire.all('INVITE').length, lab.wire.all('ACK').length]).toEqual([2, 1]);
  });
});

describe('a caller who hangs up', () => {
  it('before any answer sends his CANCEL when the first one comes (RFC 3261 9.1)', () => {
    const lab = dialled().until(0.2);
    lab.outgoing.hangUp(1 as CallId);
    expect(lab.until(0.6).wire.titles()).toEqual(['INVITE', 'INVITE']);
    lab.say(100, 1);
    expect(lab.until(1).wire.titles().slice(2)).toEqual(['response to INVITE', 'CANCEL']);
    expect([lab.left, lab.ends, whatOf(lab)]).toEqual([0, [], ['invited']]);
  });

  it('before a challenge, which is acknowledged and not answered', () => {
    const lab = dialled();
    lab.outgoing.hangUp(1 as CallId);
    lab.say(401, 1);
    expect(lab.until(100).wire.titles()).toEqual(['INVITE', 'response to INVITE', 'ACK']);
    expect(lab.left).toBe(0);
  });

  it('before a 200, which is acknowledged and followed by BYE', () => {
    const lab = challenged();
    lab.outgoing.hangUp(1 as CallId);
    lab.say(200, 1);
    expect(lab.until(100).wire.titles().slice(-2)).toEqual(['ACK', 'BYE']);
    expect(lab.left).toBe(0);
  });

  it('and whose server never answers, is free after Timer B', () => {
    const lab = dialled({ lastResort: 2 }).until(1);
    lab.outgoing.hangUp(1 as CallId);
    expect([lab.until(100).ends, lab.left, lab.wire.all('INVITE').every(({ to }) => to === 2)]).toEqual([
      [[32, 1, 'unanswered']],
      0,
      true,
    ]);
  });

  it('while it rings sends CANCEL, and a late 200 is acknowledged and ended', () => {
    const lab = challenged();
    lab.say(180, 1);
    lab.until(1);
    lab.outgoing.hangUp(1 as CallId);
    expect([lab.wire.titles().at(-1), lab.left]).toEqual(['CANCEL', 0]);
    lab.say(200, 1);
    expect(lab.until(2).wire.titles().slice(-3)).toEqual(['response to INVITE', 'ACK', 'BYE']);
  });

  it('and gets a late error acknowledges it; a late 180 is nothing', () => {
    const lab = challenged();
    lab.say(180, 1);
    lab.until(1);
    lab.outgoing.hangUp(1 as CallId);
    lab.say(487, 1);
    lab.say(180, 1);
    expect(lab.until(2).wire.titles().slice(-3)).toEqual(['response to INVITE', 'response to INVITE', 'ACK']);
  });
});

describe('a proxy of last resort', () => {
  it('is asked at once by a phone that is not registered', () => {
    const lab = dialled({ lastResort: 2 });
    expect([lab.outgoing.serverFor(0 as PhoneId), lab.wire.last('INVITE').to, lab.noted[0]]).toEqual([
      2,
      2,
      { what: 'invited', server: 2, lastResort: true },
    ]);
  });

  it('is asked after 32 s by one that is registered and whose server is silent, without its digest', () => {
    const lab = new PhoneLab([phoneConfig('1001', { lastResort: 2 })]);
    lab.begin().until(1);
    lab.dial(1);
    lab.say(401, 1);
    lab.until(100);
    const sent = lab.wire.all('INVITE').map(({ to, fields }) => [to, fields['nonce']]);
    expect([sent[0], sent[1], sent[8], sent.length]).toEqual([[0, 0], [0, 1], [2, 0], 1 + 7 + 7]);
    expect(whatOf(lab)).toEqual(['invited', 'challenged', 'timedOut', 'invited', 'timedOut']);
    expect(lab.ends).toEqual([[65.001, 1, 'unanswered']]);
  });

  it('may be the first server of the configuration', () => {
    const lab = new PhoneLab([phoneConfig('1001', { home: 1, lastResort: 0 })]);
    expect(lab.outgoing.serverFor(0 as PhoneId)).toBe(0);
    lab.begin().until(1);
    expect(lab.outgoing.serverFor(0 as PhoneId)).toBe(1);
    lab.dial(1);
    lab.until(40);
    expect(lab.wire.last('INVITE').to).toBe(0);
  });

  it('is none of a phone that has none', () => {
    expect(dialled().wire.last('INVITE').to).toBe(0);
  });
});

describe('power', () => {
  it('ends the calls of that phone, without a word', () => {
    const lab = challenged();
    lab.dial(2, 1);
    lab.outgoing.powerOff(0 as PhoneId);
    const sent = lab.wire.seen.length;
    expect([lab.outgoing.size, lab.ends]).toEqual([1, []]);
    lab.until(100);
    expect(lab.wire.seen.slice(sent).every(({ from }) => from === lab.host(1))).toBe(true);
  });
});

it('a response in an unknown dialog below 200 is nothing', () => {
  const lab = new PhoneLab([phoneConfig('1001')]);
  lab.network.send(0 as never, lab.host(0), INVITE_RESPONSE, { dialog: 9, call: 9 as CallId, status: 183, nonce: 0 });
  expect(lab.until(1).wire.seen).toHaveLength(1);
});
