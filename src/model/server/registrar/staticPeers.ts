import type { Phones, RowColumns, ServerConfig, StaticPeer } from '../../config.ts';
import type { PhoneId, ServerId } from '../../ids.ts';
import { templateAt, templatesOf } from '../../phoneColumns.ts';

/**
 * Settings of single phones in a server's configuration: their sections in its sip.conf, of two sections of one name the
 * first; or, where phones come from the database, the columns of their rows.
 */
export class StaticPeers {
  private readonly servers: readonly ServerConfig[];
  private readonly phones: Phones;
  private readonly ofRows: readonly Map<RowColumns, StaticPeer>[];
  private readonly byName: readonly ReadonlyMap<string, StaticPeer>[];
  /** A phone's row has columns of its own. Else a REGISTER looks at no phone (2 % of the CPU time with 100,000). */
  private readonly hasRows: boolean;

  constructor(servers: readonly ServerConfig[], phones: Phones) {
    this.servers = servers;
    this.phones = phones;
    this.hasRows = [...templatesOf(phones)].some(({ row }) => row !== undefined);
    this.ofRows = servers.map(() => new Map());
    this.byName = servers.map(
      ({ sip: { staticPeers } }) => new Map(staticPeers.toReversed().map((peer) => [peer.name, peer])),
    );
  }

  named(server: ServerId, name: string): StaticPeer | undefined {
    return this.byName[server]!.get(name);
  }

  of(server: ServerId, phone: PhoneId): StaticPeer | undefined {
    if (!this.servers[server]!.sip.realtime) return this.named(server, this.phones.at(phone)!.number);
    if (!this.hasRows) return undefined;
    const { row } = templateAt(this.phones, phone);
    return row === undefined ? undefined : this.ofRow(server, row);
  }

  /** Phones of one group share their columns. */
  private ofRow(server: ServerId, row: RowColumns): StaticPeer {
    let peer = this.ofRows[server]!.get(row);
    if (peer === undefined) {
      peer = peerOfRow(this.servers[server]!, row);
      this.ofRows[server]!.set(row, peer);
    }
    return peer;
  }
}

/** An empty column leaves what [general] says (chan_sip.c:build_peer). */
function peerOfRow({ sip }: ServerConfig, row: RowColumns): StaticPeer {
  return {
    name: '',
    host: 'dynamic',
    context: row.context ?? sip.context,
    qualifyMs: row.qualifyMs ?? sip.qualifyMs,
    callLimit: row.callLimit ?? sip.callLimit,
    directMedia: row.directMedia ?? sip.directMedia,
    regExten: row.regExten ?? [],
    callerId: row.callerId,
    insecureInvite: row.insecureInvite ?? false,
    allowOverlap: sip.allowOverlap,
  };
}
