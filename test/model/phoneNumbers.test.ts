import { expect, it } from 'vitest';
import type { PhoneConfig } from '../../src/model/config.ts';
import { phoneNumbered } from '../../src/model/phoneNumbers.ts';

const phones = (...numbers: string[]): readonly PhoneConfig[] =>
  numbers.map((number) => ({ number })) as unknown as readonly PhoneConfig[];

it('finds a phone by its number, in each list on its own', () => {
  const [here, there] = [phones('1001', '1002'), phones('1002')];
  expect([phoneNumbered(here, '1002'), phoneNumbered(there, '1002'), phoneNumbered(there, '1001')]).toEqual([
    1,
    0,
    undefined,
  ]);
});
