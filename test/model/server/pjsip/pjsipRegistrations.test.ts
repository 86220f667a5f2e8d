import { describe, expect, it } from 'vitest';
import { SECOND } from '../../../../src/kernel/units.ts';
import type { PhoneId } from '../../../../src/model/ids.ts';
import { CACHED, HERE, IN_TABLES as TABLES, PjsipLab, THERE } from './pjsipLab.ts';

const PHONE = 0 as PhoneId;
const IN_TABLES = { pjsip: { stores: TABLES } } as const;

describe('the start of a server', () => {
  it('reads every endpoint and contact of the database, and only then any SIP', () => {
    const lab = new PjsipLab(IN_TABLES).crash(HERE).until(1);
    lab.databaseMs = 100;
    lab.restart(HERE).until(1.3);
    lab.register(0);
    lab.until(1.39);
    expect(lab.statements.map(([, kind, purpose, table]) => `${kind} ${purpose} ${table}`)).toEqual([
      'select boot ps_endpoints',
      'select boot ps_endpoints',
      'select boot ps_contacts',
      'select boot ps_contacts',
    ]);
    lab.until(2);
    expect(lab.answers()).toEqual([]); // The REGISTER came too early.
    lab.register(0);
    expect(lab.until(3).answers()).toEqual([[401, 0]]);
  });

  it('reads nothing where pjsip.conf has the endpoints', () => {
    const lab = new PjsipLab().crash(HERE).until(1).restart(HERE).registered(0);
    expect([lab.statements, lab.answers()]).toEqual([[], [[200, 300]]]);
  });

  it('goes on without a database that does not answer, and knows of nobody', () => {
    const lab = new PjsipLab(IN_TABLES).registered(0).crash(HERE).until(1);
    lab.databaseFails = true;
    lab.restart(HERE).until(2);
    expect([lab.statements.filter(([, , purpose]) => purpose === 'boot').length, lab.extensions[0]!.size]).toEqual([
      1, 0,
    ]);
    lab.databaseFails = false;
    lab.register(0);
    expect(lab.until(3).answers().at(-1)).toEqual([401, 0]);
  });

  it('makes every endpoint reachable whose contact it can read, also one that another server has made', () => {
    const lab = new PjsipLab({ contact: 'realtime' })
      .registered(0, 300, THERE)
      .crash(HERE)
      .until(1)
      .restart(HERE)
      .until(2);
    expect([...lab.extensions[0]!]).toEqual(['1001']);
    expect(lab.heard.registered).toEqual([0, 1]); // It is registered there all the same.
  });

  it('has nothing in its memory caches', () => {
    const lab = new PjsipLab({ pjsip: { stores: CACHED } }).registered(0);
    lab.databaseMs = 1;
    lab.crash(HERE).until(1).restart(HERE).until(2);
    lab.statements.length = 0;
    lab.register(0);
    expect(lab.pass(0.1).selects()).toHaveLength(3);
  });

  it('reads one row after the other, and takes no SIP before the last', () => {
    const lab = new PjsipLab(IN_TABLES).crash(HERE).until(1);
    lab.databaseMs = 100;
    lab.restart(HERE);
    expect([1.05, 1.15, 1.25, 1.35, 1.45].map((at) => lab.until(at).statements.length)).toEqual([1, 2, 3, 4, 4]);
  });

  it('counts no answer to a start that ended in another crash', () => {
    const lab = new PjsipLab(IN_TABLES).crash(HERE).until(1);
    lab.databaseMs = 100;
    lab.restart(HERE).until(1.05).crash(HERE).restart(HERE);
    expect([1.06, 1.12, 1.16, 1.26, 1.36].map((at) => lab.until(at).statements.length)).toEqual([2, 2, 3, 4, 5]);
  });

  it('makes none where the rule says so', () => {
    const rules = { restartRevives: false };
    const lab = new PjsipLab({ rules }).registered(0).crash(HERE).until(1).restart(HERE).until(2);
    expect([lab.extensions[0]!.size, lab.heard.registered[0], lab.contacts(0)]).toEqual([0, 0, [0]]);
  });
});

describe('at the start of a run', () => {
  it('a phone has been registered for a while, with all that follows', () => {
    const lab = new PjsipLab();
    lab.driver.registrations.settle(HERE, PHONE, 300, 100 * SECOND, 0);
    expect([[...lab.extensions[0]!], lab.heard.registered[0]]).toEqual([['1001'], 1]);
    expect([lab.until(199.9).contacts(0), lab.until(200).contacts(0)]).toEqual([[0], []]);
  });

  it('its end is a whole second of the wall clock, the one before', () => {
    const lab = new PjsipLab({ wallMs: 300 });
    lab.driver.registrations.settle(HERE, PHONE, 300, 100 * SECOND, 0);
    expect([lab.until(199.69).contacts(0), lab.until(199.7).contacts(0)]).toEqual([[0], []]);
  });

  it('one whose AOR is not there is not', () => {
    const lab = new PjsipLab({ aor: { name: 'other' } });
    lab.driver.registrations.settle(HERE, PHONE, 300, 0, 0);
    expect([lab.extensions[0]!.size, lab.heard.registered[0]]).toEqual([0, 0]);
    expect(lab.driver.registrations.granted(HERE, PHONE, 30)).toBe(30);
    expect(new PjsipLab().driver.registrations.granted(HERE, PHONE, 30)).toBe(60);
  });
});
