import { describe, expect, it } from 'vitest';
import { SECOND } from '../../src/kernel/units.ts';
import { at, transferStory as story } from './transferReplay.ts';

const ATTENDED = 'attended: 100%';
const NOTHING = [0, 0, 0, 0];

describe('an attended transfer', () => {
  it('has the caller on hold, asks the colleague, and joins the two: the talk begins anew', () => {
    const { first, consultation, end, left } = story(ATTENDED);
    expect([at(first, 'held'), at(first, 'joined'), Math.round(first.endedAt / SECOND)]).toEqual([17, 30, 90]);
    expect([end, first.outcome, first.lost, left]).toEqual(['connected', 'dundi', false, NOTHING]);
    expect(consultation).toMatchObject({ dialled: '1003', outcome: 'dundi', lost: false });
    expect(Math.round(consultation!.endedAt / SECOND)).toBe(30); // Its BYE comes with the join.
  });

  it.each([
    ['regpbx1', "the caller's server"],
    ['regpbx2', 'the server of the one who has left the talk'],
    ['regpbx3', "the colleague's server"],
  ])('is cut afterwards by a crash of %s, %s', (server) => {
    const { first, end, left } = story(ATTENDED, [
      `faults: [{ at: 50s, crash: ${server} }, { at: 60s, restart: ${server} }]`,
    ]);
    expect([end, first.dropped, first.cause, first.fault]).toEqual([
      'connected',
      true,
      'mediaCut',
      `${server} crashed at 50 s`,
    ]);
    expect([Math.round(first.endedAt / SECOND), left]).toEqual([50, NOTHING]);
  });

  it('loses the caller on hold with the server that plays the music, and the consultation with it', () => {
    const { first, consultation, end, left } = story(ATTENDED, [
      'faults: [{ at: 25s, crash: regpbx2 }, { at: 40s, restart: regpbx2 }]',
    ]);
    expect([end, first.dropped, consultation!.dropped, left]).toEqual(['lost', true, true, NOTHING]);
  });

  it('that loses the server of the colleague leaves the caller to the one who asked', () => {
    const { first, consultation, end, left } = story(ATTENDED, [
      'faults: [{ at: 25s, crash: regpbx3 }, { at: 40s, restart: regpbx3 }]',
    ]);
    expect([consultation!.dropped, end, first.dropped, first.lost, left]).toEqual([
      true,
      'takenBack',
      false,
      false,
      NOTHING,
    ]);
    expect(Math.round(first.endedAt / SECOND)).toBe(85);
  });

  it('in which nobody answers leaves the caller to the one who asked', () => {
    const { first, consultation, end, left } = story(ATTENDED, [], { b: '', c: ', answerProbability: 0' });
    expect([end, first.lost, left]).toEqual(['takenBack', false, NOTHING]);
    // The talk begins anew when the phone has taken the caller back.
    expect((first.endedAt - consultation!.endedAt) / SECOND).toBeCloseTo(60, 2);
  });

  it('loses the caller on hold with the server of the caller, and the one who asks hangs up', () => {
    const { first, consultation, end, left } = story(ATTENDED, [
      'faults: [{ at: 25s, crash: regpbx1 }, { at: 40s, restart: regpbx1 }]',
    ]);
    expect([end, first.dropped, first.fault, left]).toEqual(['lost', true, 'regpbx1 crashed at 25 s', NOTHING]);
    expect(consultation!.endedAt - first.endedAt).toBe(2 * SECOND);
  });

  it('leads the media of phones that send it to each other through the server, for the time of the hold', () => {
    // A direct dial, which has no option that needs the keys. The one who asks is registered at a dead server: nobody is asked.
    const crashed = (when: number) => {
      const faults = `faults: [{ at: 1s, crash: regpbx2 }, { at: ${when}s, crash: regpbx1 }]`;
      const { first } = story(ATTENDED, [faults]);
      return [first.outcome, first.dropped, at(first, 'held') > 0, at(first, 'takenBack') > 0];
    };
    expect(crashed(16)).toEqual(['direct', false, false, false]);
    expect(crashed(40)).toEqual(['direct', true, true, false]);
    expect(crashed(70)).toEqual(['direct', false, true, true]);
  });

  it('ends when the caller on hold gives up: the one who asks sees it and hangs up', () => {
    const { first, consultation, end, left } = story(`${ATTENDED}, patience: 8s`);
    expect([end, Math.round(first.endedAt / SECOND), left]).toEqual(['abandoned', 25, NOTHING]);
    expect(consultation!.endedAt - first.endedAt).toBe(2 * SECOND);
  });

  it.each(['asterisk-1.2', 'asterisk-16'])(
    'is refused by a server that does not have the second call (%s)',
    (profile) => {
      const moved = [`profile: ${profile}`, 'faults: [{ at: 14s, move: { phone: 1002, to: regpbx4, clean: no } }]'];
      const { first, end, left } = story(ATTENDED, moved);
      expect([end, at(first, 'takenBack'), first.lost, left]).toEqual(['takenBack', 30, false, NOTHING]);
    },
  );

  it('needs a second line: without one the talk goes its way', () => {
    const { first, consultation, end } = story(ATTENDED, [], { b: ', callsAtOnce: 1', c: '' });
    expect([end, consultation, Math.round(first.endedAt / SECOND)]).toEqual([undefined, undefined, 72]);
  });
});

describe('a blind transfer', () => {
  it('lets the caller continue at the extension, and the phone hangs up', () => {
    const { first, consultation, end, left } = story('attended: 0%');
    expect([end, consultation, first.outcome, left]).toEqual(['connected', undefined, 'dundi', NOTHING]);
    expect([at(first, 'sentOn'), Math.round(first.endedAt / SECOND)]).toEqual([17, 80]);
  });

  it('to a colleague who does not answer ends in the voicemail of that server', () => {
    const { first, end, left } = story('attended: 0%', [], { b: '', c: ', answerProbability: 0' });
    expect([end, first.lost, first.cause, left]).toEqual(['voicemail', false, '', NOTHING]);
  });

  it('to a colleague who cannot be found loses the caller', () => {
    const gone = ['faults: [{ at: 14s, crash: regpbx3 }, { at: 14s, crash: dunpbx1 }, { at: 14s, stopDatabase: yes }]'];
    const { first, end, left } = story('attended: 0%', gone);
    expect([end, first.lost, first.cause, left]).toEqual(['unanswered', true, 'transferUnanswered', NOTHING]);
    expect(first.because).toBe('the caller was sent to 1003, who did not answer');
  });

  it('to a colleague whose server is dead is saved by the direct dial, as any call is', () => {
    const { first, end, left } = story('attended: 0%', [
      'faults: [{ at: 14s, crash: regpbx3 }, { at: 200s, restart: regpbx3 }]',
    ]);
    expect([end, first.lost, first.cause, left]).toEqual(['connected', false, '', NOTHING]);
  });
});
