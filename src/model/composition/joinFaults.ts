import type { Signal } from '../../kernel/signal.ts';
import type { Micros } from '../../kernel/units.ts';
import type { Database } from '../database/database.ts';
import type { SipTable } from '../database/siptable.ts';
import { Faults, type Disk, type Forgets } from '../faults.ts';
import type { ReloadModule } from '../config.ts';
import type { HostId, ServerId } from '../ids.ts';
import type { ClientRegistrations } from '../phone/registration/clientRegistration.ts';
import type { RegistrationClients } from '../server/accounts/registrationClients.ts';
import type { PhoneRegistrations } from '../server/channelDriver.ts';
import type { DundiParts } from '../server/dundi/dundiParts.ts';
import type { IaxQualify } from '../server/iax2/iaxQualify.ts';
import type { Transmissions } from '../server/iax2/transmissions.ts';
import { Standbys } from '../standby/standbys.ts';
import type { FaultLog } from '../story/index.ts';
import type { Trunks } from '../trunk/trunks.ts';
import type { Foundation } from './foundation.ts';
import { forgetPlan, type Dialplans } from './joinDialplans.ts';
import type { People } from './joinPeople.ts';

/** What faults break. */
interface Breakable {
  readonly people: People;
  readonly lines: ClientRegistrations;
  readonly mysqld: Database;
  readonly table: SipTable;
  readonly promoted: Signal<[stoppedAt: Micros]>;
  readonly trunks: Trunks;
  readonly dundi: DundiParts;
  readonly dialplans: Dialplans;
  readonly registrations: PhoneRegistrations;
  readonly transmissions: Transmissions;
  readonly clients: RegistrationClients;
  readonly iaxQualify: IaxQualify;
  readonly faultLog: FaultLog;
  /** What is in the memory of a server, in the order in which a crash empties it. */
  readonly memories: readonly Forgets[];
  /** What is in the astdb of a server, beside that of the dialplan and DUNDi's cache. */
  readonly disks: readonly Disk[];
}

/** The faults of the scenario, and the standbys that answer some of them. */
export function joinFaults(foundation: Foundation, breakable: Breakable) {
  const { sim, hosts, config, servers, observations } = foundation;
  const { dundi, dialplans, registrations } = breakable;
  const load = (server: ServerId): void => {
    dundi.qualify.load(server);
    dundi.registering.load(server);
    registrations.restart(server);
    breakable.clients.load(server);
    breakable.iaxQualify.load(server);
    foundation.accounts.load(server);
  };
  const reload = (server: ServerId, module: ReloadModule, adds: readonly number[]): void => {
    const reads = (one: ReloadModule): boolean => module === one || module === 'core';
    if (reads('dundi')) {
      for (const peer of dundi.nodes[server]!.reload(adds)) dundi.keys.strangers(server, peer.host as HostId);
      dundi.qualify.reload(server);
    }
    if (hosts.isDown(server)) return;
    if (reads('sip')) {
      registrations.reload(server);
      breakable.clients.reload(server);
    }
    if (reads('dialplan')) dialplans.plans[server]!.reload();
    // Of parking nothing changes: slots, parked calls and their times stay (measured on 16.28).
  };
  const standbys = new Standbys({
    sim,
    hosts,
    config: config.standby,
    observations,
    nameOf: (server) => servers[server]!.name,
    replace: (server) => faults.replace(server),
  });
  const faults: Faults = new Faults({
    sim,
    origin: foundation.origin,
    hosts,
    network: foundation.network,
    config,
    observations,
    database: breakable.mysqld,
    table: breakable.table,
    promoted: breakable.promoted,
    trunks: breakable.trunks,
    lines: breakable.lines,
    handsets: foundation.handsets,
    callers: breakable.people.callers,
    faultLog: breakable.faultLog,
    outgoing: breakable.people.outgoing,
    calledPhones: breakable.people.calledPhones,
    parts: breakable.memories,
    watches: breakable.transmissions,
    disks: [
      { loseDisk: (server) => dundi.nodes[server]!.cache.flush() },
      { loseDisk: (server) => dialplans.astdbs[server]!.deleteTree('') },
      { loseDisk: (server) => dialplans.queues[server]!.loseDisk() },
      ...breakable.disks,
    ],
    standbys,
    forgetPlan: (server) => forgetPlan(foundation, dialplans, server),
    reload,
    load,
  });
  return { faults, standbys, load };
}
