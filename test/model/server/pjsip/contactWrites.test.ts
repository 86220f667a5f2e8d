import { describe, expect, it } from 'vitest';
import { HERE, PjsipLab, THERE } from './pjsipLab.ts';

const SHARED = { contact: 'realtime' } as const;
const kinds = (lab: PjsipLab): readonly string[] =>
  lab.statements.filter(([, , , table]) => table === 'ps_contacts').map(([, kind]) => kind);

describe('a shared table of contacts', () => {
  it('takes an INSERT for the first, an UPDATE for a refresh, a DELETE for the end; each is looked for before', () => {
    const lab = new PjsipLab(SHARED).registered(0).until(10).registered(0).until(20).registered(0, 0);
    expect(kinds(lab)).toEqual(['select', 'other', 'select', 'update', 'select', 'other']);
    expect(lab.statements.map(([, , purpose]) => purpose)).toContain('unregister');
  });

  it('is read by all: the phone that moved is registered at the last server alone, whose extension stays', () => {
    const lab = new PjsipLab(SHARED).registered(0);
    lab.until(10).registered(0, 300, THERE);
    expect([lab.contacts(0, HERE), lab.contacts(0, THERE), lab.heard.registered]).toEqual([[0], [0], [0, 1]]);
    // The first server hears nothing of it: its extension is wrong from now on (facts, Asterisk 22).
    expect(lab.extensions.map(({ size }) => size)).toEqual([1, 0]);
  });

  it('an expired row is deleted by the first that finds it; no other hears of it', () => {
    const lab = new PjsipLab(SHARED);
    for (const server of [HERE, THERE]) lab.driver.registrations.settleServer(server);
    lab.registered(0, 60, THERE).until(61);
    lab.databaseMs = 1;
    lab.until(100); // Both servers look at 90 s.
    expect(lab.statements.filter(([, kind, purpose]) => kind === 'other' && purpose === 'expire')).toHaveLength(2);
    expect([
      lab.contacts(0, THERE),
      lab.heard.registered,
      lab.heard.lines.filter((line) => /Unreach/.test(line)),
    ]).toEqual([[], [0, 0], []]);
    // HERE came first: THERE, which has made the contact, keeps its extension.
    expect(lab.extensions.map(({ size }) => size)).toEqual([0, 1]);
  });

  it('two refreshes of one second are one row: it is removed where the rule says so', () => {
    for (const sameRowRemoves of [true, false]) {
      const lab = new PjsipLab({ ...SHARED, rules: { sameRowRemoves }, wallMs: 100 }).registered(0);
      lab.registered(0);
      expect([lab.contacts(0), lab.answers().at(-1)]).toEqual([sameRowRemoves ? [] : [0], [200, 300]]);
    }
  });

  it('another second is another row', () => {
    const lab = new PjsipLab({ ...SHARED, rules: { sameRowRemoves: true } }).registered(0).until(1.5).registered(0);
    expect(lab.contacts(0)).toEqual([0]);
  });

  it.each([
    [false, [], 0],
    [true, [0], 1],
  ])(
    'a refresh whose row another server has deleted meanwhile; update_or_create %s: %j',
    (updateOrCreate, left, count) => {
      const lab = new PjsipLab({ ...SHARED, pjsip: { updateOrCreate } }).registered(0).until(10);
      lab.databaseMs = 100;
      lab.register(0, { nonce: 7 });
      lab.pass(0.15); // The row has been read, the UPDATE is under way.
      lab.databaseMs = 1;
      lab.register(0, { nonce: 7, expires: 0 }, THERE);
      lab.pass(1);
      expect([lab.contacts(0), lab.heard.registered[0]]).toEqual([left, count]);
    },
  );

  it('a failed INSERT is a 200 without a contact; the endpoint is reachable all the same where the rule says so', () => {
    for (const failedWriteRegisters of [true, false]) {
      const lab = new PjsipLab({ ...SHARED, rules: { failedWriteRegisters } });
      lab.databaseMs = 100;
      lab.register(0, { nonce: 7 });
      lab.until(0.05); // The SELECT is under way.
      lab.databaseFails = true;
      lab.until(1);
      expect([lab.contacts(0), lab.answers()]).toEqual([[], [[200, 300]]]);
      expect([lab.heard.registered[0], lab.extensions[0]!.size]).toEqual(failedWriteRegisters ? [1, 1] : [0, 0]);
    }
  });

  it('a failed UPDATE takes the contact from the view of the server, and the row stays', () => {
    const lab = new PjsipLab(SHARED).registered(0).until(10);
    lab.databaseMs = 100;
    lab.register(0, { nonce: 7 });
    lab.until(10.05);
    lab.databaseFails = true;
    lab.until(11);
    expect([lab.answers().at(-1), lab.heard.registered[0], lab.extensions[0]!.size]).toEqual([[200, 300], 0, 0]);
    expect(lab.contacts(0)).toEqual([0]);
  });

  it('a DELETE that fails leaves the row', () => {
    const lab = new PjsipLab(SHARED);
    lab.driver.registrations.settleServer(HERE);
    lab.until(10).registered(0, 60).until(89);
    lab.databaseMs = 10;
    lab.until(90.005);
    lab.databaseFails = true;
    lab.until(91);
    expect([lab.heard.registered[0], lab.extensions[0]!.size]).toEqual([1, 1]);
  });
});

describe('contacts in the astdb', () => {
  it('are of their server alone, and take no statement', () => {
    const lab = new PjsipLab().registered(0);
    expect([lab.contacts(0, THERE), lab.statements]).toEqual([[], []]);
    lab.registered(0, 300, THERE);
    expect([lab.heard.registered, lab.extensions.map(({ size }) => size)]).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });

  it('of two of one AOR that one ends, the server still has the other', () => {
    const lab = new PjsipLab({ aor: { maxContacts: 2 } }).registered(0).registered(0, 300, HERE, 1);
    expect([lab.contacts(0), lab.heard.registered[0]]).toEqual([[1, 0], 1]);
    lab.registered(0, 0);
    expect([lab.contacts(0), lab.heard.registered[0], [...lab.extensions[0]!]]).toEqual([[1], 1, ['1001']]);
    lab.registered(0, 0, HERE, 1);
    expect([lab.contacts(0), lab.heard.registered[0], lab.extensions[0]!.size]).toEqual([[], 0, 0]);
  });
});

it('a contact is said to be added when it is new, with the seconds that are left', () => {
  const lab = new PjsipLab({ wallMs: 700 }).registered(0);
  const added = (): readonly string[] => lab.heard.lines.filter((line) => /Added/.test(line));
  const line = `-- Added contact 'sip:1001@10.0.1.1:5060' to AOR '1001' with expiration of 300 seconds`;
  expect(added()).toEqual([line]);
  lab.until(10).registered(0);
  expect(added()).toEqual([line]);
});
