import { describe, expect, it } from 'vitest';
import type { CallId } from '../../../../src/model/ids.ts';
import { AUTHREP, HANGUP, NEW, type New } from '../../../../src/model/protocol/iax2.ts';
import { CALLED, GHOST, IaxLab, type Options } from './harness.ts';

const USER = { name: 'priv', contexts: ['phones', 'other'], secret: 'right', dbSecret: '' };
const FREE = { ...USER, secret: '' };

/** A NEW of GHOST, whose frames the test writes. */
function asked(fields: Partial<New> = {}, options: Options = {}): IaxLab {
  const lab = new IaxLab({ users: [FREE], ...options });
  lab.network.send(GHOST, CALLED, NEW, {
    source: 1002,
    destination: 0,
    call: 7 as CallId,
    user: 'priv',
    context: '',
    exten: '1002',
    callingNumber: '1001',
    tokened: true,
    ...fields,
  });
  lab.until(0.01);
  return lab;
}

const titles = (lab: IaxLab): readonly string[] => lab.titles().slice(1);

describe('the channel of a call that comes in', () => {
  it('is named after the address of the caller in 1.2, after the user in 16, and counted', () => {
    for (const [profile, names] of [
      ['asterisk-1.2', ['IAX2/10.0.0.0:4569-1', 'IAX2/10.0.0.0:4569-2']],
      ['asterisk-16', ['IAX2/priv-1', 'IAX2/priv-2']],
    ] as const) {
      const lab = new IaxLab({ profile });
      lab.dial();
      lab.dial();
      lab.until(1);
      expect(lab.opened.map(({ name }) => name)).toEqual(names);
    }
  });

  it.each([
    ['the one that is asked for', { context: 'other' }, [FREE], 'other'],
    ['else the first of its user', {}, [FREE], 'phones'],
    ['else default', {}, [{ ...FREE, contexts: [] }], 'default'],
  ])('begins in a context: %s', (_, fields, users, context) => {
    expect(asked(fields, { users }).opened).toMatchObject([{ context, exten: '1002', callerNumber: '1001', call: 7 }]);
  });
});

describe('a NEW', () => {
  it.each([
    [
      'without a token in 16 gets one, and nothing is kept',
      { tokened: false },
      { profile: 'asterisk-16' },
      ['CALLTOKEN'],
      0,
    ],
    ['with a token is taken', {}, { profile: 'asterisk-16' }, ['ACCEPT'], 1],
    ['without a token in 1.2 is taken', { tokened: false }, {}, ['ACCEPT'], 1],
    ['of an unknown user is rejected, and nothing is kept', { user: 'nobody' }, {}, ['REJECT'], 0],
    ['of a number that is not there', { exten: '9' }, {}, ['REJECT'], 0],
    ['of a user with a secret is challenged', {}, { users: [USER] }, ['AUTHREQ'], 1],
  ] as const)('%s', (_, fields, options, sent, rows) => {
    const lab = asked(fields, options as Options);
    expect([titles(lab), lab.rows.called.size]).toEqual([sent, rows]);
  });

  it('that is rejected names the call of the other end and the cause', () => {
    expect(asked({ user: 'nobody' }).sent.at(-1)!.fields).toMatchObject({
      source: 0,
      destination: 1002,
      call: 7,
      cause: 29,
    });
    expect(asked({ exten: '9' }).sent.at(-1)!.fields).toMatchObject({ destination: 1002, cause: 1 });
  });

  it('that comes again is read once', () => {
    const lab = asked();
    lab.network.send(GHOST, CALLED, NEW, lab.sent[0]!.fields as unknown as New);
    lab.until(0.02);
    expect([lab.opened.length, lab.rows.called.size]).toEqual([1, 1]);
  });
});

describe('the answer to a challenge', () => {
  const answer = (lab: IaxLab, secret: string): void => {
    const fields = { source: 1002, destination: (lab.sent.at(-1)!.fields as New).source, call: 7 as CallId, secret };
    lab.network.send(GHOST, CALLED, AUTHREP, fields);
    lab.until(lab.sim.now / 1e6 + 0.01);
  };

  it('with the right secret is accepted, once', () => {
    const lab = asked({}, { users: [USER] });
    const challenge = lab.sent.at(-1)!;
    answer(lab, 'right');
    lab.sent.push(challenge);
    answer(lab, 'right');
    expect([titles(lab), lab.opened.length, lab.challenges.of(CALLED, 'priv')]).toEqual([
      ['AUTHREQ', 'AUTHREP', 'ACCEPT', 'AUTHREP'],
      1,
      0,
    ]);
  });

  it('with a wrong one is rejected', () => {
    const lab = asked({}, { users: [USER] });
    answer(lab, 'wrong');
    expect([lab.sent.at(-1)!.fields, lab.rows.called.size, lab.challenges.of(CALLED, 'priv')]).toMatchObject([
      { cause: 50 },
      0,
      0,
    ]);
  });

  it('is awaited no longer when the caller hangs up', () => {
    const lab = asked({}, { users: [USER] });
    lab.network.send(GHOST, CALLED, HANGUP, { source: 1002, destination: 0, call: 7 as CallId, cause: 16 });
    lab.until(60);
    expect([lab.challenges.of(CALLED, 'priv'), lab.rows.called.size, lab.times('AUTHREQ').length]).toEqual([0, 0, 1]);
  });
});

describe('the second look for the extension', () => {
  it('waits for the dialplan lock too, and holds the thread', () => {
    const lab = asked({}, { users: [USER] });
    lab.locked = true;
    const { source } = lab.sent.at(-1)!.fields as New;
    lab.network.send(GHOST, CALLED, AUTHREP, { source: 1002, destination: source, call: 7 as CallId, secret: 'right' });
    lab.until(5);
    expect(lab.opened).toEqual([]);
    lab.unlock();
    lab.until(6);
    expect([lab.opened.length, titles(lab).at(-1)]).toEqual([1, 'ACCEPT']);
    // The thread is free again, and the call can be hung up.
    lab.network.send(GHOST, CALLED, HANGUP, { source: 1002, destination: source, call: 7 as CallId, cause: 16 });
    lab.until(7);
    expect([lab.hungUp, lab.rows.called.size]).toEqual([[1], 0]);
  });
});

describe('a call that was accepted', () => {
  it('ends by the plan of this side, with its cause', () => {
    const lab = asked();
    const { iax } = lab.opened[0]!;
    lab.called.end(iax, 17);
    lab.until(0.02);
    expect([titles(lab), lab.sent.at(-1)!.fields, lab.rows.called.size]).toMatchObject([
      ['ACCEPT', 'HANGUP'],
      { cause: 17 },
      0,
    ]);
    for (const say of ['ring', 'answer'] as const) lab.called[say](iax); // It is no more.
    lab.called.end(iax, 17);
    expect(titles(lab)).toHaveLength(2);
  });

  it('is hung up by its caller once', () => {
    const lab = asked();
    for (let i = 0; i < 2; i++)
      lab.network.send(GHOST, CALLED, HANGUP, { source: 1002, destination: 0, call: 7 as CallId, cause: 16 });
    lab.until(0.1);
    expect([lab.hungUp, lab.rows.called.size]).toEqual([[1], 0]);
  });
});
