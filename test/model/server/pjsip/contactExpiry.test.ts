import { describe, expect, it } from 'vitest';
import { HERE, PjsipLab, type PjsipLabOptions } from './pjsipLab.ts';

/** The first check comes at 30 s. */
function checked(options: PjsipLabOptions = {}): PjsipLab {
  const lab = new PjsipLab(options);
  lab.driver.registrations.settleServer(HERE);
  return lab;
}

describe('a contact whose time is over', () => {
  it('is removed by the next check, each 30 s, and its extension with it; calls find it no longer before', () => {
    const lab = checked().until(10).registered(0, 60).until(69.9);
    expect(lab.contacts(0)).toEqual([0]);
    lab.until(89.9);
    expect([lab.contacts(0), lab.heard.registered[0], lab.extensions[0]!.size]).toEqual([[], 1, 1]);
    lab.until(90.1);
    expect([lab.heard.registered[0], lab.extensions[0]!.size]).toEqual([0, 0]);
  });

  it('is removed by each later check too', () => {
    const lab = checked().until(100).registered(0, 60).until(179.9);
    expect(lab.heard.registered[0]).toBe(1);
    expect(lab.until(180.1).heard.registered[0]).toBe(0);
  });

  it('is removed by a REGISTER of its AOR before that', () => {
    const lab = checked({ aor: { maxContacts: 1 } })
      .registered(0, 60)
      .until(61);
    lab.registered(0, 300, HERE, 1);
    expect([lab.answers().at(-1), lab.contacts(0)]).toEqual([[200, 300], [1]]);
  });

  it('stays where nobody looks for it', () => {
    const lab = checked({ pjsip: { expiryCheck: 0 } })
      .registered(0, 60)
      .until(600);
    expect([lab.heard.registered[0], lab.extensions[0]!.size]).toEqual([1, 1]);
  });

  it('is looked for by a server that was restarted, from 30 s on', () => {
    const lab = checked().until(10).crash(HERE).until(20).restart(HERE).until(25).registered(0, 60);
    expect(lab.until(109.9).heard.registered[0]).toBe(1);
    expect(lab.until(110.1).heard.registered[0]).toBe(0);
  });
});

it('a shared table is asked at each check, and not while the server is down', () => {
  const lab = checked({ contact: 'realtime' }).until(95);
  expect(lab.statements.map(([, kind, purpose, table]) => `${kind} ${purpose} ${table}`)).toEqual(
    Array(3).fill('select expire ps_contacts'),
  );
  lab.crash(HERE).until(200);
  expect(lab.statements).toHaveLength(3);
});
