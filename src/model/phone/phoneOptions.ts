import type { Simulation } from '../../kernel/clock/simulation.ts';
import type { Micros } from '../../kernel/units.ts';
import type { PhoneId, ServerId } from '../ids.ts';
import type { Hosts } from '../network/hosts.ts';
import type { Network } from '../network/network.ts';
import { OPTIONS, OPTIONS_RESPONSE } from '../protocol/sip.ts';

/** OPTIONS at the phones: each answers 200 while it has power, and a monitor beside it may ask a server. */
export class PhoneOptions {
  private readonly hosts: Hosts;
  private readonly network: Network;
  private readonly answers = new Map<PhoneId, Micros>();

  /** `replyTime`: µs that a phone takes to answer. */
  constructor(sim: Simulation, hosts: Hosts, network: Network, replyTime: () => Micros) {
    this.hosts = hosts;
    this.network = network;
    network.receive(OPTIONS, 'phone', ({ branch }, phone, server) =>
      network.send(phone, server, OPTIONS_RESPONSE, { branch, status: 200 }, replyTime()),
    );
    network.receive(OPTIONS_RESPONSE, 'phone', (_, phone) => this.answers.set(hosts.phoneOf(phone), sim.now));
  }

  /** When the last response, 200 or 404, came to this phone, µs; -1 before the first. */
  answeredAt(phone: PhoneId): Micros {
    return this.answers.get(phone) ?? -1;
  }

  /** A phone asks a server now. */
  send(phone: PhoneId, server: ServerId): void {
    this.network.send(this.hosts.ofPhone(phone), server, OPTIONS, { branch: phone });
  }
}
