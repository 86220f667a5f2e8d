import type { PhoneConfig, ServerConfig, StaticPeer } from '../../config.ts';
import type { PhoneId, ServerId } from '../../ids.ts';

/** The phones that have a section of their own in a server's sip.conf; of two sections of one name the first counts. */
export class StaticPeers {
  private readonly phones: readonly PhoneConfig[];
  private readonly byName: readonly ReadonlyMap<string, StaticPeer>[];

  constructor(servers: readonly ServerConfig[], phones: readonly PhoneConfig[]) {
    this.phones = phones;
    this.byName = servers.map(
      ({ sip: { staticPeers } }) => new Map(staticPeers.toReversed().map((peer) => [peer.name, peer])),
    );
  }

  named(server: ServerId, name: string): StaticPeer | undefined {
    return this.byName[server]!.get(name);
  }

  of(server: ServerId, phone: PhoneId): StaticPeer | undefined {
    return this.named(server, this.phones[phone]!.number);
  }
}
