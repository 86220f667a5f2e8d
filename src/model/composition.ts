import { SECOND, type Micros } from '../kernel/units.ts';
import { SlotTable } from '../kernel/resource/slotTable.ts';
import { Lock } from '../kernel/resource/lock.ts';
import { Simulation } from '../kernel/clock/simulation.ts';
import { Signal } from '../kernel/signal.ts';
import { WakingLocks } from '../kernel/resource/wakingLock.ts';
import type { ClusterConfig, ServerConfig } from './config.ts';
import { Arrivals } from './people/arrivals.ts';
import { Callers, type CallerSignals, type TrunkCall } from './people/callers.ts';
import { CalledPhones } from './phone/calledPhones.ts';
import { Handsets } from './phone/handsets.ts';
import { OutgoingCalls } from './phone/outgoingCalls.ts';
import { ChannelTable } from './server/channels/channelTable.ts';
import { Onlooker } from './onlooker.ts';
import { RelayBook } from './story/relayBook.ts';
import { FaultLog, Stories } from './story/index.ts';
import { Database } from './database/database.ts';
import { SipTable } from './database/siptable.ts';
import { Tcp } from './database/tcp.ts';
import { Faults } from './faults.ts';
import { Standbys } from './standby/standbys.ts';
import { Hosts } from './network/hosts.ts';
import type { ChannelId, HostId, LegId, ServerId } from './ids.ts';
import { Network } from './network/network.ts';
import { Segment } from './network/segment/segment.ts';
import type { Interference } from './network/interference.ts';
import { FromOrigin, originOf } from './middleOfDay.ts';
import type { Observations } from './observations.ts';
import { CallLookups } from './server/channels/callLookups.ts';
import { ChannelSide } from './server/channels/callerSide.ts';
import { Channels } from './server/channels/channels.ts';
import { Console, wordingOf } from './server/channels/consoleLines.ts';
import { Dialer } from './server/channels/dialer.ts';
import { LocalLegs } from './server/channels/localLegs.ts';
import { Legs } from './server/channels/legs.ts';
import type { Leg } from './server/channels/channelRows.ts';
import { Unaided } from './server/channels/unaided.ts';
import { ApplicationTimes, Astdb, Dialplan, Finder, Machine } from './server/dialplan/index.ts';
import { Autoservice } from './server/dialplan/autoservice.ts';
import { DialplanEvents } from './server/dialplan/dialplanEvents.ts';
import type { DialplanHooks } from './server/dialplan/services.ts';
import { Answers } from './server/dundi/answers.ts';
import { joinDundi } from './server/dundi/dundiParts.ts';
import { IaxCalled } from './server/iax2/calledEnd.ts';
import { IaxCalling } from './server/iax2/callingEnd.ts';
import { Challenges } from './server/iax2/challenges.ts';
import { Frames } from './server/iax2/frames.ts';
import { Readers } from './server/iax2/readers.ts';
import { IaxRows, type CalledRow, type CallingRow } from './server/iax2/rows.ts';
import { DialSecrets } from './server/iax2/dialSecrets.ts';
import { Transmissions } from './server/iax2/transmissions.ts';
import { Media } from './server/media.ts';
import { ParkingLots } from './server/parking/parkingLots.ts';
import { Queues } from './server/queues/queues.ts';
import { addParkingExtensions } from './server/parking/parkingPlan.ts';
import { DatabaseClients } from './server/mysql/databaseClients.ts';
import { joinChanPjsip } from './server/pjsip/chanPjsip.ts';
import { Distributor } from './server/pjsip/distributor.ts';
import { SipPeers } from './server/registrar/sipPeers.ts';
import { joinChanSip } from './server/sip/chanSip.ts';
import { InviteClient } from './server/sip/inviteClient.ts';
import { SipThreads, type SipWatch } from './server/sip/sipThread.ts';
import { Transfers } from './server/sip/transfers.ts';
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
  const { rules, servers, phones } = config;
  const sim = new Simulation(
    options.queue === undefined ? { seed: options.seed } : { seed: options.seed, queue: options.queue },
  );
  const origin = originOf(config, sim);
  const observations = origin === 0 ? options.observations : new FromOrigin(options.observations, sim, origin);
  const time = processingTimes(sim, config.processing);

  const hosts = new Hosts(sim, servers.length, phones.length);
  const network = new Network(
    sim,
    hosts,
    config.network,
    (name) => hostNamed(config, hosts, name),
    options.interference,
    observations.wantsMessages ? observations : undefined,
  );
  const clock = new WallClock(sim, config.start.wallSecond ?? sim.stream('start/wallSecond').integer(SECOND));
  const handsets = new Handsets(phones);
  const lines = new ClientRegistrations(sim, hosts, network, phones, observations, time.phone);
  const usesPjsip = rules.channelDriver === 'chan_pjsip';
  const watch: SipWatch | undefined = observations.wantsThreads ? (...of) => observations.sipServed(...of) : undefined;
  const sip = usesPjsip
    ? new Distributor(sim, hosts, network, servers, rules, time.sipMessage, watch)
    : new SipThreads(sim, hosts, network, time.sipMessage, rules.sipSocketHolds, watch);
  const table = new SipTable(phones, sim, config.database.pair);
  const peers = new SipPeers(phones.length);
  const console = new Console(observations, rules);
  const secrets = new DialSecrets(
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

  // What the people, their phones and the servers tell each other; and parts of one server that need each other.
  const stories = new Stories(sim, handsets);
  const signals: CallerSignals = {
    outgoingEnds: new Signal('phone.outgoingEnds'),
    audio: new Signal('caller.audio'),
    trunkCalls: new Signal('trunk.callComes'),
    trunkHangsUp: new Signal('trunk.callerHangsUp'),
    trunkCallEnds: new Signal('trunk.callEnds'),
    trunkRefuses: new Signal('trunk.refuses'),
    trunkIsCut: new Signal('trunk.isCut'),
    trunkCallIsOver: new Signal('trunk.callIsOver'),
    callerIsGone: new Signal('phone.callerIsGone'),
    parks: new Signal('phone.parks'),
    parkerHears: new Signal('phone.parkerHears'),
    slotIsKnown: new Signal('person.slotIsKnown'),
  };
  const trunkCallAtGateway = new Signal<[call: TrunkCall]>('trunk.callAtGateway');
  const threadBegins = new Signal<[channel: ChannelId]>('channel.threadBegins');
  const callerHangsUp = new Signal<[channel: ChannelId]>('channel.callerHangsUp');
  const legChanged = new Signal<[leg: Leg]>('dial.legChanged');

  // The dialplan of each server, searched under its one lock. Filled below: a machine needs what it can do.
  const loadPlan = ({ dialplan, parking: lots }: ServerConfig): Dialplan => {
    const plan = new Dialplan(dialplan, rules.dialect);
    addParkingExtensions(plan, lots, rules);
    return plan;
  };
  const plans = servers.map(loadPlan);
  const finders: Finder[] = [];
  const machines: Machine[] = [];
  const channelTable = new ChannelTable({
    sim,
    hosts,
    console,
    tech: usesPjsip ? 'PJSIP' : 'SIP',
    startTime: () => time.channelStart() + time.channelThread(),
    threadBegins,
    callerHangsUp,
    trunkCalls: trunkCallAtGateway,
    trunkHangsUp: signals.trunkHangsUp,
  });
  const queues = servers.map((server) => new Queues(server.queues, clock));
  const parking = new ParkingLots({
    sim,
    hosts,
    rules,
    servers,
    plans,
    machines,
    stories,
    audio: signals.audio,
    channel: (id) => channelTable.get(id),
    say: (server, line) => console.say(server, line),
  });
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

  // Phones and people.
  const outgoing = new OutgoingCalls({
    sim,
    hosts,
    network,
    phones,
    registrations: lines,
    stories,
    replyTime: time.phone,
    ends: signals.outgoingEnds,
  });
  const callers = new Callers({
    sim,
    handsets,
    phones,
    calls: config.calls,
    observations,
    stories,
    outgoing,
    signals,
    world,
  });
  const calledPhones = new CalledPhones({
    sim,
    hosts,
    network,
    phones,
    handsets,
    registrations: lines,
    outgoing,
    stories,
    answering: callers,
    replyTime: time.phone,
    callerIsGone: signals.callerIsGone,
    parks: signals.parks,
    parkerHears: signals.parkerHears,
    slotIsKnown: signals.slotIsKnown,
  });
  const phoneOptions = new PhoneOptions(sim, hosts, network, time.phone);

  // The database, and the Ethernet between it and the servers.
  const media = new Media(sim, callers, servers.length);
  const { segments } = config.network;
  const segment = segments === undefined ? undefined : new Segment(sim, segments, media);
  const statementLost = new Signal<[statement: number]>('mysql.statementLost');
  const connectionLost = new Signal<[connection: number]>('mysql.connectionLost');
  const tcp = new Tcp(sim, network, segment, statementLost, connectionLost);
  const promoted = new Signal<[stoppedAt: Micros]>('database.standbyTakesOver');
  const connections = (server: ServerId): number => (usesPjsip ? servers[server]!.pjsip.connections : 1);
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
    connections,
    observations,
  });

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

  const astdbs: Astdb[] = [];
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
    astdbs,
  };
  const driver = sip instanceof Distributor ? joinChanPjsip(needs, sip, config.start) : joinChanSip(needs, sip);
  const { devices, registrations } = driver;

  // Legs that Dial makes, and the two ends of IAX2.
  const legTable = new SlotTable<Leg, LegId>();
  const client = new InviteClient({
    sim,
    hosts,
    network,
    rules,
    legs: legTable,
    stories,
    legChanged,
    makeTime: time.sipLeg,
  });
  const trunks = new Trunks({
    sim,
    hosts,
    servers,
    answering: callers,
    stories,
    legs: legTable,
    observations,
    legChanged,
    callComes: signals.trunkCalls,
    toGateway: trunkCallAtGateway,
    callIsRefused: signals.trunkRefuses,
    callIsCut: signals.trunkIsCut,
    callIsOver: signals.trunkCallIsOver,
  });
  const iaxRows = new IaxRows();
  const iaxFrames = new Frames(network, iaxRows, rules, time.iaxMessage);
  const iaxCallingLost = new Signal<[row: CallingRow]>('iax2.callingLost');
  const iaxCalledLost = new Signal<[row: CalledRow]>('iax2.calledLost');
  const iaxTransmissions = new Transmissions({
    sim,
    hosts,
    network,
    frames: iaxFrames,
    rows: iaxRows,
    rules,
    callingLost: iaxCallingLost,
    calledLost: iaxCalledLost,
  });
  const iaxCalling = new IaxCalling({
    sim,
    hosts,
    frames: iaxFrames,
    transmissions: iaxTransmissions,
    lost: iaxCallingLost,
    rules,
    servers,
    rows: iaxRows,
    stories,
    legs: legTable,
    legChanged,
    console,
    serverAt,
    secrets,
  });
  const iaxCalled = new IaxCalled({
    sim,
    network,
    frames: iaxFrames,
    transmissions: iaxTransmissions,
    lost: iaxCalledLost,
    rules,
    servers,
    rows: iaxRows,
    readers: new Readers(servers.length, rules.iaxThreads),
    challenges: new Challenges(servers.length),
    incoming: {
      openIax: (call) => channelTable.openIax(call),
      hangUpByCaller: (channel) => callerHangsUp.send(channel),
    },
    finders,
    secrets,
  });
  const local = new LocalLegs({ legs: legTable, channels: channelTable, callerHangsUp, legChanged });
  const side = new ChannelSide({
    sim,
    hosts,
    network,
    iax: iaxCalled,
    local,
    stories,
    trunkCallEnds: signals.trunkCallEnds,
    callerIsLost: callerHangsUp,
  });
  const wording = wordingOf(rules);
  const unaided = new Unaided(signals.audio, stories, machines);
  const legs = new Legs({
    sim,
    hosts,
    table: legTable,
    phones,
    stories,
    unaided,
    devices,
    peers,
    inviteClient: client,
    iax: iaxCalling,
    trunks,
    local,
    console,
    wording,
    leavesScenario: ({ server, id }, name) => {
      const step = machines[server]!.get(id)?.found;
      if (step !== undefined)
        observations.notModelled(server, `${name}, a host that is none of the scenario's`, step.place);
    },
  });
  const dialer = new Dialer({
    sim,
    hosts,
    rules,
    database,
    devices,
    legs,
    channels: channelTable,
    stories,
    audio: signals.audio,
    legChanged,
    memberAnswers: ({ server, id }, target) => queues[server]!.answered(id, target),
    finders,
    machines,
    side,
    console,
    wording,
  });
  const transfers = new Transfers({
    sim,
    hosts,
    network,
    sip,
    devices,
    stories,
    table: legTable,
    channels: channelTable,
    legs,
    dialer,
    parking,
    isUnknown: (server, context, exten) => {
      const plan = plans[server]!;
      const asksOthers = plan.searchOrder(context).some(({ switches }) => switches.length > 0);
      return !asksOthers && plan.stepAt(context, exten, 1) === undefined;
    },
    parkerHears: signals.parkerHears,
  });
  const channels = new Channels({
    sim,
    table: channelTable,
    database,
    tables: driver.tables,
    sipTable: table,
    devices,
    dialer,
    parking,
    side,
    iax: iaxCalling,
    unaided,
    machines,
    console,
    threadBegins,
    callerHangsUp,
  });
  const hooks: DialplanHooks = {
    stepTime: time.dialplanStep,
    astdbRead: time.astdbRead,
    astdbWrite: time.astdbWrite,
    lockWaited: (server, channel, waited, blocker) => {
      const row = channelTable.get(channel);
      if (row === undefined) return;
      const holder = world.holderOf(blocker);
      stories.note(row.call, { what: 'lockWaited', server, since: sim.now - waited, holder });
    },
    lockReleased: (server, held, waiting) => observations.lockReleased(server, held, waiting),
    notModelled: (server, what, place) => observations.notModelled(server, what, place),
  };
  const applicationTimes = new ApplicationTimes(config.applications, (stream) => sim.stream(stream));
  const dialplanLocks = new WakingLocks(sim, 'dialplan', time.lockWake);
  const dialplanEvents = new DialplanEvents(sim, hosts);
  for (const [index, { name, dundi: outgoing }] of servers.entries()) {
    const server = index as ServerId;
    const common = { sim, server, name, plan: plans[server]!, hooks, rules, events: dialplanEvents };
    const finder = new Finder({
      ...common,
      lookups: dundi.switches,
      lock: dialplanLocks.make(name),
      autoservice: new Autoservice(sim, time.threadWake),
    });
    finders.push(finder);
    astdbs.push(new Astdb(new Lock(sim, `${name} astdb`, 'fifo')));
    machines.push(
      new Machine({
        ...common,
        finder,
        lookups: dundi.switches,
        services: channels,
        outgoing,
        times: applicationTimes,
        astdb: astdbs[index]!,
        queues: queues[index]!,
        statementLock: new Lock(sim, `${name} MYSQL()`, 'fifo'),
      }),
    );
  }
  driver.joinCalls({ client, channels, stories });

  const arrivals = new Arrivals(sim, config.calls, origin, phones, handsets, callers);
  const load = (server: ServerId): void => {
    dundi.qualify.load(server);
    dundi.registering.load(server);
    registrations.restart(server);
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
    origin,
    hosts,
    network,
    config,
    observations,
    database: mysqld,
    table,
    promoted,
    trunks,
    lines,
    handsets,
    callers,
    faultLog,
    outgoing,
    calledPhones,
    parts: [
      dundi.transactions,
      dundi.lookups,
      answers,
      dundi.qualify,
      dundi.registering,
      sip,
      database,
      mysqld,
      registrations,
      ...driver.others,
      iaxCalling,
      iaxCalled,
      iaxTransmissions,
      transfers,
      parking,
      legs,
      channels,
    ],
    watches: iaxTransmissions,
    disks: [
      { loseDisk: (server) => dundi.nodes[server]!.cache.flush() },
      { loseDisk: (server) => astdbs[server]!.deleteTree('') },
      secrets,
      registrations,
    ],
    standbys,
    forgetPlan: (server) => {
      plans[server] = loadPlan(servers[server]!);
      finders[server]!.restart(plans[server]!);
      machines[server]!.restart(plans[server]!);
      queues[server]!.crash();
    },
    reload: (server, adds) => {
      for (const peer of dundi.nodes[server]!.reload(adds)) dundi.keys.strangers(server, peer.host as HostId);
      dundi.qualify.reload(server);
    },
    load,
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
    legs: legTable,
    iaxRows,
  };
}

/** Realtime connections of a server to the database, always open. */
function connectionsOf({ sip, pjsip }: ServerConfig, usesPjsip: boolean): number {
  const { endpoint, auth, aor, contact } = pjsip.stores;
  const pooled = endpoint.realtime || auth.realtime || aor.realtime || contact === 'realtime';
  if (usesPjsip) return pooled ? pjsip.connections : 0;
  return sip.realtime ? 1 : 0;
}

function hostNamed(config: ClusterConfig, hosts: Hosts, name: string): number {
  const server = config.servers.findIndex((candidate) => candidate.name === name);
  return server >= 0 ? server : hosts.database;
}
