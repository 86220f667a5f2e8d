import { describe, expect, it } from 'vitest';
import { SECOND } from '../../../../src/kernel/units.ts';
import { CALLED, CALLER, GHOST, IaxLab } from './harness.ts';

/** A call that rings since 0.01 s at CALLED. */
function ringing(lab: IaxLab): ReturnType<IaxLab['dial']> {
  const leg = lab.dial();
  lab.until(0.009);
  lab.called.ring(lab.opened[0]!.iax);
  lab.until(0.1);
  expect(leg.state).toBe('ringing');
  return leg;
}

describe('NEW to a server that is silent', () => {
  it('is sent at 0, 2, 12 and 22 s; the call is lost at 32 s with cause 27', () => {
    const lab = new IaxLab();
    const leg = lab.dial('priv:right@10.0.0.2/1002');
    lab.until(31.9);
    expect(leg.state).toBe('calling');
    lab.until(100);
    expect(lab.times('NEW')).toEqual([0, 2, 12, 22]);
    expect([leg.state, leg.cause, lab.misrouted, lab.left]).toEqual(['ended', 27, [1], 0]);
  });

  it('with autokill is given up after twice its time, with congestion', () => {
    const lab = new IaxLab({ autokillMs: 2000 });
    const leg = lab.dial('priv:right@10.0.0.2/1002');
    lab.until(3.9);
    expect(leg.state).toBe('calling');
    lab.until(4.1);
    expect([leg.state, leg.cause, lab.misrouted, lab.left]).toEqual(['ended', 34, [1], 0]);
    lab.until(100);
    expect(lab.times('NEW')).toEqual([0, 2]);
  });

  it('with autokill is not given up once something has come back', () => {
    const lab = new IaxLab({ autokillMs: 2000 });
    const leg = lab.dial();
    lab.until(100);
    expect([leg.state, lab.left]).toEqual(['calling', 2]);
  });

  it('with another autokill is sent again after its time', () => {
    const lab = new IaxLab({ autokillMs: 3000 });
    lab.dial('priv:right@10.0.0.2/1002');
    lab.until(5.9);
    expect(lab.times('NEW')).toEqual([0, 3]);
  });

  it('that is lost twice is a call 12 s later, and none is sent afterwards', () => {
    const lab = new IaxLab({
      autokillMs: 0,
      meets: (sent, nth) => (sent.message.title === 'NEW' && nth < 2 ? [] : [0]),
    });
    lab.dial();
    lab.until(100);
    expect(lab.times('NEW')).toEqual([0, 2, 12]);
    expect(lab.times('ACCEPT')).toEqual([12.003]);
    expect(lab.opened.length).toBe(1);
  });
});

describe('a server that falls silent in a call', () => {
  it.each([
    [3, 42],
    [13, 52],
    [19.9, 52],
  ])('at an age of %d s is noticed at %d s by either end', (age, end) => {
    for (const dead of [CALLED, CALLER]) {
      const lab = new IaxLab();
      const leg = ringing(lab);
      lab.until(age);
      lab.crash(dead);
      lab.until(end - 0.01);
      expect(lab.left).toBe(1);
      lab.until(end + 0.01);
      expect(lab.left).toBe(0);
      if (dead === CALLED) expect([leg.state, leg.cause, lab.misrouted]).toEqual(['ended', 27, [1]]);
      else expect(lab.hungUp).toEqual([1]);
    }
  });

  it('is asked at ages of the call, not at times of the day', () => {
    const lab = new IaxLab();
    lab.until(7);
    lab.dial();
    lab.until(10);
    lab.crash(CALLED);
    lab.until(48.9);
    expect([lab.times('LAGRQ'), lab.times('PING'), lab.left]).toEqual([[17, 19, 29, 39], [], 1]);
    lab.until(49.1);
    expect([lab.left, lab.sim.pending]).toEqual([0, 0]);
  });

  it('is noticed in an answered call too', () => {
    const lab = new IaxLab();
    const leg = ringing(lab);
    lab.called.answer(lab.opened[0]!.iax);
    lab.until(5);
    expect(leg.state).toBe('answered');
    lab.crash(CALLED);
    lab.until(43);
    expect([leg.state, leg.cause]).toEqual(['ended', 27]);
  });

  it('is asked by PING, where that is due before LAGRQ: at 21 s in 16', () => {
    const lab = new IaxLab({ profile: 'asterisk-16' });
    ringing(lab);
    lab.until(20.5);
    lab.crash(CALLED);
    lab.until(52.9);
    expect(lab.times('PING')).toEqual([21, 23, 33, 43]);
    expect(lab.left).toBe(1);
    lab.until(53.1);
    expect(lab.left).toBe(0);
  });

  it('is noticed 32 s after a frame that it does not acknowledge', () => {
    const lab = new IaxLab();
    ringing(lab);
    lab.until(3);
    lab.crash(CALLER);
    lab.until(5);
    lab.called.answer(lab.opened[0]!.iax);
    lab.until(36.99);
    expect(lab.left).toBe(1);
    lab.until(37.01);
    expect([lab.left, lab.hungUp]).toEqual([0, [1]]);
  });

  it('costs no frame while both ends run', () => {
    const lab = new IaxLab();
    ringing(lab);
    const frames = lab.seen.length;
    lab.until(600);
    expect(lab.seen.length).toBe(frames);
    expect(lab.sim.pending).toBe(0);
  });

  it('is none when the way is mended within the resends; what was said meanwhile arrives', () => {
    const lab = new IaxLab();
    const leg = ringing(lab);
    lab.until(5);
    lab.cut();
    lab.until(11);
    lab.called.answer(lab.opened[0]!.iax);
    lab.until(25);
    expect(leg.state).toBe('ringing');
    lab.cut(true);
    lab.until(40);
    expect([leg.state, lab.left]).toEqual(['answered', 2]);
    lab.until(600);
    expect([leg.state, lab.left, lab.sim.pending]).toEqual(['answered', 2, 0]);
    const questions = lab.times('LAGRQ').length;
    lab.calling.hangUp(leg);
    lab.until(601);
    expect([lab.left, lab.times('LAGRQ').length]).toEqual([0, questions]);
  });

  it('is not silent when it hangs for less than the resends, and is when it hangs longer', () => {
    for (const [resumes, state] of [
      [41, 'ringing'],
      [43, 'ended'],
    ] as const) {
      const lab = new IaxLab();
      const leg = ringing(lab);
      lab.until(5);
      lab.hosts.hang(CALLED);
      lab.transmissions.look();
      lab.until(resumes);
      lab.network.resume(CALLED);
      lab.transmissions.resumed(CALLED);
      lab.until(200);
      expect(leg.state).toBe(state);
      // The one that hung learns from the answer to its own LAGRQ that its call is gone.
      expect(lab.left).toBe(state === 'ended' ? 0 : 2);
    }
  });
});

it('a server that hung asks by itself, where the others say nothing of a call that they have given up', () => {
  const lab = new IaxLab({ profile: 'asterisk-16' });
  ringing(lab);
  lab.until(5);
  lab.hosts.hang(CALLED);
  lab.transmissions.look();
  lab.until(43);
  lab.network.resume(CALLED);
  lab.transmissions.resumed(CALLED);
  // Its PING is due at 63 s, its LAGRQ at 50 s.
  lab.until(81.9);
  expect(lab.left).toBe(1);
  lab.until(82.1);
  expect([lab.left, lab.hungUp]).toEqual([0, [1]]);
});

describe('a server that was restarted', () => {
  it('answers INVAL in 1.2, and the call ends at once', () => {
    const lab = new IaxLab();
    const leg = ringing(lab);
    lab.until(5);
    lab.crash(CALLED);
    lab.until(8);
    lab.restart(CALLED);
    lab.until(10.1);
    expect(lab.times('INVAL')).toEqual([10.001]);
    expect([leg.state, lab.left]).toEqual(['ended', 0]);
  });

  it('says nothing in 16, and the call ends as with a dead server', () => {
    const lab = new IaxLab({ profile: 'asterisk-16' });
    const leg = ringing(lab);
    lab.until(5);
    lab.crash(CALLED);
    lab.until(8);
    lab.restart(CALLED);
    lab.until(41.9);
    expect([leg.state, lab.times('INVAL')]).toEqual(['ringing', []]);
    lab.until(42.1);
    expect([leg.state, leg.cause, lab.left]).toEqual(['ended', 27, 0]);
  });
});

it('a challenge is sent at 0, 2, 12 and 22 s, and its call forgotten at 32 s', () => {
  const lab = new IaxLab({ meets: ({ message }) => (message.title === 'AUTHREQ' ? [] : [0]) });
  lab.dial();
  lab.until(31);
  expect(lab.times('AUTHREQ')).toEqual([0.001, 2.001, 12.001, 22.001]);
  expect(lab.left).toBe(3);
  lab.until(32.002);
  expect(lab.left).toBe(0);
});

it('a resend is the same value again', () => {
  const lab = new IaxLab();
  lab.dial('priv:right@10.0.0.2/1002');
  lab.until(3);
  const [first, second] = lab.sent;
  expect([second!.fields, second!.to, second!.at]).toEqual([first!.fields, GHOST, 2 * SECOND]);
});
