import type {
  AccountRegister,
  AccountRegisterResponse,
  OptionsResponse,
  Register,
  RegisterResponse,
} from '../../model/protocol/sip.ts';
import type { MessageRecord } from '../../model/records.ts';
import { shapedHex } from './shaped.ts';
import {
  branchOf,
  challengeText,
  contactText,
  digestText,
  requestText,
  responseText,
  uriOf,
  type SipTransaction,
} from './sipText.ts';
import type { WireHosts } from './wireHosts.ts';

interface Registering {
  branch: number;
  cseq: number;
  transaction: SipTransaction;
}

/** REGISTER: one Call-ID for each agent of a phone at a server, a CSeq more for every request (RFC 3261 10.2.4). */
export class SipRegisters {
  private readonly hosts: WireHosts;
  private readonly agents = new Map<string, Registering>();
  /** Which agent a branch belongs to. */
  private readonly byBranch = new Map<string, string>();

  constructor(hosts: WireHosts) {
    this.hosts = hosts;
  }

  register({ fields, from, to }: MessageRecord): string {
    const register = fields as Register;
    const { aor, expires, nonce, credentials } = register;
    const user = credentials === 'unknownUser' ? `unknown${this.hosts.numberOf(aor)}` : this.hosts.numberOf(aor);
    return this.request(register, { user, contact: user, expires, nonce }, from, to);
  }

  /** Of a server, for a section of another one. */
  account({ fields, from, to }: MessageRecord): string {
    const { branch, account, extension, expires, nonce } = fields as AccountRegister;
    return this.request({ branch, callId: account }, { user: account, contact: extension, expires, nonce }, from, to);
  }

  private request(
    register: { readonly branch: number; readonly callId: number | string },
    { user, contact, expires, nonce }: { user: string; contact: string; expires: number; nonce: number },
    from: number,
    to: number,
  ): string {
    const transaction = this.transactionOf(register, user, from, to);
    const uri = uriOf({ user: '', host: transaction.to.host });
    return requestText(uri, transaction, {
      headers: [
        ['Contact', contactText(contact, this.hosts.endpoint(from, 'SIP'))],
        ...(expires < 0 ? [] : [['Expires', `${expires}`] as const]),
        ['User-Agent', this.hosts.agent(from)],
        ...(nonce === 0
          ? []
          : [['Authorization', digestText(user, uri, shapedHex(`nonce ${nonce}`, 8), 'REGISTER')] as const]),
      ],
      body: '',
    });
  }

  /** Undefined: to a REGISTER that is no longer known. */
  response({ fields, from, to }: MessageRecord): string | undefined {
    const { branch, status, nonce, expires } = fields as AccountRegisterResponse | RegisterResponse;
    const stale = (fields as Partial<RegisterResponse>).stale === true;
    const agent = this.agents.get(this.byBranch.get(`${to} ${from} ${branch}`) ?? '');
    if (agent === undefined) return undefined;
    const contact = `${contactText(agent.transaction.from.user, this.hosts.endpoint(to, 'SIP'))};expires=${expires}`;
    const cseq = agent.branch === branch ? agent.cseq : agent.cseq - 1;
    const { from: party, to: account, ...rest } = agent.transaction;
    const transaction = {
      ...rest,
      cseq,
      branch: branchOf(`REGISTER ${branch} ${to} ${from}`),
      from: party,
      to: { ...account, tag: shapedHex(`registrar ${branch} ${from}`, 8) },
    };
    return responseText(status, transaction, {
      headers: [
        ['User-Agent', this.hosts.agent(from)],
        ...(status === 200 ? [['Expires', `${expires}`] as const] : []),
        ...(status === 200 && expires > 0 ? [['Contact', contact] as const] : []),
        ...(status === 401
          ? [['WWW-Authenticate', challengeText(shapedHex(`nonce ${nonce}`, 8), stale)] as const]
          : []),
      ],
      body: '',
    });
  }

  private transactionOf(
    { branch, callId }: { readonly branch: number; readonly callId: number | string },
    user: string,
    from: number,
    to: number,
  ): SipTransaction {
    const key = `${from} ${to} ${callId}`;
    const known = this.agents.get(key);
    if (known?.branch === branch) return known.transaction;
    const cseq = (known?.cseq ?? 0) + 1;
    const host = this.hosts.endpoint(to, 'SIP').address;
    const transaction: SipTransaction = {
      method: 'REGISTER',
      via: this.hosts.endpoint(from, 'SIP'),
      branch: branchOf(`REGISTER ${branch} ${from} ${to}`),
      callId: `${shapedHex(`register ${key}`, 24)}@${this.hosts.endpoint(from, 'SIP').address}`,
      cseq,
      from: { user, host, tag: shapedHex(`registering ${key}`, 8) },
      to: { user, host, tag: '' },
    };
    this.agents.set(key, { branch, cseq, transaction });
    this.byBranch.set(`${from} ${to} ${branch}`, key);
    return transaction;
  }
}

/** OPTIONS: a dialog of one request each (chan_sip.c:sip_poke_peer). */
export class SipOptionsRequests {
  private readonly hosts: WireHosts;
  /** Requests so far, by asker and asked. */
  private readonly asked = new Map<string, number>();

  constructor(hosts: WireHosts) {
    this.hosts = hosts;
  }

  options({ from, to }: MessageRecord): string {
    const key = `${from} ${to}`;
    this.asked.set(key, (this.asked.get(key) ?? 0) + 1);
    const transaction = this.transactionOf(from, to, '');
    const { address, port } = this.hosts.endpoint(to, 'SIP');
    const uri = uriOf({ user: transaction.to.user, host: `${address}:${port}` });
    return requestText(uri, transaction, {
      headers: [
        ['Contact', contactText(transaction.from.user, this.hosts.endpoint(from, 'SIP'))],
        ['User-Agent', this.hosts.agent(from)],
      ],
      body: '',
    });
  }

  response({ fields, from, to }: MessageRecord): string {
    const transaction = this.transactionOf(to, from, shapedHex(`options ${from} ${to}`, 8));
    return responseText((fields as OptionsResponse).status, transaction, {
      headers: [['User-Agent', this.hosts.agent(from)]],
      body: '',
    });
  }

  private transactionOf(from: number, to: number, tag: string): SipTransaction {
    const id = `${from} ${to} ${this.asked.get(`${from} ${to}`) ?? 0}`;
    const { address } = this.hosts.endpoint(from, 'SIP');
    const fromUser = this.hosts.isServer(from) ? 'asterisk' : this.hosts.name(from);
    const toUser = this.hosts.isServer(to) ? '' : this.hosts.name(to);
    return {
      method: 'OPTIONS',
      via: this.hosts.endpoint(from, 'SIP'),
      branch: branchOf(`OPTIONS ${id}`),
      callId: `${shapedHex(`options ${id}`, 24)}@${address}`,
      cseq: 102,
      from: { user: fromUser, host: address, tag: shapedHex(`asking ${id}`, 8) },
      to: { user: toUser, host: this.hosts.endpoint(to, 'SIP').address, tag },
    };
  }
}
