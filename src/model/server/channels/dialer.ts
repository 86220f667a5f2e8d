import { SECOND } from '../../../kernel/units.ts';
import type { EventType } from '../../../kernel/clock/simulation.ts';
import type { ChannelId, HostId, LegId } from '../../ids.ts';
import type { DatabaseTable } from '../../records.ts';
import {
  PENDING,
  type DialRequest,
  type DialResult,
  type DialStatus,
  type DialTarget,
  type Transfer,
} from '../dialplan/services.ts';
import { FAILED, OK } from '../mysql/databaseClients.ts';
import { DialHints } from './hintSearches.ts';
import {
  addLeg,
  CAUSE,
  countFailure,
  countFrame,
  countHangUp,
  newDialling,
  resultOf,
  statusOfFailures,
  type ChannelRow,
  type Dialling,
  type Leg,
} from './channelRows.ts';
import type { DialerParts } from './dialerParts.ts';

/**
 * The Dial application: its targets one after another, then waiting for the first that answers.
 *
 * It does not know SIP, IAX2 or trunks: a leg of any kind rings, is answered or ends. What is heard over the bridge to
 * the one that answers is the affair of `Bridges`.
 */
export class Dialer {
  private readonly parts: DialerParts;
  private readonly hints: DialHints;

  private readonly hintEnds: EventType<ChannelId, number>;
  private readonly peerIsLoaded: EventType<ChannelId, number>;
  private readonly timeEnds: EventType<ChannelId, HostId>;
  private readonly memberIsReady: EventType<ChannelId, HostId>;
  private readonly dialEnds: EventType<ChannelId, HostId>;

  constructor(parts: DialerParts) {
    this.parts = parts;
    this.hints = new DialHints(parts.finders, parts.machines, parts.channels);
    const { sim, hosts } = parts;
    parts.legChanged.receive((leg) => this.legChanged(leg));
    this.hintEnds = sim.on('dial.hintEnds', (channel, search) => {
      if (this.hints.hasEnded(channel, search)) this.goOn(channel);
    });
    this.peerIsLoaded = sim.on('dial.peerIsLoaded', (channel, ended) => this.goOn(channel, ended));
    this.timeEnds = hosts.on('dial.timeEnds', (channel) => this.timeOut(channel));
    this.memberIsReady = hosts.on('dial.memberIsReady', (channel) => this.greetingEnds(channel));
    this.dialEnds = hosts.on('dial.ends', (channel) => this.settle(channel));
  }

  dial(row: ChannelRow, request: DialRequest): typeof PENDING {
    row.dial = newDialling(request, this.parts.sim.now);
    const asksHint = this.parts.rules.dialHintLookup === 'beforeCall' && !request.options.includes('o');
    if (!asksHint || this.hints.ask(row, this.hintEnds)) this.parts.sim.after(0, this.peerIsLoaded, row.id, 0);
    return PENDING;
  }

  /** The caller went. */
  stop(row: ChannelRow): DialResult {
    const dial = row.dial!;
    if (dial.answeredAt >= 0) this.parts.bridges.end(row, this.parts.legs.get(dial.answeredBy as LegId));
    for (const id of dial.legs) this.parts.legs.drop(id);
    return this.close(row, dial, dial.answeredAt >= 0 ? 'ANSWER' : 'CANCEL', 0);
  }

  /** The called side sends the caller elsewhere: this Dial is over, and its leg stays until the phone hangs up. */
  transfer(row: ChannelRow, leg: Leg, transfer: Transfer): void {
    const dial = row.dial!;
    this.parts.bridges.end(row, this.parts.legs.get(dial.answeredBy as LegId));
    leg.counted = true;
    const result = { ...this.close(row, dial, 'ANSWER', CAUSE.normal), transfer };
    this.parts.machines[row.server]!.resume(row.id, result);
  }

  /** A leg rings, was answered, or has ended. */
  private legChanged(leg: Leg): void {
    const row = this.parts.channels.get(leg.channel);
    if (row?.leg === leg.id && leg.state === 'ended') this.parts.callerHangsUp.send(row.id);
    const dial = row?.dial;
    if (row !== undefined && dial !== undefined && dial.legs.includes(leg.id)) this.review(row, dial);
    this.parts.legs.settle(leg);
  }

  // ---------------------------------------------------------------- one target after another

  /** `ended`: how the SELECT has ended that was waited for, where one was. */
  private goOn(channel: ChannelId, ended = OK): void {
    const row = this.parts.channels.get(channel);
    const dial = row?.dial;
    if (row === undefined || dial === undefined || !dial.blocked) return;
    if (ended === FAILED && dial.asked > 0) dial.isUnread = true;
    while (dial.next < dial.request.targets.length) {
      const target = dial.request.targets[dial.next]!;
      if (this.loadPeer(row, dial, target)) return;
      dial.next++;
      const called = this.call(row, dial, target);
      if (
        called &&
        this.parts.rules.dialHintLookup === 'afterCall' &&
        !dial.request.options.includes('o') &&
        !this.hints.ask(row, this.hintEnds)
      )
        return;
    }
    this.wait(row, dial);
  }

  /** True: a SELECT is under way; the search continues when it is done. */
  private loadPeer(row: ChannelRow, dial: Dialling, target: DialTarget): boolean {
    const table = this.selectsFor(row, target)[dial.asked];
    if (table === undefined) {
      dial.asked = 0;
      return false;
    }
    dial.asked++;
    this.parts.database.realtime(row.server, 'select', 'dial', this.peerIsLoaded, row.id, row.call, table);
    return true;
  }

  private selectsFor(row: ChannelRow, target: DialTarget): readonly DatabaseTable[] {
    const { devices } = this.parts;
    if (target.tech.toUpperCase() !== devices.tech) return [];
    return devices.selects(row.server, devices.parse(row.server, target.resource), 'call');
  }

  /** Makes a leg and calls it; false when there is nobody to call. */
  private call(row: ChannelRow, dial: Dialling, target: DialTarget): boolean {
    const made = dial.isUnread ? this.parts.legs.makeNone(row, target) : this.parts.legs.make(row, target);
    dial.isUnread = false;
    if (made === 'limited') return this.couldNotCall(row, dial, target);
    if (typeof made === 'number') {
      // causes.h 1.2.6: AST_CAUSE_UNREGISTERED is "no route" there, "subscriber absent" in 16.
      const cause = made === CAUSE.unregistered && this.parts.rules.dialect === '1.2' ? CAUSE.noRoute : made;
      countFailure(dial, cause, dial.next === dial.request.targets.length);
      this.parts.console.say(row.server, () => this.parts.wording.noChannel(target.tech, cause));
      return false;
    }
    addLeg(dial, made.id, dial.next - 1);
    this.parts.console.say(row.server, () => this.parts.wording.called(target.tech, target.resource));
    this.parts.legs.call(made, row);
    return true;
  }

  /** No line of the Dial's: only such ones are CHANUNAVAIL (app_dial.c:dial_exec_full; the cause: chan_sip.c:sip_call of 16). */
  private couldNotCall(row: ChannelRow, dial: Dialling, { tech, resource }: DialTarget): false {
    if (this.parts.rules.dialect === '16') dial.cause = CAUSE.busy;
    this.parts.console.say(row.server, () => this.parts.wording.notCalled(tech, resource));
    return false;
  }

  // ---------------------------------------------------------------- waiting

  /** app_dial.c:wait_for_answer: from here the time limit runs. */
  private wait(row: ChannelRow, dial: Dialling): void {
    dial.blocked = false;
    if (dial.request.seconds > 0) {
      dial.timer = this.parts.sim.after(Math.round(dial.request.seconds * SECOND), this.timeEnds, row.id, row.server);
    }
    if (dial.request.options.includes('r')) this.parts.side.ring(row);
    this.review(row, dial);
    this.closeEnded(dial);
  }

  /** Legs that ended while a hint was looked for. */
  private closeEnded(dial: Dialling): void {
    for (const id of dial.legs) {
      const leg = this.parts.legs.get(id);
      if (leg?.counted === true) this.parts.legs.settle(leg);
    }
  }

  /** Looks at all legs, as the thread does when one of them says something. */
  private review(row: ChannelRow, dial: Dialling): void {
    if (dial.blocked) return;
    if (dial.answeredBy !== 0) {
      this.reviewBridge(row, dial);
      return;
    }
    let alive = 0;
    for (const id of dial.legs) {
      const leg = this.parts.legs.get(id);
      if (leg === undefined || leg.counted) continue;
      if (leg.state === 'ended') {
        leg.counted = true;
        this.countEnded(dial, leg);
        this.parts.console.say(row.server, () => this.parts.wording.legEnded(leg));
        continue;
      }
      alive++;
      if (leg.rang) this.showRinging(row, leg);
      if (leg.state === 'answered') {
        this.answered(row, dial, leg);
        return;
      }
    }
    if (alive === 0) this.parts.sim.after(0, this.dialEnds, row.id, row.server);
  }

  private countEnded(dial: Dialling, { endsBy, cause }: Leg): void {
    const isNoFailure = this.parts.rules.hangUpIsNoAnswer && (cause === CAUSE.normal || cause === CAUSE.noAnswer);
    if (endsBy !== 'hangUp') countFrame(dial, endsBy, cause);
    else if (isNoFailure) countHangUp(dial, cause);
    else countFailure(dial, cause, true);
  }

  private showRinging(row: ChannelRow, leg: Leg): void {
    if (leg.seenRinging) return;
    leg.seenRinging = true;
    if (leg.inUse) this.parts.devices.stateChanges(leg.server, leg.phone);
    this.parts.console.say(row.server, () => `    -- ${leg.name} is ringing`);
    this.parts.side.ring(row);
  }

  private answered(row: ChannelRow, dial: Dialling, leg: Leg): void {
    const { sim } = this.parts;
    dial.answeredBy = leg.id;
    sim.cancel(dial.timer);
    const greeting = this.parts.memberAnswers(row, dial.targets[dial.legs.indexOf(leg.id)]!);
    for (const id of dial.legs) if (id !== leg.id) this.parts.legs.drop(id);
    if (greeting > 0) dial.timer = sim.after(greeting, this.memberIsReady, row.id, row.server);
    else this.bridge(row, dial, leg);
  }

  /** What the member, or the caller, had to hear first is over. */
  private greetingEnds(channel: ChannelId): void {
    const row = this.parts.channels.get(channel);
    const leg = row?.dial && this.parts.legs.get(row.dial.answeredBy as LegId);
    if (row?.dial !== undefined && leg?.state === 'answered') this.bridge(row, row.dial, leg);
  }

  private bridge(row: ChannelRow, dial: Dialling, leg: Leg): void {
    dial.answeredAt = this.parts.sim.now;
    this.parts.memberTalks(row);
    this.parts.bridges.begin(row, leg, dial.request.options);
  }

  private reviewBridge(row: ChannelRow, dial: Dialling): void {
    const leg = this.parts.legs.get(dial.answeredBy as LegId);
    if (leg !== undefined && leg.state !== 'ended') return;
    this.parts.sim.after(0, this.dialEnds, row.id, row.server);
  }

  private timeOut(channel: ChannelId): void {
    const row = this.parts.channels.get(channel);
    const dial = row?.dial;
    if (row === undefined || dial === undefined || dial.answeredBy !== 0) return;
    const silent = dial.legs.some((id) => this.parts.legs.get(id)?.state === 'calling');
    this.parts.stories.note(row.call, { what: 'dialEnded', server: row.server, status: 'NOANSWER', silent });
    this.parts.console.say(
      row.server,
      () => `    -- Nobody picked up in ${Math.round(dial.request.seconds * 1000)} ms`,
    );
    for (const id of dial.legs) this.parts.legs.drop(id);
    this.finish(row, dial, 'NOANSWER', 0);
  }

  /** Every leg has ended, or the bridge. */
  private settle(channel: ChannelId): void {
    const row = this.parts.channels.get(channel);
    const dial = row?.dial;
    if (row === undefined || dial === undefined) return;
    if (dial.answeredBy !== 0) {
      if (dial.answeredAt >= 0) this.parts.bridges.end(row, this.parts.legs.get(dial.answeredBy as LegId));
      this.parts.legs.drop(dial.answeredBy as LegId);
      this.finish(row, dial, dial.answeredAt >= 0 ? 'ANSWER' : 'NOANSWER', CAUSE.normal);
      return;
    }
    const status = statusOfFailures(dial);
    this.parts.stories.note(row.call, { what: 'dialEnded', server: row.server, status, silent: false });
    this.parts.console.say(row.server, () => this.parts.wording.noneAnswered(status, dial));
    this.finish(row, dial, status, dial.cause);
  }

  private finish(row: ChannelRow, dial: Dialling, status: DialStatus, cause: number): void {
    this.parts.machines[row.server]!.resume(row.id, this.close(row, dial, status, cause));
  }

  private close(row: ChannelRow, dial: Dialling, status: DialStatus, cause: number): DialResult {
    const { sim } = this.parts;
    sim.cancel(dial.timer);
    row.dial = undefined;
    return resultOf(dial, sim.now, status, cause);
  }
}
