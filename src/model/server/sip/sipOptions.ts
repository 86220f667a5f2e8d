import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { ServerConfig } from '../../config.ts';
import type { HostId, ServerId } from '../../ids.ts';
import type { Network } from '../../network/network.ts';
import { OPTIONS, OPTIONS_RESPONSE, type Options } from '../../protocol/sip.ts';
import type { Finder } from '../dialplan/finder.ts';
import { NO_CHANNEL, PENDING } from '../dialplan/services.ts';
import type { SipThreads } from './sipThread.ts';

/**
 * OPTIONS from a phone or a monitor, "is anybody there?": answered after a search for the extension that it names. The
 * search waits for the dialplan lock, and the SIP thread with it (chan_sip.c:handle_request_options, get_destination).
 */
export class SipOptions {
  private readonly parts: OptionsParts;
  /** By server: the request that waits for the lock. */
  private readonly asking: { branch: number; from: HostId }[];

  private readonly destinationTested: EventType<number, number>;

  constructor(parts: OptionsParts) {
    this.parts = parts;
    this.asking = parts.servers.map((_, index) => ({ branch: 0, from: index as HostId }));
    parts.sip.receive(OPTIONS, (server, request, from) => this.search(server, request, from));
    this.destinationTested = parts.sim.on('sip.optionsAreTested', (server, search) =>
      this.tested(server as ServerId, search),
    );
  }

  /** A request without a user part is for extension `s` (get_destination). */
  private search(server: ServerId, { branch }: Options, from: HostId): boolean {
    this.asking[server] = { branch, from };
    const found = this.parts.finders[server]!.find(
      {
        context: this.parts.servers[server]!.sip.context,
        exten: 's',
        priority: 1,
        label: '',
        action: 'match',
        channel: NO_CHANNEL,
        caller: undefined,
        macroNumber: '',
      },
      this.destinationTested,
      server,
    );
    if (found === PENDING) return this.parts.sip.waitFor(server, 'lock');
    this.reply(server, found.found);
    return true;
  }

  private tested(server: ServerId, search: number): void {
    const finder = this.parts.finders[server]!;
    if (!finder.has(search)) return; // The server crashed meanwhile.
    this.reply(server, finder.take(search).found);
    this.parts.sip.finish(server);
  }

  private reply(server: ServerId, found: boolean): void {
    const { branch, from } = this.asking[server]!;
    this.parts.network.send(server, from, OPTIONS_RESPONSE, { branch, status: found ? 200 : 404 });
  }
}

export interface OptionsParts {
  readonly sim: Simulation;
  readonly network: Network;
  readonly sip: SipThreads;
  readonly servers: readonly ServerConfig[];
  readonly finders: readonly Finder[];
}
