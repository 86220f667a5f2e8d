import type { ClusterConfig } from './config.ts';
import type { ServerId } from './ids.ts';
import { layFoundation, type Foundation, type RunOptions } from './composition/foundation.ts';
import { joinChannels } from './composition/joinChannels.ts';
import { joinDatabase } from './composition/joinDatabase.ts';
import { joinDialplans, loadDialplans, type Dialplans } from './composition/joinDialplans.ts';
import { joinFaults } from './composition/joinFaults.ts';
import { joinPeople } from './composition/joinPeople.ts';
import { SipTable } from './database/siptable.ts';
import { Onlooker } from './onlooker.ts';
import { Arrivals } from './people/arrivals.ts';
import { ClientRegistrations } from './phone/registration/clientRegistration.ts';
import { joinAccounts } from './server/accounts/joinAccounts.ts';
import { CallLookups } from './server/channels/callLookups.ts';
import { ChannelTable } from './server/channels/channelTable.ts';
import { Console } from './server/channels/consoleLines.ts';
import { Answers } from './server/dundi/answers.ts';
import { joinDundi } from './server/dundi/dundiParts.ts';
import { DialSecrets } from './server/iax2/dialSecrets.ts';
import { ParkingLots } from './server/parking/parkingLots.ts';
import { joinChanPjsip } from './server/pjsip/chanPjsip.ts';
import { RealtimeSwitches } from './server/dialplan/index.ts';
import { Distributor } from './server/pjsip/distributor.ts';
import { SipPeers } from './server/registrar/sipPeers.ts';
import { joinChanSip } from './server/sip/chanSip.ts';
import { SipThreads, type SipWatch } from './server/sip/sipThread.ts';
import { FaultLog } from './story/index.ts';
import { RelayBook } from './story/relayBook.ts';

/** What a cluster is made of, for those who look into it: the console, the faults, the tests. */
export type ClusterParts = ReturnType<typeof joinParts>;

/**
 * Makes every part and gives each what it needs. The only place where parts are joined, with the functions that it
 * calls, each for one group of parts (`composition/`, and `joinDundi`, `joinChanSip`, `joinChanPjsip` beside their
 * parts): no part makes another.
 */
export function joinParts(config: ClusterConfig, options: RunOptions) {
  const foundation = layFoundation(config, options);
  const { sim, origin, rules, servers, phones, hosts, network, clock, handsets, stories } = foundation;
  const { observations, time, serverAt, accounts } = foundation;

  const lines = new ClientRegistrations(sim, hosts, network, phones, observations, time.phone);
  const sip = threadsOf(foundation);
  const table = new SipTable(phones, sim, config.database.pair);
  const peers = new SipPeers(phones.length);
  const console = new Console(observations, rules);
  const secrets = new DialSecrets(
    sim,
    servers.map((server) => server.name),
  );
  const dialplans = loadDialplans(foundation);
  const { plans, finders, machines, queues, astdbs } = dialplans;
  const channelTable = channelTableOf(foundation, console);
  const parking = parkingOf(foundation, dialplans, channelTable, console);

  // What is known of the cluster from above, for the causes of calls.
  const faultLog = new FaultLog();
  const relays = new RelayBook();
  const world = new Onlooker({
    sim,
    origin,
    config,
    hosts,
    peers,
    table,
    sip,
    finders,
    channels: channelTable,
    parking,
    relays,
    faultLog,
  });

  const people = joinPeople(foundation, lines, world);
  const { outgoing, callers, calledPhones, phoneOptions } = people;
  const { media, segment, mysqld, database, promoted } = joinDatabase(foundation, callers);

  // Lookups.
  const dundi = joinDundi({
    sim,
    hosts,
    network,
    rules,
    clock,
    servers,
    observations,
    serverAt,
    isHungUp: (server, channel) => machines[server]!.isHungUp(channel),
    lookupListener: new CallLookups(channelTable, stories),
    relays,
    time,
  });
  const answers = new Answers(sim, hosts, dundi.nodes, dundi.transactions, dundi.signals, dundi.lookups, finders, {
    secretOf: (server) => secrets.of(server),
    addressOf: (server) => servers[server]!.address,
    globalOf: (server, name) => plans[server]!.global(name),
    answerTime: time.dundiAnswer,
    rules,
  });
  for (const fault of config.faults) if (fault.kind === 'reload') dundi.nodes[fault.server]!.withhold(fault.adds);

  // Phones at their servers: registrations and devices.
  const needs = {
    sim,
    hosts,
    network,
    database,
    table,
    peers,
    plans,
    finders,
    servers,
    rules,
    clock,
    phones,
    time,
    observations,
    serverAt,
    accounts,
    astdbs,
  };
  const driver = sip instanceof Distributor ? joinChanPjsip(needs, sip, config.start) : joinChanSip(needs, sip);
  const { devices, registrations } = driver;

  const calls = joinChannels(foundation, {
    people,
    driver,
    dialplans,
    database,
    table,
    peers,
    sip,
    parking,
    channelTable,
    secrets,
    console,
  });
  const { channels, iax } = calls;
  const { registrar, clients, extensions } = joinAccounts({
    sim,
    hosts,
    network,
    servers,
    rules,
    accounts,
    sip,
    iaxTime: time.iaxMessage,
    iaxQualify: iax.qualify,
    sipQualify: driver.accountQualify,
    plans,
    finders,
  });
  const realtime = new RealtimeSwitches({
    sim,
    rules,
    database,
    tables: servers.map(({ dialplan }) => dialplan.realtime ?? {}),
    callOf: (channel) => channelTable.get(channel)?.call ?? 0,
  });
  const switches = { lookups: dundi.switches, realtime };
  joinDialplans(foundation, dialplans, { switches, services: channels, channelTable, world });
  driver.joinCalls({ client: calls.inviteClient, channels, stories });

  const arrivals = new Arrivals(sim, config.calls, origin, phones, handsets, callers);
  const { faults, standbys, load } = joinFaults(foundation, {
    people,
    lines,
    mysqld,
    table,
    promoted,
    trunks: calls.trunks,
    dundi,
    dialplans,
    registrations,
    transmissions: iax.transmissions,
    iaxQualify: iax.qualify,
    faultLog,
    memories: [
      dundi.transactions,
      dundi.lookups,
      dundi.switches,
      answers,
      dundi.qualify,
      dundi.registering,
      sip,
      database,
      mysqld,
      registrations,
      ...driver.others,
      iax.qualify,
      iax.calling,
      iax.called,
      iax.transmissions,
      calls.transfers,
      parking,
      calls.legs,
      channels,
      realtime,
      clients,
      accounts,
      extensions,
    ],
    disks: [secrets, registrations, accounts],
    clients,
  });

  return {
    sim,
    origin,
    config,
    rules,
    secrets,
    hosts,
    network,
    clock,
    table,
    database,
    mysqld,
    media,
    segment,
    peers,
    lines,
    handsets,
    callers,
    channels,
    channelTable,
    parking,
    queues,
    trunks: calls.trunks,
    stories,
    outgoing,
    calledPhones,
    dundi,
    registrations,
    devices,
    driverTables: driver.tables,
    phoneOptions,
    sip,
    arrivals,
    faults,
    load,
    standbys,
    plans,
    finders,
    machines,
    serverAt,
    observations,
    accounts,
    accountRegistrar: registrar,
    registrationClients: clients,
    legs: calls.legTable,
    iaxRows: iax.rows,
    iaxDeliveries: iax.deliveries,
    iaxQualify: iax.qualify,
  };
}

/** The threads of SIP, of the driver that the rules name. */
function threadsOf({ sim, hosts, network, servers, rules, time, observations }: Foundation): SipThreads | Distributor {
  const watch: SipWatch | undefined = observations.wantsThreads ? (...of) => observations.sipServed(...of) : undefined;
  const overflows = (server: ServerId): void => observations.sipMessageLost(server);
  return rules.channelDriver === 'chan_pjsip'
    ? new Distributor(sim, hosts, network, servers, rules, time.sipMessage, watch, overflows)
    : new SipThreads(sim, hosts, network, time.sipMessage, rules.sipSocketHolds, watch, overflows);
}

function channelTableOf({ sim, hosts, rules, time, signals }: Foundation, console: Console): ChannelTable {
  return new ChannelTable({
    sim,
    hosts,
    console,
    tech: rules.channelDriver === 'chan_pjsip' ? 'PJSIP' : 'SIP',
    startTime: () => time.channelStart() + time.channelThread(),
    threadBegins: signals.threadBegins,
    callerHangsUp: signals.callerHangsUp,
    trunkCalls: signals.trunkCallAtGateway,
    trunkHangsUp: signals.callers.trunkHangsUp,
  });
}

function parkingOf(
  { sim, hosts, rules, servers, stories, signals }: Foundation,
  { plans, machines }: Dialplans,
  channels: ChannelTable,
  console: Console,
): ParkingLots {
  return new ParkingLots({
    sim,
    hosts,
    rules,
    servers,
    plans,
    machines,
    stories,
    audio: signals.callers.audio,
    channel: (id) => channels.get(id),
    say: (server, line) => console.say(server, line),
  });
}
