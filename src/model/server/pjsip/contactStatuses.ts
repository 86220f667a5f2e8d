import type { HostId } from '../../ids.ts';
import type { PeerRow } from '../registrar/sipPeers.ts';

/** Whether a contact has answered the server's last OPTIONS; `unknown`: none has ended yet. */
export type ContactStatus = 'available' | 'unavailable' | 'unknown';

type Answer = Exclude<ContactStatus, 'unknown'>;

/**
 * What each server's OPTIONS have found, contact by contact: its own knowledge, which no table holds and a crash ends
 * (pjsip_options.c: sip_options_contact_statuses). Only contacts that are qualified have an entry.
 */
export class ContactStatuses {
  private readonly rows = new Map<PeerRow, Map<HostId, Answer>>();

  of(row: PeerRow, host: HostId): ContactStatus {
    return this.rows.get(row)?.get(host) ?? 'unknown';
  }

  set(row: PeerRow, host: HostId, status: Answer): void {
    const known = this.rows.get(row);
    if (known === undefined) this.rows.set(row, new Map([[host, status]]));
    else known.set(host, status);
  }

  /** A contact of that AOR answers, other than this one. */
  hasOther(row: PeerRow, host: HostId): boolean {
    for (const [other, status] of this.rows.get(row) ?? []) if (other !== host && status === 'available') return true;
    return false;
  }

  delete(row: PeerRow, host: HostId): void {
    this.rows.get(row)?.delete(host);
  }

  clear(row: PeerRow): void {
    this.rows.delete(row);
  }
}
