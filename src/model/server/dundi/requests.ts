import { DPDISCOVER, DPREGREQ, type Discover, type Sealing } from '../../protocol/dundi.ts';
import { encrypts } from './keys.ts';
import { headerOf, type Packets, type SendingThread } from './packets.ts';
import type { Asked } from './transaction.ts';

const IN_CLEAR: Sealing = { withKey: false, signedBy: '', sealedFor: '' };

/**
 * What a server asks of a peer, sealed with the keys that it has of it: questions, and requests for registration.
 *
 * Without its key files a server cannot encrypt: nothing leaves, and after the first interval the request goes out in
 * clear (pbx_dundi.c:dundi_send, dundi_rexmit).
 */
export class Requests {
  private readonly packets: Packets;

  constructor(packets: Packets) {
    this.packets = packets;
  }

  /** `withKey`: the session key goes along. */
  discover(transaction: Asked, withKey: boolean, by: SendingThread): void {
    const sealing = this.seal(transaction, withKey);
    const { id, otherId, next, expects, call, eids } = transaction;
    const { number, context, ttl, bypass, direct } = transaction.question!;
    const question: Discover = {
      source: id,
      destination: otherId,
      sequence: next,
      expects,
      call,
      number,
      context,
      ttl,
      bypass,
      eids,
      direct,
      signedBy: sealing.signedBy,
      sealedFor: sealing.sealedFor,
      withKey: sealing.withKey,
    };
    if (sealing.signedBy !== '' || !encrypts(transaction.peer))
      this.packets.transmit(transaction, DPDISCOVER, question, by);
    else this.packets.hold(transaction, DPDISCOVER, question, by);
  }

  register(transaction: Asked, withKey: boolean): void {
    const sealing = this.seal(transaction, withKey);
    const request = { ...transaction.registration!, ...headerOf(transaction), ...sealing };
    if (sealing.signedBy !== '' || !encrypts(transaction.peer))
      this.packets.transmit(transaction, DPREGREQ, request, 'network');
    else this.packets.hold(transaction, DPREGREQ, request, 'network');
  }

  /** A server without both key files that it needs to encrypt for this peer cannot (pbx_dundi.c:update_key). */
  private seal(transaction: Asked, withKey: boolean): Sealing {
    const { peer } = transaction;
    transaction.withKey = withKey;
    if (!encrypts(peer) || !peer.hasKeys) return IN_CLEAR;
    const { inKey, outKey } = peer.config;
    return { withKey, signedBy: outKey, sealedFor: inKey };
  }
}
