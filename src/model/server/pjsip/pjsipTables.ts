import type { SipTable } from '../../database/siptable.ts';
import type { Phones, ServerConfig } from '../../config.ts';
import type { PhoneId, ServerId } from '../../ids.ts';
import type { PhoneDevice, PhoneTables } from '../channelDriver.ts';
import type { RowSelect } from '../dialplan/applications/sql.ts';
import type { ContactView } from '../dialplan/services.ts';
import type { PeerRow, SipPeers } from '../registrar/sipPeers.ts';
import type { ContactNames } from './contactNames.ts';
import type { Contact, Contacts } from './contacts.ts';
import type { ContactStatuses } from './contactStatuses.ts';
import type { FixedContacts } from './fixedContacts.ts';
import type { ServerContacts } from './serverContacts.ts';
import { md5 } from '../../../text/md5.ts';
import { SECOND } from '../../../kernel/units.ts';
import type { Endpoints } from './endpoints.ts';

/** The tables ps_* as a dialplan reads them, and contacts as its functions show them. */
export class PjsipTables implements PhoneTables {
  private readonly parts: PjsipTablesParts;

  constructor(parts: PjsipTablesParts) {
    this.parts = parts;
  }

  /** Of ps_contacts those of the shared table; ps_endpoints, ps_auths and ps_aors have a row for each phone. */
  select({ table, column, key, value, isPrefix }: RowSelect): readonly string[] {
    const fits = (text: string): boolean => (isPrefix ? text.startsWith(value) : text === value);
    if (table === 'ps_contacts')
      return this.rows()
        .filter((row) => fits(row[key] ?? ''))
        .map((row) => row[column] ?? '');
    if (!/^ps_(?:endpoints|auths|aors)$/.test(table) || key !== 'id') return [];
    const found = isPrefix ? undefined : this.parts.table.phoneNamed(value);
    if (found === undefined) return [];
    return [['id', 'aors', 'auth', 'username'].includes(column) ? value : ''];
  }

  contacts(server: ServerId, { phone }: PhoneDevice): readonly ContactView[] {
    if (phone < 0) return [];
    const { contacts, peers } = this.parts;
    const row = peers.find(server, phone as PhoneId);
    return contacts.live(server, phone as PhoneId).map((contact) => {
      const status = this.statusOf(row, contact);
      const roundTrip = status === 'available' ? this.parts.statuses.roundTripOf(row, contact.host) : -1;
      return this.view(contact, status, roundTrip);
    });
  }

  /** Permanent ones are named with `@@` (location.c:ast_sip_location_create_contact, permanent_uri_handler). */
  peerMs(): undefined {}

  trunkContacts(server: ServerId, endpoint: string): readonly ContactView[] {
    const { endpoints, fixedContacts, serverContacts, servers } = this.parts;
    const own = servers[server]!.name;
    return (endpoints.named(server, endpoint)?.aors ?? []).flatMap((aor) => [
      ...aor.contacts.map((uri): ContactView => {
        const { status, roundTrip } = fixedContacts.statusOf(server, aor, uri);
        return { id: `${aor.name}@@${md5(uri)}`, uri, until: 0, server: own, endpoint, status, roundTrip };
      }),
      ...serverContacts.of(server, aor.name).map(({ host, user, until }): ContactView => {
        const uri = `sip:${user}@${servers[host]!.address}:5060`;
        const [id, seconds] = [`${aor.name};@${md5(uri)}`, Math.floor(until / SECOND)];
        return { id, uri, until: seconds, server: own, endpoint, status: 'notQualified', roundTrip: -1 };
      }),
    ]);
  }

  private rows(): readonly Readonly<Record<string, string>>[] {
    const { contacts, servers } = this.parts;
    const server = servers.findIndex((_, index) => contacts.isShared(index as ServerId));
    if (server < 0) return [];
    return contacts.all(server as ServerId).map((contact) => {
      const { id, uri, until, server: name, endpoint } = this.view(contact, 'unknown');
      return { id, uri, expiration_time: String(until), reg_server: name, endpoint };
    });
  }

  private statusOf(row: PeerRow, { aor, host }: Contact): ContactView['status'] {
    const { endpoints, peers, statuses } = this.parts;
    const isQualified = row >= 0 && (endpoints.aorOf(peers.serverOf(row), aor)?.qualifyFrequency ?? 0) > 0;
    return isQualified ? statuses.of(row, host) : 'notQualified';
  }

  private view(contact: Contact, status: ContactView['status'], roundTrip: ContactView['roundTrip'] = -1): ContactView {
    const { names, phones, servers } = this.parts;
    return {
      id: names.nameOf(contact),
      uri: names.uriOf(contact),
      until: contact.until,
      server: servers[contact.server]!.name,
      endpoint: phones.at(contact.aor)!.number,
      status,
      roundTrip,
    };
  }
}

export interface PjsipTablesParts {
  readonly table: SipTable;
  readonly peers: SipPeers;
  readonly contacts: Contacts;
  readonly names: ContactNames;
  readonly statuses: ContactStatuses;
  readonly fixedContacts: Pick<FixedContacts, 'statusOf'>;
  readonly serverContacts: Pick<ServerContacts, 'of'>;
  readonly endpoints: Endpoints;
  readonly servers: readonly ServerConfig[];
  readonly phones: Phones;
}
