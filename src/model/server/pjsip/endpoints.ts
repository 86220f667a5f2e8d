import type {
  PjsipAor,
  PjsipColumns,
  PjsipConfig,
  PjsipEndpoint,
  PjsipStore,
  Phones,
  ServerConfig,
} from '../../config.ts';
import type { PhoneId, ServerId } from '../../ids.ts';
import type { DatabaseTable } from '../../records.ts';
import type { Rules } from '../../rules.ts';
import type { AddressLack } from '../channelDriver.ts';
import { parseSipUri } from './pjsipDial.ts';

/** Objects that a memory cache keeps, as bits. */
const ENDPOINT = 1;
const AUTH = 2;
const AOR = 4;

const NONE: readonly DatabaseTable[] = [];

/**
 * The endpoints of each server: sections of pjsip.conf, or rows of the database; and which rows its memory caches hold.
 *
 * Every request is first looked for as `number@domain`, which no cache keeps, since it is not there
 * (res_pjsip_endpoint_identifier_user.c; facts, Asterisk 22).
 */
export class Endpoints {
  private readonly configs: readonly PjsipConfig[];
  private readonly phones: Phones;
  private readonly byName: readonly ReadonlyMap<string, PjsipEndpoint>[];
  private readonly ofRows: readonly Map<PjsipColumns, PjsipEndpoint>[];
  private readonly cached: readonly Uint8Array[];

  private readonly asksByDomain: boolean;

  constructor(servers: readonly ServerConfig[], phones: Phones, rules: Rules) {
    this.asksByDomain = rules.statementCounts === '22';
    this.configs = servers.map(({ pjsip }) => pjsip);
    this.phones = phones;
    this.byName = this.configs.map(({ endpoints }) => new Map(endpoints.map((endpoint) => [endpoint.name, endpoint])));
    this.ofRows = servers.map(() => new Map());
    this.cached = servers.map(() => new Uint8Array(phones.length));
  }

  /** Undefined: there is no such endpoint. */
  of(server: ServerId, phone: PhoneId | -1): PjsipEndpoint | undefined {
    if (phone < 0) return undefined;
    const own = this.named(server, this.phones.at(phone)!.number);
    if (own !== undefined) return own;
    const { stores, row } = this.configs[server]!;
    if (!stores.endpoint.realtime) return undefined;
    const columns = this.phones.at(phone)!.row?.pjsip;
    return columns === undefined ? row : this.ofRow(server, columns);
  }

  /** Phones of one group share their columns. */
  private ofRow(server: ServerId, columns: PjsipColumns): PjsipEndpoint {
    const known = this.ofRows[server]!.get(columns);
    if (known !== undefined) return known;
    const endpoint = endpointOf(this.configs[server]!.row, columns);
    this.ofRows[server]!.set(columns, endpoint);
    return endpoint;
  }

  /** A section of pjsip.conf. */
  named(server: ServerId, name: string): PjsipEndpoint | undefined {
    return this.configs[server]!.stores.endpoint.file ? this.byName[server]!.get(name) : undefined;
  }

  /** An endpoint by that name can be read: a section, or the row of a phone. */
  has(server: ServerId, name: string, account: PhoneId | -1): boolean {
    return this.named(server, name) !== undefined || this.of(server, account) !== undefined;
  }

  /** Where AORs are in the file: a section without one, or with none that has an address or may get one. */
  lackOf(server: ServerId, name: string): AddressLack | undefined {
    const section = this.named(server, name);
    if (section === undefined || this.configs[server]!.stores.aor.realtime) return undefined;
    const { aors } = section;
    if (aors.length === 0) return { endpoint: name, aor: '', contact: '' };
    const isLost = ({ contacts, maxContacts }: PjsipAor): boolean =>
      maxContacts === 0 && contacts.length > 0 && contacts.every((uri) => parseSipUri(uri) === undefined);
    if (!aors.every(isLost)) return undefined;
    return { endpoint: name, aor: aors[0]!.name, contact: aors[0]!.contacts[0]! };
  }

  /** An AOR of pjsip.conf. */
  aorNamed(server: ServerId, name: string): PjsipAor | undefined {
    for (const { aors } of this.configs[server]!.endpoints) {
      const found = aors.find((aor) => aor.name === name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The AOR that a phone registers at: that of its own number (res_pjsip_registrar.c:find_registrar_aor). */
  aorOf(server: ServerId, phone: PhoneId): PjsipAor | undefined {
    const endpoint = this.of(server, phone);
    const { number } = this.phones.at(phone)!;
    return endpoint?.aors.find(({ name }) => name === '' || name === number);
  }

  /** SELECTs that a request takes before it is challenged or let in. */
  identifying(server: ServerId, phone: PhoneId | -1): readonly DatabaseTable[] {
    const { stores } = this.configs[server]!;
    if (!stores.endpoint.realtime) return NONE;
    const tables: DatabaseTable[] = this.asksByDomain ? ['ps_endpoints'] : [];
    const isInFile = phone >= 0 && this.named(server, this.phones.at(phone)!.number) !== undefined;
    if (!isInFile && !this.holds(server, phone, stores.endpoint, ENDPOINT)) tables.push('ps_endpoints');
    if (this.of(server, phone)?.isChallenged === true && stores.auth.realtime)
      if (!this.holds(server, phone, stores.auth, AUTH)) tables.push('ps_auths');
    return tables;
  }

  /** SELECTs for its AOR and its contacts. */
  locating(server: ServerId, phone: PhoneId): readonly DatabaseTable[] {
    const { stores } = this.configs[server]!;
    const tables: DatabaseTable[] = [];
    if (stores.aor.realtime && !this.holds(server, phone, stores.aor, AOR)) tables.push('ps_aors');
    if (stores.contact === 'realtime') tables.push('ps_contacts');
    return tables;
  }

  /** The SELECT for an endpoint by its very name. */
  naming(server: ServerId, phone: PhoneId | -1): readonly DatabaseTable[] {
    const { endpoint } = this.configs[server]!.stores;
    if (!endpoint.realtime || this.holds(server, phone, endpoint, ENDPOINT)) return NONE;
    return phone >= 0 && this.named(server, this.phones.at(phone)!.number) !== undefined ? NONE : ['ps_endpoints'];
  }

  /** The rows that were found are kept where there is a cache. */
  keep(server: ServerId, phone: PhoneId | -1, what: 'identity' | 'aor' | 'endpoint'): void {
    if (phone < 0) return;
    this.cached[server]![phone]! |= what === 'identity' ? ENDPOINT | AUTH : what === 'aor' ? AOR : ENDPOINT;
  }

  /** Its endpoint does not have to be read. */
  isAtHand(server: ServerId, phone: PhoneId | -1): boolean {
    const { endpoint } = this.configs[server]!.stores;
    return !endpoint.realtime || this.holds(server, phone, endpoint, ENDPOINT);
  }

  crash(server: ServerId): void {
    this.cached[server]!.fill(0);
  }

  private holds(server: ServerId, phone: PhoneId | -1, store: PjsipStore, kind: number): boolean {
    return store.cached && phone >= 0 && (this.cached[server]![phone]! & kind) !== 0;
  }
}

function endpointOf(row: PjsipEndpoint, columns: PjsipColumns): PjsipEndpoint {
  const { name, isChallenged, auths, outboundAuth, fromUser, matches, allowOverlap, aors } = row;
  return {
    name,
    context: columns.context ?? row.context,
    isChallenged,
    auths,
    outboundAuth,
    fromUser,
    matches,
    allowOverlap,
    directMedia: columns.directMedia ?? row.directMedia,
    busyAt: columns.busyAt ?? row.busyAt,
    aors: aors.map((aor) => aorOf(aor, columns)),
  };
}

function aorOf(row: PjsipAor, columns: PjsipColumns): PjsipAor {
  return {
    name: row.name,
    contacts: row.contacts,
    minExpiration: columns.minExpiration ?? row.minExpiration,
    maxExpiration: columns.maxExpiration ?? row.maxExpiration,
    defaultExpiration: columns.defaultExpiration ?? row.defaultExpiration,
    maxContacts: columns.maxContacts ?? row.maxContacts,
    removeExisting: columns.removeExisting ?? row.removeExisting,
    removeUnavailable: columns.removeUnavailable ?? row.removeUnavailable,
    qualifyFrequency: columns.qualifyFrequency ?? row.qualifyFrequency,
    qualifyTimeout: columns.qualifyTimeout ?? row.qualifyTimeout,
  };
}
