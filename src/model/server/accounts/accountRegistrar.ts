import { SECOND } from '../../../kernel/units.ts';
import type { ServerConfig } from '../../config.ts';
import type { HostId, ServerId } from '../../ids.ts';
import type { Rules } from '../../rules.ts';
import type { Accounts, AccountTech, Registering } from './accounts.ts';

/** iax2.h: IAX_DEFAULT_REG_EXPIRE, seconds: asked for, and granted unless minregexpire and maxregexpire say otherwise. */
const IAX_EXPIRY = 60;
/** chan_iax2.c:update_registry: an address is kept longer than it was granted. */
const IAX_GRACE = 10;
/** Of a challenge: what is compared is the secret, so one number will do. */
const NONCE = 1;

/** A request to be registered for a section. */
export interface AccountRequest {
  readonly account: string;
  readonly extension: string;
  /** What its digest was made with; empty: it has none. */
  readonly secret: string;
  readonly nonce: number;
  /** Seconds asked for. */
  readonly seconds: number;
}

/** `refused`: a wrong secret, or no such section. */
export type AccountAnswer =
  | { readonly kind: 'challenge'; readonly nonce: number }
  | { readonly kind: 'granted'; readonly seconds: number }
  | { readonly kind: 'refused'; readonly unknown: boolean };

/**
 * Where other servers register: a section with `host=dynamic`, its secret, and for how long (chan_sip.c:register_verify,
 * parse_register_contact; chan_iax2.c:register_verify, update_registry). It knows no wire.
 */
export class AccountRegistrar {
  private readonly parts: AccountRegistrarParts;

  constructor(parts: AccountRegistrarParts) {
    this.parts = parts;
  }

  answer(server: ServerId, tech: AccountTech, request: AccountRequest, from: HostId): AccountAnswer {
    const secret = this.secretOf(server, tech, request.account);
    const hides = tech === 'SIP' && this.parts.servers[server]!.sip.alwaysAuthReject;
    if (secret === undefined && !hides) return { kind: 'refused', unknown: true };
    if (request.nonce === 0 && secret !== '') return { kind: 'challenge', nonce: NONCE };
    if (secret === undefined || (secret !== '' && secret !== request.secret))
      return { kind: 'refused', unknown: false };
    const seconds = this.grant(server, tech, request.seconds);
    this.keep(server, tech, request.account, from as ServerId, request.extension, seconds);
    return { kind: 'granted', seconds };
  }

  /** All have been registered for long: what this one has, 0: it is refused. */
  settle({ server, tech, config, at }: Registering): number {
    const secret = at < 0 ? undefined : this.secretOf(at as ServerId, tech, config.userName);
    if (secret === undefined || (secret !== '' && secret !== config.secret)) return 0;
    const asked = tech === 'SIP' ? this.parts.servers[server]!.sip.defaultExpiry : IAX_EXPIRY;
    const seconds = this.grant(at as ServerId, tech, asked);
    this.keep(at as ServerId, tech, config.userName, server, config.extension, seconds);
    return seconds;
  }

  private keep(
    server: ServerId,
    tech: AccountTech,
    account: string,
    host: ServerId,
    extension: string,
    seconds: number,
  ): void {
    const { accounts, rules } = this.parts;
    const grace = tech === 'SIP' ? rules.registrationGrace : IAX_GRACE;
    accounts.register({ server, tech, section: account }, host, extension, (seconds + grace) * SECOND);
  }

  /** Of the section; undefined: there is none that registers. */
  private secretOf(server: ServerId, tech: AccountTech, account: string): string | undefined {
    const { sip, iax } = this.parts.servers[server]!;
    if (tech === 'SIP') return sip.dynamicPeers?.find(({ name }) => name === account)?.secret;
    return iax.peers.find(({ name, host }) => name === account && host === 'dynamic')?.secret;
  }

  private grant(server: ServerId, tech: AccountTech, asked: number): number {
    const { sip, iax } = this.parts.servers[server]!;
    const { min, max } = iax.regExpiry ?? { min: IAX_EXPIRY, max: IAX_EXPIRY };
    if (tech === 'IAX2') return Math.max(Math.min(min, max), Math.min(asked, max));
    const { minExpiry, maxExpiry } = sip;
    return Math.max(minExpiry, Math.min(asked, maxExpiry));
  }
}

export interface AccountRegistrarParts {
  readonly rules: Rules;
  readonly servers: readonly ServerConfig[];
  readonly accounts: Accounts;
}
