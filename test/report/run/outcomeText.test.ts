import { expect, it } from 'vitest';
import { lossSaid } from '../../../src/report/run/outcomeText.ts';

it.each([
  ['busy', true, false, 'lost, busy'],
  ['busy', false, false, 'busy'],
  ['misrouted', true, false, 'lost, sent to a dead or wrong server'],
  ['blocked', true, false, 'lost, no free trunk'],
  ['abandoned', true, false, 'lost, the caller gave up waiting'],
  ['unserved', true, false, "lost, the caller's server never answered"],
  ['dundi', true, true, 'answered through DUNDi and IAX2'],
] as const)('%s, lost: %s, cut: %s: that a call was lost is said once', (outcome, lost, dropped, said) => {
  expect(lossSaid({ outcome, lost, dropped, tech: 'IAX2' })).toBe(said);
});
