import type { Micros } from '../../kernel/units.ts';
import type { ClusterConfig } from '../../model/config.ts';
import type { Header } from '../../model/protocol/dundi.ts';
import type { Message } from '../../model/protocol/message.ts';
import {
  ACCOUNT_REGISTER,
  ACCOUNT_REGISTER_RESPONSE,
  ACK,
  BYE,
  CANCEL,
  INVITE,
  INVITE_RESPONSE,
  NOTIFY,
  OPTIONS,
  OPTIONS_RESPONSE,
  REFER,
  REFER_RESPONSE,
  REGISTER,
  REGISTER_RESPONSE,
  REINVITE,
  REINVITE_RESPONSE,
} from '../../model/protocol/sip.ts';
import type { MessageRecord } from '../../model/records.ts';
import { ethernetFrame } from './datagram.ts';
import { dundiPacket, type EidText } from './dundiPacket.ts';
import { ImpliedAnswers, type Implied } from './impliedAnswers.ts';
import { IaxFrames } from './iaxFrames.ts';
import { utf8 } from './octets.ts';
import { SipDialogs } from './sipDialogs.ts';
import { SipOptionsRequests, SipRegisters } from './sipRequests.ts';
import { WireHosts, type WireProtocol } from './wireHosts.ts';

type Writer = (record: MessageRecord) => string | undefined;

/**
 * The bytes of each message of a run, as a capture has them: Ethernet, IPv4, UDP, and SIP, IAX2 or DUNDi.
 *
 * MySQL travels over TCP, and is not written.
 */
export class Wire {
  readonly hosts: WireHosts;
  private readonly eidText: EidText;
  private readonly dialogs: SipDialogs;
  private readonly implied: ImpliedAnswers;
  private readonly iax = new IaxFrames();
  private readonly sip: ReadonlyMap<Message<never>, Writer>;
  /** Datagrams made, for the identification of the IPv4 header. */
  private made = 0;

  constructor(config: ClusterConfig, eidText: EidText) {
    this.hosts = new WireHosts(config);
    this.eidText = eidText;
    const dialogs = new SipDialogs(this.hosts);
    const registers = new SipRegisters(this.hosts);
    const options = new SipOptionsRequests(this.hosts);
    this.dialogs = dialogs;
    this.implied = new ImpliedAnswers(dialogs, config);
    this.sip = new Map<Message<never>, Writer>([
      [REGISTER, (record) => registers.register(record)],
      [REGISTER_RESPONSE, (record) => registers.response(record)],
      [ACCOUNT_REGISTER, (record) => registers.account(record)],
      [ACCOUNT_REGISTER_RESPONSE, (record) => registers.response(record)],
      [OPTIONS, (record) => options.options(record)],
      [OPTIONS_RESPONSE, (record) => options.response(record)],
      [INVITE, (record) => dialogs.invite(record)],
      [INVITE_RESPONSE, (record) => dialogs.inviteResponse(record)],
      [ACK, (record) => dialogs.ack(record)],
      [CANCEL, (record) => dialogs.cancel(record)],
      [BYE, (record) => dialogs.inDialog('BYE', record)],
      [REINVITE, (record) => dialogs.reinvite(record)],
      [REINVITE_RESPONSE, (record) => dialogs.reinviteResponse(record)],
      [REFER, (record) => dialogs.refer(record)],
      [REFER_RESPONSE, (record) => dialogs.referResponse(record)],
      [NOTIFY, (record) => dialogs.notify(record)],
    ]);
  }

  /** A message is sent; in order of sending. Undefined: it is not written (MySQL). */
  frame(record: MessageRecord): Uint8Array | undefined {
    const { protocol } = record.message;
    const payload = this.payload(record);
    if (payload === undefined || protocol === 'MySQL') return undefined;
    return this.datagram(record, protocol, payload);
  }

  /** What a message that has reached its receiver is answered with, though the model has no message for it. */
  impliedBy(record: MessageRecord, now: Micros): readonly (Implied & { readonly frame: Uint8Array })[] {
    const answers = this.implied.to(record, now);
    return answers.map((one) => ({ ...one, frame: this.datagram(one.record, 'SIP', utf8(one.text)) }));
  }

  private datagram(record: MessageRecord, protocol: WireProtocol, payload: Uint8Array): Uint8Array {
    const [from, to] = [record.from, record.to].map((host) => this.hosts.endpoint(host, protocol));
    return ethernetFrame(from!, to!, payload, ++this.made);
  }

  /** A message has reached its receiver. */
  arrived(record: MessageRecord): void {
    this.dialogs.arrived(record);
    this.iax.arrived(record);
  }

  private payload(record: MessageRecord): Uint8Array | undefined {
    switch (record.message.protocol) {
      case 'SIP': {
        const text = this.sip.get(record.message)?.(record);
        return text === undefined ? undefined : utf8(text);
      }
      case 'IAX2':
        return this.iax.frame(record);
      case 'DUNDi':
        return dundiPacket(record.message, record.fields as Header, this.eidText);
      case 'MySQL':
        return undefined;
    }
  }
}
