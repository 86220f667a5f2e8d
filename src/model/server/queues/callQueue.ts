import type { Micros } from '../../../kernel/units.ts';
import type { QueueConfig, QueueMemberConfig } from '../../config.ts';
import type { ChannelId } from '../../ids.ts';
import type { Transfer } from '../dialplan/services.ts';

/** A member of a queue, as its server remembers it. */
export interface Member {
  readonly config: QueueMemberConfig;
  /** When its last call ended, whole seconds of the wall clock; 0: it has had none. */
  lastCall: number;
  calls: number;
  /** A caller of this server lets it ring now. */
  isTried: boolean;
  /** Added while the server runs. */
  readonly isDynamic: boolean;
  /** It is a member and is not called. */
  isPaused: boolean;
}

/** Member of one try, and how it compares: the least is called first. */
export interface Candidate {
  readonly member: Member;
  readonly metric: number;
}

/** A caller in a queue. */
export interface QueueCaller {
  readonly channel: ChannelId;
  readonly queue: Queue;
  /** Whole seconds of the wall clock; `until` 0: no limit. */
  readonly since: number;
  readonly until: number;
  phase: 'waits' | 'hears' | 'tries' | 'rings' | 'rests' | 'parks';
  /** Of the line: no member has answered yet. */
  isInLine: boolean;
  /** Members ring for this caller. */
  isPending: boolean;
  /** Tries that have begun. */
  tries: number;
  /** Of the present try: who is left, who rings, when it ends (µs, -1 never). */
  left: Candidate[];
  ringing: readonly Member[];
  ringsUntil: Micros;
  answeredBy: Member | undefined;
  /** Where that member has sent the caller. */
  transfer: Transfer | undefined;
  /** Of `linear`: where the next try begins, and whether some come after it. */
  place: number;
  hasMore: boolean;
  /** The first of the line hears announcements before the next try. */
  hears: boolean;
  /** The place in the line that was said last, 0: none, and when that began; -1: never. Whole seconds. */
  placeSaid: number;
  placeSaidAt: number;
  /** When the last text began, and which comes next. */
  textSaidAt: number;
  text: number;
  /** What comes first when a member answers: its delay and announcement (µs). */
  greetingTakes: Micros;
}

/** One queue of a server: its members, and who waits in which order. */
export class Queue {
  readonly config: QueueConfig;
  private readonly list: Member[] = [];
  private readonly byDevice = new Map<string, Member>();
  readonly line: QueueCaller[] = [];
  /** Of the round robins: whose turn is next, and whether some come after it. */
  next = 0;
  hasMore = false;
  /** Average seconds until a member answers, and callers of whom it knows. */
  holdTime = 0;
  gone = 0;

  constructor(config: QueueConfig) {
    this.config = config;
    for (const member of config.members) this.add(newMember(member, false), false);
  }

  /** The member with that device; names of devices are compared without regard to case. */
  memberOf(device: string): Member | undefined {
    return this.byDevice.get(device.trim().toLowerCase());
  }

  /** `first`: before the others. */
  add(member: Member, first: boolean): void {
    if (first) this.list.unshift(member);
    else this.list.push(member);
    this.byDevice.set(deviceOf(member), member);
  }

  remove(member: Member): void {
    this.list.splice(this.list.indexOf(member), 1);
    this.byDevice.delete(deviceOf(member));
  }

  get members(): readonly Member[] {
    return this.list;
  }

  /** True: the caller may call members now (app_queue.c:is_our_turn). `available`: members that could take a call. */
  isTurnOf(caller: QueueCaller, available: number): boolean {
    const { autofill, strategy } = this.config;
    const together = autofill && strategy !== 'ringall' ? available : Math.min(available, 1);
    let before = 0;
    for (const other of this.line) {
      if (other === caller) return before < together && (autofill || other === this.line[0]);
      if (!other.isPending) before++;
      if (before >= together) return false;
    }
    return false;
  }

  /**
   * A member has answered a caller who waited that number of seconds (app_queue.c:recalc_holdtime). `isFirst`: the first
   * call of the queue, whose time is not averaged (asterisk-16 and later).
   */
  hasHeld(seconds: number, isFirst: boolean): void {
    this.holdTime = isFirst ? seconds : Math.floor((3 * this.holdTime + seconds) / 4);
  }

  leave(caller: QueueCaller): void {
    const at = this.line.indexOf(caller);
    if (at >= 0) this.line.splice(at, 1);
    caller.isInLine = false;
    caller.isPending = false;
    for (const member of caller.ringing) member.isTried = false;
  }
}

function deviceOf({ config: { tech, resource } }: Member): string {
  return `${tech}/${resource}`.toLowerCase();
}

export function newMember(config: QueueMemberConfig, isDynamic: boolean, isPaused = false): Member {
  return { config, lastCall: 0, calls: 0, isTried: false, isDynamic, isPaused };
}
