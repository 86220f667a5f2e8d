import { describe, expect, it } from 'vitest';
import type { PhoneTemplate } from '../../../src/model/config.ts';
import { GroupPhones } from '../../../src/scenario/building/groupPhones.ts';

const [OFFICE, SHOP] = [
  { group: 'office', home: 0 },
  { group: 'shop', home: 1 },
] as unknown as PhoneTemplate[];

describe('the phones of a scenario', () => {
  it.each([
    ['1001', '10.10.10.7'],
    ['0044207', '255.255.255.255'],
    ['123456789012', 'phone.example'],
    ['reception', '010.1.1.1'],
    ['0', ''],
  ])('have the number %s and the address %s as they were given', (number, address) => {
    const phones = new GroupPhones();
    phones.add(number, address, OFFICE!);
    expect([phones.at(0)!.number, phones.at(0)!.address]).toEqual([number, address]);
  });

  // The plain version: an array of records.
  it('are read as an array is', () => {
    const phones = new GroupPhones();
    const plain = Array.from({ length: 100 }, (_, i) => {
      const template = i % 3 === 0 ? SHOP! : OFFICE!;
      const number = i % 7 === 0 ? `x${i}` : String(1000 + i);
      phones.add(number, `10.0.${i}.1`, template);
      return { number, address: `10.0.${i}.1`, group: template.group, home: template.home };
    });
    phones.trim();
    const short = ({ number, address, group, home }: (typeof plain)[number]) => ({ number, address, group, home });
    expect(phones).toHaveLength(100);
    expect([...phones].map(short)).toEqual(plain);
    expect(phones.map((phone, row) => `${row} ${phone.number}`)).toEqual(
      plain.map((phone, row) => `${row} ${phone.number}`),
    );
    expect(phones.filter(({ home }, row) => home === 1 && row > 50).map(short)).toEqual(
      plain.filter(({ home }, row) => home === 1 && row > 50),
    );
    expect(phones.flatMap(({ home, number }) => (home === 1 ? [number] : []))).toEqual(
      plain.flatMap(({ home, number }) => (home === 1 ? [number] : [])),
    );
    const rows: number[] = [];
    phones.forEach(({ number }, row) => number === plain[row]!.number && rows.push(row));
    expect(rows).toHaveLength(100);
    expect(phones.find(({ group }) => group === 'office')!.number).toBe('1001');
    expect([phones.some(({ home }) => home === 1), phones.some(({ home }) => home === 2)]).toEqual([true, false]);
  });

  it('are found by their IPv4 addresses, given as text or as bits', () => {
    const phones = new GroupPhones();
    phones.add('1001', '10.0.0.1', OFFICE!);
    expect(phones.add('1002', 0x0a00_0002, OFFICE!)).toBe(1);
    phones.add('1003', 0xc0a8_0001, OFFICE!);
    expect([1, 2].map((row) => phones.at(row)!.address)).toEqual(['10.0.0.2', '192.168.0.1']);
    expect([0x0a00_0001, 0xc0a8_0001, 0x0a00_0003].map((bits) => phones.rowAt(bits))).toEqual([0, 2, undefined]);
  });

  it('end after the last row and begin with 0', () => {
    const phones = new GroupPhones();
    phones.add('1001', '10.0.0.1', OFFICE!);
    expect([phones.at(-1), phones.at(1)]).toEqual([undefined, undefined]);
  });
});
