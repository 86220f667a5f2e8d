import { SECOND } from '../kernel/units.ts';
import { SlotTable } from '../kernel/resource/slotTable.ts';
import { Lock } from '../kernel/resource/lock.ts';
import { Simulation } from '../kernel/clock/simulation.ts';
import { Signal } from '../kernel/signal.ts';
import { WakingLock } from '../kernel/resource/wakingLock.ts';
import { Arrivals } from './people/arrivals.ts';
import type { Attempt } from './phone/attempt.ts';
import { CalledPhones } from './phone/calledPhones.ts';
import { Callers } from './phone/callers.ts';
import { Destinations } from './people/destinations.ts';
import { Handsets } from './phone/handsets.ts';
import { Inviting } from './phone/inviteTransaction.ts';
import type { ClusterConfig } from './config.ts';
import { Database } from './database/database.ts';
import { SipTable } from './database/siptable.ts';
import { Tcp } from './database/tcp.ts';
import { Faults } from './faults.ts';
import { Hosts } from './network/hosts.ts';
import type { CallId, IaxCallId, LegId, PhoneId, ServerId } from './ids.ts';
import { Network } from './network/network.ts';
import type { Interference } from './network/interference.ts';
import type { Observations } from './observations.ts';
import { ChannelSide } from './server/channels/callerSide.ts';
import { Channels } from './server/channels/channels.ts';
import { Console, wordingOf } from './server/channels/consoleLines.ts';
import { Dialer } from './server/channels/dialer.ts';
import { Legs } from './server/channels/legs.ts';
import type { Leg } from './server/channels/channelRows.ts';
import { Unaided } from './server/channels/unaided.ts';
import { Devices } from './server/devices.ts';
import { Dialplan, Finder, Machine } from './server/dialplan/index.ts';
import type { DialplanHooks } from './server/dialplan/services.ts';
import { DundiPart } from './server/dundi/part.ts';
import type { IaxCall } from './server/iax2/iaxCall.ts';
import { IaxCalled } from './server/iax2/calledEnd.ts';
import { IaxCalling } from './server/iax2/callingEnd.ts';
import { Secrets } from './server/iax2/secrets.ts';
import { DatabaseClients } from './server/mysql/databaseClients.ts';
import { SipPeers, type PeerRow } from './server/registrar/sipPeers.ts';
import { RegContexts } from './server/registrar/regcontext.ts';
import { Registrar } from './server/registrar/registrar.ts';
import { Registrations } from './server/registrar/registrations.ts';
import { Invites } from './server/sip/invites.ts';
import { SipLegs } from './server/sip/inviteClient.ts';
import { SipOptions } from './server/sip/sipOptions.ts';
import { SipQualify } from './server/sip/sipQualify.ts';
import { SipThreads } from './server/sip/sipThread.ts';
import { WallClock } from './server/wallClock.ts';
import { PhoneOptions } from './phone/phoneOptions.ts';
import { ClientRegistrations } from './phone/registration/clientRegistration.ts';
import { Trunks } from './trunk/trunks.ts';
import { processingTimes } from './processing.ts';

/** What makes a run, beside the configuration of its cluster. */
export interface RunOptions {
  /** Any text. */
  readonly seed: string;
  readonly observations: Observations;
  readonly queue?: 'buckets' | 'heap';
  /** In tests: drops, duplicates, delays or records messages. */
  readonly interference?: Interference;
}

/** What a cluster is made of, for those who look into it: the console, the faults, the tests. */
export type ClusterParts = ReturnType<typeof joinParts>;

/**
 * Makes every part and gives each what it needs. The only place where parts are joined: no part makes another.
 */
export function joinParts(config: ClusterConfig, options: RunOptions) {
  const { observations } = options;
  const { rules, servers, phones } = config;
  const sim = new Simulation(
    options.queue === undefined ? { seed: options.seed } : { seed: options.seed, queue: options.queue },
  );
  const time = processingTimes(sim, config.processing);

  const hosts = new Hosts(sim, servers.length, phones.length);
  const network = new Network(
    sim,
    hosts,
    config.network,
    (name) => hostNamed(config, hosts, name),
    options.interference,
  );
  const clock = new WallClock(sim, config.start.wallSecond ?? sim.stream('start/wallSecond').integer(SECOND));
  const handsets = new Handsets(phones);
  const lines = new ClientRegistrations(sim, hosts, network, phones, observations, time.phone);
  const sip = new SipThreads(sim, hosts, network, time.sipMessage);
  const statementLost = new Signal<[statement: number]>('mysql.statementLost');
  const connectionLost = new Signal<[connection: number]>('mysql.connectionLost');
  const tcp = new Tcp(sim, network, statementLost, connectionLost);
  const links = servers.filter((server) => server.sip.realtime).length;
  const mysqld = new Database(sim, hosts, network, tcp, connectionLost, config.database, links);
  const database = new DatabaseClients({
    sim,
    hosts,
    network,
    tcp,
    statementLost,
    roundTrips: rules.realtimeRoundTrips,
    connectTimeout: config.database.connectTimeout,
    observations,
  });
  const table = new SipTable(phones);
  const peers = new SipPeers(phones.length);
  const console = new Console(observations, rules);
  const secrets = new Secrets(
    sim,
    servers.map((server) => server.name),
  );
  const addresses = new Map(
    servers.flatMap((server, index) => [
      [server.address, index as ServerId],
      [server.name, index as ServerId],
    ]),
  );
  const serverAt = (address: string): ServerId | -1 => addresses.get(address) ?? -1;

  // The dialplan of each server, searched under its one lock.
  const plans = servers.map((server) => new Dialplan(server.dialplan, rules.dialect));
  const attempts = new SlotTable<Attempt, CallId>();
  const destinations = new Destinations(handsets);
  const inviting = new Inviting(sim, hosts, network, phones, attempts, time.phone);
  const callers = new Callers(
    sim,
    hosts,
    network,
    lines,
    handsets,
    destinations,
    config,
    observations,
    attempts,
    inviting,
  );
  const channels = new Channels({ sim, hosts, startTime: time.channelStart, database, table, callers, console });
  const hooks: DialplanHooks = {
    stepTime: time.dialplanStep,
    lockWaited: (channel, waited) => {
      const row = channels.rows.get(channel);
      const attempt = row === undefined ? undefined : callers.get(row.call);
      if (attempt !== undefined) attempt.lockWait += waited;
    },
    lockReleased: (server, held, waiting) => observations.lockReleased(server, held, waiting),
  };
  const dundi = new DundiPart({ sim, hosts, network, rules, clock, servers, observations, serverAt, secrets, time });
  const finders = servers.map(
    (server, index) =>
      new Finder({
        sim: hosts.clockOf(index as ServerId),
        server: index as ServerId,
        name: server.name,
        plan: plans[index]!,
        hooks,
        rules,
        lookups: dundi.switches,
        lock: new WakingLock(sim, `dialplan.${server.name}`, time.lockWake),
      }),
  );
  const machines = servers.map(
    (server, index) =>
      new Machine({
        sim: hosts.clockOf(index as ServerId),
        server: index as ServerId,
        name: server.name,
        plan: plans[index]!,
        finder: finders[index]!,
        lookups: dundi.switches,
        services: channels,
        hooks,
        rules,
        statementLock: new Lock(sim, `${server.name} MYSQL()`, 'fifo'),
      }),
  );
  dundi.connect(finders, machines, channels.rows, callers, destinations);

  const contexts = new RegContexts(plans, servers, (phone) => phones[phone]!.number);
  const sipQualify = new SipQualify(sim, hosts, network, sip, servers, peers, contexts, rules);
  const phoneOptions = new PhoneOptions(sim, hosts, network, time.phone);
  const registrationDue = new Signal<[server: ServerId, row: PeerRow]>('registrar.registrationDue');
  const registrations = new Registrations({
    sim,
    hosts,
    database,
    table,
    peers,
    contexts,
    servers,
    rules,
    clock,
    phones,
    registrationDue,
    poker: sipQualify,
    observations,
  });
  new Registrar({
    sim,
    hosts,
    network,
    sip,
    database,
    table,
    peers,
    contexts,
    finders,
    registrations,
    poker: sipQualify,
    servers,
    rules,
    phones,
    registrationDue,
  });
  const devices = new Devices(phones, servers, peers, table, registrations, rules, clock);
  channels.knowDevices(devices);

  const legTable = new SlotTable<Leg, LegId>();
  const listener = { legChanged: (leg: Leg): void => dialer.legChanged(leg) };
  const sipLegs = new SipLegs(sim, hosts, network, sip, rules, legTable, listener, time.sipLeg);
  const called = new CalledPhones(sim, hosts, network, phones, handsets, lines, callers, legTable, time.phone);
  const trunks = new Trunks(sim, hosts, servers, callers, legTable, listener);
  const iaxCalls = new SlotTable<IaxCall, IaxCallId>();
  const iaxCalling = new IaxCalling({
    sim,
    hosts,
    network,
    rules,
    servers,
    table: iaxCalls,
    callers,
    legs: legTable,
    listener,
    console,
    serverAt,
    frameTime: time.iaxMessage,
  });
  const iaxCalled = new IaxCalled({
    sim,
    hosts,
    network,
    rules,
    servers,
    table: iaxCalls,
    incoming: channels,
    finders,
    secrets,
    frameTime: time.iaxMessage,
  });
  iaxCalling.connect(iaxCalled);
  iaxCalled.connect(iaxCalling);
  const side = new ChannelSide(hosts, network, callers, iaxCalled, callers);
  const wording = wordingOf(rules);
  const unaided = new Unaided(callers, destinations, machines);
  const legs = new Legs({
    sim,
    hosts,
    table: legTable,
    callers,
    called,
    unaided,
    devices,
    peers,
    sipLegs,
    iax: iaxCalling,
    trunks,
    console,
    wording,
  });
  const dialer: Dialer = new Dialer({
    sim,
    hosts,
    rules,
    database,
    devices,
    legs,
    channels: channels.rows,
    callers,
    finders,
    machines,
    side,
    console,
    wording,
  });
  const invites = new Invites(
    {
      sim,
      hosts,
      network,
      rules,
      servers,
      sip,
      database,
      devices,
      peers,
      registrations,
      callers,
      channels,
      finders,
      hangUpChannelOf: (server, call) => channels.hangUpCall(server, call),
    },
    callers,
  );
  new SipOptions({ sim, network, sip, servers, finders });
  sipLegs.connect(called);
  called.connect(sipLegs);
  channels.connect(dialer, side, unaided, machines);
  callers.connect(
    invites,
    (attempt, context) => channels.openTrunk(attempt, context),
    (attempt) => {
      if (attempt.caller < 0 && attempt.channel !== 0) channels.hangUpByCaller(attempt.channel);
      if (attempt.dropped) legs.calledHangsUp(attempt.id);
    },
  );
  const arrivals = new Arrivals(sim, config.calls, phones, handsets, callers);
  const faults = new Faults({
    sim,
    hosts,
    network,
    config,
    observations,
    database: mysqld,
    lines,
    handsets,
    callers,
    parts: [dundi, sip, database, mysqld, registrations, iaxCalling, iaxCalled, legs, channels],
    forgetPlan: (server) => {
      plans[server] = new Dialplan(servers[server]!.dialplan, rules.dialect);
      finders[server]!.restart(plans[server]!);
      machines[server]!.restart(plans[server]!);
    },
    load: (server) => {
      dundi.qualify.load(server);
      registrations.restart(server);
    },
    phoneDies: (phone: PhoneId) => legs.phoneDied(phone),
  });

  return {
    sim,
    config,
    rules,
    secrets,
    hosts,
    network,
    clock,
    table,
    database,
    mysqld,
    peers,
    lines,
    handsets,
    callers,
    channels,
    dundi,
    registrations,
    sipQualify,
    phoneOptions,
    sip,
    arrivals,
    faults,
    plans,
    finders,
    machines,
    serverAt,
    observations,
    legs: legTable,
    iaxCalls,
  };
}

function hostNamed(config: ClusterConfig, hosts: Hosts, name: string): number {
  const server = config.servers.findIndex((candidate) => candidate.name === name);
  return server >= 0 ? server : hosts.database;
}
