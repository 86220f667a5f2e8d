import { md5 } from '../../../text/md5.ts';
import type { Phones } from '../../config.ts';
import { contactOf } from '../../database/siptable.ts';
import type { HostId, PhoneId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';

/** What a contact is named by: its AOR, and the machine that its URI leads to. */
interface Named {
  readonly aor: PhoneId;
  readonly host: HostId;
}

/**
 * Contacts by their names: `1001;@` and the MD5 sum of the URI (location.c:ast_sip_location_create_contact). Of several
 * contacts of one AOR every reader gets them in the order of their names: the astdb is sorted by key, and realtime
 * selects with ORDER BY id (res_config_odbc.c:realtime_multi_odbc).
 */
export class ContactNames {
  private readonly phones: Phones;
  private readonly hosts: Hosts;
  private readonly sums = new Map<HostId, string>();

  constructor(phones: Phones, hosts: Hosts) {
    this.phones = phones;
    this.hosts = hosts;
  }

  uriOf({ host }: Pick<Named, 'host'>): string {
    return contactOf(this.phones.at(this.hosts.phoneOf(host))!);
  }

  nameOf(contact: Named): string {
    return `${this.phones.at(contact.aor)!.number};@${this.sumOf(contact)}`;
  }

  /** Of two contacts of one AOR. */
  readonly compare = (a: Named, b: Named): number => (this.sumOf(a) < this.sumOf(b) ? -1 : 1);

  private sumOf(contact: Pick<Named, 'host'>): string {
    const known = this.sums.get(contact.host);
    if (known !== undefined) return known;
    const sum = md5(this.uriOf(contact));
    this.sums.set(contact.host, sum);
    return sum;
  }
}
