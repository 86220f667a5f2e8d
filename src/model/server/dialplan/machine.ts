import { NOT_SCHEDULED } from '../../../kernel/clock/simulation.ts';
import { added } from '../../../kernel/resource/added.ts';
import { SECOND } from '../../../kernel/units.ts';
import { assert } from '../../../kernel/assert.ts';
import type { ChannelId, LookupId, ServerId } from '../../ids.ts';
import type { ChannelRunner } from './dialplanEvents.ts';
import { newChannel, NO_MEMO, type Channel, type ChannelStart, type Memo, type Waiting } from './dialplanChannel.ts';
import type { Dialplan } from './compile.ts';
import { PHASES, type Core } from './core.ts';
import { ChannelScope } from './scope.ts';
import { PENDING, type Pending, type ServiceResult } from './services.ts';
import { Thread } from './channelThread.ts';
import type { MachineParts, ThreadOwner } from './machineParts.ts';

/** What a channel waits for until that comes. */
const WAITS_FOR: Readonly<Record<ServiceResult['kind'], Waiting>> = {
  dial: 'dial',
  availability: 'available',
  statement: 'statement',
  contacts: 'available',
  parked: 'parked',
};

/**
 * The channels of one server that run its dialplan: each a thread of its own, which waits for the dialplan lock, for
 * lookups, for time and for what the rest of the server does for it. It knows no SIP and no DUNDi.
 */
export class Machine implements ChannelRunner, ThreadOwner {
  readonly server: ServerId;
  private readonly parts: MachineParts;
  private readonly channels = new Map<ChannelId, Channel>();
  private readonly thread: Thread;
  private readonly scope: ChannelScope;
  private readonly core: Core;

  constructor(parts: MachineParts) {
    this.parts = parts;
    this.server = parts.server;
    this.thread = new Thread(parts, this);
    this.scope = new ChannelScope(this.thread);
    this.core = { thread: this.thread, scope: this.scope, stepTime: () => parts.hooks.stepTime() };
  }

  /** The channel's thread takes its first step at once. Its number must not be in use. */
  start(start: ChannelStart): void {
    assert(!this.channels.has(start.channel), 'a channel is started once');
    const channel = newChannel(start, this.thread.dialect, this.parts.sim.now);
    this.channels.set(channel.id, channel);
    this.parts.events.runs(channel.id, this);
    this.proceed(channel);
  }

  /**
   * The caller hung up. Harmless for a channel that is gone. The plan ends as it does there: `h`, then hangUpCaller.
   */
  hangUp(channel: ChannelId): void {
    this.mark(channel, 'caller');
  }

  /** The answer to what returned PENDING. Harmless for a channel that is gone. */
  resume(channel: ChannelId, result: ServiceResult): void {
    this.answer(channel, WAITS_FOR[result.kind], result);
  }

  get(channel: ChannelId): Channel | undefined {
    return this.channels.get(channel);
  }

  /** In order of their start. */
  all(): IterableIterator<Channel> {
    return this.channels.values();
  }

  /** Lookups for such a channel end at once. */
  isHungUp(channel: ChannelId): boolean {
    const it = this.channels.get(channel);
    return it !== undefined && it.hungUp !== '';
  }

  /** The server crashed: all channels are gone, no far end gets a message; it will start with this plan. */
  restart(plan: Dialplan): void {
    for (const channel of this.channels.values()) {
      this.stopTimers(channel);
      this.parts.events.ended(channel.id);
    }
    this.channels.clear();
    this.thread.mysql.clear();
    this.thread.plan = plan;
    this.parts.statementLock.reset();
    this.parts.astdb.lock.reset();
  }

  private waitsFor(channel: number, what: Waiting): boolean {
    return this.channels.get(channel as ChannelId)?.waiting === what;
  }

  private answer(id: ChannelId, waiting: Waiting, value: Memo): void {
    const channel = this.channels.get(id);
    if (channel === undefined || channel.waiting !== waiting) return; // From before a crash or a hang-up.
    channel.waiting = 'nothing';
    if (waiting !== 'time' && waiting !== 'find' && this.parts.sim.now > channel.waitsSince) channel.stepsInARow = 0;
    channel.memo = added(channel.memo, value);
    this.proceed(channel);
  }

  // ---------------------------------------------------------------- ChannelRunner

  findEnds(channel: ChannelId, search: number): void {
    if (this.waitsFor(channel, 'find')) this.answer(channel, 'find', this.parts.finder.take(search));
  }

  lookupEnds(channel: ChannelId, lookup: LookupId): void {
    if (this.waitsFor(channel, 'lookup')) this.answer(channel, 'lookup', this.parts.lookups.result(lookup));
  }

  rowIsRead(channel: ChannelId, question: number): void {
    this.answer(channel, 'row', this.parts.realtime.take(question) !== undefined);
  }

  astdbLockGranted(channel: ChannelId): void {
    this.answer(channel, 'astdbLock', true);
  }

  statementLockGranted(channel: ChannelId): void {
    this.answer(channel, 'statementLock', true);
  }

  absoluteTimeoutEnds(channel: ChannelId): void {
    this.mark(channel, 'timeout');
  }

  timePasses(id: ChannelId, pause: number): void {
    const channel = this.channels.get(id);
    // On a server that hung: the timer ended meanwhile, and what was read before it at the resumption made it
    // superfluous.
    if (channel === undefined || channel.timer === NOT_SCHEDULED || channel.pauses !== pause) return;
    channel.timer = NOT_SCHEDULED;
    this.answer(id, channel.waiting, true);
  }

  private mark(id: ChannelId, how: 'caller' | 'timeout'): void {
    const channel = this.channels.get(id);
    if (channel === undefined || channel.hungUp === 'caller' || (channel.hungUp !== '' && how === 'timeout')) return;
    channel.hungUp = how;
    this.parts.lookups.hungUp(id);
    if (channel.running) return;
    if (channel.waiting === 'silence') {
      this.parts.sim.cancel(channel.timer);
      channel.timer = NOT_SCHEDULED;
      this.answer(id, 'silence', false);
    } else if (channel.waiting === 'dial') {
      this.answer(id, 'dial', this.parts.services.stopDial(id));
    } else if (channel.waiting === 'parked') {
      this.answer(id, 'parked', this.parts.services.leaveParking(id));
    }
  }

  private proceed(channel: Channel): void {
    assert(!channel.running, 'a thread does one thing at a time');
    const before = this.thread.interrupted();
    channel.running = true;
    while (channel.phase !== 'ended') {
      this.thread.turnTo(channel);
      const next = PHASES[channel.phase](this.core);
      if (next === PENDING) {
        channel.waitsSince = this.parts.sim.now;
        break;
      }
      channel.phase = next;
      channel.memo = NO_MEMO;
    }
    channel.running = false;
    this.thread.goOn(before);
    if (channel.phase === 'ended') this.end(channel);
  }

  private end(channel: Channel): void {
    this.stopTimers(channel);
    this.channels.delete(channel.id);
    this.parts.events.ended(channel.id);
    this.parts.services.hangUpCaller(channel.id, channel.cause);
  }

  // ---------------------------------------------------------------- ThreadOwner

  write(function_: string, args: string, value: string): void | Pending {
    return this.scope.write(function_, args, value);
  }

  setAbsoluteTimeout(seconds: number): void {
    const { channel } = this.thread;
    const { sim } = this.parts;
    sim.cancel(channel.absoluteTimer);
    channel.absoluteTimer =
      seconds > 0
        ? sim.after(Math.round(seconds * SECOND), this.parts.events.absoluteTimeout, channel.id, 0)
        : NOT_SCHEDULED;
  }

  private stopTimers(channel: Channel): void {
    this.parts.sim.cancel(channel.timer);
    this.parts.sim.cancel(channel.absoluteTimer);
  }
}
