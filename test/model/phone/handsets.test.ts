import { describe, expect, it } from 'vitest';
import type { PhoneId } from '../../../src/model/ids.ts';
import { Handsets } from '../../../src/model/phone/handsets.ts';
import { phoneConfig } from '../laboratory.ts';

const [FIRST, SECOND] = [0, 1] as [PhoneId, PhoneId];

describe('handsets', () => {
  const made = (): Handsets =>
    new Handsets([phoneConfig('1001', { callsAtOnce: 2 }), phoneConfig('1002', { powered: false })]);

  it('are found by number', () => {
    expect([made().numbered('1002'), made().numbered('1003')]).toEqual([1, -1]);
  });

  it('are idle in no call, and have room until they are in as many as they take', () => {
    const handsets = made();
    const seen = [0, 1, 2].map(() => {
      const state = [handsets.isIdle(FIRST), handsets.hasRoom(FIRST)];
      handsets.take(FIRST);
      return state;
    });
    expect(seen).toEqual([
      [true, true],
      [false, true],
      [false, false],
    ]);
    for (let i = 0; i < 3; i++) handsets.release(FIRST);
    expect(handsets.isIdle(FIRST)).toBe(true);
    expect(() => handsets.release(FIRST)).toThrow('is in none');
  });

  it('are neither without power', () => {
    const handsets = made();
    expect([handsets.isPowered(SECOND), handsets.isIdle(SECOND), handsets.hasRoom(SECOND)]).toEqual([
      false,
      false,
      false,
    ]);
    handsets.setPower(SECOND, true);
    expect([handsets.isPowered(SECOND), handsets.isIdle(SECOND), handsets.hasRoom(SECOND)]).toEqual([true, true, true]);
    handsets.setPower(SECOND, false);
    expect(handsets.isPowered(SECOND)).toBe(false);
  });

  it('do not change their power in a call', () => {
    const handsets = made();
    handsets.take(FIRST);
    expect(() => handsets.setPower(FIRST, false)).toThrow('changes its power in 1 calls');
  });
});
