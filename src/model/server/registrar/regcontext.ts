import type { Phones, ServerConfig } from '../../config.ts';
import type { PhoneId, ServerId } from '../../ids.ts';
import { plainNumberAt } from '../../phoneColumns.ts';
import { registeredNoop, type Dialplan } from '../dialplan/compile.ts';
import type { Registered } from '../dialplan/literalExtensions.ts';
import type { StaticPeers } from './staticPeers.ts';

const NONE: readonly string[] = [];

/**
 * The extensions that registrations make: `1001 => 1. Noop(1001)` in the regcontext of sip.conf. A part that changes it
 * holds the dialplan lock.
 */
export class RegContexts {
  private readonly plans: Dialplan[];
  private readonly names: readonly string[];
  private readonly phones: Phones;
  private readonly statics: StaticPeers;
  private readonly noop: Registered;

  constructor(plans: Dialplan[], servers: readonly ServerConfig[], phones: Phones, statics: StaticPeers) {
    this.plans = plans;
    this.names = servers.map((server) => server.sip.regContext);
    this.phones = phones;
    this.statics = statics;
    this.noop = registeredNoop('SIP');
  }

  /** sip.conf names one. */
  isUsed(server: ServerId): boolean {
    return this.names[server] !== '';
  }

  add(server: ServerId, phone: PhoneId): void {
    const plan = this.plans[server]!;
    const context = this.names[server]!;
    const own = this.ownExtensions(server, phone);
    const number = own.length > 0 ? -1 : plainNumberAt(this.phones, phone);
    if (number >= 0) plan.addOwnNumber(context, number, this.noop);
    else
      for (const exten of this.extensionsOf(server, phone))
        plan.add(context, exten, 'Noop', this.phones.at(phone)!.number);
  }

  /** `add` of many phones at once. */
  addAll(server: ServerId, phones: Int32Array): void {
    if (phones.length === 0) return;
    this.plans[server]!.expectOwnNumbers(this.names[server]!, phones.length, this.noop);
    for (const phone of phones) this.add(server, phone as PhoneId);
  }

  remove(server: ServerId, phone: PhoneId): void {
    for (const exten of this.extensionsOf(server, phone)) this.plans[server]!.remove(this.names[server]!, exten);
  }

  /** `regexten` of the phone's section, else its name (chan_sip.c:register_peer_exten). */
  private extensionsOf(server: ServerId, phone: PhoneId): readonly string[] {
    const own = this.ownExtensions(server, phone);
    return own.length > 0 ? own : [this.phones.at(phone)!.number];
  }

  private ownExtensions(server: ServerId, phone: PhoneId): readonly string[] {
    return this.statics.of(server, phone)?.regExten ?? NONE;
  }
}
