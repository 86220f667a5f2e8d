import { Signal } from '../../kernel/signal.ts';
import type { Micros } from '../../kernel/units.ts';
import type { ServerConfig } from '../config.ts';
import { Database } from '../database/database.ts';
import { Tcp } from '../database/tcp.ts';
import type { ServerId } from '../ids.ts';
import { Segment } from '../network/segment/segment.ts';
import type { Callers } from '../people/callers.ts';
import { Media } from '../server/media.ts';
import { DatabaseClients } from '../server/mysql/databaseClients.ts';
import type { Foundation } from './foundation.ts';

/** The database, its client in each server, and the Ethernet between them, which voice shares. */
export function joinDatabase(foundation: Foundation, callers: Callers) {
  const { sim, hosts, network, config, servers, rules, observations } = foundation;
  const media = new Media(sim, callers, servers.length);
  const { segments } = config.network;
  const segment = segments === undefined ? undefined : new Segment(sim, segments, media);
  const statementLost = new Signal<[statement: number]>('mysql.statementLost');
  const connectionLost = new Signal<[connection: number]>('mysql.connectionLost');
  const promoted = new Signal<[stoppedAt: Micros]>('database.standbyTakesOver');
  const tcp = new Tcp(sim, network, segment, statementLost, connectionLost);
  const usesPjsip = rules.channelDriver === 'chan_pjsip';
  const links = servers.reduce((count, server) => count + connectionsOf(server, usesPjsip), 0);
  const mysqld = new Database(sim, hosts, network, tcp, connectionLost, config.database, links, promoted);
  const database = new DatabaseClients({
    sim,
    hosts,
    network,
    tcp,
    statementLost,
    roundTrips: rules.realtimeRoundTrips,
    connectTimeout: config.database.connectTimeout,
    connections: (server: ServerId) => (usesPjsip ? servers[server]!.pjsip.connections : 1),
    observations,
    stories: foundation.stories,
  });
  return { media, segment, mysqld, database, promoted };
}

/** Realtime connections of a server to the database, always open. */
function connectionsOf({ sip, pjsip, dialplan }: ServerConfig, usesPjsip: boolean): number {
  const { endpoint, auth, aor, contact } = pjsip.stores;
  const readsPlan = Object.keys(dialplan.realtime ?? {}).length > 0;
  const pooled = readsPlan || endpoint.realtime || auth.realtime || aor.realtime || contact === 'realtime';
  if (usesPjsip) return pooled ? pjsip.connections : 0;
  return sip.realtime || readsPlan ? 1 : 0;
}
