import type { CallerId, ServerConfig, SipConfig, SipFixedPeer } from '../../config.ts';
import type { SipTable } from '../../database/siptable.ts';
import type { HostId, PhoneId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { Invite } from '../../protocol/sip.ts';
import type { Dialect } from '../dialplan/patterns.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { StaticPeers } from '../registrar/staticPeers.ts';

/** Who an INVITE is from, as its server sees it. */
export interface SipCaller {
  /** The account of a phone; -1: another section, a guest, or nobody. */
  readonly phone: PhoneId | -1;
  /** It is a phone or section of the server's own, not a guest. */
  readonly knows: boolean;
  /** Of its channel: `SIP/NAME-…`. */
  readonly name: string;
  /** Where its calls begin. */
  readonly context: string;
  /** Of its section or row; undefined: the name that it presents. */
  readonly callerId: CallerId | undefined;
  /** A number that longer extensions begin with is answered as incomplete (allowoverlap of its section), not as unknown. */
  readonly saysIncomplete: boolean;
  /** It has to answer a challenge first. */
  readonly isChallenged: boolean;
  /** Whether its digest is right; asked only of those who are challenged. */
  readonly accepts: (invite: Invite) => boolean;
}

/**
 * Who calls: the user or friend that From names, of the file or of the table; else the peer or friend at the address
 * that the INVITE came from; else a guest, where guests are allowed (chan_sip.c:check_user_full, check_peer_ok).
 *
 * So a call of another server under the number of a phone that this one knows is taken for a call of that phone, and has
 * to answer its challenge.
 */
export class SipCallers {
  private readonly parts: SipCallersParts;

  constructor(parts: SipCallersParts) {
    this.parts = parts;
  }

  identify(server: ServerId, invite: Invite, from: HostId): SipCaller {
    const { sip } = this.parts.servers[server]!;
    const phone = this.phoneOf(server, invite);
    if (phone >= 0) return this.asPhone(server, phone as PhoneId, invite);
    const section = this.sectionOf(server, invite, from);
    if (section !== undefined) return asSection(section, sip);
    const isGuest = sip.allowGuest;
    return {
      phone: -1,
      knows: false,
      name: invite.from,
      context: sip.context,
      callerId: undefined,
      saysIncomplete: sip.allowOverlap === 'yes',
      isChallenged: !isGuest,
      accepts: () => false,
    };
  }

  /** The account that From names; -1: the server has no such phone. */
  phoneOf(server: ServerId, { from, credentials }: Invite): PhoneId | -1 {
    const { servers, statics, table } = this.parts;
    const phone = credentials === 'unknownUser' ? -1 : (table.phoneNamed(from) ?? -1);
    if (phone < 0) return -1;
    return servers[server]!.sip.realtime || statics.named(server, from) !== undefined ? (phone as PhoneId) : -1;
  }

  private asPhone(server: ServerId, phone: PhoneId, { from }: Invite): SipCaller {
    const { servers, statics } = this.parts;
    const { sip } = servers[server]!;
    const own = statics.of(server, phone);
    return {
      phone,
      knows: true,
      name: from,
      context: own?.context ?? sip.context,
      callerId: own?.callerId,
      saysIncomplete: (own?.allowOverlap ?? sip.allowOverlap) === 'yes',
      isChallenged: own?.insecureInvite !== true,
      accepts: ({ credentials, digest }) => digest === undefined && credentials === 'right',
    };
  }

  /** The section that the calling server has registered for: by its name in From, or by its address. */
  private accountOf(server: ServerId, name: string, from: HostId): SipFixedPeer | undefined {
    const { accounts, servers } = this.parts;
    return servers[server]!.sip.dynamicPeers?.find((section) => {
      if (!accounts.isAccount(server, 'SIP', section.name)) return false;
      const isNamed = section.kind !== 'peer' && section.name === name;
      return isNamed || (section.kind !== 'user' && accounts.hostOf(server, 'SIP', section.name) === from);
    });
  }

  private sectionOf(server: ServerId, { from: name }: Invite, from: HostId): SipFixedPeer | undefined {
    const { hosts, serverAt, servers, dialect } = this.parts;
    const { fixedPeers } = servers[server]!.sip;
    const account = this.accountOf(server, name, from);
    if (account !== undefined) return account;
    const named = fixedPeers.find((section) => section.kind !== 'peer' && section.name === name);
    if (named !== undefined || !hosts.isServer(from)) return named;
    const isThere = (section: SipFixedPeer): boolean => section.kind !== 'user' && serverAt(section.host) === from;
    // 1.2 puts each peer before those that it has read before (ASTOBJ_CONTAINER_LINK).
    return dialect === '1.2' ? fixedPeers.findLast(isThere) : fixedPeers.find(isThere);
  }
}

function asSection(
  { name, context, secret, insecureInvite, allowOverlap }: SipFixedPeer,
  general: SipConfig,
): SipCaller {
  return {
    saysIncomplete: (allowOverlap ?? general.allowOverlap) === 'yes',
    phone: -1,
    knows: true,
    name,
    context,
    callerId: undefined,
    isChallenged: secret !== '' && !insecureInvite,
    accepts: ({ credentials, digest }) =>
      digest === undefined ? credentials === 'right' : digest.userName === name && digest.secret === secret,
  };
}

export interface SipCallersParts {
  readonly hosts: Hosts;
  readonly servers: readonly ServerConfig[];
  readonly table: SipTable;
  readonly statics: StaticPeers;
  readonly dialect: Dialect;
  readonly serverAt: (address: string) => ServerId | -1;
  readonly accounts: Accounts;
}
