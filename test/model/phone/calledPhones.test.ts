import { describe, expect, it } from 'vitest';
import { SECOND } from '../../../src/kernel/units.ts';
import type { CallId, PhoneId, ServerId } from '../../../src/model/ids.ts';
import {
  ACK,
  BYE,
  CANCEL,
  NOTIFY,
  REFER_RESPONSE,
  REINVITE,
  REINVITE_RESPONSE,
  type Media,
} from '../../../src/model/protocol/sip.ts';
import { phoneConfig, STEADY } from '../laboratory.ts';
import { PhoneLab } from './phoneLab.ts';

const PHONE = 0 as PhoneId;
const DIALOG = -5;

function invited(different: object = {}, person?: { picksUp: boolean; ringsFor: number }): PhoneLab {
  const lab = new PhoneLab([phoneConfig('1001', different)]);
  if (person !== undefined) lab.person = person;
  lab.invite(DIALOG);
  return lab;
}

/** What the phone has answered, in order. */
const statuses = (lab: PhoneLab): readonly unknown[] =>
  lab.wire.all('response to INVITE').map(({ at, fields }) => [at, fields['status']]);

describe('a call that comes', () => {
  it('rings, is picked up, and ends by the BYE of the server', () => {
    const lab = invited().until(1.1);
    expect(statuses(lab)).toEqual([
      [0.001, 180],
      [1.001, 200],
    ]);
    expect(lab.noted).toEqual([
      { what: 'rings', server: 0, phone: 0 },
      { what: 'pickedUp', phone: 0 },
    ]);
    lab.inDialog(ACK, DIALOG);
    lab.until(60);
    expect([lab.left, lab.handsets.isIdle(PHONE)]).toEqual([1, false]);
    lab.inDialog(BYE, DIALOG);
    expect([lab.until(61).left, lab.handsets.isIdle(PHONE)]).toEqual([0, true]);
  });

  it('rings for a minute when nobody comes, then 480', () => {
    const lab = invited({}, { picksUp: false, ringsFor: SECOND }).until(100);
    expect([statuses(lab).at(-1), lab.left, lab.handsets.isIdle(PHONE)]).toEqual([[60.001, 480], 0, true]);
  });

  it('rings for a minute when its caller has gone already', () => {
    const lab = new PhoneLab([phoneConfig('1001')]);
    lab.person = undefined;
    lab.invite(DIALOG);
    expect(statuses(lab.until(100)).at(-1)).toEqual([60.001, 480]);
  });

  it('stops ringing by CANCEL', () => {
    const lab = invited();
    lab.until(0.5);
    lab.inDialog(CANCEL, DIALOG);
    expect([statuses(lab.until(100)).length, lab.left]).toEqual([1, 0]);
  });

  it('comes twice: 180 again while it rings, 200 when it is answered, one call all the same', () => {
    const lab = invited();
    lab.until(0.5);
    lab.invite(DIALOG);
    lab.until(2);
    lab.invite(DIALOG);
    lab.until(3);
    expect(statuses(lab)).toEqual([
      [0.001, 180],
      [0.501, 180],
      [1.001, 200],
      [2.001, 200],
    ]);
    expect(lab.called.size).toBe(1);
  });

  it('a 200 whose ACK never comes ends the call after 32 s, by BYE', () => {
    const lab = invited().until(100);
    expect([lab.wire.times('BYE'), lab.left]).toEqual([[33.001], 0]);
  });

  it('an ACK, a CANCEL or a BYE of an unknown dialog is nothing', () => {
    const lab = invited().until(0.5);
    for (const message of [ACK, CANCEL, BYE]) lab.inDialog(message, -77);
    expect([lab.until(0.6).left, lab.wire.all('BYE').length]).toEqual([1, 1]);
  });

  it('a BYE in a dialog of its own goes to its outgoing call', () => {
    const lab = new PhoneLab([phoneConfig('1001')]);
    lab.dial(3);
    lab.say(401, 3);
    lab.until(0.1);
    lab.say(200, 3);
    lab.until(0.2);
    lab.inDialog(BYE, 3);
    expect(lab.until(0.3).ends).toEqual([[0.201, 3, 'bye']]);
  });
});

describe('a phone that does not ring', () => {
  it('is in as many calls as it takes: 486', () => {
    const lab = new PhoneLab([phoneConfig('1001', { callsAtOnce: 2 })]);
    for (const dialog of [-1, -2, -3]) lab.invite(dialog);
    expect(statuses(lab.until(0.01)).map((status) => (status as number[])[1])).toEqual([180, 180, 486]);
    expect([lab.called.size, lab.noted.at(-1)]).toEqual([2, { what: 'refused', server: 0, phone: 0, status: 486 }]);
  });

  it('is not registered, and of a kind that does not ring then: 480', () => {
    const lab = new PhoneLab([phoneConfig('1001', { kind: { ...STEADY, ringsUnregistered: false } })]);
    lab.invite(-1);
    expect(statuses(lab.until(0.01))).toEqual([[0.001, 480]]);
    lab.begin().until(1);
    lab.invite(-2);
    expect(statuses(lab.until(1.01)).at(-1)).toEqual([1.001, 180]);
  });

  it('has no power: nothing', () => {
    const lab = new PhoneLab([phoneConfig('1001')]);
    lab.hosts.crash(lab.host(0));
    lab.invite(DIALOG);
    expect(lab.until(100).wire.seen).toHaveLength(1);
  });
});

describe('a call whose other end is gone', () => {
  it('is put down after two seconds of silence when the server is dead at the answer', () => {
    const lab = invited().until(0.5);
    lab.hosts.crash(0 as ServerId);
    lab.until(10);
    expect([lab.wire.times('BYE'), lab.left]).toEqual([[3.001], 0]);
  });

  it('is put down after two seconds of silence when the caller has gone while it rang', () => {
    const lab = invited().until(0.5);
    lab.person = undefined;
    lab.callerIsGone.send(5 as CallId, false);
    lab.until(1.2);
    lab.inDialog(ACK, DIALOG);
    expect([lab.until(100).wire.times('BYE'), lab.left]).toEqual([[3.001], 0]);
  });

  it.each([
    ['at once when the media was cut', true, 5],
    ['two seconds later else', false, 7],
  ])('is put down %s', (_, isCut, at) => {
    const lab = invited().until(1.5);
    lab.inDialog(ACK, DIALOG);
    lab.until(5);
    lab.callerIsGone.send(5 as CallId, isCut);
    lab.until(100);
    expect([lab.wire.times('BYE'), lab.left]).toEqual([[at], 0]);
  });

  it('rings on when it was not answered yet, and is not touched when it is another one', () => {
    const lab = invited({}, { picksUp: true, ringsFor: 10 * SECOND }).until(1);
    lab.callerIsGone.send(5 as CallId, true);
    lab.until(12);
    lab.callerIsGone.send(6 as CallId, true);
    expect([lab.called.size, lab.wire.all('BYE')]).toEqual([1, []]);
  });

  it('the BYE of the server comes first: nobody puts it down again', () => {
    const lab = invited().until(1.5);
    lab.callerIsGone.send(5 as CallId, false);
    lab.inDialog(BYE, DIALOG);
    expect(lab.until(100).wire.all('BYE')).toHaveLength(1);
    expect(lab.left).toBe(0);
  });
});

it('power off ends the calls of that phone alone, without a word', () => {
  const lab = new PhoneLab([phoneConfig('1001'), phoneConfig('1002')]);
  lab.invite(-1, 0);
  lab.invite(-2, 1);
  lab.until(0.1);
  lab.called.powerOff(PHONE);
  expect([lab.called.size, lab.handsets.isIdle(PHONE), lab.handsets.isIdle(1 as PhoneId)]).toEqual([1, true, false]);
  lab.until(0.9);
  expect(lab.wire.all('BYE')).toEqual([]);
});

describe('a called person who parks the caller', () => {
  const CALL = 5 as CallId;
  const TO_700 = { to: '700', replaces: 0, listens: true } as const;

  /** Picked up at 1.001 s and acknowledged; REFER at 2 s. */
  function parks(): PhoneLab {
    const lab = invited().until(1.5);
    lab.inDialog(ACK, DIALOG);
    lab.until(2);
    lab.refers.send({ ...TO_700, call: CALL, phone: PHONE });
    return lab.until(2.01);
  }

  function again(lab: PhoneLab): number {
    lab.refers.send({ ...TO_700, call: CALL, phone: PHONE });
    lab.until(lab.now + 0.01);
    return lab.wire.all('REFER').length;
  }

  function say(lab: PhoneLab, message: typeof REFER_RESPONSE | typeof NOTIFY, status: number, dialog = DIALOG): void {
    lab.network.send(0 as ServerId, lab.host(0), message as typeof NOTIFY, {
      dialog,
      call: CALL,
      status: status as 200,
    });
    lab.until(lab.now + 0.01);
  }

  it('sends a REFER, once', () => {
    const lab = parks();
    expect(lab.wire.last('REFER')).toMatchObject({ to: 0, fields: { dialog: DIALOG, call: CALL, to: '700' } });
    expect(again(lab)).toBe(1);
  });

  it.each([
    ['another call', 6, 0],
    ['another phone', 5, 1],
  ])('is of the talk that the signal names: not of %s', (_, call, phone) => {
    const lab = invited().until(1.5);
    lab.refers.send({ ...TO_700, call: call as CallId, phone: phone as PhoneId });
    expect(lab.until(1.6).wire.all('REFER')).toEqual([]);
  });

  it('does not before the call is answered', () => {
    const lab = invited().until(0.5);
    lab.refers.send({ ...TO_700, call: CALL, phone: PHONE });
    expect(lab.until(0.6).wire.all('REFER')).toEqual([]);
  });

  it.each([
    ['202', REFER_RESPONSE, 202, 1],
    ['404', REFER_RESPONSE, 404, 2],
    ['a NOTIFY of 200', NOTIFY, 200, 1],
    ['a NOTIFY of 503', NOTIFY, 503, 2],
  ] as const)('after %s talks on, and may ask again only when it was refused', (_, message, status, sent) => {
    const lab = parks();
    say(lab, message, status);
    say(lab, message, 503, -77); // Of no call here.
    expect([again(lab), lab.called.size, lab.wire.all('BYE')]).toEqual([sent, 1, []]);
  });

  it('hangs up when the number of the slot has been said, and gives it on', () => {
    const lab = parks();
    const known: unknown[] = [];
    lab.slotIsKnown.receive((...what) => void known.push(what));
    lab.parkerHears.send(6 as CallId, PHONE, 701);
    expect([known, lab.left]).toEqual([[], 1]);
    lab.parkerHears.send(CALL, PHONE, 701);
    expect([known, lab.left, lab.handsets.isIdle(PHONE), lab.wire.all('BYE').length]).toEqual([
      [[CALL, PHONE, 701]],
      0,
      true,
      1,
    ]);
  });

  it('talks on when no slot was free', () => {
    const lab = parks();
    lab.parkerHears.send(CALL, PHONE, 0);
    expect([lab.left, lab.wire.all('BYE')]).toEqual([1, []]);
  });
});

describe('a called person who sends the caller to a colleague', () => {
  const CALL = 5 as CallId;

  /** REFER at 2 s of a call that is answered; `replaces`: the call to the colleague, 0 blind. */
  function transfers(replaces = 0): PhoneLab {
    const lab = invited().until(1.5);
    lab.inDialog(ACK, DIALOG);
    lab.until(2);
    lab.refers.send({ call: CALL, phone: PHONE, to: '1003', replaces: replaces as CallId, listens: false });
    return lab.until(2.01);
  }

  function notify(lab: PhoneLab, status: 200 | 481): PhoneLab {
    lab.network.send(0 as ServerId, lab.host(0), NOTIFY, { dialog: DIALOG, call: CALL, status });
    return lab.until(lab.now + 0.01);
  }

  it('names the second call in an attended transfer', () => {
    expect(transfers(7).wire.last('REFER')).toMatchObject({ fields: { to: '1003', replaces: 7 } });
    expect(transfers().wire.last('REFER')).toMatchObject({ fields: { to: '1003', replaces: 0 } });
  });

  it('hangs up when the server has done it', () => {
    const lab = notify(transfers(), 200);
    expect([lab.left, lab.wire.all('BYE').length, lab.refused]).toEqual([0, 1, []]);
  });

  it('talks on when the server has not, and hears of it', () => {
    const lab = notify(transfers(7), 481);
    expect([lab.left, lab.wire.all('BYE'), lab.refused]).toEqual([1, [], [CALL]]);
  });

  /** A talk from 1.5 s on, and an answer to the INVITE of the hold that comes with it. */
  function holds(media: Media, lab = invited().until(1.5)): PhoneLab {
    lab.holds.send(CALL, PHONE, media);
    return lab.until(lab.now + 0.1);
  }

  function answers(lab: PhoneLab, status: 200 | 481, number = 1): PhoneLab {
    lab.network.send(0 as ServerId, lab.host(0), REINVITE_RESPONSE, { dialog: DIALOG, call: CALL, number, status });
    return lab.until(lab.now + 0.01);
  }

  it('asks the server that rang for the hold, and only while they talk', () => {
    const early = invited().until(0.5);
    early.holds.send(CALL, PHONE, 'sendonly');
    expect(early.until(0.6).wire.all(REINVITE.title)).toEqual([]);
    const lab = holds('sendonly');
    const fields = { dialog: DIALOG, call: CALL, number: 1, media: 'sendonly' };
    expect(lab.wire.last(REINVITE.title)).toMatchObject({ to: 0, fields });
    expect(lab.held).toEqual([]); // The phone shows it when the server has said so.
    expect([answers(lab, 200).held, answers(lab, 200).held]).toEqual([[CALL], [CALL]]);
    expect(lab.wire.all('ACK').filter(({ from }) => from === lab.host(0))).toHaveLength(2);
    holds('sendrecv', lab);
    expect(lab.wire.last(REINVITE.title)).toMatchObject({ fields: { number: 2, media: 'sendrecv' } });
    expect(answers(lab, 200, 1).until(4).wire.all(REINVITE.title).length).toBeGreaterThan(2); // Another's answer is none.
  });

  it('says it again after 0.5, 1, 2, 4, 8 and 16 s, and has no call any more when nobody answers', () => {
    const lab = holds('sendonly').until(40);
    expect(lab.wire.all(REINVITE.title).map(({ at }) => Math.round((at - 1.5) * 10) / 10)).toEqual([
      0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5,
    ]);
    expect([lab.left, lab.wire.all('BYE').map(({ at }) => Math.round(at - 1.5))]).toEqual([0, [32]]);
  });

  it('has no call any more when the server knows of none', () => {
    const lab = answers(holds('sendonly'), 481);
    expect([lab.left, lab.held, lab.wire.all('BYE').length]).toEqual([0, [], 1]);
    expect(lab.until(40).wire.all(REINVITE.title)).toHaveLength(1);
  });

  it('is at the other end of another call once the two are joined', () => {
    const lab = invited().until(1.5);
    lab.joined.send(CALL, 9 as CallId);
    lab.callerIsGone.send(CALL, true);
    expect(lab.until(1.6).left).toBe(1);
    lab.callerIsGone.send(9 as CallId, true);
    expect(lab.until(1.7).left).toBe(0);
  });
});
