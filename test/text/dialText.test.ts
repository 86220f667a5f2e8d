import { expect, it } from 'vitest';
import { mayBeHost, withoutSecret } from '../../src/text/dialText.ts';

it.each([
  ['priv:secret@10.0.0.3/1002', 'priv:…@10.0.0.3/1002'],
  ['dundi:${SECRET}@10.0.0.3/${NUMBER}', 'dundi:…@10.0.0.3/${NUMBER}'],
  ['1002@ulm', '1002@ulm'],
  ['provider/13375551234', 'provider/13375551234'],
  ['10.0.0.3:5061/1002', '10.0.0.3:5061/1002'],
])('%s is shown as %s', (resource, shown) => {
  expect(withoutSecret(resource)).toBe(shown);
});

it('an address or a name with a domain may be a host, a bare name is none', () => {
  expect(['10.0.0.3', 'sip.example', 'ulm:5060', 'ulm', ''].map(mayBeHost)).toEqual([true, true, true, false, false]);
});
