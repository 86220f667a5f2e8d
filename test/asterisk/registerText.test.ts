import { expect, it } from 'vitest';
import { parseRegister } from '../../src/asterisk/registerText.ts';
import { NOWHERE } from '../../src/text/place.ts';

const read = (value: string) => parseRegister({ key: 'register', value, place: NOWHERE, valuePlace: NOWHERE });

it.each([
  ['me:s@10.0.0.1', { userName: 'me', secret: 's', host: '10.0.0.1', extension: 's' }],
  ['me@10.0.0.1', { userName: 'me', secret: '', host: '10.0.0.1', extension: 's' }],
  ['me@domain:s:auth@host:5061/100~300', { userName: 'me', secret: 's', host: 'host', extension: '100' }],
  ['tls://me:s@host', { userName: 'me', secret: 's', host: 'host', extension: 's' }],
  ['peer?me:s@host/7', { userName: 'me', secret: 's', host: 'host', extension: '7' }],
])('register => %s', (text, account) => {
  expect(read(text)).toMatchObject(account);
});

it.each(['me:s', '@host', 'me:s@'])('register => %s is ignored', (text) => {
  expect(read(text)).toBeUndefined();
});
