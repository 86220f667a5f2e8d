import { SECOND, type Micros } from '../../../kernel/units.ts';
import type { QueueConfig, QueueMemberConfig } from '../../config.ts';
import type { ChannelId } from '../../ids.ts';
import type { WallClock } from '../wallClock.ts';
import type { Release } from '../dialplan/names/releases.ts';
import { holdTimeSaid } from './announcements.ts';
import { newMember, Queue, type Member, type QueueCaller } from './callQueue.ts';
import type { Recordings } from './recordings.ts';
import { remember } from './strategies.ts';

/**
 * The queues of one server (app_queue.c). All of it is the memory of that server: a crash forgets who waited, whose turn
 * it was and when each member had the last call, and who became a member at run time unless `persistentmembers` writes it down.
 *
 * It does not call anybody: Queue() does, in the thread of each caller (`dialplan/applications/queueApplication.ts`).
 */
export class Queues {
  private readonly configs: readonly QueueConfig[];
  private readonly clock: Pick<WallClock, 'wholeSeconds' | 'exactSeconds'>;
  private readonly recordings: Recordings;
  private readonly release: Release;
  private queues: readonly Queue[];
  private readonly callers = new Map<ChannelId, QueueCaller>();

  constructor({ configs, clock, recordings, release }: QueuesParts) {
    this.configs = configs;
    this.clock = clock;
    this.recordings = recordings;
    this.release = release;
    this.queues = configs.map((config) => new Queue(config));
  }

  /** Its queues.conf makes none, or there is none. */
  get isEmpty(): boolean {
    return this.configs.length === 0;
  }

  /** Whole seconds of the wall clock, in which queues count. */
  get now(): number {
    return this.clock.wholeSeconds();
  }

  /** Names of queues are compared without regard to case (app_queue.c:queue_cmp_cb). */
  named(name: string): Queue | undefined {
    return this.queues.find(({ config }) => config.name.toLowerCase() === name.toLowerCase());
  }

  /** AddQueueMember, what AQMSTATUS says. `first`: before the others, as in 1.2 (app_queue.c:add_to_queue). */
  add(name: string, member: Omit<QueueMemberConfig, 'ringInUse'>, first: boolean): string {
    const queue = this.named(name);
    if (queue === undefined) return 'NOSUCHQUEUE';
    if (queue.memberOf(`${member.tech}/${member.resource}`) !== undefined) return 'MEMBERALREADY';
    const { tech, resource, penalty } = member;
    queue.add(newMember({ tech, resource, penalty, ringInUse: queue.config.ringInUse }, true), first);
    return 'ADDED';
  }

  /** RemoveQueueMember, what RQMSTATUS says. `any`: those of the file too, as in 1.2 (app_queue.c:remove_from_queue). */
  remove(name: string, device: string, any: boolean): string {
    const queue = this.named(name);
    if (queue === undefined) return 'NOSUCHQUEUE';
    const member = queue.memberOf(device);
    if (member === undefined) return 'NOTINQUEUE';
    if (!member.isDynamic && !any) return 'NOTDYNAMIC';
    queue.remove(member);
    return 'REMOVED';
  }

  /** In that queue, or in all where there is no name; false: it is a member of none (app_queue.c:set_member_paused). */
  pause(name: string, device: string, isPaused: boolean): boolean {
    const queues = name.trim() === '' ? this.queues : this.queues.filter((queue) => queue === this.named(name.trim()));
    const found = queues.flatMap((queue) => queue.memberOf(device) ?? []);
    for (const member of found) member.isPaused = isPaused;
    return found.length > 0;
  }

  callerOf(channel: ChannelId): QueueCaller | undefined {
    return this.callers.get(channel);
  }

  /** At the end of the line. `seconds`: the time limit of Queue(), 0: none. */
  join(channel: ChannelId, queue: Queue, seconds: number): QueueCaller {
    const since = this.now;
    const caller: QueueCaller = {
      channel,
      queue,
      since,
      until: seconds > 0 ? since + seconds : 0,
      phase: 'waits',
      isInLine: true,
      isPending: false,
      tries: 0,
      left: [],
      ringing: [],
      ringsUntil: -1,
      answeredBy: undefined,
      transfer: undefined,
      place: 0,
      hasMore: false,
      hears: false,
      placeSaid: 0,
      placeSaidAt: -1,
      textSaidAt: this.firstText(queue, since),
      text: 0,
      greetingTakes: 0,
    };
    queue.line.push(caller);
    this.callers.set(channel, caller);
    return caller;
  }

  lengthOf(files: readonly string[]): Micros {
    return this.recordings.lengthOf(files);
  }

  /** What comes first when a member has answered. `announce`: of Queue(); empty: the queue's own. */
  greetingOf({ config: { greeting } }: Queue, announce: string): Micros {
    const files = announce === '' ? greeting.announce : announce;
    return greeting.delay * SECOND + this.lengthOf(this.release === '1.2' ? [files] : files.split('&'));
  }

  /** The clock of the texts, so that the first is due in time. */
  private firstText({ config }: Queue, since: number): number {
    const { periodicStart, periodicFrequency } = config.announcements;
    return this.release === '22' && periodicStart >= 0 ? since + periodicStart - periodicFrequency : since;
  }

  /**
   * A member has answered, and no other rings any more (app_queue.c:try_calling). Gives the time until the two may talk:
   * until then the caller is in the line. 0 of a channel that is in no queue.
   */
  answered(channel: ChannelId, target: number): Micros {
    const caller = this.callers.get(channel);
    if (caller === undefined) return 0;
    const { queue } = caller;
    const member = caller.ringing[target];
    remember(caller);
    for (const other of caller.ringing) other.isTried = other === member;
    caller.ringing = [];
    caller.answeredBy = member;
    const waited = this.now - caller.since;
    queue.hasHeld(waited, this.release !== '1.2' && queue.gone === 0);
    const { config } = queue;
    return caller.greetingTakes + this.reportTakes(caller) + this.lengthOf([config.announcements.sounds.callerIsNext]);
  }

  /** The member hears how long the caller has waited when that is said. */
  private reportTakes({ queue: { config }, since, greetingTakes }: QueueCaller): Micros {
    if (!config.greeting.reportsHoldTime) return 0;
    const begins = this.lengthOf([config.announcements.sounds.reportHold]);
    const waited = Math.floor(this.clock.exactSeconds() + (greetingTakes + begins) / SECOND) - since;
    return begins + this.lengthOf(holdTimeSaid(config, waited, this.release));
  }

  /** The talk begins: the caller leaves the line, and the next ones move up. */
  talkBegins(channel: ChannelId): void {
    const caller = this.callers.get(channel);
    caller?.queue.leave(caller);
  }

  /** The member has gone before the talk: the caller is in the line as before. */
  memberIsGone(caller: QueueCaller): void {
    if (caller.answeredBy !== undefined) caller.answeredBy.isTried = false;
    caller.answeredBy = undefined;
  }

  /** The member's call is over (app_queue.c:update_queue). */
  talkEnds(caller: QueueCaller): void {
    const { answeredBy } = caller;
    if (answeredBy === undefined) return;
    answeredBy.lastCall = this.now;
    answeredBy.calls++;
    caller.queue.gone++;
    answeredBy.isTried = false;
    caller.answeredBy = undefined;
  }

  /** The caller is out: the talk with a member has ended, or there was none. */
  leave(caller: QueueCaller): void {
    if (caller.isInLine) {
      this.memberIsGone(caller);
      caller.queue.gone++;
    }
    this.talkEnds(caller);
    caller.queue.leave(caller);
    this.callers.delete(caller.channel);
  }

  /** Callers in the queues, those in a talk included. */
  get size(): number {
    return this.callers.size;
  }

  crash(): void {
    this.callers.clear();
    this.queues = this.queues.map(({ config, members }) => started(config, config.persistentMembers ? members : []));
  }

  /** Another machine has the server's address, without its astdb. */
  loseDisk(): void {
    this.queues = this.configs.map((config) => new Queue(config));
  }
}

export interface QueuesParts {
  readonly configs: readonly QueueConfig[];
  readonly clock: Pick<WallClock, 'wholeSeconds' | 'exactSeconds'>;
  readonly recordings: Recordings;
  readonly release: Release;
}

/** As after a start; `before`: members that may be in the astdb (app_queue.c:reload_queue_members). */
function started(config: QueueConfig, before: readonly Member[]): Queue {
  const queue = new Queue(config);
  for (const { config: member, isDynamic, isPaused } of before)
    if (isDynamic) queue.add(newMember(member, true, isPaused), false);
  return queue;
}
