import { expect, it } from 'vitest';
import { replay, scenario } from './replay.ts';

it('a row that a proxy of last resort has loaded is no registration: what cannot be dialled has no contact', () => {
  const { calls } = replay(
    scenario(`
profile: asterisk-16
duration: 8m
phones:
  office: { numbers: 1001, home: regpbx2, lastResort: regpbx3, expires: 120s }
  others: { numbers: 1002..1003, home: regpbx1, expires: 3600s }
calls:
  - { at: 105s, from: 1001, to: 1002, talk: 1s, patience: 45s }
  - { at: 400s, from: 1003, to: 1001, talk: 1s }
faults: [{ at: 100s, crash: regpbx2 }]
`),
  );
  expect(calls.map(({ outcome }) => outcome)).toEqual(['local', 'invalid']);
  expect(calls[1]).toMatchObject({ cause: 'noContact', fault: 'regpbx2 crashed at 100 s' });
});
