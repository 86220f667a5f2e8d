import { expect, it } from 'vitest';
import { Lab, STATIC } from '../conformance/lab.ts';

/**
 * 400 phones of sip.conf that refresh each 60 s, 6.7 REGISTERs a second, where the server's own database waits for a
 * disk: after jkroon.blogs.uls.co.za, "massively speeding up those register requests".
 */
function waiting(write: string): readonly number[] {
  const lab = new Lab({
    edits: [STATIC],
    scenario: {
      phones: { office: { numbers: '1001..1400', home: 'regpbx1', expires: '120s', static: 'yes', kind: 'generic' } },
      processing: { phone: '0.01ms', astdbWrite: write },
    },
  });
  return [20, 40, 60].map((at) => {
    lab.until(at);
    return lab.cluster.parts.sip.waiting(lab.server('regpbx1'));
  });
}

it('200 ms a write are 133 % of the one SIP thread: messages pile up in its socket', () => {
  const [first, second, third] = waiting('200ms') as [number, number, number];
  expect([first > 50, second > first, third > second]).toEqual([true, true, true]);
});

it('50 ms are a third of it: nothing is left behind', () => {
  expect(Math.max(...waiting('50ms'))).toBeLessThan(10);
});
