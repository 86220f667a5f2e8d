import type { Signal } from '../../kernel/signal.ts';
import type { Micros } from '../../kernel/units.ts';
import type { CallId, PhoneId } from '../ids.ts';
import type { Hosts } from '../network/hosts.ts';
import type { Network } from '../network/network.ts';
import { NOTIFY, REFER, REFER_RESPONSE, type Notify } from '../protocol/sip.ts';
import type { PhoneTalks } from './phoneTalks.ts';

/**
 * What a person's phone does with the other party of a talk: REFER to an extension, to a parking lot, or together with another
 * call of the phone (RFC 3515, RFC 3891; RFC 5589).
 */
export class Transferring {
  private readonly parts: TransferringParts;

  constructor(parts: TransferringParts) {
    this.parts = parts;
    const { network } = parts;
    network.receive(NOTIFY, 'phone', (notify) => this.notified(notify));
    network.receive(REFER_RESPONSE, 'phone', ({ dialog, status }) => {
      if (status !== 202) this.refused(dialog);
    });
    parts.refers.receive((wish) => this.refer(wish));
    parts.parkerHears.receive((call, phone, slot) => this.hearsSlot(call, phone, slot));
  }

  private refer({ call, phone, to, replaces, listens }: TransferWish): void {
    const row = this.parts.talks.of(call, phone);
    if (row === undefined || row.refers !== 'no') return;
    const { hosts, network, replyTime } = this.parts;
    row.refers = listens ? 'parks' : 'leaves';
    network.send(hosts.ofPhone(phone), row.server, REFER, { dialog: row.dialog, call, to, replaces }, replyTime());
  }

  /** What has come of it: a party who could not be sent on is talked to further; else the phone leaves the call. */
  private notified({ dialog, status }: Notify): void {
    const row = this.parts.talks.inDialog(dialog);
    if (row === undefined) return;
    if (status !== 200) this.refused(dialog);
    else if (row.refers === 'leaves') this.parts.talks.putDown(dialog);
  }

  private refused(dialog: number): void {
    const row = this.parts.talks.inDialog(dialog);
    if (row === undefined) return;
    row.refers = 'no'; // The talk continues.
    this.parts.transferRefused.send(row.call);
  }

  /** The number of the slot has been said on this leg: the parker hangs up. */
  private hearsSlot(call: CallId, phone: PhoneId, slot: number): void {
    const row = this.parts.talks.of(call, phone);
    if (row === undefined || slot === 0) return;
    this.parts.slotIsKnown.send(call, phone, slot);
    this.parts.talks.putDown(row.dialog);
  }
}

/** What a person wants of the server. */
export interface TransferWish {
  readonly call: CallId;
  readonly phone: PhoneId;
  readonly to: string;
  /** The call that is joined with this one; 0: the transfer is blind. */
  readonly replaces: CallId | 0;
  /** The person stays on the line to hear the number of a parking slot. */
  readonly listens: boolean;
}

export interface TransferringParts {
  readonly hosts: Hosts;
  readonly network: Network;
  readonly replyTime: () => Micros;
  readonly talks: PhoneTalks;
  /** From the person: send the other party to an extension, or join it with another call. */
  readonly refers: Signal<[wish: TransferWish]>;
  /** To the people: the server did not do it. */
  readonly transferRefused: Signal<[call: CallId]>;
  /** From the server: the number of the slot has been said; 0: no slot was free. */
  readonly parkerHears: Signal<[call: CallId, phone: PhoneId, slot: number]>;
  /** To the people: the parker knows the slot and can give it to a colleague. */
  readonly slotIsKnown: Signal<[call: CallId, phone: PhoneId, slot: number]>;
}
