import type { HostId, ServerId } from '../../ids.ts';
import type { Sealing } from '../../protocol/dundi.ts';
import type { Node } from './node.ts';
import type { Peer } from './peer.ts';

/** Everything that a server says to this peer about numbers is encrypted (pbx_dundi.c:apply_peer, FLAG_ENCRYPT). */
export function encrypts(peer: Peer): boolean {
  return peer.encrypts;
}

/**
 * Who can read whose questions. The RSA keys are files, known by their names: that of one's own private key, `outkey`,
 * and that of the peer's public key, `inkey`; both halves of a pair have one name. With them goes a session key: an asker
 * sends its own with the first question and then leaves it out; an answerer that has lost it since, by a restart, refuses
 * the question until it comes with the key again (ENCREJ, facts A9).
 */
export class SessionKeys {
  private readonly nodes: readonly Node[];
  private readonly servers: number;
  /** `asker * servers + answerer`, 1: the asker has sent its session key and will not send it again. */
  private readonly sent: Uint8Array;
  /** `answerer * servers + asker`, 1: the answerer holds the asker's session key. */
  private readonly held: Uint8Array;

  constructor(nodes: readonly Node[]) {
    this.nodes = nodes;
    this.servers = nodes.length;
    this.sent = new Uint8Array(this.servers * this.servers);
    this.held = new Uint8Array(this.servers * this.servers);
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

  /** Whether the answerer can read an encrypted question, and then holds its session key (pbx_dundi.c:check_key). */
  canRead(answerer: ServerId, asker: HostId, eid: number, question: Sealing): boolean {
    const peer = this.nodes[answerer]!.peerOf(eid);
    if (peer === undefined || !peer.hasKeys) return false;
    if (peer.inKey !== question.signedBy || peer.outKey !== question.sealedFor) return false;
    const pair = answerer * this.servers + asker;
    if (!question.withKey && this.held[pair] === 0) return false;
    this.held[pair] = 1;
    return true;
  }

  /** Two servers that have not met yet. */
  strangers(one: HostId, other: HostId): void {
    for (const [a, b] of [[one, other] as const, [other, one] as const]) {
      this.sent[a * this.servers + b] = 0;
      this.held[a * this.servers + b] = 0;
    }
  }

  /** They were in its memory. */
  crash(server: HostId): void {
    const first = server * this.servers;
    this.sent.fill(0, first, first + this.servers);
    this.held.fill(0, first, first + this.servers);
  }
}
