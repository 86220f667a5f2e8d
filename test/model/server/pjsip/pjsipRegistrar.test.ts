import { describe, expect, it } from 'vitest';
import { CACHED, HERE, IN_TABLES, PjsipLab, THERE } from './pjsipLab.ts';

describe('a REGISTER', () => {
  it('is challenged, granted, and advertised', () => {
    const lab = new PjsipLab();
    lab.register(0, { branch: 41 });
    lab.pass(0.01);
    expect(lab.wire.last('response to REGISTER').fields).toEqual({
      branch: 41,
      status: 401,
      nonce: 42,
      stale: false,
      expires: 0,
    });
    expect([lab.contacts(0), lab.heard.registered]).toEqual([[], [0, 0]]);
    lab.registered(0);
    expect([lab.answers().at(-1), lab.contacts(0), lab.heard.registered, [...lab.extensions[0]!]]).toEqual([
      [200, 300],
      [0],
      [1, 0],
      ['1001'],
    ]);
  });

  it.each([
    ['wrongSecret', 401],
    ['unknownUser', 401],
  ] as const)('with %s is challenged again, digest or not', (credentials, status) => {
    const lab = new PjsipLab();
    for (const nonce of [0, 7]) lab.register(0, { credentials, nonce });
    lab.pass(0.01);
    expect([lab.answers(), lab.contacts(0)]).toEqual([
      [
        [status, 0],
        [status, 0],
      ],
      [],
    ]);
  });

  it('for an AOR with max_contacts = 0 is refused', () => {
    for (const removeExisting of [true, false]) {
      const lab = new PjsipLab({ aor: { maxContacts: 0, removeExisting } }).registered(0);
      expect([lab.answers(), lab.contacts(0)]).toEqual([[[403, 0]], []]);
    }
  });

  it('for an endpoint without such an AOR finds none', () => {
    const lab = new PjsipLab({ aor: { name: 'other' } }).registered(0);
    expect(lab.answers()).toEqual([[404, 0]]);
  });

  it.each([
    [30, 60],
    [9999, 7200],
    [-1, 3600],
  ])('that asks for %i s is granted %i s', (asked, granted) => {
    expect(new PjsipLab().registered(0, asked).answers()).toEqual([[200, granted]]);
  });

  it('with Expires 0 ends the registration, and the extension with it', () => {
    const lab = new PjsipLab().registered(0).registered(0, 0);
    expect([lab.answers().at(-1), lab.contacts(0), lab.heard.registered[0], lab.extensions[0]!.size]).toEqual([
      [200, 0],
      [],
      0,
      0,
    ]);
  });

  it('of a second phone with the number is refused, or takes the place of the first (remove_existing)', () => {
    const refusing = new PjsipLab().registered(0).registered(0, 300, HERE, 1);
    expect([refusing.answers().at(-1), refusing.contacts(0)]).toEqual([[403, 0], [0]]);
    const replacing = new PjsipLab({ aor: { removeExisting: true } }).registered(0).registered(0, 300, HERE, 1);
    expect([replacing.answers().at(-1), replacing.contacts(0)]).toEqual([[200, 300], [1]]);
    expect([replacing.heard.registered[0], [...replacing.extensions[0]!]]).toEqual([1, ['1001']]);
  });

  it('ends in the second in which it was granted to end, counted from the whole second before', () => {
    const lab = new PjsipLab({ wallMs: 700 }).registered(0, 60);
    // It began 0.701 s into the wall clock: its end, 60.701 s, is the whole second 60, which is 59.3 s after the start.
    expect(lab.until(59.29).contacts(0)).toEqual([0]);
    expect(lab.until(59.31).contacts(0)).toEqual([]);
  });
});

describe('a REGISTER that waits for the database', () => {
  it('says 500 to a phone that it does not know when the database does not answer, and forgets one that it knows', () => {
    const lab = new PjsipLab({ contact: 'realtime' });
    lab.databaseFails = true;
    expect(lab.registered(0).answers()).toEqual([[500, 0]]);
    lab.databaseFails = false;
    lab.registered(0);
    expect(lab.heard.registered[0]).toBe(1);
    lab.databaseFails = true;
    lab.registered(0);
    expect([lab.answers().at(-1), lab.heard.registered[0], lab.extensions[0]!.size]).toEqual([[200, 300], 0, 0]);
    lab.registered(0); // It knows it no longer.
    expect(lab.answers().at(-1)).toEqual([500, 0]);
    lab.databaseFails = false;
    lab.until(10).registered(0);
    expect([lab.answers().at(-1), lab.heard.registered[0]]).toEqual([[200, 300], 1]);
  });

  it('is nothing any more after a crash', () => {
    const lab = new PjsipLab({ contact: 'realtime' });
    lab.databaseMs = 1000;
    lab.register(0, { nonce: 7 });
    lab.until(0.5).crash(HERE).until(3);
    expect([lab.answers(), lab.contacts(0, THERE), lab.heard.registered[0]]).toEqual([[], [], 0]);
  });
});

describe('the statements of a REGISTER', () => {
  const IDENTITY = ['ps_endpoints', 'ps_endpoints', 'ps_auths'];
  const of = (lab: PjsipLab, purpose: string): readonly string[] =>
    lab.statements.filter(([, , why]) => why === purpose).map(([, , , table]) => table);

  it('identity, AOR, contacts and the write, under the purpose that it has; the new contact reads its endpoint once more', () => {
    const lab = new PjsipLab({ pjsip: { stores: IN_TABLES } }).registered(0).until(10).registered(0).registered(0, 0);
    const ALL = [...IDENTITY, 'ps_aors', 'ps_contacts', 'ps_contacts'];
    expect(['register', 'refresh', 'unregister'].map((purpose) => of(lab, purpose))).toEqual([
      [...ALL, 'ps_endpoints'],
      ALL,
      ALL,
    ]);
  });

  it('are kept by the caches, but for number@domain and the contacts', () => {
    const lab = new PjsipLab({ pjsip: { stores: CACHED } }).registered(0).until(10).registered(0);
    expect(of(lab, 'refresh')).toEqual(['ps_endpoints', 'ps_contacts', 'ps_contacts']);
  });

  it.each([
    ['unknownUser', ['ps_endpoints', 'ps_endpoints']],
    ['wrongSecret', IDENTITY],
  ] as const)('of %s: its identity', (credentials, tables) => {
    const lab = new PjsipLab({ pjsip: { stores: IN_TABLES } });
    lab.register(0, { credentials, nonce: 7 });
    lab.pass(0.01);
    expect([of(lab, credentials), lab.statements.length, lab.answers()]).toEqual([tables, tables.length, [[401, 0]]]);
  });

  it.each([
    [true, 401],
    [false, 403],
  ])('that fail: challenged where the rule says so (%s), else refused; %i', (failedSelectIsUnknown, status) => {
    const options = { pjsip: { stores: IN_TABLES }, rules: { failedSelectIsUnknown } };
    const lab = new PjsipLab(options);
    lab.databaseFails = true;
    expect(lab.registered(0).answers()).toEqual([[status, 0]]);
    expect(new PjsipLab(options).registered(0).answers()).toEqual([[200, 300]]);
  });
});

it('the 200 has no nonce', () => {
  const lab = new PjsipLab();
  lab.register(0, { branch: 41, nonce: 7 });
  lab.pass(0.01);
  const fields = { branch: 41, status: 200, nonce: 0, stale: false, expires: 300 };
  expect(lab.wire.last('response to REGISTER').fields).toEqual(fields);
});
