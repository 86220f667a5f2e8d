import { NOT_SCHEDULED, type Scheduled } from '../../../kernel/clock/simulation.ts';
import { NumberList } from '../../../kernel/resource/numberList.ts';
import { NumberRows } from '../../../kernel/resource/numberRows.ts';
import type { PhoneId, ServerId } from '../../ids.ts';

/** A row of SipPeers. */
export type PeerRow = number & { readonly peerRow?: true };

export const NO_ROW: PeerRow = -1;

/** Asterisk holds the peer in memory (rtcachefriends, or a section of sip.conf). */
export const IN_MEMORY = 1;
/** It has an address for it. */
export const REGISTERED = 2;
/** Its extension is in the regcontext. */
export const EXTENSION = 4;
/**
 * When it was loaded, its row had a fullcontact: only then does the end of the registration blank the row (facts B4).
 */
export const ROW_HAD_CONTACT = 8;
/** It answered the last OPTIONS too late or not at all. */
export const UNREACHABLE = 16;
/** The local database (astdb) still has its address: a restart may bring it back (facts B4). */
export const IN_ASTDB = 32;
/** chan_pjsip: the server takes the endpoint for reachable. */
export const ONLINE = 64;

/** Room for these flags beside the server's number. */
const FLAG_BITS = 7;
const FLAGS = 1 << FLAG_BITS;

/**
 * What a server knows of a phone, one row of 24 bytes for each pair that ever met. Most phones meet one server or two: a
 * phone's rows are a chain, the newest first.
 */
export class SipPeers {
  private readonly rows = new NumberRows();
  /** Server × FLAGS + flags. */
  private readonly serverAndFlags = this.rows.integerColumn(0);
  /** Scheduled end of the registration. */
  readonly expiry = this.rows.column(NOT_SCHEDULED);
  /** When that is, µs. */
  readonly expiresAt = this.rows.column(0);
  /** Seconds granted last; the local database (astdb) keeps them. */
  readonly granted = this.rows.integerColumn(0);
  /** The phone's number less the row's: 0 for all where the phones meet their servers in the order of their numbers. */
  private readonly phoneLessRow = new NumberList();
  /** The phone's row before this one plus 1; 0: there is none. */
  private readonly before = new NumberList();
  /** The next OPTIONS, or the end of the wait for its answer; NOT_SCHEDULED where the phone is not asked. */
  readonly qualify = new NumberList<Scheduled>();
  /** Last round trip of OPTIONS in ms; 0 never measured. */
  readonly lastMs = new NumberList();
  /** Calls from and to the phone that this server handles: what call-limit counts. */
  readonly inUse = new NumberList();
  /** By phone, its newest row less its number. */
  private readonly newestLessPhone = new NumberList();
  /** Which phone has registered, where it is not the first with its number. */
  private readonly devices = new Map<PeerRow, PhoneId>();

  constructor(phones: number) {
    this.rows.reserve(phones);
  }

  get count(): number {
    return this.rows.length;
  }

  find(server: ServerId, phone: PhoneId): PeerRow {
    let row = this.newest(phone);
    while (row !== NO_ROW && this.serverOf(row) !== server) row = this.before.get(row) - 1;
    return row;
  }

  private newest(phone: PhoneId): PeerRow {
    const row = phone + this.newestLessPhone.get(phone);
    return row < this.count && this.phoneOf(row) === phone ? row : NO_ROW;
  }

  findOrAdd(server: ServerId, phone: PhoneId): PeerRow {
    const known = this.find(server, phone);
    if (known !== NO_ROW) return known;
    const before = this.newest(phone);
    const row = this.rows.add();
    this.serverAndFlags.set(row, server * FLAGS);
    this.phoneLessRow.set(row, phone - row);
    this.before.set(row, before + 1);
    this.newestLessPhone.set(phone, row - phone);
    return row;
  }

  serverOf(row: PeerRow): ServerId {
    return (this.serverAndFlags.get(row) >> FLAG_BITS) as ServerId;
  }

  phoneOf(row: PeerRow): PhoneId {
    return (row + this.phoneLessRow.get(row)) as PhoneId;
  }

  /** The phone at the address that the server has of it. */
  deviceOf(row: PeerRow): PhoneId {
    return this.devices.get(row) ?? this.phoneOf(row);
  }

  setDevice(row: PeerRow, device: PhoneId): void {
    if (device !== this.phoneOf(row)) this.devices.set(row, device);
    else if (this.devices.size > 0) this.devices.delete(row);
  }

  has(row: PeerRow, flag: number): boolean {
    return row !== NO_ROW && (this.serverAndFlags.get(row) & flag) !== 0;
  }

  set(row: PeerRow, flag: number, on: boolean): void {
    const before = this.serverAndFlags.get(row);
    this.serverAndFlags.set(row, on ? before | flag : before & ~flag);
  }

  /** Rows of a server, in the order in which its phones first met it. */
  eachOf(server: ServerId, visit: (row: PeerRow) => void): void {
    for (let row = 0; row < this.count; row++) if (this.serverOf(row) === server) visit(row);
  }
}
