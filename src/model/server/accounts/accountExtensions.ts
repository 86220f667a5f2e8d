import type { EventType } from '../../../kernel/clock/simulation.ts';
import type { IaxPeer, ServerConfig } from '../../config.ts';
import type { HostId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { Dialplan } from '../dialplan/compile.ts';
import type { Finder } from '../dialplan/index.ts';
import type { Account } from './accounts.ts';

/**
 * Extensions of servers that have registered, in the regcontext of sip.conf or iax.conf: `regexten` of the section, else its
 * name (chan_sip.c, chan_iax2.c:register_peer_exten). A change waits for the dialplan lock; the changes of a server are made
 * in order. The reply to the registration does not wait for it, which it does in Asterisk.
 */
export class AccountExtensions {
  private readonly parts: AccountExtensionsParts;
  private readonly waiting: Account[][];
  private readonly lockIsHeld: EventType<number, HostId>;

  constructor(parts: AccountExtensionsParts) {
    this.parts = parts;
    this.waiting = parts.servers.map(() => []);
    this.lockIsHeld = parts.hosts.on('account.lockIsHeld', (_, server) => this.apply(server as ServerId));
  }

  /** A registration has come, gone, or moved. */
  changed({ server, tech, section, host }: Account): void {
    if (this.contextOf({ server, tech }) === '') return;
    const waiting = this.waiting[server]!;
    waiting.push({ server, tech, section, host });
    const event = this.lockIsHeld as EventType<number, number>;
    if (waiting.length === 1 && this.parts.finders[server]!.lockForChange(event, 0, server)) this.apply(server);
  }

  crash(server: ServerId): void {
    this.waiting[server] = [];
  }

  private apply(server: ServerId): void {
    const plan = this.parts.plans[server]!;
    for (const account of this.waiting[server]!) {
      const context = this.contextOf(account);
      const { name, regExten = [] } = this.sectionOf(account);
      for (const extension of regExten.length > 0 ? regExten : [name])
        if (account.host < 0) plan.remove(context, extension);
        else plan.add(context, extension, 'Noop', name, account.tech);
    }
    this.waiting[server] = [];
    this.parts.finders[server]!.unlock();
  }

  private contextOf({ server, tech }: Pick<Account, 'server' | 'tech'>): string {
    const { sip, iax } = this.parts.servers[server]!;
    return tech === 'SIP' ? sip.regContext : (iax.regContext ?? '');
  }

  private sectionOf({ server, tech, section }: Account): Pick<IaxPeer, 'name' | 'regExten'> {
    const { sip, iax } = this.parts.servers[server]!;
    const sections = tech === 'SIP' ? (sip.dynamicPeers ?? []) : iax.peers;
    return sections.find(({ name }) => name.toLowerCase() === section.toLowerCase())!;
  }
}

export interface AccountExtensionsParts {
  readonly hosts: Hosts;
  readonly servers: readonly ServerConfig[];
  readonly plans: readonly Dialplan[];
  readonly finders: readonly Finder[];
}
