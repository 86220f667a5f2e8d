import type { Signal } from '../../../kernel/signal.ts';
import type { CallId } from '../../ids.ts';
import type { Audio } from '../../people/audio.ts';
import type { Stories, Way } from '../../story/index.ts';
import type { PhoneDevices } from '../channelDriver.ts';
import type { ChannelSide } from './callerSide.ts';
import type { ChannelRow, Leg, LegTable } from './channelRows.ts';
import type { Console, Wording } from './consoleLines.ts';

/** Dial options with which Asterisk has to hear the keys, and so keeps the media (app_dial.c; rtp.c:ast_rtp_bridge). */
const KEEPS_MEDIA = /[tTwWkKhHL]/;

/**
 * The bridge between a channel and the leg of its Dial that has answered: whose media it is, and what the caller hears.
 *
 * It does not know why either of them ends.
 */
export class Bridges {
  private readonly parts: BridgesParts;

  constructor(parts: BridgesParts) {
    this.parts = parts;
  }

  /** The leg has answered the channel. `options`: of the Dial. */
  begin(row: ChannelRow, leg: Leg, options: string): void {
    const { console, side, devices, wording } = this.parts;
    console.say(row.server, () => `    -- ${leg.name} answered ${row.name}`);
    if (leg.inUse) devices.stateChanges(leg.server, leg.phone);
    if (row.side === 'sip' && !row.answered) devices.stateChanges(row.server, row.phone);
    side.answer(row);
    const native = leg.kind === 'sip' && !KEEPS_MEDIA.test(options) && leg.directMedia && this.isNative(row);
    console.say(row.server, () => wording.bridged(row.name, leg.name, native, leg.id));
    this.noteAnswer(row, leg, native);
  }

  /** The party in the caller's place may send its media past the server. */
  private isNative({ side, server, phone, leg }: ChannelRow): boolean {
    if (side === 'leg') return leg !== 0 && this.parts.legs.get(leg)?.directMedia === true;
    return side === 'sip' && this.parts.devices.directMedia(server, phone);
  }

  private noteAnswer(row: ChannelRow, leg: Leg, native: boolean): void {
    const { stories, audio } = this.parts;
    // The plan at the far end of a local leg says itself whom it has reached, and how.
    const way = row.fromServer || leg.kind === 'local' ? undefined : wayOf(leg);
    stories.note(row.call, { what: 'connected', server: row.server, way, native });
    const phone = leg.kind === 'sip' ? leg.phone : -1;
    audio.send(row.call, {
      kind: 'bridged',
      server: row.server,
      person: !leg.toServer && leg.kind !== 'local',
      phone,
      way,
      native,
    });
  }

  /** The leg has ended, or the channel; undefined: they never talked. */
  end(row: ChannelRow, leg: Leg | undefined): void {
    if (leg === undefined) return;
    const first = leg.state === 'ended' ? leg : row;
    const second = first === row ? leg : row;
    this.parts.console.say(row.server, () => this.parts.wording.unbridged(first.name, second.name, leg.id));
  }
}

function wayOf(leg: Leg): Way {
  if (leg.toServer) return 'otherServer';
  if (leg.kind === 'trunk') return 'pstn';
  return leg.byPeer ? 'local' : 'direct';
}

export interface BridgesParts {
  readonly legs: Pick<LegTable, 'get'>;
  readonly devices: PhoneDevices;
  readonly stories: Stories;
  readonly audio: Signal<[call: CallId, audio: Audio]>;
  readonly side: ChannelSide;
  readonly console: Console;
  readonly wording: Wording;
}
