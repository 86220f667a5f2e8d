import { describe, expect, it } from 'vitest';
import { causeText } from '../../src/report/ladder/sentences.ts';

const FAULT = 'regpbx2 crashed at 60 s';

describe('the cause of a call is said once', () => {
  it.each([
    [
      'mediaCut',
      'the talk went through regpbx2 (crashed at 60 s)',
      'Cause mediaCut, the talk went through regpbx2 (crashed at 60 s).',
    ],
    [
      'ownServerDown',
      "the caller's server, regpbx2 (crashed at 60 s), did not answer",
      "Cause ownServerDown, the caller's server, regpbx2 (crashed at 60 s), did not answer.",
    ],
    [
      'deadUnnoticed',
      'sent to regpbx2 (crashed at 60 s), which was still advertised',
      'Cause deadUnnoticed, sent to regpbx2 (crashed at 60 s), which was still advertised.',
    ],
  ])('%s: its sentence would be the same with fewer names', (cause, because, said) =>
    expect(causeText({ cause, because, fault: FAULT })).toBe(said),
  );

  it('where the reason is in the sentence, behind a colon', () => {
    const because = '3 SIP messages waited at regpbx1: its SIP thread waited for the dialplan lock';
    expect(causeText({ cause: 'ownServerLocked', because, fault: '' })).toBe(`Cause ownServerLocked, ${because}.`);
    expect(causeText({ cause: 'ownServerLocked', because, fault: FAULT })).toContain(`(${FAULT}).`);
  });

  it('what differs is said after the sentence of the cause', () => {
    expect(causeText({ cause: 'noTrunkFree', because: 'group g1 of regpbx1 had no free channel', fault: '' })).toBe(
      'Cause noTrunkFree, no channel of the trunk group was free: group g1 of regpbx1 had no free channel.',
    );
  });

  it('a reason that is the sentence itself', () => {
    const because = 'the set-up took long';
    expect(causeText({ cause: 'slowSetUp', because, fault: '' })).toBe('Cause slowSetUp, the set-up took long.');
  });
});
