import { describe, expect, it } from 'vitest';
import type { LegId } from '../../../../src/model/ids.ts';
import { CALLED, CALLER, IaxLab, type Options } from './harness.ts';

const USERS = [{ name: 'priv', contexts: ['phones'], secret: '', dbSecret: 'dundi/secret' }];
const PROFILES = ['asterisk-1.2', 'asterisk-16'] as const;

function dialled(resource: string, options: Options = {}): IaxLab {
  const lab = new IaxLab(options);
  lab.dial(resource);
  lab.until(1);
  return lab;
}

describe('the console of the caller', () => {
  it.each([
    ['asterisk-1.2', ['    -- Call accepted by 10.0.0.1 (format ulaw)', '    -- Format for call is ulaw']],
    ['asterisk-16', ['    -- Call accepted by 10.0.0.1:4569 (format ulaw)', '    -- Format for call is (ulaw)']],
  ] as const)('%s says that a call was accepted', (profile, lines) => {
    expect(dialled('priv:right@10.0.0.1/1002', { profile }).lines).toEqual(lines);
  });

  it.each([
    ['no such extension', 'priv:right@10.0.0.1/1003', {}, 'No such context/extension'],
    ['a wrong secret', 'priv:wrong@10.0.0.1/1002', {}, 'No authority found'],
    ['a user that is not there', 'nobody:x@10.0.0.1/1002', {}, 'No authority found'],
  ])('1.2 says why it was not: %s; 16 does not', (_, resource, options, why) => {
    expect(dialled(resource, { ...options, users: USERS }).lines).toEqual([
      `WARNING: chan_iax2.c:6986 socket_read: Call rejected by 10.0.0.1: ${why}`,
    ]);
    expect(dialled(resource, { ...options, profile: 'asterisk-16', users: USERS }).lines).toEqual([]);
  });

  it('1.2 says when the limit of challenges was reached', () => {
    const lab = new IaxLab({ maxAuthReq: 1, meets: ({ message }) => (message.title === 'AUTHREP' ? [] : [0]) });
    lab.dial();
    lab.dial();
    lab.until(1);
    expect(lab.lines).toEqual([
      'WARNING: chan_iax2.c:6986 socket_read: Call rejected by 10.0.0.1: Unauthenticated call limit reached',
    ]);
  });

  it('says nothing of a leg that is gone', () => {
    const lab = new IaxLab();
    const leg = lab.dial('priv:right@10.0.0.1/1003');
    lab.legs.delete(leg.id);
    lab.until(1);
    expect([lab.lines, lab.changes]).toEqual([[], []]);
  });
});

it('a channel is named after the address that was dialled, its port, and its number', () => {
  const lab = new IaxLab();
  const names = ['priv@10.0.0.1/1', '10.0.0.1:4570/1', 'priv@10.0.0.1/1'].map((resource) =>
    lab.calling.nameFor(lab.calling.parse(CALLER, resource)!),
  );
  expect(names).toEqual(['IAX2/10.0.0.1:4569-1', 'IAX2/10.0.0.1:4570-2', 'IAX2/10.0.0.1:4569-3']);
});

describe('a leg', () => {
  it.each(PROFILES)('rings once and is answered once, whatever comes twice (%s)', (profile) => {
    const lab = dialled('priv:right@10.0.0.1/1002', { profile });
    const { iax } = lab.opened[0]!;
    for (const say of ['ring', 'answer', 'answer', 'ring'] as const) lab.called[say](iax);
    lab.until(2);
    expect([lab.changes, lab.legs.get(1 as LegId)!.rang]).toEqual([['1 ringing', '1 answered'], true]);
  });

  it('has not rung where it was answered at once', () => {
    const lab = dialled('priv:right@10.0.0.1/1002');
    lab.called.answer(lab.opened[0]!.iax);
    lab.until(2);
    expect(lab.legs.get(1 as LegId)!.rang).toBe(false);
  });

  it('ends with the cause that the other end says, which is no fault of the way', () => {
    const lab = dialled('priv:right@10.0.0.1/1002');
    lab.called.end(lab.opened[0]!.iax, 17);
    lab.until(2);
    expect([lab.legs.get(1 as LegId), lab.misrouted, lab.left]).toMatchObject([{ state: 'ended', cause: 17 }, [], 0]);
    expect(lab.changes).toEqual(['1 ended']);
  });

  it('that has ended already is not ended again', () => {
    const lab = dialled('priv:right@10.0.0.1/1002');
    lab.legs.get(1 as LegId)!.state = 'ended';
    lab.called.end(lab.opened[0]!.iax, 17);
    lab.until(2);
    expect(lab.changes).toEqual([]);
  });

  it('that is hung up says so to the other end, once, and is forgotten', () => {
    const lab = dialled('priv:right@10.0.0.1/1002');
    const leg = lab.legs.get(1 as LegId)!;
    lab.calling.hangUp(leg);
    lab.calling.hangUp(leg);
    lab.until(2);
    expect([lab.titles().filter((title) => title === 'HANGUP').length, lab.hungUp, lab.left]).toEqual([1, [1], 0]);
    expect(lab.sent.at(-1)!.fields).toMatchObject({ cause: 16 });
  });

  it('to an address of nobody is lost after 32 s; nothing travels', () => {
    const lab = new IaxLab();
    const leg = lab.dial('priv:right@10.0.0.9/1002');
    lab.until(33);
    expect([leg.state, leg.cause, lab.seen, lab.left]).toEqual(['ended', 27, [], 0]);
  });
});

describe('the retry of a frame', () => {
  it.each([
    ['without autokill after 2 s', 0, [0, 2, 12, 22]],
    ['with autokill after its time', 700, [0, 0.7]],
    ['not sooner than after 100 ms', 60, [0, 0.1]],
    ['not later than after 10 s', 15_000, [0, 10, 20]],
  ])('comes %s', (_, autokillMs, times) => {
    const lab = new IaxLab({ autokillMs });
    const leg = lab.dial('priv:right@10.0.0.2/1002');
    lab.until(100);
    expect([lab.times('NEW'), leg.cause]).toEqual([times, autokillMs === 0 ? 27 : 34]);
  });
});

it('a crash of the caller ends its calls alone', () => {
  const lab = new IaxLab();
  lab.dial();
  lab.until(0.1);
  lab.calling.crash(CALLED);
  expect(lab.rows.calling.size).toBe(1);
  lab.calling.crash(CALLER);
  expect(lab.rows.calling.size).toBe(0);
});

it('an INVAL ends the call as if the other end had hung up', () => {
  const lab = dialled('priv:right@10.0.0.1/1002');
  lab.rows.called.each((row) => lab.rows.closeCalled(row)); // The other end knows nothing of it.
  lab.transmissions.resumed(CALLER);
  lab.until(60);
  expect([lab.legs.get(1 as LegId), lab.misrouted]).toMatchObject([{ state: 'ended', cause: 16 }, []]);
});
