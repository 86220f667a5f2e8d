import { expect, it } from 'vitest';
import { eventLine } from '../../../src/kernel/clock/eventTrace.ts';

it.each([
  [0, '0.000000 x.begins 1 -2'],
  [250, '0.000250 x.begins 1 -2'],
  [60_000_001, '60.000001 x.begins 1 -2'],
  [Number.MAX_SAFE_INTEGER, '9007199254.740991 x.begins 1 -2'],
])('a trace has %i µs as %s', (time, line) => expect(eventLine(time, 'x.begins', 1, -2)).toBe(line));
