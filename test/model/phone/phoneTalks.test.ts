import { describe, expect, it } from 'vitest';
import type { CallId, PhoneId, ServerId } from '../../../src/model/ids.ts';
import { NOTIFY, REFER_RESPONSE, REINVITE_RESPONSE } from '../../../src/model/protocol/sip.ts';
import { phoneConfig } from '../laboratory.ts';
import { PhoneLab } from './phoneLab.ts';

const CALL = 5 as CallId;
const PHONE = 0 as PhoneId;

/** The phone has called, and talks from 1 s on. */
function talks(): PhoneLab {
  const lab = new PhoneLab([phoneConfig('1001')]);
  lab.dial(CALL);
  lab.until(1);
  lab.say(200, CALL);
  return lab.until(2);
}

function refers(lab: PhoneLab, listens = false): PhoneLab {
  lab.refers.send({ call: CALL, phone: PHONE, to: listens ? '700' : '1003', replaces: 0, listens });
  return lab.until(lab.now + 0.01);
}

function notify(lab: PhoneLab, status: 200 | 481 | 503): PhoneLab {
  lab.network.send(0 as ServerId, lab.host(0), NOTIFY, { dialog: CALL, call: CALL, status });
  return lab.until(lab.now + 0.01);
}

describe('a caller who sends the called person on', () => {
  it('asks within the own dialog, and hangs up when the server has done it', () => {
    const lab = refers(talks());
    expect(lab.wire.last('REFER').fields).toMatchObject({ dialog: CALL, call: CALL, to: '1003' });
    expect([notify(lab, 200).left, lab.wire.all('BYE').length, lab.ends]).toEqual([0, 1, [[2.011, CALL, 'bye']]]);
  });

  it('talks on when the server has not, and may ask again', () => {
    const lab = notify(refers(talks()), 503);
    expect([lab.refused, lab.left, lab.wire.all('BYE')]).toEqual([[CALL], 1, []]);
    expect(refers(lab).wire.all('REFER')).toHaveLength(2);
    lab.network.send(0 as ServerId, lab.host(0), REFER_RESPONSE, { dialog: CALL, call: CALL, status: 404 });
    expect([lab.until(3).refused, lab.left]).toEqual([[CALL, CALL], 1]);
  });

  it('who parks stays on the line until the number of the slot has been said', () => {
    const lab = notify(refers(talks(), true), 200);
    const known: unknown[] = [];
    lab.slotIsKnown.receive((...what) => void known.push(what));
    expect(lab.left).toBe(1);
    lab.parkerHears.send(CALL, PHONE, 701);
    expect([known, lab.left]).toEqual([[[CALL, PHONE, 701]], 0]);
  });

  it('does not before the call is answered', () => {
    const lab = new PhoneLab([phoneConfig('1001')]);
    lab.dial(CALL);
    expect(refers(lab.until(1)).wire.all('REFER')).toEqual([]);
  });
});

describe('a caller who puts the called person on hold', () => {
  const hold = (lab: PhoneLab, media: 'sendonly' | 'sendrecv' = 'sendonly'): PhoneLab => {
    lab.holds.send(CALL, PHONE, media);
    return lab.until(lab.now + 0.01);
  };
  const answer = (lab: PhoneLab, number: number, status: 200 | 481): PhoneLab => {
    lab.network.send(0 as ServerId, lab.host(0), REINVITE_RESPONSE, { dialog: CALL, call: CALL, number, status });
    return lab.until(lab.now + 0.01);
  };

  it('sends an INVITE within the own dialog, and hears when it is done', () => {
    const lab = answer(hold(talks()), 1, 200);
    expect(lab.wire.last('INVITE in the dialog').fields).toMatchObject({ dialog: CALL, number: 1, media: 'sendonly' });
    expect([lab.held, answer(hold(lab, 'sendrecv'), 2, 200).held, lab.left]).toEqual([[CALL], [CALL], 1]);
  });

  it('has no call any more where the server does not know it, or does not answer for 32 s', () => {
    expect(answer(hold(talks()), 1, 481).ends).toMatchObject([[2.011, CALL, 'bye']]);
    const silent = hold(talks()).until(60);
    expect([silent.wire.all('INVITE in the dialog').length, silent.ends]).toEqual([7, [[34, CALL, 'bye']]]);
  });
});

it('the server hears it from the called phone when its person hangs up, and the people hear it too', () => {
  const lab = new PhoneLab([phoneConfig('1001')]);
  lab.invite(-5);
  lab.until(3);
  lab.putsDown.send(CALL, PHONE);
  expect([lab.until(3.1).wire.all('BYE').length, lab.talksOver, lab.left]).toEqual([1, [[CALL, PHONE]], 0]);
});
