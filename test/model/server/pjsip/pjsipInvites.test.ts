import { describe, expect, it } from 'vitest';
import type { CallId, HostId, PhoneId } from '../../../../src/model/ids.ts';
import { ACK, BYE, CANCEL, INVITE_RESPONSE } from '../../../../src/model/protocol/sip.ts';
import { ENDED } from '../../../../src/model/server/channels/dialogs.ts';
import { CACHED, HERE, IN_TABLES, PjsipLab, type PjsipLabOptions } from './pjsipLab.ts';

/** After an INVITE of dialog 5. */
function invited(fields: Parameters<PjsipLab['invite']>[1] = {}, options: PjsipLabOptions = {}): PjsipLab {
  const lab = new PjsipLab(options);
  lab.invite(5, fields);
  return lab.pass(0.005);
}

describe('an INVITE', () => {
  it('is challenged without a digest: nothing is searched', () => {
    const lab = invited({ nonce: 0 });
    expect([lab.responses(), lab.calls.opened, lab.searched]).toEqual([[[5, 401, 1]], [], []]);
  });

  it('with its digest gets 100 and a channel in the context of the endpoint, whose thread begins', () => {
    const lab = invited();
    expect(lab.responses()).toEqual([[5, 100, 0]]);
    expect(lab.calls.opened).toMatchObject([
      { server: HERE, peer: lab.host(0), phone: 0, name: '1001', context: 'phones', invite: { dialog: 5, to: '1002' } },
    ]);
    expect(lab.searched).toMatchObject([{ context: 'phones', exten: '1002', priority: 1, action: 'match' }]);
    expect(lab.calls.started).toEqual([1]);
    expect(lab.peers.inUse.get(lab.peers.find(HERE, 0 as PhoneId))).toBe(1);
    expect(lab.calls.noted).toEqual([]);
  });

  it('without an auth needs no digest', () => {
    expect(invited({ nonce: 0 }, { row: { isChallenged: false } }).responses()).toEqual([[5, 100, 0]]);
    expect(invited({ credentials: 'wrongSecret' }, { row: { isChallenged: false } }).responses()).toEqual([
      [5, 100, 0],
    ]);
  });

  it.each([
    ['of nobody is challenged with another nonce, whatever its digest', { from: '77' }, [5, 401, 2]],
    ['with a wrong secret is refused', { credentials: 'wrongSecret' }, [5, 403, 0]],
    ['to an extension that is not there finds none', { to: '9' }, [5, 404, 0]],
    ['to the beginning of an extension is incomplete', { to: '10' }, [5, 484, 0]],
  ] as const)('%s', (_, fields, response) => {
    const lab = invited(fields);
    expect([lab.responses(), lab.calls.opened, lab.calls.started]).toEqual([[response], [], []]);
  });

  it('is looked for as an extension, then as the beginning of one, unless allow_overlap says no', () => {
    const asked = (options: PjsipLabOptions) => {
      const lab = invited({ to: '10' }, options);
      return [(lab.responses().at(-1) as number[])[1], ...lab.searched.map(({ action }) => action)];
    };
    expect(asked({})).toEqual([484, 'match', 'canmatch']);
    expect(asked({ row: { allowOverlap: false } })).toEqual([404, 'match']);
    expect(asked({ rules: { overlapDialling: false } })).toEqual([404, 'match']);
    expect(invited({ to: '10' }).calls.noted).toMatchObject([{ what: 'noExtension', exten: '10', status: 484 }]);
  });

  it('waits for the dialplan lock with its thread, and is nothing any more after a crash', () => {
    for (const crashes of [false, true]) {
      const lab = new PjsipLab();
      lab.locked = true;
      lab.invite(5);
      expect(lab.pass(1).responses()).toEqual([]);
      expect(lab.distributor.blockOf(HERE)).toMatchObject({ by: 'lock' });
      if (crashes) lab.crash(HERE);
      lab.unlock().pass(1);
      expect([lab.responses(), lab.calls.started]).toEqual(crashes ? [[], []] : [[[5, 100, 0]], [1]]);
      expect(lab.distributor.blockOf(HERE)).toBeUndefined();
    }
  });

  it('that comes again is answered with 100 again; after the end of its channel with nothing', () => {
    const lab = invited();
    lab.invite(5);
    expect(lab.pass(0.005).responses()).toEqual([
      [5, 100, 0],
      [5, 100, 0],
    ]);
    lab.calls.dialogs.set(5, ENDED);
    lab.invite(5);
    expect([lab.pass(0.005).responses().length, lab.calls.opened.length]).toEqual([2, 1]);
  });

  it('that waited 100 ms for its thread says so in the story of its call', () => {
    for (const [ms, noted] of [
      [99, []],
      [100, [{ what: 'threadWaited', server: HERE, since: 1000, holder: undefined }]],
    ] as const) {
      const lab = new PjsipLab({ pjsip: { threads: { atStart: 1, most: 1, growBy: 0 } } });
      lab.locked = true;
      lab.invite(5);
      lab.invite(6);
      lab.until((ms + 1) / 1000).unlock();
      lab.pass(0);
      expect(lab.calls.noted).toEqual(noted);
    }
  });
});

describe('an INVITE that asks the database', () => {
  const IDENTITY = ['ps_endpoints for invite', 'ps_endpoints for invite', 'ps_auths for invite'];

  it('reads endpoint and auth each time', () => {
    const lab = invited({}, { pjsip: { stores: IN_TABLES } });
    expect([lab.selects().slice(0, 3), lab.responses()]).toEqual([IDENTITY, [[5, 100, 0]]]);
    lab.statements.length = 0;
    lab.invite(6);
    expect(lab.pass(0.005).selects().slice(0, 3)).toEqual(IDENTITY);
  });

  it('reads them once where there is a cache, but for number@domain', () => {
    const lab = invited({}, { pjsip: { stores: CACHED } });
    lab.statements.length = 0;
    lab.invite(6);
    expect(lab.pass(0.005).selects()).toEqual(['ps_endpoints for invite']);
  });

  it.each([
    [true, [5, 401, 2]],
    [false, [5, 403, 0]],
  ] as const)(
    'that fails: challenged again where the rule says so (%s), else refused',
    (failedSelectIsUnknown, answer) => {
      const lab = new PjsipLab({ pjsip: { stores: IN_TABLES }, rules: { failedSelectIsUnknown } });
      lab.databaseFails = true;
      lab.invite(5);
      expect(lab.pass(0.005).responses()).toEqual([answer]);
    },
  );

  it('that fails is served from the cache, for as long as it holds the endpoint', () => {
    for (const failedSelectIsUnknown of [true, false]) {
      const lab = invited({}, { pjsip: { stores: CACHED }, rules: { failedSelectIsUnknown } });
      lab.databaseFails = true;
      lab.invite(6);
      expect(lab.pass(0.005).responses()).toEqual([
        [5, 100, 0],
        [6, 100, 0],
      ]);
    }
  });

  it('is nothing any more after a crash', () => {
    const lab = new PjsipLab({ pjsip: { stores: IN_TABLES } });
    lab.databaseMs = 100;
    lab.invite(5);
    lab.until(0.15).crash(HERE).until(2);
    expect([lab.responses(), lab.calls.opened]).toEqual([[], []]);
  });
});

describe('what comes within a dialog', () => {
  const send = (lab: PjsipLab, message: typeof BYE, dialog: number): void =>
    lab.network.send(lab.host(0), HERE, message, { dialog, call: 1 as CallId });

  it('goes to the channel or to the leg of that Call-ID', () => {
    const lab = invited();
    send(lab, CANCEL, 5);
    send(lab, BYE, 5);
    send(lab, BYE, -9); // Of a leg that the server has made: the client knows it.
    send(lab, ACK, 5);
    lab.network.send(lab.host(0), HERE, INVITE_RESPONSE, { dialog: -9, call: 1 as CallId, status: 200, nonce: 0 });
    lab.pass(0.01);
    expect(lab.calls.heard.toSorted()).toEqual(['acknowledged 5', 'answered -9', 'hangs up 5', 'hangs up 5']);
  });

  it('an ACK of a refusal is looked at like a request: its endpoint is read, and no auth', () => {
    const lab = new PjsipLab({ pjsip: { stores: IN_TABLES } });
    send(lab, ACK, 5);
    expect(lab.pass(0.01).selects()).toEqual(['ps_endpoints for invite', 'ps_endpoints for invite']);
    expect([lab.calls.heard, lab.distributor.blockOf(HERE)]).toEqual([[], undefined]);
  });

  it('an ACK of a refusal of a machine that is no phone is that of nobody', () => {
    const lab = new PjsipLab({ pjsip: { stores: CACHED } });
    lab.invite(6);
    lab.pass(0.005);
    lab.statements.length = 0;
    lab.network.send(1 as HostId, HERE, ACK, { dialog: 5, call: 1 as CallId });
    send(lab, ACK, 7); // Of 1001, whose endpoint the cache holds.
    expect(lab.pass(0.01).selects()).toHaveLength(3);
  });
});
