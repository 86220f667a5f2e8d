import { describe, expect, it } from 'vitest';
import { SECOND } from '../../../../src/kernel/units.ts';
import type { CallId } from '../../../../src/model/ids.ts';
import { ACCEPT, ANSWER, AUTHREP, HANGUP, NEW, RINGING } from '../../../../src/model/protocol/iax2.ts';
import { CALLED, CALLER, GHOST, IaxLab, type Options } from './harness.ts';

const request = (source: number, user = 'priv', exten = '1002') => ({
  source,
  destination: 0,
  call: 7 as CallId,
  user,
  context: '',
  exten,
  callingNumber: '1001',
  tokened: true,
});

/** Answered after a second, hung up by the caller after two. */
function whole(options: Options): IaxLab {
  const lab = new IaxLab(options);
  const leg = lab.dial();
  lab.until(1);
  lab.called.ring(lab.opened[0]!.iax);
  lab.called.answer(lab.opened[0]!.iax);
  lab.until(2);
  expect(leg.state).toBe('answered');
  lab.calling.hangUp(leg);
  lab.until(100);
  return lab;
}

describe('a whole call', () => {
  it('begins by a challenge, and leaves nothing', () => {
    const lab = whole({});
    expect(lab.titles()).toEqual(['NEW', 'AUTHREQ', 'AUTHREP', 'ACCEPT', 'RINGING', 'ANSWER', 'HANGUP']);
    expect([lab.left, lab.hungUp]).toEqual([0, [1]]);
  });

  it('begins by a call token in 16', () => {
    const lab = whole({ profile: 'asterisk-16' });
    expect(lab.titles().slice(0, 4)).toEqual(['NEW', 'CALLTOKEN', 'NEW', 'AUTHREQ']);
    expect(lab.left).toBe(0);
  });

  it('is asked for once more when the token comes, and not when it comes again', () => {
    const lab = whole({
      profile: 'asterisk-16',
      meets: ({ message }) => (message.title === 'CALLTOKEN' ? [0, SECOND / 2] : [0]),
    });
    expect([lab.times('NEW').length, lab.left]).toEqual([2, 0]);
  });

  it('needs no challenge without a secret', () => {
    const lab = whole({ users: [{ name: 'priv', contexts: ['phones'], secret: '', dbSecret: '' }] });
    expect(lab.titles().slice(0, 2)).toEqual(['NEW', 'ACCEPT']);
    expect(lab.left).toBe(0);
  });

  it('hands number, context and caller id to the channel', () => {
    const { opened } = whole({ profile: 'asterisk-16' });
    const [{ server, call, name, context, exten, callerNumber }] = opened as [(typeof opened)[0]];
    expect({ server, call, name, context, exten, callerNumber }).toEqual({
      server: CALLED,
      call: 1,
      name: 'IAX2/priv-1',
      context: 'phones',
      exten: '1002',
      callerNumber: '1001',
    });
  });

  it.each(['NEW', 'AUTHREQ', 'AUTHREP', 'ACCEPT', 'RINGING', 'ANSWER', 'HANGUP'])(
    'is one call when every %s comes twice, at once and late',
    (title) => {
      for (const later of [0, SECOND / 2]) {
        const lab = whole({ meets: ({ message }) => (message.title === title ? [0, later] : [0]) });
        expect([lab.opened.length, lab.hungUp, lab.left]).toEqual([1, [1], 0]);
      }
    },
  );

  it.each(['NEW', 'AUTHREQ', 'AUTHREP'])('is a call 2 s later when the first %s is lost', (title) => {
    const lab = new IaxLab({ meets: ({ message }, nth) => (message.title === title && nth === 0 ? [] : [0]) });
    lab.dial();
    lab.until(2.1);
    expect([lab.opened.length, lab.times(title).length]).toEqual([1, 2]);
  });
});

describe('a call that is refused', () => {
  it.each([
    ['a wrong secret', 'priv:wrong@10.0.0.1/1002', 50, []],
    ['a user that is not there', 'nobody:right@10.0.0.1/1002', 29, []],
    ['no user, of the first one that has a secret, without a secret', '10.0.0.1/1002', 0, []],
    ['no such extension', 'priv:right@10.0.0.1/1003', 1, [1]],
  ])('%s', (_, resource, cause, misrouted) => {
    const lab = new IaxLab();
    const leg = lab.dial(resource);
    lab.until(100);
    expect([leg.state, leg.cause, lab.misrouted, lab.opened, lab.left]).toEqual(['ended', cause, misrouted, [], 0]);
  });

  it('a secret of iax.conf is compared as it is', () => {
    const users = [{ name: 'priv', contexts: ['phones'], secret: 'plain', dbSecret: '' }];
    for (const [secret, state] of [
      ['plain', 'calling'],
      ['right', 'ended'],
    ]) {
      const lab = new IaxLab({ users });
      const leg = lab.dial(`priv:${secret}@10.0.0.1/1002`);
      lab.until(1);
      expect(leg.state).toBe(state);
    }
  });

  it('when as many challenges of the user are outstanding as maxauthreq allows; one answered makes room', () => {
    const lab = new IaxLab({ maxAuthReq: 2, meets: ({ to }) => (to === GHOST ? [] : [0]) });
    lab.network.send(GHOST, CALLED, NEW, request(1002));
    lab.network.send(GHOST, CALLED, NEW, request(1004));
    lab.until(0.01);
    expect(lab.challenges.of(CALLED, 'priv')).toBe(2);
    const refused = lab.dial();
    lab.until(0.02);
    expect([refused.state, refused.cause]).toEqual(['ended', 21]);
    lab.network.send(GHOST, CALLED, HANGUP, { source: 1002, destination: 0, call: 7 as CallId, cause: 16 });
    lab.until(0.03);
    expect(lab.challenges.of(CALLED, 'priv')).toBe(1);
    lab.dial();
    lab.until(0.04);
    expect(lab.opened.length).toBe(1);
    lab.until(33);
    expect(lab.challenges.of(CALLED, 'priv')).toBe(0);
  });
});

describe('frames of calls that are unknown', () => {
  it.each([
    ['AUTHREP', AUTHREP, { secret: 'right' }],
    ['HANGUP', HANGUP, { cause: 16 }],
    ['RINGING', RINGING, {}],
  ] as const)('%s is answered with INVAL, which is answered with nothing', (_, message, rest) => {
    const lab = new IaxLab();
    const fields = { source: 5, destination: 9, call: 7 as CallId, ...rest };
    lab.network.send(CALLER, CALLED, message as typeof HANGUP, fields as never);
    lab.until(1);
    expect(lab.titles().slice(1)).toEqual(['INVAL']);
    expect(lab.sent[1]!.fields).toEqual({ source: 9, destination: 5, call: 7 });
  });

  it('come from another host than the call, or with another number', () => {
    const lab = new IaxLab();
    const leg = lab.dial();
    lab.until(0.1);
    const { number, peerNumber } = lab.rows.calling.get(leg.iax as never)!;
    lab.network.send(GHOST, CALLER, ANSWER, { source: peerNumber, destination: number, call: 1 as CallId });
    lab.network.send(CALLED, CALLER, ANSWER, { source: peerNumber + 2, destination: number, call: 1 as CallId });
    lab.until(0.2);
    expect(leg.state).toBe('calling');
    lab.network.send(CALLED, CALLER, ANSWER, { source: peerNumber, destination: number, call: 1 as CallId });
    lab.until(0.3);
    expect(leg.state).toBe('answered');
  });

  it('an ACCEPT after the caller has hung up opens nothing and ends the called end', () => {
    const lab = new IaxLab({ meets: ({ message }) => (message.title === 'HANGUP' ? [] : [0]) });
    const leg = lab.dial();
    lab.until(0.0035); // AUTHREP has arrived, ACCEPT is on its way.
    lab.calling.hangUp(leg);
    lab.until(1);
    expect([lab.titles().includes(ACCEPT.title), lab.hungUp, lab.left]).toEqual([true, [1], 0]);
  });

  it('a NEW that comes when its call is over is a new call, which INVAL ends', () => {
    const lab = whole({ meets: ({ message }) => (message.title === 'NEW' ? [0, 5 * SECOND] : [0]) });
    expect([lab.opened.length, lab.times('AUTHREQ').length, lab.times('INVAL').length, lab.left]).toEqual([1, 2, 1, 0]);
  });
});

describe('threads that read', () => {
  it.each([
    [1, 1],
    [3, 3],
  ])('%d: as many calls wait for the lock, the others in the socket', (iaxThreads, waiting) => {
    const lab = new IaxLab({ rules: { iaxThreads } });
    lab.locked = true;
    for (let n = 0; n < 5; n++) lab.dial();
    lab.until(1);
    expect([...tests(lab)].filter((testing) => testing).length).toBe(waiting);
    lab.unlock();
    lab.until(1.1);
    expect(lab.opened.length).toBe(5);
  });

  it('a call that is hung up while it waits for the lock leaves nothing when the thread has it', () => {
    const lab = new IaxLab();
    lab.locked = true;
    const leg = lab.dial();
    lab.until(1);
    lab.calling.hangUp(leg);
    lab.until(1.1);
    expect(lab.left).toBe(1);
    lab.unlock();
    lab.until(2);
    expect([lab.left, lab.titles()]).toEqual([0, ['NEW', 'HANGUP']]);
  });

  it('a call that is hung up while it is in the socket is never read', () => {
    const lab = new IaxLab();
    lab.locked = true;
    const [, second] = [lab.dial(), lab.dial()];
    lab.until(1);
    lab.calling.hangUp(second!);
    lab.until(1.1);
    lab.unlock();
    lab.until(2);
    expect([lab.opened.length, lab.rows.called.size]).toEqual([1, 1]);
  });

  it('are free again after a crash', () => {
    const lab = new IaxLab();
    lab.locked = true;
    lab.dial();
    lab.until(1);
    lab.crash(CALLED);
    lab.locked = false;
    lab.restart(CALLED);
    lab.dial();
    lab.until(1.5);
    expect(lab.opened.length).toBe(1);
  });
});

function* tests(lab: IaxLab): Iterable<boolean> {
  const testing: boolean[] = [];
  lab.rows.called.each((row) => testing.push(row.testing));
  yield* testing;
}

describe('a call to a peer by its name', () => {
  const relay = { name: 'relay', host: '10.0.0.1', userName: 'priv', dbSecret: '', peerContext: '', qualifyMs: 0 };
  const peers = [{ ...relay, secret: 'right' }];

  it('carries the user name, the secret and the context of the section', () => {
    const lab = new IaxLab({ peers: [{ ...peers[0]!, peerContext: 'phones' }] });
    lab.dial('relay/1002');
    lab.until(1);
    expect(lab.sent[0]!.fields).toMatchObject({ user: 'priv', context: 'phones', exten: '1002' });
    expect(lab.sent[2]!.fields).toMatchObject({ secret: 'right' });
    expect(lab.opened.length).toBe(1);
  });

  it('is challenged in vain without a secret, unless another peer at that address has one', () => {
    const bare = { ...relay, secret: '' };
    for (const [list, titles] of [
      [[bare], ['NEW', 'AUTHREQ']],
      [
        [bare, { ...peers[0]!, name: 'other' }],
        ['NEW', 'AUTHREQ', 'AUTHREP', 'ACCEPT'],
      ],
      [
        [bare, { ...peers[0]!, name: 'other', userName: 'somebody' }],
        ['NEW', 'AUTHREQ'],
      ],
    ] as const) {
      const lab = new IaxLab({ peers: list });
      lab.dial('relay/1002');
      lab.until(1);
      expect(lab.titles()).toEqual(titles);
    }
  });

  it('is congested after twice the threshold of its qualify', () => {
    const lab = new IaxLab({ peers: [{ ...peers[0]!, host: '10.0.0.2', qualifyMs: 600 }] });
    const leg = lab.dial('relay/1002');
    lab.until(1.199);
    expect([leg.state, lab.times('NEW')]).toEqual(['calling', [0, 0.6]]);
    lab.until(1.201);
    expect([leg.state, leg.cause, lab.left]).toEqual(['ended', 34, 0]);
  });

  it('a call that names no user is that of the first user without a secret', () => {
    const lab = new IaxLab({
      users: [
        { name: 'priv', contexts: ['phones'], secret: 'right', dbSecret: '' },
        { name: 'free', contexts: ['open'], secret: '', dbSecret: '' },
      ],
    });
    lab.dial('10.0.0.1/1002');
    lab.until(1);
    expect(lab.opened.map(({ context }) => context)).toEqual(['open']);
  });
});
