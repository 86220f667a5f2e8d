import type { ServerConfig } from '../../config.ts';
import type { PhoneId, ServerId } from '../../ids.ts';
import type { Dialplan } from '../dialplan/compile.ts';

/**
 * The extensions that registrations make: `1001 => 1. Noop(1001)` in the regcontext of sip.conf. Whoever changes it
 * holds the dialplan lock.
 */
export class RegContexts {
  private readonly plans: Dialplan[];
  private readonly names: readonly string[];
  private readonly numberOf: (phone: PhoneId) => string;

  constructor(plans: Dialplan[], servers: readonly ServerConfig[], numberOf: (phone: PhoneId) => string) {
    this.plans = plans;
    this.names = servers.map((server) => server.sip.regContext);
    this.numberOf = numberOf;
  }

  /** sip.conf names one. */
  isUsed(server: ServerId): boolean {
    return this.names[server] !== '';
  }

  add(server: ServerId, phone: PhoneId): void {
    const number = this.numberOf(phone);
    this.plans[server]!.add(this.names[server]!, number, 'Noop', number);
  }

  remove(server: ServerId, phone: PhoneId): void {
    this.plans[server]!.remove(this.names[server]!, this.numberOf(phone));
  }
}
