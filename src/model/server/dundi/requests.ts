import { DPDISCOVER, DPREGREQ, type Discover } from '../../protocol/dundi.ts';
import { encrypts } from './keys.ts';
import { headerOf, type Packets, type SendingThread } from './packets.ts';
import type { Peer } from './peer.ts';
import type { Asked } from './transaction.ts';

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
    const { id, otherId, next, expects, call, eids, peer } = transaction;
    const sealed = canSeal(peer);
    transaction.withKey = withKey;
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
      signedBy: sealed ? peer.outKey : '',
      sealedFor: sealed ? peer.inKey : '',
      withKey: sealed && withKey,
    };
    if (sealed || !encrypts(peer)) this.packets.transmit(transaction, DPDISCOVER, question, by);
    else this.packets.hold(transaction, DPDISCOVER, question, by);
  }

  register(transaction: Asked, withKey: boolean): void {
    const { peer } = transaction;
    const sealed = canSeal(peer);
    transaction.withKey = withKey;
    const request = {
      ...transaction.registration!,
      ...headerOf(transaction),
      signedBy: sealed ? peer.outKey : '',
      sealedFor: sealed ? peer.inKey : '',
      withKey: sealed && withKey,
    };
    if (sealed || !encrypts(peer)) this.packets.transmit(transaction, DPREGREQ, request, 'network');
    else this.packets.hold(transaction, DPREGREQ, request, 'network');
  }
}

/** It has both key files that it needs to encrypt for this peer, if it is to (pbx_dundi.c:update_key). */
function canSeal(peer: Peer): boolean {
  return encrypts(peer) && peer.hasKeys;
}
