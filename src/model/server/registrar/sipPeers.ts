import { NOT_SCHEDULED } from '../../../kernel/clock/simulation.ts';
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

/**
 * What a server knows of a phone, one row for each pair that ever met, in typed columns. Most phones meet one server or
 * two: a phone's rows are a chain.
 */
export class SipPeers {
  server: Int32Array;
  phone: Int32Array;
  flags: Uint8Array;
  /** Scheduled end of the registration. */
  expiry: Float64Array;
  /** When that is, µs. */
  expiresAt: Float64Array;
  /** Seconds granted last; the local database (astdb) keeps them. */
  granted: Int32Array;
  /** Last round trip of OPTIONS in ms; 0 never measured. */
  lastMs: Int32Array;
  qualify: Float64Array;
  /** Calls from and to the phone that this server handles: what call-limit counts. */
  inUse: Int32Array;
  private next: Int32Array;
  private readonly first: Int32Array;
  private used = 0;

  constructor(phones: number) {
    const rows = Math.max(16, phones);
    this.server = new Int32Array(rows);
    this.phone = new Int32Array(rows);
    this.flags = new Uint8Array(rows);
    this.expiry = new Float64Array(rows);
    this.expiresAt = new Float64Array(rows);
    this.granted = new Int32Array(rows);
    this.lastMs = new Int32Array(rows);
    this.qualify = new Float64Array(rows);
    this.inUse = new Int32Array(rows);
    this.next = new Int32Array(rows);
    this.first = new Int32Array(phones).fill(NO_ROW);
  }

  get count(): number {
    return this.used;
  }

  find(server: ServerId, phone: PhoneId): PeerRow {
    let row = this.first[phone]!;
    while (row !== NO_ROW && this.server[row] !== server) row = this.next[row]!;
    return row;
  }

  findOrAdd(server: ServerId, phone: PhoneId): PeerRow {
    const known = this.find(server, phone);
    if (known !== NO_ROW) return known;
    if (this.used === this.server.length) this.grow();
    const row = this.used++;
    this.server[row] = server;
    this.phone[row] = phone;
    this.expiry[row] = NOT_SCHEDULED;
    this.qualify[row] = NOT_SCHEDULED;
    this.next[row] = this.first[phone]!;
    this.first[phone] = row;
    return row;
  }

  has(row: PeerRow, flag: number): boolean {
    return row !== NO_ROW && (this.flags[row]! & flag) !== 0;
  }

  set(row: PeerRow, flag: number, on: boolean): void {
    this.flags[row] = on ? this.flags[row]! | flag : this.flags[row]! & ~flag;
  }

  /** Rows of a server, in the order in which its phones first met it. */
  eachOf(server: ServerId, visit: (row: PeerRow) => void): void {
    for (let row = 0; row < this.used; row++) if (this.server[row] === server) visit(row);
  }

  private grow(): void {
    const rows = 2 * this.server.length;
    this.server = copyInto(new Int32Array(rows), this.server);
    this.phone = copyInto(new Int32Array(rows), this.phone);
    this.flags = copyInto(new Uint8Array(rows), this.flags);
    this.expiry = copyInto(new Float64Array(rows), this.expiry);
    this.expiresAt = copyInto(new Float64Array(rows), this.expiresAt);
    this.granted = copyInto(new Int32Array(rows), this.granted);
    this.lastMs = copyInto(new Int32Array(rows), this.lastMs);
    this.qualify = copyInto(new Float64Array(rows), this.qualify);
    this.inUse = copyInto(new Int32Array(rows), this.inUse);
    this.next = copyInto(new Int32Array(rows), this.next);
  }
}

function copyInto<T extends { set(from: ArrayLike<number>): void }>(to: T, from: ArrayLike<number>): T {
  to.set(from);
  return to;
}
