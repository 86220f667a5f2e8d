import type { HostId } from '../../ids.ts';

/**
 * Session keys: an asker sends its own with the first question and then leaves it out; an answerer that has lost it
 * since, by a restart, refuses the question until it comes with the key again (ENCREJ, facts A9).
 */
export class SessionKeys {
  private readonly servers: number;
  /** `asker * servers + answerer`, 1: the asker has sent its session key and will not send it again. */
  private readonly sent: Uint8Array;
  /** `answerer * servers + asker`, 1: the answerer holds the asker's session key. */
  private readonly held: Uint8Array;

  constructor(servers: number) {
    this.servers = servers;
    this.sent = new Uint8Array(servers * servers);
    this.held = new Uint8Array(servers * servers);
  }

  /** Every server knows every other's: `start: steady`. */
  knowAll(): void {
    this.sent.fill(1);
    this.held.fill(1);
  }

  /** Whether a question has to carry the asker's key; from now on none has to. */
  goesAlong(asker: HostId, answerer: HostId): boolean {
    const pair = asker * this.servers + answerer;
    const first = this.sent[pair] === 0;
    this.sent[pair] = 1;
    return first;
  }

  /** Whether the answerer can read the question, which it then goes on to do. */
  canRead(answerer: HostId, asker: HostId, carriesKey: boolean): boolean {
    const pair = answerer * this.servers + asker;
    if (!carriesKey && this.held[pair] === 0) return false;
    this.held[pair] = 1;
    return true;
  }

  /** They were in its memory. */
  crash(server: HostId): void {
    const first = server * this.servers;
    this.sent.fill(0, first, first + this.servers);
    this.held.fill(0, first, first + this.servers);
  }
}
