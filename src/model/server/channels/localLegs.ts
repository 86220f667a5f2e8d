import type { Signal } from '../../../kernel/signal.ts';
import type { ChannelId, LegId } from '../../ids.ts';
import type { ChannelRow, Leg, LegTable } from './channelRows.ts';
import type { ChannelTable } from './channelTable.ts';

/** What a Dial names after `Local/`. */
export interface LocalAddress {
  readonly exten: string;
  readonly context: string;
}

/** `1002@phones/n`; without a context `default`. The options behind the slash change nothing here (chan_local.c). */
export function parseLocal(resource: string): LocalAddress {
  const [target = ''] = resource.split('/');
  const at = target.indexOf('@');
  return at < 0 ? { exten: target, context: 'default' } : { exten: target.slice(0, at), context: target.slice(at + 1) };
}

/**
 * Legs whose far end is a channel of the same server, which runs the dialplan at the extension named: it rings, answers
 * and ends as that plan does. The two channels are not joined into one when both ends are answered
 * (core_unreal.c: optimization), so that media stays on the server.
 *
 * One end tells the other when it has done its own part: a plan that dials itself makes a chain of thousands, along which a
 * hang-up would else be one call within another.
 */
export class LocalLegs {
  private readonly parts: LocalLegsParts;
  /** What the ends of local channels still have to hear, in order. */
  private readonly unheard: Word[] = [];

  constructor(parts: LocalLegsParts) {
    this.parts = parts;
  }

  /** `dialler`: the channel whose Dial the leg is of. */
  call(leg: Leg, dialler: ChannelRow): void {
    const { exten, context } = parseLocal(leg.resource);
    const { server, call, callerNumber } = leg;
    const begins = { context, exten, callerNumber, callerName: dialler.begins.callerName };
    const name = leg.name.replace(/;1$/, ';2');
    leg.local = this.parts.channels.openLocal({
      server,
      call,
      name,
      leg: leg.id,
      fromServer: dialler.fromServer,
      begins,
    }).id;
  }

  /** The Dial needs it no more. */
  hangUp(leg: Leg): void {
    const channel = leg.local;
    leg.local = 0 as ChannelId;
    if (channel !== 0) this.tell({ to: 'channel', channel });
  }

  ring(id: LegId): void {
    this.change(id, (leg) => {
      leg.state = 'ringing';
      leg.rang = true;
    });
  }

  answer(id: LegId): void {
    this.change(id, (leg) => {
      leg.state = 'answered';
    });
  }

  /** Its plan has ended, with a Q.850 cause. */
  end(id: LegId, cause: number): void {
    this.change(id, (leg) => {
      leg.state = 'ended';
      leg.cause = cause;
      leg.local = 0 as ChannelId;
    });
  }

  private change(id: LegId, how: (leg: Leg) => void): void {
    const leg = this.parts.legs.get(id);
    if (leg === undefined || leg.state === 'ended') return;
    how(leg);
    this.tell({ to: 'leg', leg: id });
  }

  private tell(word: Word): void {
    this.unheard.push(word);
    if (this.unheard.length > 1) return; // It hears of another one now.
    for (let at = 0; at < this.unheard.length; at++) this.hear(this.unheard[at]!);
    this.unheard.length = 0;
  }

  private hear(word: Word): void {
    if (word.to === 'channel') {
      this.parts.callerHangsUp.send(word.channel);
      return;
    }
    const leg = this.parts.legs.get(word.leg);
    if (leg !== undefined) this.parts.legChanged.send(leg);
  }
}

/** The caller of a channel has hung up, or a leg has changed. */
type Word = { readonly to: 'channel'; readonly channel: ChannelId } | { readonly to: 'leg'; readonly leg: LegId };

export interface LocalLegsParts {
  readonly legs: Pick<LegTable, 'get'>;
  readonly channels: Pick<ChannelTable, 'openLocal'>;
  readonly callerHangsUp: Signal<[channel: ChannelId]>;
  readonly legChanged: Signal<[leg: Leg]>;
}
