import type { ServerId } from '../../ids.ts';
import type { Observations } from '../../observations.ts';
import type { RegContexts } from './regcontext.ts';
import { EXTENSION, type SipPeers } from './sipPeers.ts';

/** What it needs of the registrations' parts. */
interface Parts {
  readonly peers: SipPeers;
  readonly contexts: Pick<RegContexts, 'addAll'>;
  readonly observations: Observations;
}

/**
 * `start: steady`: what phones change in their servers, told to each server at once when all have settled. Of 1,000,000
 * phones at 1,000 servers the next one is another server's, and 1,000 dialplans and measures do not fit into a
 * processor's cache.
 */
export class SettledPhones {
  private readonly parts: Parts;
  /** New registrations by server. */
  private readonly registered: Int32Array;
  /** By server, the phones whose extensions are to be added; made when the first server asks. */
  private extensions: Int32Array[] = [];

  constructor(servers: number, parts: Parts) {
    this.parts = parts;
    this.registered = new Int32Array(servers);
  }

  /** A phone is registered there that was not. */
  count(server: ServerId): void {
    this.registered[server]!++;
  }

  /** Tells a server of its phones, those with the flag EXTENSION in the order of their rows. */
  tell(server: ServerId): void {
    const { contexts, observations } = this.parts;
    const change = this.registered[server]!;
    if (change > 0) observations.registrationsChanged(server, change);
    this.registered[server] = 0;
    if (this.extensions.length === 0) this.extensions = this.phonesByServer();
    contexts.addAll(server, this.extensions[server]!);
    this.extensions[server] = new Int32Array(0);
  }

  private phonesByServer(): Int32Array[] {
    const { peers } = this.parts;
    const counts = new Int32Array(this.registered.length);
    for (let row = 0; row < peers.count; row++) if (peers.has(row, EXTENSION)) counts[peers.serverOf(row)]!++;
    const phones = Array.from(counts, (count) => new Int32Array(count));
    for (let row = peers.count - 1; row >= 0; row--) {
      const server = peers.serverOf(row);
      if (peers.has(row, EXTENSION)) phones[server]![--counts[server]!] = peers.phoneOf(row);
    }
    return phones;
  }
}
