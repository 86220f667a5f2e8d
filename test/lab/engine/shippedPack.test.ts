import { expect, it } from 'vitest';
import { shippedTexts } from '../../../src/lab/build/shippedTexts.ts';
import { packShipped, unpackShipped } from '../../../src/lab/engine/shippedPack.ts';

it('what is packed for the page is unpacked as it was, file by file', () => {
  const shipped = shippedTexts();
  expect(Object.keys(shipped.folders)).toContain('paper');
  expect(unpackShipped(packShipped(shipped))).toEqual(shipped);
});

it('a text that folders share is packed once', () => {
  const file = { path: 'pbx/sip.conf', text: '[general] ; of both' };
  const packed = packShipped({ scenarios: {}, folders: { a: [file], b: [file] } });
  expect(packed.split('of both')).toHaveLength(2);
});
