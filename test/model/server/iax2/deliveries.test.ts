import { describe, expect, it } from 'vitest';
import { CALLED, CALLER, IaxLab } from './harness.ts';

/** Which sends of a frame do not arrive, from 0, over a path that otherwise loses nothing but might. */
function lossy(lost: Readonly<Record<string, readonly number[]>>, more: { profile?: 'asterisk-16' } = {}): IaxLab {
  return new IaxLab({
    ...more,
    loss: 1e-12,
    meets: ({ message }, nth) => (lost[message.title]?.includes(nth) === true ? [] : [0]),
  });
}

/** A call that the called end has accepted; it has just begun to ring. */
function ringing(lab: IaxLab): ReturnType<IaxLab['dial']> {
  const leg = lab.dial();
  lab.until(0.009);
  lab.called.ring(lab.opened[0]!.iax);
  return leg;
}

const ALL = [0, 1, 2, 3];

describe('over a path that may lose frames', () => {
  it('each is acknowledged; where nothing is lost none is', () => {
    const sure = new IaxLab();
    ringing(sure);
    const unsure = lossy({});
    ringing(unsure);
    for (const lab of [sure, unsure]) lab.until(1);
    expect([sure.times('ACK'), unsure.times('ACK').length]).toEqual([[], 3]); // AUTHREP, ACCEPT, RINGING
  });

  it('one that is lost is sent again after 2, 12 and 22 s', () => {
    const lab = lossy({ ANSWER: [0, 1] });
    const leg = ringing(lab);
    lab.until(1);
    lab.called.answer(lab.opened[0]!.iax);
    lab.until(12.9);
    expect(leg.state).toBe('ringing');
    lab.until(14);
    expect([leg.state, lab.times('ANSWER')]).toEqual(['answered', [1, 3, 13]]);
    lab.until(100);
    expect(lab.times('ANSWER')).toHaveLength(3);
  });

  it('a later one shows that it is missing: VNAK asks for both, which are handed on in order', () => {
    const lab = lossy({ ACCEPT: [0], RINGING: [2] });
    const leg = ringing(lab);
    lab.until(0.1);
    expect([lab.times('VNAK').length, lab.times('ACCEPT').length, lab.times('RINGING').length]).toEqual([1, 2, 2]);
    expect([leg.state, lab.lines.filter((line) => line.includes('accepted'))]).toEqual([
      'ringing',
      [expect.anything()],
    ]);
  });

  it('whose acknowledgement is lost comes twice and counts once', () => {
    const lab = lossy({ ACK: [1, 2] });
    ringing(lab);
    lab.until(1);
    expect(lab.times('ACCEPT')).toHaveLength(1);
    lab.until(10);
    expect([lab.times('ACCEPT').length, lab.times('RINGING').length, lab.opened.length]).toEqual([2, 1, 1]); // ACK is of all before.
    expect(lab.changes).toEqual(['1 ringing']);
  });

  it('four sends in vain end the call at that end', () => {
    const lab = lossy({ ANSWER: ALL });
    ringing(lab);
    lab.until(1);
    lab.called.answer(lab.opened[0]!.iax);
    lab.until(32.9);
    expect(lab.hungUp).toEqual([]);
    lab.until(33.1);
    expect([lab.times('ANSWER'), lab.hungUp]).toEqual([[1, 3, 13, 23], [1]]);
  });

  it('HANGUP is sent again though its end keeps nothing else of the call', () => {
    const lab = lossy({ HANGUP: [0, 1] });
    const leg = ringing(lab);
    lab.until(1);
    lab.calling.hangUp(leg);
    expect(lab.rows.calling.size).toBe(0);
    lab.until(12.9);
    expect(lab.hungUp).toEqual([]);
    lab.until(13.1);
    expect([lab.hungUp, lab.left]).toEqual([[1], 0]);
  });

  it.each(['asterisk-1.2', 'asterisk-16'] as const)('a HANGUP that never comes leaves nothing, %s', (profile) => {
    const lab = new IaxLab({
      profile,
      loss: 1e-12,
      meets: ({ message }) => (message.title === 'HANGUP' ? [] : [0]),
    });
    const leg = ringing(lab);
    lab.until(1);
    lab.calling.hangUp(leg);
    lab.until(100);
    expect([lab.times('HANGUP', CALLER), lab.hungUp, lab.left]).toEqual([[1, 3, 13, 23], [1], 0]);
  });

  it('a crash ends what its server had under way', () => {
    const lab = lossy({ HANGUP: ALL });
    const leg = ringing(lab);
    lab.until(1);
    lab.calling.hangUp(leg);
    lab.crash(CALLER);
    expect(lab.deliveries.size).toBe(0);
    lab.until(100);
    expect(lab.times('HANGUP', CALLER)).toEqual([1]);
  });

  it('the questions of both ends travel; one that is lost four times ends the call', () => {
    const calm = lossy({});
    ringing(calm);
    calm.until(25);
    expect(calm.times('LAGRQ').length).toBe(4);
    const lab = new IaxLab({ loss: 1e-12, meets: ({ message }) => (message.title === 'LAGRQ' ? [] : [0]) });
    const leg = ringing(lab);
    lab.until(41.9);
    expect(leg.state).toBe('ringing');
    lab.until(43);
    expect([leg.state, leg.cause, lab.hungUp, lab.left]).toEqual(['ended', 27, [1], 0]);
  });

  it('a degraded link makes the calls across it unsure, and a mended one sure again', () => {
    const lab = new IaxLab();
    ringing(lab);
    lab.until(1);
    lab.network.links.degrade(CALLER, CALLED, { delay: undefined, loss: 1e-12, duplicates: 0 });
    lab.transmissions.look();
    lab.until(25);
    const asked = lab.times('LAGRQ').length;
    expect(asked).toBe(4);
    lab.network.links.degrade(CALLER, CALLED, undefined);
    lab.until(200);
    expect(lab.times('LAGRQ').length).toBe(asked + 2);
  });
});
