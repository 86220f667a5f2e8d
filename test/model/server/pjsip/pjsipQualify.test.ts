import { describe, expect, it } from 'vitest';
import { MILLISECOND, SECOND } from '../../../../src/kernel/units.ts';
import { HERE, PjsipLab } from './pjsipLab.ts';

const QUALIFIED = { aor: { qualifyFrequency: 60 * SECOND, qualifyTimeout: 3 * SECOND } };

describe('OPTIONS to a contact', () => {
  it('are sent when it is made, and at their interval from the answer on; a refresh sends none', () => {
    const lab = new PjsipLab(QUALIFIED).registered(0).until(20).registered(0).until(130);
    expect(lab.wire.times('OPTIONS').map(Math.round)).toEqual([0, 60, 120]);
    expect(lab.wire.last('OPTIONS').to).toBe(lab.host(0));
  });

  it('are none where the AOR has no qualify_frequency', () => {
    expect(new PjsipLab().registered(0).until(200).wire.times('OPTIONS')).toEqual([]);
  });

  it('without an answer within qualify_timeout take the contact from calls, until one is answered', () => {
    const lab = new PjsipLab(QUALIFIED);
    lab.answersOptions = false;
    lab.registered(0).until(2.9);
    expect(lab.contacts(0)).toEqual([0]);
    expect(lab.until(3.1).contacts(0)).toEqual([]);
    lab.answersOptions = true;
    expect(lab.until(62.9).contacts(0)).toEqual([]);
    expect(lab.until(63.1).contacts(0)).toEqual([0]);
    expect(lab.wire.times('OPTIONS').map(Math.round)).toEqual([0, 63]);
  });

  it('that are answered too late are not answered', () => {
    const lab = new PjsipLab(QUALIFIED);
    lab.wire.disturb = ({ message }) => (message.title === 'response to OPTIONS' ? [4000 * MILLISECOND] : [0]);
    expect(lab.registered(0).until(10).contacts(0)).toEqual([]);
  });

  it('end with the contact, and with a crash', () => {
    const lab = new PjsipLab(QUALIFIED).registered(0).until(10).registered(0, 0).until(200);
    expect(lab.wire.times('OPTIONS')).toHaveLength(1);
    const other = new PjsipLab(QUALIFIED).registered(0).until(10).crash(HERE).until(200);
    expect(other.wire.times('OPTIONS')).toHaveLength(1);
  });

  it('are sent anew by a server that finds the contact at its start', () => {
    const lab = new PjsipLab(QUALIFIED).registered(0).until(10).crash(HERE).until(20).restart(HERE).until(30);
    expect(lab.wire.times('OPTIONS').map(Math.round)).toEqual([0, 20]);
    expect([...lab.extensions[0]!]).toEqual(['1001']); // It has answered.
  });
});

it('a phone that has been registered for long is asked in its own phase', () => {
  const lab = new PjsipLab(QUALIFIED);
  lab.driver.registrations.settle(HERE, 0 as never, 300, 0, 25 * SECOND);
  expect(lab.until(100).wire.times('OPTIONS').map(Math.round)).toEqual([25, 85]);
});

it('a contact that ends before its answer comes is asked no more', () => {
  const lab = new PjsipLab(QUALIFIED);
  lab.register(0, { nonce: 7 });
  lab.until(0.0015); // OPTIONS is on its way: its answer comes at 3 ms.
  lab.register(0, { nonce: 8, expires: 0 });
  lab.until(0.0029);
  expect([lab.contacts(0), lab.wire.all('response to OPTIONS').length]).toEqual([[], 1]);
  const { sent } = lab.until(0.01).network;
  expect(lab.until(200).network.sent).toBe(sent);
});
