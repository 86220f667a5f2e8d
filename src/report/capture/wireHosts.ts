import type { ClusterConfig } from '../../model/config.ts';
import type { Endpoint } from './datagram.ts';

/** UDP ports of a server (RFC 3261 19.1.2; dundi.h DUNDI_PORT; RFC 5456 8.1). */
const SERVER_PORTS = { SIP: 5060, DUNDi: 4520, IAX2: 4569 } as const;

export type WireProtocol = keyof typeof SERVER_PORTS;

/** Names and addresses of the hosts, by their numbers. */
export class WireHosts {
  private readonly config: ClusterConfig;

  constructor(config: ClusterConfig) {
    this.config = config;
  }

  isServer(host: number): boolean {
    return host < this.config.servers.length;
  }

  /** Where a host sends from and listens. */
  endpoint(host: number, protocol: WireProtocol): Endpoint {
    const { servers, phones, database } = this.config;
    if (host < servers.length) return { address: servers[host]!.address, port: SERVER_PORTS[protocol] };
    if (host === servers.length) return { address: database.address, port: SERVER_PORTS[protocol] };
    const { address, port } = phones.at(host - servers.length - 1)!;
    return { address, port };
  }

  /** `regpbx1`, `1001` */
  name(host: number): string {
    const { servers, phones } = this.config;
    if (host < servers.length) return servers[host]!.name;
    return host === servers.length ? 'database' : phones.at(host - servers.length - 1)!.number;
  }

  numberOf(phone: number): string {
    return this.config.phones.at(phone)!.number;
  }

  /** Value of User-Agent and Server: `Asterisk PBX`, or the kind of the phone. */
  agent(host: number): string {
    const { servers, phones } = this.config;
    return host < servers.length ? 'Asterisk PBX' : phones.at(host - servers.length - 1)!.kind.name;
  }
}
