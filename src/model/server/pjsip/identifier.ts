import { addressToNumber } from '../../../text/ranges.ts';
import type { Phones, PjsipEndpoint, ServerConfig } from '../../config.ts';
import type { SipTable } from '../../database/siptable.ts';
import type { HostId, PhoneId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { Endpoints } from './endpoints.ts';

/** Whom a request is from, as its server sees it. */
export interface Identified {
  readonly name: string;
  readonly endpoint: PjsipEndpoint;
  /** The account of a phone; -1: a trunk, or nobody in particular. */
  readonly phone: PhoneId | -1;
}

/**
 * The endpoint of a request: by the address that it came from (type=identify), by the user part of From, or `anonymous`, in
 * the order of endpoint_identifier_order (res_pjsip_endpoint_identifier_ip.c, _user.c, _anonymous.c).
 *
 * So a call of another server under the number of a phone that this one knows is taken for a call of that phone, and has
 * to answer its challenge, unless an identify section names that server's address.
 */
export class Identifier {
  private readonly parts: IdentifierParts;
  private readonly byAddress: readonly Map<HostId, PjsipEndpoint | undefined>[];
  private readonly matching: readonly (readonly PjsipEndpoint[])[];

  constructor(parts: IdentifierParts) {
    this.parts = parts;
    this.byAddress = parts.servers.map(() => new Map());
    this.matching = parts.servers.map(({ pjsip }) => pjsip.endpoints.filter(({ matches }) => matches.length > 0));
  }

  /** @param user of From. Undefined: no endpoint, and nobody learns it (artificial endpoint). */
  identify(server: ServerId, from: HostId, user: string): Identified | undefined {
    for (const by of this.parts.servers[server]!.pjsip.identifyBy) {
      const found =
        by === 'ip'
          ? this.byHost(server, from)
          : by === 'username'
            ? this.byUser(server, user)
            : this.named(server, 'anonymous');
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private byHost(server: ServerId, from: HostId): Identified | undefined {
    if (this.matching[server]!.length === 0) return undefined;
    const known = this.byAddress[server]!;
    if (!known.has(from)) known.set(from, this.matchOf(server, from));
    const endpoint = known.get(from);
    return endpoint === undefined ? undefined : this.of(endpoint.name, endpoint);
  }

  private matchOf(server: ServerId, from: HostId): PjsipEndpoint | undefined {
    const { hosts, phones, servers, serverAt } = this.parts;
    if (from === hosts.database) return undefined;
    const { address } = hosts.isServer(from) ? servers[from]! : phones.at(hosts.phoneOf(from))!;
    const fits = (match: string): boolean =>
      isWithin(address, match) || (hosts.isServer(from) && serverAt(match) === from);
    return this.matching[server]!.find(({ matches }) => matches.some(fits));
  }

  private byUser(server: ServerId, user: string): Identified | undefined {
    const { endpoints, table } = this.parts;
    const phone = table.phoneNamed(user);
    const endpoint = phone === undefined ? undefined : endpoints.of(server, phone);
    return endpoint === undefined ? this.named(server, user) : { name: user, endpoint, phone: phone! };
  }

  private named(server: ServerId, name: string): Identified | undefined {
    const endpoint = this.parts.endpoints.named(server, name);
    return endpoint === undefined ? undefined : this.of(name, endpoint);
  }

  private of(name: string, endpoint: PjsipEndpoint): Identified {
    return { name, endpoint, phone: this.parts.table.phoneNamed(name) ?? -1 };
  }
}

/** `10.9.0.2`, `10.9.0.0/24`, `10.9.0.0/255.255.255.0`; a port behind the address makes no difference here. */
export function isWithin(address: string, match: string): boolean {
  const [network = '', mask] = match.split('/');
  const base = addressToNumber(network.split(':')[0]!);
  const own = addressToNumber(address);
  if (base === undefined || own === undefined) return false;
  if (mask === undefined) return base === own;
  const bits = /^\d{1,2}$/.test(mask) ? Number(mask) : undefined;
  const size = bits === undefined ? sizeOf(mask) : bits <= 32 ? sizes[bits] : undefined;
  return size !== undefined && Math.floor(base / size) === Math.floor(own / size);
}

/** Addresses in a network, by the bits of its mask. */
const sizes: readonly number[] = halvings(0x1_0000_0000);

function halvings(all: number): readonly number[] {
  const found = [all];
  while (found.at(-1)! > 1) found.push(found.at(-1)! / 2);
  return found;
}

function sizeOf(mask: string): number | undefined {
  const number = addressToNumber(mask);
  const size = number === undefined ? 0 : 0x1_0000_0000 - number;
  return sizes.includes(size) ? size : undefined;
}

export interface IdentifierParts {
  readonly hosts: Hosts;
  readonly servers: readonly ServerConfig[];
  readonly phones: Phones;
  readonly table: SipTable;
  readonly endpoints: Endpoints;
  /** A server by its address or name; -1: there is none. */
  readonly serverAt: (address: string) => ServerId | -1;
}
