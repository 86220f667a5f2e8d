import { SECOND, type Micros } from '../../../kernel/units.ts';
import { NOT_SCHEDULED, type Scheduled } from '../../../kernel/clock/simulation.ts';
import { Interned } from '../../../kernel/resource/interned.ts';
import { NumberList } from '../../../kernel/resource/numberList.ts';
import { NumberRows } from '../../../kernel/resource/numberRows.ts';
import type { Phones, PhoneTemplate } from '../../config.ts';
import { eachTemplate, templateAt } from '../../phoneColumns.ts';
import type { PhoneKind } from '../kinds.ts';
import type { PhoneId, ServerId } from '../../ids.ts';
import { NO_EXCHANGE } from './exchanges.ts';
import { chanceOf } from './jitter.ts';
import { jittered, jitteredRefresh, refreshAfter, retryAfter } from './timing.ts';

const NO_LINE = -1;
/** After this number of failures in a row the pauses of every kind have reached their longest. */
const OFTEN = 30;

/**
 * What a phone's REGISTERs say, and its kind: phones of one group share a record, so that a REGISTER needs no look at the
 * phone's own row.
 */
export type Habits = Pick<PhoneTemplate, 'kind' | 'expires' | 'credentials' | 'account'>;

/** A line's habits and its servers, in the order in which it tries them. */
interface Manner {
  readonly habits: Habits;
  readonly servers: readonly ServerId[];
}

/** More different lists of servers than a cluster has. */
const SERVER_LISTS_MAX = 2 ** 24;

/**
 * The registration agents, a row of 40 bytes each: one for each phone, and one more for each server that it uses
 * besides.
 */
export class LineTable {
  private readonly phones: Phones;
  private readonly seedHash: number;

  private readonly rows = new NumberRows();
  /** The phone's number less the line's: 0 for all where each phone has one line. */
  private readonly phoneLessLine = new NumberList();
  /** Where it registers: an index into the phone's own list of servers, home first. */
  readonly target = new NumberList();
  /** Its row of Exchanges; NO_EXCHANGE: it is idle. */
  readonly exchange = this.rows.integerColumn(NO_EXCHANGE);
  /** Transactions that it has begun. */
  readonly generation = this.rows.integerColumn(0);
  /** Next refresh, next resend, or the end of the transaction. */
  readonly timer = this.rows.column(NOT_SCHEDULED);
  readonly granted = this.rows.integerColumn(0);
  /** Until when the phone itself believes in its registration; 0: it does not. */
  readonly validUntil = this.rows.column(0);
  readonly registeredAt = this.rows.integerColumn<ServerId | -1>(-1);
  readonly lapse = new NumberList<Scheduled>();
  readonly draws = this.rows.integerColumn(0);
  /** Failed transactions in a row, and silent ones since a server was last heard. */
  readonly failures = new NumberList();
  readonly silences = new NumberList();
  /** When it goes back to its first server, µs; 0: it is there, or stays where it is. */
  readonly homeAt = new NumberList();
  /** Which of `manners` it has. */
  private readonly manner = this.rows.integerColumn(0);
  private readonly kinds = new Interned<PhoneKind, PhoneKind>((kind) => kind);
  private readonly habits = new Interned<Habits, string>(
    ({ kind, expires, credentials, account }) =>
      `${this.kinds.indexOf(kind)}/${expires}/${credentials}/${account ?? ''}`,
  );
  private readonly serverLists = new Interned<readonly ServerId[], number | string>((list) =>
    list.length === 1 ? list[0]! : list.join(),
  );
  private readonly manners = new Interned<Manner, number>(
    ({ habits, servers }) => this.habits.indexOf(habits) * SERVER_LISTS_MAX + this.serverLists.indexOf(servers),
  );
  /** The phone's next line; most phones have one. */
  private readonly next = new Map<number, number>();
  /** By phone, the line of its first server less the phone's number: 0 for all where each phone has one line. */
  private readonly firstLessPhone = new NumberList();
  /** Phones get their first lines in the order of their numbers. */
  private phonesWithLines = 0;

  constructor(phones: Phones, seedHash: number) {
    this.phones = phones;
    this.seedHash = seedHash;
    this.rows.reserve(phones.length);
    const known = new Map<PhoneTemplate, readonly number[]>();
    eachTemplate(phones, (template, phone) => {
      let manners = known.get(template);
      if (manners === undefined) known.set(template, (manners = this.mannersOf(template)));
      for (const manner of manners) this.addLine(phone as PhoneId, manner);
    });
  }

  phoneOf(line: number): PhoneId {
    return (line + this.phoneLessLine.get(line)) as PhoneId;
  }

  add(phone: PhoneId, servers: readonly ServerId[]): number {
    return this.addLine(phone, this.mannerOf(templateAt(this.phones, phone), servers));
  }

  private addLine(phone: PhoneId, manner: number): number {
    const line = this.rows.add();
    this.phoneLessLine.set(line, phone - line);
    this.manner.set(line, manner);
    if (phone === this.phonesWithLines) {
      this.phonesWithLines++;
      this.firstLessPhone.set(phone, line - phone);
    } else this.next.set(this.linesOf(phone).at(-1)!, line);
    return line;
  }

  private firstOf(phone: PhoneId): number {
    return phone + this.firstLessPhone.get(phone);
  }

  /** The line of its first server first. */
  linesOf(phone: PhoneId): readonly number[] {
    const lines: number[] = [];
    for (let line = this.firstOf(phone); line !== NO_LINE; line = this.next.get(line) ?? NO_LINE) lines.push(line);
    return lines;
  }

  /** Of each of a phone's first lines. */
  private mannersOf(template: PhoneTemplate): readonly number[] {
    const { secondServer } = template.kind;
    const all = [template.home, ...template.backup] as ServerId[];
    if (secondServer === 'atOnce') return all.map((server) => this.mannerOf(template, [server]));
    return [this.mannerOf(template, secondServer === 'none' ? all.slice(0, 1) : all)];
  }

  private mannerOf({ kind, expires, credentials, account }: Habits, servers: readonly ServerId[]): number {
    return this.manners.indexOf({ habits: this.habits.same({ kind, expires, credentials, account }), servers });
  }

  /** From now on it belongs to these. */
  giveServers(line: number, servers: readonly ServerId[]): void {
    this.manner.set(line, this.mannerOf(this.habitsOf(line), servers));
  }

  serversOf(line: number): readonly ServerId[] {
    return this.manners.at(this.manner.get(line)).servers;
  }

  serverOf(line: number): ServerId {
    return this.serversOf(line)[this.target.get(line)]!;
  }

  /** At the last server of its list. */
  isAtLast(line: number): boolean {
    return this.target.get(line) === this.serversOf(line).length - 1;
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
    if (failback === 0 || this.target.get(line) === 0) return refresh;
    if (this.homeAt.get(line) === 0)
      this.homeAt.set(line, now + (failback === 'refresh' ? refresh : jittered(kind, failback, chance)));
    return Math.min(refresh, Math.max(0, this.homeAt.get(line) - now)); // It may have passed while the server was silent.
  }

  /** The time at another server than its first one is over. */
  wantsHome(line: number, now: Micros): boolean {
    return this.homeAt.get(line) > 0 && this.homeAt.get(line) <= now;
  }

  /** Its next transaction is for its first server. */
  goHome(line: number): void {
    this.target.set(line, 0);
    this.homeAt.set(line, 0);
  }

  /**
   * The next in the list, at once; false when all have been silent, or this one has more tries: then comes the pause.
   */
  triesNext(line: number, tries: number): boolean {
    const { length } = this.serversOf(line);
    this.silences.count(line);
    if (length === 1 || this.silences.get(line) % tries !== 0) return false;
    const roundEnds = this.silences.get(line) % (tries * length) === 0;
    const next = roundEnds ? 0 : (this.target.get(line) + 1) % length;
    if (next === 0) this.goHome(line);
    else this.target.set(line, next);
    return !roundEnds;
  }

  kindOf(line: number): PhoneKind {
    return this.habitsOf(line).kind;
  }

  habitsOf(line: number): Habits {
    return this.manners.at(this.manner.get(line)).habits;
  }

  /** From a failure to the next attempt. */
  pauseAfter(line: number, result: 'timeout' | 'rejected'): Micros {
    const kind = this.kindOf(line);
    return result === 'rejected' && kind.retryAfterReject > 0
      ? jittered(kind, kind.retryAfterReject, this.chance(line))
      : retryAfter(kind, this.failures.get(line), this.chance(line));
  }

  /** It was heard: the next failure is the first. */
  forgetFailures(line: number): void {
    this.failures.set(line, 0);
    this.silences.set(line, 0);
  }

  /** As long as it becomes when a phone has been refused again and again. */
  longestPause(line: number): Micros {
    this.failures.set(line, OFTEN);
    return this.pauseAfter(line, 'rejected');
  }

  /** The phone's own chance, another one each time. */
  chance(line: number): number {
    return chanceOf(this.seedHash, this.phoneOf(line), this.draws.count(line));
  }
}
