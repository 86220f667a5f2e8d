import { describe, expect, it } from 'vitest';
import { Simulation } from '../../../../src/kernel/clock/simulation.ts';
import { SECOND } from '../../../../src/kernel/units.ts';
import { Listener } from '../../../../src/measure/listener.ts';
import type { PhoneId, ServerId } from '../../../../src/model/ids.ts';
import { Hosts } from '../../../../src/model/network/hosts.ts';
import { Beliefs } from '../../../../src/model/phone/registration/beliefs.ts';
import { LineTable } from '../../../../src/model/phone/registration/lineTable.ts';
import { phoneConfig, STEADY } from '../../laboratory.ts';

const PHONE = 0 as PhoneId;
const [HOME, BACKUP] = [0, 1] as ServerId[];

class Notes extends Listener {
  readonly changes: [at: number, registered: boolean][] = [];

  override phoneChanged(_: PhoneId, registered: boolean): void {
    this.changes.push([this.now / SECOND, registered]);
  }
}

/** A phone with a line at each of two servers, both granted 100 s. */
function phone() {
  const sim = new Simulation({ seed: 'beliefs' });
  const table = new LineTable([phoneConfig('1001', { backup: [1], kind: { ...STEADY, secondServer: 'atOnce' } })], 1);
  for (const line of [0, 1]) table.granted.set(line, 100);
  const heard = new Notes();
  heard.follow(sim);
  const until = (seconds: number): void => sim.run(seconds * SECOND);
  return { table, heard, until, beliefs: new Beliefs(sim, new Hosts(sim, 2, 1), table, heard) };
}

describe('what a phone believes', () => {
  it('holds to the end of the grant, and is news with the first line and after the last', () => {
    const { beliefs, heard, until } = phone();
    beliefs.begin(0, HOME!);
    until(10);
    beliefs.begin(1, BACKUP!);
    expect([beliefs.isRegistered(0), beliefs.isRegistered(1), heard.changes]).toEqual([true, true, [[0, true]]]);
    for (const line of [0, 1]) beliefs.letLapse(line);
    until(100);
    expect([beliefs.isRegistered(0), beliefs.isPhoneRegistered(PHONE)]).toEqual([false, true]);
    until(110);
    expect([beliefs.isPhoneRegistered(PHONE), heard.changes]).toEqual([
      false,
      [
        [0, true],
        [110, false],
      ],
    ]);
  });

  it('is over at once where the grant has ended before the failure', () => {
    const { beliefs, heard, until } = phone();
    beliefs.begin(0, HOME!);
    until(130);
    beliefs.letLapse(0);
    expect(heard.changes.at(-1)).toEqual([130, false]);
  });

  it('that it was registered before the run began holds for the rest of it', () => {
    const { beliefs, heard, until } = phone();
    beliefs.settle(0, HOME!, 60 * SECOND);
    expect(heard.changes).toEqual([[0, true]]);
    until(39.9);
    expect(beliefs.isRegistered(0)).toBe(true);
    until(40);
    expect(beliefs.isRegistered(0)).toBe(false);
  });

  it('a grant after a failure takes the old end away', () => {
    const { beliefs, heard, until } = phone();
    beliefs.begin(0, HOME!);
    until(90);
    beliefs.letLapse(0);
    beliefs.begin(0, HOME!);
    until(150);
    expect([beliefs.isRegistered(0), heard.changes]).toEqual([true, [[0, true]]]);
  });

  it('an end without a registration is no news', () => {
    const { beliefs, heard } = phone();
    beliefs.end(0);
    expect(heard.changes).toEqual([]);
  });
});

describe('calls go', () => {
  it('to the server of the first line that is registered', () => {
    const { beliefs } = phone();
    beliefs.begin(1, BACKUP!);
    expect(beliefs.serverFor(PHONE)).toBe(BACKUP);
    beliefs.begin(0, HOME!);
    expect(beliefs.serverFor(PHONE)).toBe(HOME);
  });

  it('to the server that it tries when none is', () => {
    const { beliefs, table } = phone();
    table.giveServers(0, [BACKUP!]);
    expect(beliefs.serverFor(PHONE)).toBe(BACKUP);
  });

  it('to where it is registered, whatever it tries now', () => {
    const { beliefs, table } = phone();
    beliefs.begin(0, HOME!);
    table.giveServers(0, [BACKUP!]);
    expect(beliefs.serverFor(PHONE)).toBe(HOME);
    beliefs.end(0);
    expect(beliefs.serverFor(PHONE)).toBe(BACKUP);
  });
});
