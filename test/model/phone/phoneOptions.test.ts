import { expect, it } from 'vitest';
import type { PhoneId, ServerId } from '../../../src/model/ids.ts';
import { OPTIONS, OPTIONS_RESPONSE } from '../../../src/model/protocol/sip.ts';
import { phoneConfig } from '../laboratory.ts';
import { PhoneLab } from './phoneLab.ts';

it('a phone answers 200 while it has power', () => {
  const lab = new PhoneLab([phoneConfig('1001')]);
  lab.network.send(1 as ServerId, lab.host(0), OPTIONS, { branch: 42 });
  lab.until(1);
  expect(lab.wire.last('response to OPTIONS')).toMatchObject({ at: 0.001, to: 1, fields: { branch: 42, status: 200 } });
  lab.hosts.crash(lab.host(0));
  lab.network.send(1 as ServerId, lab.host(0), OPTIONS, { branch: 43 });
  lab.until(2);
  expect(lab.wire.all('response to OPTIONS')).toHaveLength(1);
});

it('a phone that asks remembers when it was answered', () => {
  const lab = new PhoneLab([phoneConfig('1001'), phoneConfig('1002')]);
  lab.options.send(1 as PhoneId, 2 as ServerId);
  lab.until(1);
  expect(lab.wire.last('OPTIONS')).toMatchObject({ from: lab.host(1), to: 2, fields: { branch: 1 } });
  expect(lab.options.answeredAt(1 as PhoneId)).toBe(-1);
  lab.network.send(2 as ServerId, lab.host(1), OPTIONS_RESPONSE, { branch: 1, status: 404 });
  lab.until(2);
  expect([lab.options.answeredAt(0 as PhoneId), lab.options.answeredAt(1 as PhoneId)]).toEqual([-1, 1_001_000]);
});
