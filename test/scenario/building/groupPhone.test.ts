import { expect, it } from 'vitest';
import { GroupPhone, type PhoneTemplate } from '../../../src/scenario/building/groupPhone.ts';

it.each([
  ['1001', '10.10.10.7'],
  ['0044207', '255.255.255.255'],
  ['123456789012', 'phone.example'],
  ['reception', '010.1.1.1'],
])('a phone has the number %s and the address %s as they were given', (number, address) => {
  const phone = new GroupPhone(number, address, {} as PhoneTemplate);
  expect([phone.number, phone.address]).toEqual([number, address]);
});
