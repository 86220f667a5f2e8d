import { readFileSync } from 'node:fs';
import { SECOND } from '../../src/kernel/units.ts';
import type { CallRecord } from '../../src/model/observations.ts';
import { Lab, type LabOptions } from './lab.ts';

/** A row of a real run: `measured/run-16-5-per-second.csv`. */
export interface RealCall {
  readonly kind: 'mix' | 'local' | 'register';
  /** When the phone sent its first INVITE, s. */
  readonly at: number;
  readonly caller: string;
  readonly callerServer: string;
  readonly callee: string;
  readonly calleeServer: string;
  /** Milliseconds from the first INVITE; NaN: it never happened. */
  readonly trying: number;
  readonly calleeInvited: number;
  /** The final status, `noresp`, or `giveup`. */
  readonly final: string;
  readonly way: string;
}

/** 90 s of calls at 5 a second between four servers of Asterisk 16.28, nobody dead. */
export function realRun(name = 'run-16-5-per-second'): readonly RealCall[] {
  const [head, ...lines] = readFileSync(new URL(`measured/${name}.csv`, import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const columns = head!.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    const cell = (column: string): string => cells[columns.indexOf(column)]!;
    const ms = (column: string): number => (cell(column) === '' ? NaN : Number(cell(column)));
    return {
      kind: cell('kind') as RealCall['kind'],
      at: Number(cell('t_s')),
      caller: cell('caller'),
      callerServer: cell('caller_server'),
      callee: cell('callee'),
      calleeServer: cell('callee_server'),
      trying: ms('trying_ms'),
      calleeInvited: ms('callee_invited_ms'),
      final: cell('final'),
      way: cell('way'),
    };
  });
}

/** Everything of the real run is this much later in the simulated one, s: the cluster has settled by then. */
const LATER = 10;
/** A phone of its own at regpbx1 refreshes. */
const REFRESHER = '1999';
/**
 * The fifth server takes no part in the calls, but has a number: after "nothing found" for 1074 the askers of the run
 * leave 107 alone for 4 to 5 s, and ask for all else. Each of the four others has a number that begins with 107, and
 * the context of the hub is empty. The run leaves out this number alone of 1001 to 1096.
 */
const ELSEWHERE = { numbers: '1090', home: 'regpbx5', expires: '3600s' };

/** The very calls of a real run, simulated. */
export class Replay {
  readonly calls: readonly CallRecord[];

  constructor(real: readonly RealCall[], options: LabOptions) {
    const homes = new Map<string, string>();
    for (const { kind, caller, callerServer, callee, calleeServer } of real) {
      if (kind === 'register') continue;
      homes.set(caller, callerServer);
      homes.set(callee, calleeServer);
    }
    homes.set(REFRESHER, 'regpbx1');
    const phones = Object.fromEntries(
      [...homes].map(([number, home]) => [
        `p${number}`,
        { numbers: number, home, expires: '3600s', callsAtOnce: 50, answerAfter: '0.05s' },
      ]),
    );
    const calls = real
      .filter(({ kind }) => kind !== 'register')
      .map(({ at, caller, callee }) => ({
        at: `${Math.round((at + LATER) * 1000)}ms`,
        from: caller,
        to: `8${callee}`,
        talk: '0.2s',
        patience: '90s',
      }));
    const lab = new Lab({ ...options, scenario: { phones: { ...phones, elsewhere: ELSEWHERE }, calls } });
    for (const { kind, at } of real) {
      if (kind !== 'register') continue;
      lab.until(at + LATER);
      lab.refresh(REFRESHER);
    }
    lab.until(260);
    this.calls = [...lab.heard.calls].sort((a, b) => a.offeredAt - b.offeredAt);
  }

  /** When the first call came that took more than a second to ring, s of the real run. */
  get firstLock(): number {
    const slow = this.calls.find(({ ringingAt, offeredAt }) => ringingAt < 0 || ringingAt - offeredAt > SECOND);
    return slow === undefined ? Infinity : slow.offeredAt / SECOND - LATER;
  }
}

/** The same of the real run. */
export function firstLockOf(real: readonly RealCall[]): number {
  const slow = real.find(({ kind, calleeInvited }) => kind !== 'register' && !(calleeInvited <= 1000));
  return slow === undefined ? Infinity : slow.at;
}
