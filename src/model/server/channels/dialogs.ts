import type { Simulation } from '../../../kernel/clock/simulation.ts';
import { Fifo } from '../../../kernel/resource/fifo.ts';
import { SECOND, type Micros } from '../../../kernel/units.ts';
import type { ChannelId, ServerId } from '../../ids.ts';

/** The dialog was here, and is over. */
export const ENDED = 0 as ChannelId;

/** A dialog that is over is known for so long, so that a late copy of its INVITE is not taken for a new call. */
const REMEMBERED: Micros = 32 * SECOND; // chan_sip.c:DEFAULT_TRANS_TIMEOUT, sip_scheddestroy

interface Over {
  readonly dialog: number;
  readonly at: Micros;
}

/** Which channel a Call-ID belongs to, on each server (chan_sip.c: struct sip_pvt, find_call). */
export class Dialogs {
  private readonly sim: Simulation;
  private readonly channels: Map<number, ChannelId>[];
  private readonly over: Fifo<Over>[];

  constructor(sim: Simulation, servers: number) {
    this.sim = sim;
    this.channels = Array.from({ length: servers }, () => new Map());
    this.over = Array.from({ length: servers }, () => new Fifo<Over>());
  }

  /** The channel, ENDED for a while afterwards, else undefined. */
  get(server: ServerId, dialog: number): ChannelId | undefined {
    this.forgetOld(server);
    return this.channels[server]!.get(dialog);
  }

  open(server: ServerId, dialog: number, channel: ChannelId): void {
    this.channels[server]!.set(dialog, channel);
  }

  end(server: ServerId, dialog: number): void {
    this.channels[server]!.set(dialog, ENDED);
    this.over[server]!.push({ dialog, at: this.sim.now });
  }

  crash(server: ServerId): void {
    this.channels[server]!.clear();
    this.over[server]!.clear();
  }

  private forgetOld(server: ServerId): void {
    const over = this.over[server]!;
    for (let first = over.first; first !== undefined && first.at + REMEMBERED <= this.sim.now; first = over.first) {
      over.shift();
      if (this.channels[server]!.get(first.dialog) === ENDED) this.channels[server]!.delete(first.dialog);
    }
  }
}
