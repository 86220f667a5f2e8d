import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { ServerConfig } from '../../config.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { Micros } from '../../../kernel/units.ts';
import type { PhoneId, ServerId } from '../../ids.ts';
import type { Message, Network } from '../../network/network.ts';
import type { Finder } from '../dialplan/finder.ts';
import { NO_CHANNEL, PENDING } from '../dialplan/services.ts';
import type { SipThreads } from './sipThread.ts';

/**
 * OPTIONS from a phone or a monitor, "is anybody there?": answered after a look for the extension that it names, so it
 * waits
 * for the dialplan lock, and the SIP thread with it (chan_sip.c:handle_request_options, get_destination).
 */
export class SipOptions {
  private readonly parts: OptionsParts;
  private readonly asking: PhoneId[];
  private readonly answers = new Map<PhoneId, Micros>();

  private readonly optionsArrives: Message<PhoneId>;
  private readonly answerArrives: Message<PhoneId>;
  private readonly destinationTested: EventType<number, number>;

  constructor(parts: OptionsParts) {
    this.parts = parts;
    this.asking = parts.servers.map(() => -1 as PhoneId);
    this.optionsArrives = parts.sip.message('sip.optionsArrives', (server, phone) =>
      this.look(server, phone as PhoneId),
    );
    this.answerArrives = parts.hosts.on('phone.answerToOptionsArrives', (phone) =>
      this.answers.set(phone, parts.sim.now),
    );
    this.destinationTested = parts.sim.on('sip.optionsAreTested', (server, search) =>
      this.tested(server as ServerId, search),
    );
  }

  /** When the last answer, 200 or 404, came to this phone; -1 before the first. */
  answeredAt(phone: PhoneId): Micros {
    return this.answers.get(phone) ?? -1;
  }

  /** A phone asks now. */
  send(phone: PhoneId, server: ServerId): void {
    this.parts.network.send(this.parts.hosts.ofPhone(phone), server, this.optionsArrives, phone);
  }

  /** A request without a user part is for extension `s` (get_destination). */
  private look(server: ServerId, phone: PhoneId): boolean {
    this.asking[server] = phone;
    const found = this.parts.finders[server]!.find(
      {
        context: this.parts.servers[server]!.sip.context,
        exten: 's',
        priority: 1,
        label: '',
        action: 'match',
        channel: NO_CHANNEL,
        macroNumber: '',
      },
      this.destinationTested,
      server,
    );
    if (found === PENDING) return false;
    this.reply(server);
    return true;
  }

  private tested(server: ServerId, search: number): void {
    const finder = this.parts.finders[server]!;
    if (!finder.has(search)) return; // The server crashed meanwhile.
    finder.take(search);
    this.reply(server);
    this.parts.sip.finish(server);
  }

  private reply(server: ServerId): void {
    const { network, hosts } = this.parts;
    const phone = this.asking[server]!;
    network.send(server, hosts.ofPhone(phone), this.answerArrives, phone);
  }
}

export interface OptionsParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly network: Network;
  readonly sip: SipThreads;
  readonly servers: readonly ServerConfig[];
  readonly finders: readonly Finder[];
}
