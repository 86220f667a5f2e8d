import { expect, it } from 'vitest';
import { OPTIONS } from '../../../../src/model/protocol/sip.ts';
import { HERE, SipLab } from '../sipLab.ts';

it('a monitor is answered after a search for s, which waits for the lock', () => {
  const lab = new SipLab();
  lab.network.send(lab.host(0), HERE, OPTIONS, { branch: 9 });
  lab.until(1);
  expect(lab.wire.last('response to OPTIONS')).toMatchObject({
    at: 0.002,
    to: lab.host(0),
    fields: { branch: 9, status: 200 },
  });
  expect(lab.searches).toMatchObject([{ context: 'phones', exten: 's', action: 'match' }]);
  lab.locked = true;
  lab.network.send(lab.host(1), HERE, OPTIONS, { branch: 10 });
  lab.network.send(lab.host(1), HERE, OPTIONS, { branch: 11 });
  lab.until(5);
  expect([lab.wire.all('response to OPTIONS').length, lab.sip.blockOf(HERE)]).toEqual([1, { by: 'lock', waiting: 1 }]);
  lab.unlock();
  lab.until(6);
  expect(lab.wire.all('response to OPTIONS').map(({ fields }) => fields['branch'])).toEqual([9, 10, 11]);
});
