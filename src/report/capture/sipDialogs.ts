import {
  INVITE_RESPONSE,
  type InDialog,
  type Invite,
  type InviteResponse,
  type Notify,
  type Refer,
  type ReferResponse,
  type Reinvite,
  type ReinviteResponse,
} from '../../model/protocol/sip.ts';
import { statusText } from '../sipReasons.ts';
import type { MessageRecord } from '../../model/records.ts';
import { shapedHex } from './shaped.ts';
import { cseqOf, type Dialog } from './sipDialog.ts';
import {
  branchOf,
  challengeText,
  contactText,
  digestText,
  requestText,
  responseText,
  sdpText,
  uriOf,
  type SipParty,
  type SipRest,
  type SipTransaction,
} from './sipText.ts';
import type { WireHosts } from './wireHosts.ts';

const PHONE_CSEQ = 1;
const SERVER_CSEQ = 102;
/** Even UDP ports of RTP (rtp.conf: 10000 to 20000). */
const RTP = { first: 10_000, ports: 5_000 } as const;

/** Calls: what of the SIP messages the model leaves out, so that each dialog has one Call-ID, its tags and its CSeqs. */
export class SipDialogs {
  private readonly hosts: WireHosts;
  private readonly dialogs = new Map<string, Dialog>();

  constructor(hosts: WireHosts) {
    this.hosts = hosts;
  }

  invite({ fields, from, to, at }: MessageRecord): string {
    const invite = fields as Invite;
    const dialog = this.dialogOf(invite.dialog, from, to, invite, at);
    dialog.last = dialog.first + (invite.nonce === 0 ? 0 : 1);
    dialog.isAnswered = false;
    const transaction = this.request(dialog, 'INVITE', dialog.last, from, false);
    const uri = uriOf(transaction.to);
    const digest = digestText(
      invite.digest?.userName ?? dialog.fromUser,
      uri,
      this.nonceOf(dialog, invite.nonce),
      'INVITE',
    );
    return requestText(uri, transaction, {
      headers: [
        ['Contact', contactText(dialog.fromUser, this.hosts.endpoint(from, 'SIP'))],
        ['User-Agent', this.hosts.agent(from)],
        ...(invite.nonce === 0 ? [] : [['Authorization', digest] as const]),
      ],
      body: this.sdp(dialog, from),
    });
  }

  inviteResponse({ fields, from, to }: MessageRecord): string {
    const { dialog: id, status, nonce } = fields as InviteResponse;
    const dialog = this.dialogOf(id, to, from);
    const cseq = cseqOf(dialog, status);
    dialog.isAnswered = status >= 200;
    const transaction = this.request(dialog, 'INVITE', cseq, to, status > 100);
    const hasSdp = status === 183 || (status >= 200 && status < 300);
    return responseText(status, transaction, {
      headers: [
        ['User-Agent', this.hosts.agent(from)],
        ...(status < 300 ? [['Contact', contactText(dialog.toUser, this.hosts.endpoint(from, 'SIP'))] as const] : []),
        ...(status === 401 ? [['WWW-Authenticate', challengeText(this.nonceOf(dialog, nonce), false)] as const] : []),
      ],
      body: hasSdp ? this.sdp(dialog, from) : '',
    });
  }

  /**
   * An answer that the model has no message for, of the receiver of a request: to BYE, CANCEL or NOTIFY (that they have
   * come is answered at once), or 487 to the INVITE of a CANCEL.
   */
  implied(method: string, status: number, { fields, from, to }: MessageRecord): string {
    const dialog = this.dialogOf((fields as InDialog).dialog, from, to);
    const isFirst = method === 'CANCEL' || method === 'INVITE';
    const cseq = isFirst ? dialog.last : this.nextCseq(dialog, method, from);
    if (method === 'INVITE') {
      dialog.isAnswered = true;
      dialog.acknowledges = { status, cseq };
    }
    const transaction = this.request(dialog, method, cseq, from, true, isFirst ? 'INVITE' : method);
    return responseText(status, transaction, { headers: [['User-Agent', this.hosts.agent(to)]], body: '' });
  }

  /** Whether the INVITE of a request's dialog had its final response, and when the dialog began. */
  stateOf({ fields, from, to }: MessageRecord): Pick<Dialog, 'isAnswered' | 'began'> {
    return this.dialogOf((fields as InDialog).dialog, from, to);
  }

  ack({ fields, from, to }: MessageRecord): string {
    const dialog = this.dialogOf((fields as InDialog).dialog, from, to);
    const own = dialog.reinvited.get(from);
    const { status, cseq } =
      own === undefined ? (dialog.acknowledges ?? { status: 200, cseq: dialog.last }) : { status: 200, cseq: own };
    // RFC 3261 17.1.1.3: to an error within the INVITE's transaction; 13.2.2.4: to a 200 a transaction of its own.
    const transaction = this.request(dialog, 'ACK', cseq, from, true, status < 300 ? 'ACK' : 'INVITE');
    const uri = status < 300 ? this.remoteUri(dialog, to) : uriOf(transaction.to);
    return requestText(uri, transaction, { headers: [], body: '' });
  }

  cancel({ fields, from, to }: MessageRecord): string {
    const dialog = this.dialogOf((fields as InDialog).dialog, from, to);
    const transaction = this.request(dialog, 'CANCEL', dialog.last, from, false, 'INVITE');
    return requestText(uriOf(transaction.to), transaction, { headers: [], body: '' });
  }

  /** The other party on hold, or taken back: a new offer of the same session (RFC 3264 8.4). */
  reinvite({ fields, from, to }: MessageRecord): string {
    const { dialog: id, number, media } = fields as Reinvite;
    const dialog = this.dialogOf(id, from, to);
    const cseq = this.nextCseq(dialog, `INVITE ${number}`, from);
    const transaction = this.request(dialog, 'INVITE', cseq, from, true);
    return requestText(this.remoteUri(dialog, to), transaction, {
      headers: [
        ['Contact', contactText(userOf(dialog, from), this.hosts.endpoint(from, 'SIP'))],
        ['User-Agent', this.hosts.agent(from)],
      ],
      body: this.sdp(dialog, from, media),
    });
  }

  reinviteResponse({ fields, from, to }: MessageRecord): string {
    const { dialog: id, number, status } = fields as ReinviteResponse;
    const dialog = this.dialogOf(id, to, from);
    const cseq = this.nextCseq(dialog, `INVITE ${number}`, to);
    dialog.reinvited.set(to, cseq);
    const accepted = status === 200;
    return responseText(status, this.request(dialog, 'INVITE', cseq, to, true), {
      headers: [
        ['User-Agent', this.hosts.agent(from)],
        ...(accepted
          ? [['Contact', contactText(userOf(dialog, from), this.hosts.endpoint(from, 'SIP'))] as const]
          : []),
      ],
      // An odd number is a hold, which is answered with the other direction (RFC 3264 6.1).
      body: accepted ? this.sdp(dialog, from, number % 2 === 1 ? 'recvonly' : 'sendrecv') : '',
    });
  }

  /** A transfer: blind (RFC 3515 2.1), or attended, with the dialog that it replaces (RFC 3891 3). */
  refer(record: MessageRecord): string {
    const { to, replaces } = record.fields as Refer;
    const host = this.hosts.endpoint(record.to, 'SIP').address;
    const uri = uriOf({ user: to, host });
    const target = replaces === 0 ? uri : `${uri}?Replaces=${encodeURIComponent(this.replacesText(replaces, record))}`;
    return this.inDialog('REFER', record, { headers: [['Refer-To', `<${target}>`]], body: '' });
  }

  /** Call-ID and tags, as the server knows the dialog. */
  private replacesText(replaces: number, { from, to }: MessageRecord): string {
    const { id, callId } = this.dialogOf(replaces, from, to);
    return `${callId};to-tag=${shapedHex(`called ${id}`, 8)};from-tag=${shapedHex(`caller ${id}`, 8)}`;
  }

  referResponse({ fields, from, to }: MessageRecord): string {
    const { dialog: id, status } = fields as ReferResponse;
    const dialog = this.dialogOf(id, to, from);
    const transaction = this.request(dialog, 'REFER', this.nextCseq(dialog, 'REFER', to), to, true);
    return responseText(status, transaction, { headers: [['User-Agent', this.hosts.agent(from)]], body: '' });
  }

  /** What has come of it (RFC 3515 2.4.4, 2.4.5). */
  notify(record: MessageRecord): string {
    return this.inDialog('NOTIFY', record, {
      headers: [
        ['Event', 'refer'],
        ['Subscription-State', 'terminated;reason=noresource'],
      ],
      body: `SIP/2.0 ${statusText((record.fields as Notify).status)}\r\n`,
      contentType: 'message/sipfrag;version=2.0',
    });
  }

  /** BYE, and every other request within a dialog, of either side. */
  inDialog(method: string, { fields, from, to }: MessageRecord, rest: SipRest = { headers: [], body: '' }): string {
    const dialog = this.dialogOf((fields as InDialog).dialog, from, to);
    const transaction = this.request(dialog, method, this.nextCseq(dialog, method, from), from, true);
    return requestText(this.remoteUri(dialog, to), transaction, {
      ...rest,
      headers: [['User-Agent', this.hosts.agent(from)], ...rest.headers],
    });
  }

  /** A message has reached its receiver. */
  arrived({ message, fields, from, to }: MessageRecord): void {
    if ((message as unknown) !== INVITE_RESPONSE) return;
    const { dialog: id, status } = fields as InviteResponse;
    if (status < 200) return;
    const dialog = this.dialogOf(id, to, from);
    dialog.acknowledges = { status, cseq: cseqOf(dialog, status) };
  }

  /** The dialog between two hosts, whichever of them has begun it; `invite` begins one. */
  private dialogOf(id: number, from: number, to: number, invite?: Invite, began = 0): Dialog {
    const key = `${id} ${Math.min(from, to)} ${Math.max(from, to)}`;
    let dialog = this.dialogs.get(key);
    if (dialog === undefined) {
      const callId = `${shapedHex(`call ${key}`, 24)}@${this.hosts.endpoint(from, 'SIP').address}`;
      dialog = {
        id: key,
        callId,
        caller: from,
        called: to,
        fromUser: invite?.from ?? this.hosts.name(from),
        toUser: invite?.to ?? this.hosts.name(to),
        first: this.firstCseq(from),
        last: this.firstCseq(from),
        began,
        isAnswered: false,
        acknowledges: undefined,
        reinvited: new Map(),
        later: new Map(),
      };
      this.dialogs.set(key, dialog);
    }
    return dialog;
  }

  private firstCseq(host: number): number {
    return this.hosts.isServer(host) ? SERVER_CSEQ : PHONE_CSEQ;
  }

  /** A request that is sent again keeps its number (RFC 3261 17.1.3). */
  private nextCseq(dialog: Dialog, method: string, from: number): number {
    let own = dialog.later.get(from);
    if (own === undefined) {
      own = new Map();
      dialog.later.set(from, own);
    }
    const before = from === dialog.caller ? dialog.last : this.firstCseq(from) - 1;
    const known = own.get(method) ?? own.size + 1;
    own.set(method, known);
    return before + known;
  }

  /** @param sender of the request @param within its CSeq's transaction: of a CANCEL that of its INVITE */
  private request(
    dialog: Dialog,
    method: string,
    cseq: number,
    sender: number,
    hasTag: boolean,
    within = method,
  ): SipTransaction {
    const { id, caller, called, callId, fromUser, toUser } = dialog;
    const ends: readonly [SipParty, SipParty] = [
      { user: fromUser, host: this.domainOf(caller, called), tag: shapedHex(`caller ${id}`, 8) },
      { user: toUser, host: this.domainOf(called, caller), tag: hasTag ? shapedHex(`called ${id}`, 8) : '' },
    ];
    const [from, to] = sender === caller ? ends : [ends[1], ends[0]];
    const branch = branchOf(`${within} ${cseq} ${sender} ${id}`);
    return { method, via: this.hosts.endpoint(sender, 'SIP'), branch, callId, cseq, from, to };
  }

  /** Addresses of record are those of the server; a server's INVITE goes to the contact of the phone. */
  private domainOf(host: number, other: number): string {
    const isAccount = !this.hosts.isServer(host) && this.hosts.isServer(other);
    return this.hosts.endpoint(isAccount ? other : host, 'SIP').address;
  }

  /** The contact that the other side gave (RFC 3261 12.2.1.1). */
  private remoteUri({ caller, fromUser, toUser }: Dialog, to: number): string {
    const { address, port } = this.hosts.endpoint(to, 'SIP');
    return uriOf({ user: to === caller ? fromUser : toUser, host: `${address}:${port}` });
  }

  private nonceOf({ id }: Dialog, nonce: number): string {
    return shapedHex(`nonce ${nonce} ${id}`, 8);
  }

  private sdp({ id }: Dialog, host: number, media?: string): string {
    const session = Number.parseInt(shapedHex(`session ${host} ${id}`, 7), 16);
    return sdpText(this.hosts.endpoint(host, 'SIP').address, RTP.first + 2 * (session % RTP.ports), session, media);
  }
}

/** The user part of that end of the dialog. */
function userOf({ caller, fromUser, toUser }: Dialog, host: number): string {
  return host === caller ? fromUser : toUser;
}
