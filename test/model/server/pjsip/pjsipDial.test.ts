import { expect, it } from 'vitest';
import { parsePjsipDial, parseSipUri } from '../../../../src/model/server/pjsip/pjsipDial.ts';

it.each([
  ['1001', ['1001', '', '']],
  ['1002@trunk', ['trunk', '1002', '']],
  ['trunk/backup', ['trunk', '', 'backup']],
  ['trunk/sip:1002@10.9.0.2', ['trunk', '', 'sip:1002@10.9.0.2']],
  ['1002@trunk/sip:10.9.0.2', ['trunk', '1002', 'sip:10.9.0.2']],
  ['ann@example.org', ['ann@example.org', '', '']],
])('PJSIP/%s names an endpoint, a user and a location', (resource, [endpoint, user, location]) => {
  const known = ['trunk', 'ann@example.org'];
  expect(parsePjsipDial(resource, (name) => known.includes(name))).toEqual({ endpoint, user, location });
});

it.each([
  ['sip:10.9.0.2', { user: '', host: '10.9.0.2', port: 5060 }],
  ['sip:1001@10.20.0.1:5070;transport=udp', { user: '1001', host: '10.20.0.1', port: 5070 }],
  ['<sips:ann:secret@example.org?x=1>', { user: 'ann', host: 'example.org', port: 5060 }],
  ['trunk', undefined],
  ['tel:911', undefined],
])('the URI %s', (text, parts) => {
  expect(parseSipUri(text)).toEqual(parts);
});
