import type { Phones, ServerConfig } from '../../config.ts';
import type { PhoneId, ServerId } from '../../ids.ts';
import type { Dialplan } from '../dialplan/compile.ts';
import type { StaticPeers } from './staticPeers.ts';

/**
 * The extensions that registrations make: `1001 => 1. Noop(1001)` in the regcontext of sip.conf. A part that changes it
 * holds the dialplan lock.
 */
export class RegContexts {
  private readonly plans: Dialplan[];
  private readonly names: readonly string[];
  private readonly phones: Phones;
  private readonly statics: StaticPeers;

  constructor(plans: Dialplan[], servers: readonly ServerConfig[], phones: Phones, statics: StaticPeers) {
    this.plans = plans;
    this.names = servers.map((server) => server.sip.regContext);
    this.phones = phones;
    this.statics = statics;
  }

  /** sip.conf names one. */
  isUsed(server: ServerId): boolean {
    return this.names[server] !== '';
  }

  add(server: ServerId, phone: PhoneId): void {
    for (const exten of this.extensionsOf(server, phone))
      this.plans[server]!.add(this.names[server]!, exten, 'Noop', this.phones.at(phone)!.number);
  }

  remove(server: ServerId, phone: PhoneId): void {
    for (const exten of this.extensionsOf(server, phone)) this.plans[server]!.remove(this.names[server]!, exten);
  }

  /** `regexten` of the phone's section, else its name (chan_sip.c:register_peer_exten). */
  private extensionsOf(server: ServerId, phone: PhoneId): readonly string[] {
    const own = this.statics.of(server, phone)?.regExten ?? [];
    return own.length > 0 ? own : [this.phones.at(phone)!.number];
  }
}
