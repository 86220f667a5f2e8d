import { SECOND, type Micros } from '../../../kernel/units.ts';
import type { PjsipAor, PjsipConfig, PjsipRegistration } from '../../config.ts';
import type { HostId, ServerId } from '../../ids.ts';
import type { Network } from '../../network/network.ts';
import {
  ACCOUNT_REGISTER,
  ACCOUNT_REGISTER_RESPONSE,
  type AccountRegister,
  type AccountRegisterResponse,
} from '../../protocol/sip.ts';
import type { Distributor } from './distributor.ts';
import type { Identifier } from './identifier.ts';
import { grantOf } from './registerAor.ts';

/** Where another server is registered under an AOR of this one. */
export interface ServerContact {
  readonly host: HostId;
  /** User part of its URI. */
  readonly user: string;
  readonly until: Micros;
}

const NONE: readonly ServerContact[] = [];

/**
 * Registrations of other servers: challenge, digest, AOR, contact (res_pjsip_registrar.c, as for phones). They take no
 * statement, make no regcontext extension and are not qualified, which is not modelled.
 */
export class ServerContacts {
  private readonly parts: ServerContactsParts;
  private readonly contacts = new Map<string, readonly ServerContact[]>();

  constructor(parts: ServerContactsParts) {
    this.parts = parts;
    const sorting = { callId: ({ branch }: AccountRegister) => branch };
    parts.distributor.receive(ACCOUNT_REGISTER, sorting, (server, request, from) => this.take(server, request, from));
  }

  /** Contacts of an AOR whose time is not over. */
  of(server: ServerId, aor: string): readonly ServerContact[] {
    const { sim } = this.parts;
    return (this.contacts.get(keyOf(server, aor)) ?? NONE).filter(({ until }) => until > sim.now);
  }

  /** A REGISTER of another server. */
  private take(server: ServerId, request: AccountRegister, from: HostId): true {
    const { identifier } = this.parts;
    const { account: user, extension: contactUser, nonce, secret, userName = user } = request;
    const caller = identifier.identify(server, from, user);
    const auths = nonce === 0 ? [] : (caller?.endpoint.auths ?? []);
    const isRight = auths.some((auth) => auth.userName === userName && auth.secret === secret);
    if (caller === undefined || (caller.endpoint.isChallenged && !isRight))
      return this.answer(server, request, from, 401, request.branch + 1);
    const aor = caller.endpoint.aors.find(({ name }) => name === user);
    if (aor === undefined) return this.answer(server, request, from, 404);
    const seconds = grantOf(aor, request.expires);
    if (!this.write(server, aor, { host: from, user: contactUser, until: this.parts.sim.now + seconds * SECOND }))
      return this.answer(server, request, from, 403);
    return this.answer(server, request, from, 200, 0, seconds);
  }

  /** `start: steady` */
  settle(server: ServerId, from: HostId, { user, contactUser }: PjsipRegistration, seconds: number): void {
    const caller = this.parts.identifier.identify(server, from, user);
    const aor = caller?.endpoint.aors.find(({ name }) => name === user);
    if (aor !== undefined)
      this.write(server, aor, { host: from, user: contactUser, until: this.parts.sim.now + seconds * SECOND });
  }

  /** Only what is kept in memory is lost. */
  crash(server: ServerId): void {
    if (this.parts.servers[server]!.pjsip.stores.contact === 'memory') this.loseDisk(server);
  }

  loseDisk(server: ServerId): void {
    for (const key of this.contacts.keys()) if (key.startsWith(`${server} `)) this.contacts.delete(key);
  }

  /** False: the AOR takes no more. */
  private write(server: ServerId, aor: PjsipAor, contact: ServerContact): boolean {
    const others = this.of(server, aor.name).filter(({ host }) => host !== contact.host);
    const room = aor.maxContacts - 1;
    if (aor.maxContacts === 0 || (others.length > room && !aor.removeExisting)) return false;
    const kept = [...others].sort((a, b) => a.until - b.until).slice(Math.max(0, others.length - room));
    this.contacts.set(
      keyOf(server, aor.name),
      [...kept, contact].sort((a, b) => a.host - b.host),
    );
    return true;
  }

  private answer(
    server: ServerId,
    { branch }: AccountRegister,
    to: HostId,
    status: AccountRegisterResponse['status'],
    nonce = 0,
    expires = 0,
  ): true {
    this.parts.network.send(server, to, ACCOUNT_REGISTER_RESPONSE, { branch, status, nonce, expires });
    return true;
  }
}

function keyOf(server: ServerId, aor: string): string {
  return `${server} ${aor}`;
}

export interface ServerContactsParts {
  readonly sim: { readonly now: Micros };
  readonly network: Network;
  readonly distributor: Distributor;
  readonly identifier: Identifier;
  readonly servers: readonly { readonly pjsip: PjsipConfig }[];
}
