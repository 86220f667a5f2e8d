import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { md5 } from '../../src/text/md5.ts';

it.each([
  ['', 'd41d8cd98f00b204e9800998ecf8427e'],
  ['message digest', 'f96b697d7cb7938d525a2f31aaf161d0'],
])('the sum of "%s" is that of RFC 1321 A.5', (text, sum) => {
  expect(md5(text)).toBe(sum);
});

it('texts of every length up to three blocks have the sum that Node gives', () => {
  for (let length = 0; length < 192; length++) {
    const text = 'sip:1001@10.20.0.1:5060;'.repeat(8).slice(0, length);
    expect(md5(text)).toBe(createHash('md5').update(text).digest('hex'));
  }
});
