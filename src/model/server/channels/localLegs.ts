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
 */
export class LocalLegs {
  private readonly parts: LocalLegsParts;

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
    if (leg.local !== 0) this.parts.callerHangsUp.send(leg.local);
    leg.local = 0 as ChannelId;
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
    this.parts.legChanged.send(leg);
  }
}

export interface LocalLegsParts {
  readonly legs: Pick<LegTable, 'get'>;
  readonly channels: Pick<ChannelTable, 'openLocal'>;
  readonly callerHangsUp: Signal<[channel: ChannelId]>;
  readonly legChanged: Signal<[leg: Leg]>;
}
