import { describe, expect, it } from 'vitest';
import { CALL_CLASSES, CLASS_LOOK, classOf, LOST_CLASSES } from '../../../src/report/run/callClass.ts';

const CALL = {
  offeredAt: 0,
  endedAt: 9,
  postDialDelay: -1,
  outcome: 'local',
  dropped: false,
  saved: false,
  lost: false,
  redial: false,
  toDead: false,
  cause: '',
  fault: '',
} as const;

it('voicemail of a phone that is busy or off is neither busy nor lost', () => {
  expect(classOf({ ...CALL, outcome: 'voicemail' })).toBe('voicemail');
  expect(classOf({ ...CALL, outcome: 'busy' })).toBe('other');
});

it('a phone that rang and was not answered is not one that never rang', () => {
  for (const outcome of ['voicemail', 'noAnswer', 'invalid'] as const) {
    expect(classOf({ ...CALL, outcome, lost: true })).toBe('notRung');
    expect(classOf({ ...CALL, outcome, lost: true, postDialDelay: 5 })).toBe('rang');
  }
});

it('a talk that a fault cut is not one that was parked in vain', () => {
  expect(classOf({ ...CALL, dropped: true, lost: true })).toBe('cut');
  expect(classOf({ ...CALL, lost: true })).toBe('handedOn');
});

describe('two classes on one side of the line', () => {
  const sides = [LOST_CLASSES, CALL_CLASSES.filter((name) => !LOST_CLASSES.includes(name))];
  const pairs = sides.flatMap((side) => side.flatMap((a, i) => side.slice(i + 1).map((b) => [a, b] as const)));

  it.each(pairs)('%s and %s differ in grey, or in their hatching', (a, b) => {
    const [one, other] = [CLASS_LOOK[a], CLASS_LOOK[b]];
    if (one.hatch?.kind !== other.hatch?.kind) return;
    expect(Math.abs(lightness(one.colour) - lightness(other.colour))).toBeGreaterThan(8);
  });
});

/** L* of CIE 1976, 0 to 100. */
function lightness(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  const y = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return y <= 216 / 24389 ? (y * 24389) / 27 : 116 * Math.cbrt(y) - 16;
}
