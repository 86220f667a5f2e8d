import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PhoneTemplate, Phones } from '../../src/model/config.ts';
import { cellsOf, eachTemplate, plainNumberAt, rowsOf, templateAt, templatesOf } from '../../src/model/phoneColumns.ts';
import { GroupPhones } from '../../src/scenario/building/groupPhones.ts';
import { phoneConfig } from './laboratory.ts';

const { number: _number, address: _address, ...first } = phoneConfig('1001');
const TEMPLATES: readonly PhoneTemplate[] = [
  first,
  { ...first, group: 'shop', home: 1, backup: [0] },
  { ...first, group: 'shop', powered: false },
];
const rows = fc.array(fc.record({ number: fc.constantFrom('1001', '0100', 'alice', '12345678901'), of: fc.nat(2) }));

/** Of what each asks. */
function answers(phones: Phones) {
  const visited: unknown[] = [];
  eachTemplate(phones, ({ group, home }, row) => visited.push([group, home, row]));
  return {
    visited,
    shops: rowsOf(phones, ({ group }) => group === 'shop'),
    powered: cellsOf(phones, new Uint8Array(phones.length), ({ powered }) => (powered ? 1 : 0)),
    homes: Array.from({ length: phones.length }, (_, row) => templateAt(phones, row).home),
    numbers: Array.from({ length: phones.length }, (_, row) => plainNumberAt(phones, row)),
    // Who asks for the first template of which something holds gets the first phone's.
    firsts: ['shop', first.group].map((name) => [...templatesOf(phones)].find(({ group }) => group === name)?.home),
  };
}

// The plain version: an array of records.
it('answer for the phones of a scenario as for an array of them', () => {
  fc.assert(
    fc.property(rows, fc.boolean(), (all, trims) => {
      const phones = new GroupPhones();
      for (const { number, of } of all) phones.add(number, '10.0.0.1', TEMPLATES[of]!);
      if (trims) phones.trim(); // Only then it has columns.
      const plain = all.map(({ number, of }) => ({ ...TEMPLATES[of]!, number, address: '10.0.0.1' }));
      expect(answers(phones)).toEqual(answers(plain));
      expect(phones.columns === undefined).toBe(!trims);
    }),
  );
});
