import { expect, it } from 'vitest';
import { fill } from '../../src/text/fill.ts';
import { printable } from '../../src/text/printable.ts';

it('has a dot for every control character but tab and line feed', () => {
  expect(printable('a\tb\nc')).toBe('a\tb\nc');
  expect(printable('\u001b[2J\r\u0007\u0000\u007f\u009b31m\u202e\u2028')).toBe('·[2J·····31m··');
  expect(printable('Grüße 📞')).toBe('Grüße 📞');
});

it('fills in variables, and stops where a text grows without end', () => {
  expect(fill('${A}-${B}-${C', (name) => (name === 'A' ? '1' : undefined), 100)).toBe('1-${B}-${C');
  expect(fill('${A}'.repeat(1000), () => 'x'.repeat(1000), 5000)).toHaveLength(5000);
  expect(fill('toString ${toString}', () => undefined, 100)).toBe('toString ${toString}');
});
