import { Fifo } from '../../kernel/resource/fifo.ts';
import type { Micros } from '../../kernel/units.ts';
import type { DatabasePairConfig, PhoneConfig, Phones, PhoneTemplate } from '../config.ts';
import type { PhoneId } from '../ids.ts';
import { cellsOf } from '../phoneColumns.ts';
import { phoneNumbered } from '../phoneNumbers.ts';

/** What is in the address columns of a row: bits. */
const ADDRESS = 1;
const CONTACT = 2;
const NULL = 4;
/** A registration that ends later ends here: 68 years after the run began (maxexpiry may be 2^31 - 1). */
const INT_MAX = 0x7fff_ffff;

/**
 * The table `sip` that all servers share: one row for each phone, with the address of its last registration anywhere.
 *
 * `regseconds` is the second in which that registration ends, without the registrar's grace (facts B1).
 */
export class SipTable {
  private readonly sim: { readonly now: Micros };
  private readonly pair: DatabasePairConfig | undefined;
  /** What the standby has not got yet, and its rows; undefined: there is no standby. */
  private readonly replica: Replica | undefined;
  private readonly phones: Phones;
  /** 0 blank, 1 address without fullcontact, 3 both; 4 added: fullcontact is NULL, as in a row that no server has written. */
  private readonly contact: Uint8Array;
  private readonly regSeconds: Int32Array;
  /** Whose address the row has, where it is not that of the first phone with its number. */
  private readonly devices = new Map<PhoneId, PhoneId>();

  constructor(phones: Phones, sim: { readonly now: Micros }, pair: DatabasePairConfig | undefined) {
    this.sim = sim;
    this.pair = pair;
    this.replica = pair === undefined ? undefined : new Replica(phones.length);
    this.phones = phones;
    const ofRow = ({ row }: PhoneTemplate): number => (row?.fullContactIsNull === true ? NULL : 0);
    this.contact = cellsOf(phones, new Uint8Array(phones.length), ofRow);
    this.replica?.contact.set(this.contact);
    this.regSeconds = new Int32Array(phones.length);
  }

  /** UPDATE of a registration; the address columns are those of the device, one of the phones with that number. */
  write(phone: PhoneId, untilSeconds: number, withContact: boolean, device = phone): void {
    if (device !== phone) this.devices.set(phone, device);
    else if (this.devices.size > 0) this.devices.delete(phone);
    this.regSeconds[phone] = Math.min(untilSeconds, INT_MAX);
    this.contact[phone] = withContact ? ADDRESS | CONTACT : this.contact[phone]! | ADDRESS;
    this.ship(phone);
  }

  /** UPDATE that blanks fullcontact, ipaddr, port and regseconds. */
  blank(phone: PhoneId): void {
    this.contact[phone] = 0;
    this.regSeconds[phone] = 0;
    this.ship(phone);
  }

  /** The standby's rows are the table now: what the first one wrote last, within the lag, is lost. */
  promote(stoppedAt: Micros): void {
    const { replica, pair } = this;
    if (replica === undefined || pair === undefined) return;
    replica.catchUp(stoppedAt - pair.replicationLag);
    replica.forget();
    this.contact.set(replica.contact);
    this.regSeconds.set(replica.regSeconds);
  }

  private ship(phone: PhoneId): void {
    this.replica?.write({
      at: this.sim.now,
      phone,
      contact: this.contact[phone]!,
      regSeconds: this.regSeconds[phone]!,
    });
  }

  /** The phone at the address of the row, as it was filled last. */
  deviceOf(phone: PhoneId): PhoneId {
    return this.devices.get(phone) ?? phone;
  }

  /** ipaddr and port are filled. */
  hasAddress(phone: PhoneId): boolean {
    return (this.contact[phone]! & ADDRESS) !== 0;
  }

  hasFullContact(phone: PhoneId): boolean {
    return (this.contact[phone]! & CONTACT) !== 0;
  }

  regSecondsOf(phone: PhoneId): number {
    return this.regSeconds[phone]!;
  }

  /** SELECT column FROM sip WHERE name = X: one entry for each row, null for NULL. `old`: at the standby. */
  select(column: string, name: string, old = false): readonly (string | null)[] {
    const phone = this.phoneNamed(name);
    if (phone === undefined) return [];
    const row = this.phones.at(this.deviceOf(phone))!;
    const rows = old ? this.replica : undefined;
    rows?.catchUp(this.sim.now - this.pair!.replicationLag);
    const contact = rows?.contact ?? this.contact;
    const regSeconds = rows?.regSeconds ?? this.regSeconds;
    const there = (contact[phone]! & ADDRESS) !== 0;
    switch (column.toLowerCase()) {
      case 'fullcontact':
        return [(contact[phone]! & CONTACT) !== 0 ? contactOf(row) : (contact[phone]! & NULL) !== 0 ? null : ''];
      case 'ipaddr':
        return [there ? row.address : ''];
      case 'port':
        return [there ? String(row.port) : ''];
      case 'regseconds':
        return [String(regSeconds[phone]!)];
      case 'name':
      case 'username':
      case 'defaultuser':
      case 'callerid':
        return [row.number];
      default:
        return [''];
    }
  }

  /** Address, with or without a port, of the standby itself. */
  isStandby(host: string): boolean {
    return this.pair !== undefined && host.split(':')[0] === this.pair.standby;
  }

  phoneNamed(name: string): PhoneId | undefined {
    return phoneNumbered(this.phones, name);
  }
}

/** A row as it was written. */
interface Written {
  readonly at: Micros;
  readonly phone: PhoneId;
  readonly contact: number;
  readonly regSeconds: number;
}

/** The standby's copy: each write is there a lag later. It applies them when it is looked at. */
class Replica {
  readonly contact: Uint8Array;
  readonly regSeconds: Int32Array;
  private readonly log = new Fifo<Written>();
  private next: Written | undefined;

  constructor(phones: number) {
    this.contact = new Uint8Array(phones);
    this.regSeconds = new Int32Array(phones);
  }

  write(row: Written): void {
    this.log.push(row);
  }

  /** Applies what was written until then. */
  catchUp(until: Micros): void {
    this.next ??= this.log.shift();
    while (this.next !== undefined && this.next.at <= until) {
      const { phone, contact, regSeconds } = this.next;
      this.contact[phone] = contact;
      this.regSeconds[phone] = regSeconds;
      this.next = this.log.shift();
    }
  }

  forget(): void {
    this.next = undefined;
    this.log.clear();
  }
}

/** `sip:1002@10.10.10.63:5060`, as the paper's third listing shows it. */
export function contactOf(phone: PhoneConfig): string {
  return `sip:${phone.number}@${phone.address}:${phone.port}`;
}
