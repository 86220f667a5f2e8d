import { SECOND, type Micros } from '../../../kernel/units.ts';
import { NOT_SCHEDULED } from '../../../kernel/clock/simulation.ts';
import type { PhoneConfig } from '../../config.ts';
import type { PhoneId, ServerId } from '../../ids.ts';
import { chanceOf } from './jitter.ts';
import { jittered, jitteredRefresh, refreshAfter } from './timing.ts';

/**
 * The registration agents, a row each, in columns: one for each phone, and one more for each server that it uses
 * besides.
 */
export class LineTable {
  private readonly phones: readonly PhoneConfig[];
  private readonly seedHash: number;

  readonly phone: number[] = [];
  /** Where it registers: an index into the phone's own list of servers, home first. */
  readonly target: number[] = [];
  /** The servers of each line, in the order in which it tries them. */
  private readonly servers: (readonly ServerId[])[] = [];
  readonly state: number[] = [];
  readonly generation: number[] = [];
  readonly sends: number[] = [];
  /** Failed transactions in a row, and silent ones since a server was last heard. */
  readonly failures: number[] = [];
  readonly silences: number[] = [];
  readonly draws: number[] = [];
  readonly granted: number[] = [];
  /** Nonce of the last challenge. */
  readonly nonce: number[] = [];
  readonly unregistering: boolean[] = [];
  readonly startedAt: number[] = [];
  readonly sentInAll: number[] = [];
  /** Until when the phone itself believes in its registration; 0: it does not. */
  readonly validUntil: number[] = [];
  readonly registeredAt: (ServerId | -1)[] = [];
  /** When it goes back to its first server, µs; 0: it is there, or stays where it is. */
  readonly homeAt: number[] = [];
  /** Next refresh, or next resend. */
  readonly timer: number[] = [];
  readonly timeout: number[] = [];
  readonly lapse: number[] = [];
  /** By phone, the line of its first server first. */
  readonly linesOf: number[][];

  constructor(phones: readonly PhoneConfig[], seedHash: number) {
    this.phones = phones;
    this.seedHash = seedHash;
    this.linesOf = phones.map(() => []);
    phones.forEach((phone, index) => this.addLines(index as PhoneId, phone));
  }

  phoneOf(line: number): PhoneId {
    return this.phone[line]! as PhoneId;
  }

  add(phone: PhoneId, servers: readonly ServerId[]): number {
    const line = this.phone.push(phone) - 1;
    this.servers[line] = servers;
    for (const column of [
      this.target,
      this.state,
      this.generation,
      this.sends,
      this.failures,
      this.silences,
      this.draws,
      this.granted,
      this.nonce,
      this.startedAt,
      this.sentInAll,
      this.validUntil,
      this.homeAt,
    ])
      column[line] = 0;
    for (const column of [this.timer, this.timeout, this.lapse]) column[line] = NOT_SCHEDULED;
    this.unregistering[line] = false;
    this.registeredAt[line] = -1;
    this.linesOf[phone]!.push(line);
    return line;
  }

  private addLines(phone: PhoneId, config: PhoneConfig): void {
    const all = [config.home, ...config.backup] as ServerId[];
    if (config.kind.secondServer === 'atOnce') for (const server of all) this.add(phone, [server]);
    else if (config.kind.secondServer === 'none') this.add(phone, [config.home as ServerId]);
    else this.add(phone, all);
  }

  /** From now on it belongs to these. */
  giveServers(line: number, servers: readonly ServerId[]): void {
    this.servers[line] = servers;
  }

  serversOf(line: number): readonly ServerId[] {
    return this.servers[line]!;
  }

  serverOf(line: number): ServerId {
    return this.serversOf(line)[this.target[line]!]!;
  }

  /**
   * After a grant of that many seconds: how long until the refresh, or until the phone goes back to its first server. The
   * time for that begins with the first grant at another one. One chance for both.
   */
  nextAfter(line: number, seconds: number, now: Micros): Micros {
    const kind = this.kindOf(line);
    const { failback } = kind;
    const chance = this.chance(line);
    const refresh = jitteredRefresh(kind, refreshAfter(kind, seconds), seconds * SECOND, chance);
    if (failback === 0 || this.target[line] === 0) return refresh;
    if (this.homeAt[line] === 0)
      this.homeAt[line] = now + (failback === 'refresh' ? refresh : jittered(kind, failback, chance));
    return Math.min(refresh, Math.max(0, this.homeAt[line]! - now)); // It may have passed while the server was silent.
  }

  /** The time at another server than its first one is over. */
  wantsHome(line: number, now: Micros): boolean {
    return this.homeAt[line]! > 0 && this.homeAt[line]! <= now;
  }

  /** Its next transaction is for its first server. */
  goHome(line: number): void {
    this.target[line] = 0;
    this.homeAt[line] = 0;
  }

  /**
   * The next in the list, at once; false when all have been silent, or this one has more tries: then comes the pause.
   */
  triesNext(line: number, tries: number): boolean {
    const { length } = this.serversOf(line);
    this.silences[line]!++;
    if (length === 1 || this.silences[line]! % tries !== 0) return false;
    const roundEnds = this.silences[line]! % (tries * length) === 0;
    const next = roundEnds ? 0 : (this.target[line]! + 1) % length;
    if (next === 0) this.goHome(line);
    else this.target[line] = next;
    return !roundEnds;
  }

  kindOf(line: number): PhoneConfig['kind'] {
    return this.phones[this.phone[line]!]!.kind;
  }

  /** The phone's own chance, another one each time. */
  chance(line: number): number {
    return chanceOf(this.seedHash, this.phone[line]!, this.draws[line]!++);
  }
}
