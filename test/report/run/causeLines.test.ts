import { expect, it } from 'vitest';
import type { Measures } from '../../../src/measure/measures.ts';
import { causesOfLoss } from '../../../src/report/run/causeLines.ts';

function sentence(...faults: readonly string[]): string | undefined {
  const log = faults.map((fault) => ({
    lost: true,
    dropped: false,
    cause: 'peerDown',
    fault,
    endedAt: 1,
    offeredAt: 1,
  }));
  return causesOfLoss({ calls: { log } } as unknown as Measures)[0]?.sentence;
}

it('says which server could not be asked, where it is one: a mesh has no lookup server', () => {
  expect(sentence('bonn crashed at 240 s', 'bonn hung at 300 s')).toBe(
    'bonn, which was asked for the number, was down, and no other one had it',
  );
  expect(sentence('bonn crashed at 240 s', 'ulm crashed at 250 s')).toBe(
    'a server that was asked for the number was down, and no other one had it',
  );
});
