import { NOT_SCHEDULED, type EventType, type Simulation } from '../../../kernel/clock/simulation.ts';
import type { Signal } from '../../../kernel/signal.ts';
import { SECOND, type Micros } from '../../../kernel/units.ts';
import type { HostId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { Network } from '../../network/network.ts';
import { LAGRP, LAGRQ, PING, PONG, type Frame } from '../../protocol/iax2.ts';
import type { Message } from '../../protocol/index.ts';
import type { Rules } from '../../rules.ts';
import type { Deliveries } from './deliveries.ts';
import type { Frames } from './frames.ts';
import { longer, SENDS } from './retries.ts';
import { isCalling, type CalledRow, type CallingRow, type IaxRows } from './rows.ts';

/** chan_iax2.c: lagrq_time. */
const LAGRQ_TIME: Micros = 10 * SECOND;

/**
 * Frames that are sent again until the other end has answered, and the keep-alives by which each end finds out that the
 * other is silent (chan_iax2.c:attempt_transmit, send_ping, send_lagrq): sends at 0, 2, 12 and 22 s, lost at 32 s.
 *
 * Each end asks by LAGRQ each 10 s of the call's age and by PING each 20 or 21 s. A question that is answered changes
 * nothing on either end: so none travels while both machines run and reach each other. When a machine dies or hangs, or
 * a path is cut or loses some, the calls across it are in doubt, and from then on the questions that are due do travel, until one is
 * answered. What an end sends while in doubt is sent again at the next answer.
 *
 * Not modelled: after a PONG chan_iax2.c takes the round trip for its ping time, so that later frames are repeated after
 * 0.1, 1 and 10 s; measured is 32 s (rule iaxDeadPeer). A HANGUP that is lost between machines that are cut off is not
 * sent again: the other end finds out by its own question. A server whose reading threads all wait for the dialplan lock
 * answers questions nevertheless.
 */
export class Transmissions {
  private readonly parts: TransmissionsParts;
  private readonly pingTime: Micros;
  private readonly resendIsDue: EventType<number, HostId>;
  private readonly keepAliveIsDue: EventType<number, HostId>;

  constructor(parts: TransmissionsParts) {
    this.parts = parts;
    const { hosts, frames, rules } = parts;
    this.pingTime = rules.iaxPing * SECOND;
    this.resendIsDue = hosts.on('iax.resendIsDue', (number) => this.resend(number));
    this.keepAliveIsDue = hosts.on('iax.keepAliveIsDue', (number) => this.ask(number));
    for (const [question, answer] of [
      [LAGRQ, LAGRP],
      [PING, PONG],
    ] as const) {
      const reply = (row: CallingRow | CalledRow): void => frames.sendOnce(row, answer, {});
      frames.atCalling(question, reply);
      frames.atCalled(question, reply);
      frames.atClosing(question, reply);
      frames.atCalling(answer, (row) => this.heard(row));
      frames.atCalled(answer, (row) => this.heard(row));
    }
  }

  // ---------------------------------------------------------------- sent until answered

  /** Sends a frame, and again until `heard`; when all resends are in vain the call is lost. */
  repeat<F extends Frame>(row: CallingRow | CalledRow, message: Message<F>, rest: Omit<F, keyof Frame>): void {
    this.parts.sim.cancel(row.timer);
    row.unanswered = { message: message as Message<never>, rest, sends: 0 };
    this.transmit(row);
  }

  private resend(number: number): void {
    const row = this.parts.rows.at(number);
    if (row?.unanswered === undefined) return;
    if (row.unanswered.sends < SENDS) {
      this.transmit(row);
      return;
    }
    this.forget(row);
    if (isCalling(row)) this.parts.callingLost.send(row);
    else this.parts.calledLost.send(row);
  }

  private transmit(row: CallingRow | CalledRow): void {
    const frame = row.unanswered!;
    this.parts.frames.sendOnce(row, frame.message as Message<Frame>, frame.rest);
    let pause = row.retry;
    for (let i = 0; i < frame.sends; i++) pause = longer(pause);
    frame.sends++;
    row.timer = this.parts.sim.after(pause, this.resendIsDue, row.number, row.server);
  }

  /** The other end has answered: what was sent has arrived. */
  heard(row: CallingRow | CalledRow): void {
    this.parts.sim.cancel(row.timer);
    row.unanswered = undefined;
    if (!row.inDoubt) return;
    if (!this.isSure(row)) {
      this.awaitQuestion(row);
      return;
    }
    row.inDoubt = false;
    const { unheard } = row;
    row.unheard = [];
    for (const { message, rest } of unheard) this.parts.frames.send(row, message as Message<Frame>, rest);
  }

  /** A frame that the other end acknowledges. */
  send<F extends Frame>(row: CallingRow | CalledRow, message: Message<F>, rest: Omit<F, keyof Frame>): void {
    const isNumbered = this.parts.frames.send(row, message, rest);
    if (isNumbered || !row.inDoubt) return;
    row.unheard.push({ message: message as Message<never>, rest });
    if (row.unanswered === undefined) this.repeat(row, LAGRQ, {});
  }

  /** A call begins at this end: over a path that loses some every question travels. */
  begins(row: CallingRow | CalledRow): void {
    if (this.parts.deliveries.isLossy(row)) this.doubt(row);
  }

  /** The call is over at this end. */
  forget(row: CallingRow | CalledRow): void {
    this.parts.sim.cancel(row.timer);
    row.timer = NOT_SCHEDULED;
    row.unanswered = undefined;
    row.inDoubt = false;
  }

  // ---------------------------------------------------------------- keep-alives

  /** Something has failed: every call to a machine that may be silent now is in doubt. */
  look(): void {
    this.parts.rows.each((row) => {
      if (!this.isSure(row)) this.doubt(row);
    });
  }

  /** It stood still: others may have given up its calls meanwhile. */
  resumed(server: ServerId): void {
    this.parts.rows.each((row) => {
      if (row.server === server) this.doubt(row);
    });
  }

  /** Calls of a server that died are closed by now; those of others with it are in doubt. */
  crash(server: ServerId): void {
    this.parts.deliveries.crash(server);
    this.look();
  }

  private doubt(row: CallingRow | CalledRow): void {
    if (row.inDoubt) return;
    row.inDoubt = true;
    if (row.unanswered === undefined) this.awaitQuestion(row);
  }

  private awaitQuestion(row: CallingRow | CalledRow): void {
    const age = this.parts.sim.now - row.bornAt;
    const due = Math.min(nextMultiple(age, LAGRQ_TIME), nextMultiple(age, this.pingTime));
    this.parts.sim.cancel(row.timer);
    row.timer = this.parts.sim.after(due - age, this.keepAliveIsDue, row.number, row.server);
  }

  private ask(number: number): void {
    const row = this.parts.rows.at(number);
    if (row === undefined || !row.inDoubt || row.unanswered !== undefined) return;
    const isLagrq = (this.parts.sim.now - row.bornAt) % LAGRQ_TIME === 0;
    this.repeat(row, isLagrq ? LAGRQ : PING, {});
  }

  /** A question is answered: nothing between the two has failed, and nothing is lost. */
  private isSure(row: CallingRow | CalledRow): boolean {
    const { server, peer } = row;
    if (this.parts.deliveries.isLossy(row)) return false;
    return peer >= 0 && this.parts.hosts.isUp(peer as HostId) && this.parts.network.reaches(server, peer as HostId);
  }
}

function nextMultiple(age: Micros, of: Micros): Micros {
  return (Math.floor(age / of) + 1) * of;
}

export interface TransmissionsParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly network: Network;
  readonly frames: Frames;
  readonly deliveries: Deliveries;
  readonly rows: IaxRows;
  readonly rules: Rules;
  /** A call whose other end is silent. */
  readonly callingLost: Signal<[row: CallingRow]>;
  readonly calledLost: Signal<[row: CalledRow]>;
}
