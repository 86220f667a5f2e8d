import type { PhoneConfig } from '../config.ts';
import type { PhoneId } from '../ids.ts';

/**
 * The table `sip` that all servers share: one row for each phone, with the address of its last registration anywhere.
 *
 * `regseconds` is the second in which that registration ends, without the registrar's grace (facts B1).
 */
export class SipTable {
  private readonly phones: readonly PhoneConfig[];
  private readonly byNumber = new Map<string, PhoneId>();
  /** 0 blank, 1 address without fullcontact, 3 both. */
  private readonly contact: Uint8Array;
  private readonly regSeconds: Float64Array;

  constructor(phones: readonly PhoneConfig[]) {
    this.phones = phones;
    phones.forEach((phone, index) => this.byNumber.set(phone.number, index as PhoneId));
    this.contact = new Uint8Array(phones.length);
    this.regSeconds = new Float64Array(phones.length);
  }

  /** UPDATE of a registration; the address columns are those of the phone itself. */
  write(phone: PhoneId, untilSeconds: number, withContact: boolean): void {
    this.regSeconds[phone] = untilSeconds;
    this.contact[phone] = withContact ? 3 : this.contact[phone]! | 1;
  }

  /** UPDATE that blanks fullcontact, ipaddr, port and regseconds. */
  blank(phone: PhoneId): void {
    this.contact[phone] = 0;
    this.regSeconds[phone] = 0;
  }

  /** ipaddr and port are filled. */
  hasAddress(phone: PhoneId): boolean {
    return this.contact[phone] !== 0;
  }

  hasFullContact(phone: PhoneId): boolean {
    return (this.contact[phone]! & 2) !== 0;
  }

  regSecondsOf(phone: PhoneId): number {
    return this.regSeconds[phone]!;
  }

  /** SELECT column FROM sip WHERE name = X: one entry for each row. */
  select(column: string, name: string): readonly string[] {
    const phone = this.byNumber.get(name);
    if (phone === undefined) return [];
    const row = this.phones[phone]!;
    const there = this.hasAddress(phone);
    switch (column.toLowerCase()) {
      case 'fullcontact':
        return [this.hasFullContact(phone) ? contactOf(row) : ''];
      case 'ipaddr':
        return [there ? row.address : ''];
      case 'port':
        return [there ? String(row.port) : ''];
      case 'regseconds':
        return [String(Math.floor(this.regSeconds[phone]!))];
      case 'name':
      case 'username':
      case 'defaultuser':
      case 'callerid':
        return [row.number];
      default:
        return [''];
    }
  }

  phoneNamed(name: string): PhoneId | undefined {
    return this.byNumber.get(name);
  }
}

/** `sip:1002@10.10.10.63:5060`, as the paper's third listing shows it. */
export function contactOf(phone: PhoneConfig): string {
  return `sip:${phone.number}@${phone.address}:${phone.port}`;
}
