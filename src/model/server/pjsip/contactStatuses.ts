import { MILLISECOND, type Micros } from '../../../kernel/units.ts';
import type { HostId } from '../../ids.ts';
import type { PeerRow } from '../registrar/sipPeers.ts';

/** Whether a contact has answered the server's last OPTIONS; `unknown`: none has ended yet. */
export type ContactStatus = 'available' | 'unavailable' | 'unknown';

type Answer = Exclude<ContactStatus, 'unknown'>;

interface Found {
  readonly status: Answer;
  readonly roundTrip: Micros | -1;
}

/** Where a run begins with contacts that have answered for a long time, as chan_sip's peers have (`sipQualify.ts`). */
export const STEADY_ROUND_TRIP: Micros = MILLISECOND;

/**
 * What each server's OPTIONS have found, contact by contact: its own knowledge, which no table holds and a crash ends
 * (pjsip_options.c: sip_options_contact_statuses). Only contacts that are qualified have an entry.
 */
export class ContactStatuses {
  private readonly rows = new Map<PeerRow, Map<HostId, Found>>();

  of(row: PeerRow, host: HostId): ContactStatus {
    return this.rows.get(row)?.get(host)?.status ?? 'unknown';
  }

  /** Of its last answer; -1: there is none. */
  roundTripOf(row: PeerRow, host: HostId): Micros | -1 {
    return this.rows.get(row)?.get(host)?.roundTrip ?? -1;
  }

  set(row: PeerRow, host: HostId, status: Answer, roundTrip: Micros): void {
    const found: Found = { status, roundTrip: status === 'available' ? roundTrip : -1 };
    const known = this.rows.get(row);
    if (known === undefined) this.rows.set(row, new Map([[host, found]]));
    else known.set(host, found);
  }

  /** A contact of that AOR answers, other than this one. */
  hasOther(row: PeerRow, host: HostId): boolean {
    for (const [other, { status }] of this.rows.get(row) ?? [])
      if (other !== host && status === 'available') return true;
    return false;
  }

  delete(row: PeerRow, host: HostId): void {
    this.rows.get(row)?.delete(host);
  }

  clear(row: PeerRow): void {
    this.rows.delete(row);
  }
}
