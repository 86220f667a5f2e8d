import { describe, expect, it } from 'vitest';
import { MILLISECOND, SECOND } from '../../../../src/kernel/units.ts';
import { HERE, PjsipLab } from './pjsipLab.ts';

const QUALIFIED = { aor: { qualifyFrequency: 60 * SECOND, qualifyTimeout: 3 * SECOND } };

describe('OPTIONS to a contact', () => {
  it('are sent when it is made, and at their interval from then on; a refresh sends none', () => {
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
    expect(lab.until(59.9).contacts(0)).toEqual([]);
    expect(lab.until(60.1).contacts(0)).toEqual([0]);
    expect(lab.wire.times('OPTIONS').map(Math.round)).toEqual([0, 60]);
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

  it.each([0, 4])('come within their interval from a start, or within max_initial_qualify_time: %i s', (most) => {
    const lab = new PjsipLab({ ...QUALIFIED, pjsip: { maxInitialQualify: most * SECOND } });
    lab
      .registered(0)
      .until(10)
      .crash(HERE)
      .until(20)
      .restart(HERE)
      .until(20 + (most || 60));
    expect(lab.wire.times('OPTIONS')).toHaveLength(2);
    expect(lab.wire.times('OPTIONS')[1]).toBeGreaterThan(20.1);
    expect([...lab.extensions[0]!]).toEqual(['1001']); // It has answered.
  });
});

it('an endpoint of the database is read before each OPTIONS, unless a cache holds it', () => {
  const endpoint = { file: false, realtime: true, cached: false };
  const of = (cached: boolean): number => {
    const stores = { endpoint: { ...endpoint, cached }, auth: endpoint, aor: endpoint, contact: 'astdb' } as const;
    const lab = new PjsipLab({ ...QUALIFIED, pjsip: { stores } }).registered(0).until(10);
    const before = lab.statements.length;
    return lab.until(130).statements.length - before;
  };
  expect([of(false), of(true)]).toEqual([2, 0]);
});

describe('two contacts of one AOR', () => {
  const two = { aor: { ...QUALIFIED.aor, maxContacts: 2 } };

  it('are asked together, at once when the second is made', () => {
    const lab = new PjsipLab(two).registered(0).until(20).registered(0, 300, HERE, 1).until(90);
    expect(lab.wire.all('OPTIONS').map(({ at, to }) => [Math.round(at), to])).toEqual(
      [
        [0, 0],
        [20, 0],
        [20, 1],
        [80, 0],
        [80, 1],
      ].map(([at, phone]) => [at, lab.host(phone!)]),
    );
  });

  it('have a status each: the endpoint is reachable while one of them answers', () => {
    const lab = new PjsipLab(two).registered(0).registered(0, 300, HERE, 1).until(10);
    lab.silent.add(0);
    expect(lab.until(70).contacts(0)).toEqual([1]);
    expect([...lab.extensions[0]!]).toEqual(['1001']);
    lab.silent.add(1);
    expect([lab.until(130).contacts(0), lab.extensions[0]!.size]).toEqual([[], 0]);
    lab.silent.clear();
    expect([lab.until(190).contacts(0).length, lab.extensions[0]!.size]).toEqual([2, 1]);
  });

  it('that does not answer makes room for another where remove_unavailable is set', () => {
    for (const removeUnavailable of [true, false]) {
      const lab = new PjsipLab({ aor: { ...QUALIFIED.aor, removeUnavailable } }).registered(0).until(10);
      lab.silent.add(0);
      lab.until(70).registered(0, 300, HERE, 1);
      expect([lab.answers().at(-1), lab.contacts(0)]).toEqual(removeUnavailable ? [[200, 300], [1]] : [[403, 0], []]);
    }
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
