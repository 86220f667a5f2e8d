import { SlotTable } from '../../kernel/resource/slotTable.ts';
import type { SipTable } from '../database/siptable.ts';
import type { LegId } from '../ids.ts';
import type { PhoneThreads } from '../server/channelDriver.ts';
import { Bridges } from '../server/channels/bridges.ts';
import { ChannelSide } from '../server/channels/callerSide.ts';
import { Channels } from '../server/channels/channels.ts';
import type { Leg } from '../server/channels/channelRows.ts';
import { ChannelStatements } from '../server/channels/channelStatements.ts';
import type { ChannelTable } from '../server/channels/channelTable.ts';
import { wordingOf, type Console } from '../server/channels/consoleLines.ts';
import { DeviceQueries } from '../server/channels/deviceQueries.ts';
import { Dialer } from '../server/channels/dialer.ts';
import { HandOvers } from '../server/channels/handOvers.ts';
import { Legs } from '../server/channels/legs.ts';
import { LocalLegs } from '../server/channels/localLegs.ts';
import { Unaided } from '../server/channels/unaided.ts';
import type { Dialplan } from '../server/dialplan/index.ts';
import type { DialSecrets } from '../server/iax2/dialSecrets.ts';
import type { ChannelDriver } from '../server/joinDriver.ts';
import type { DatabaseClients } from '../server/mysql/databaseClients.ts';
import type { ParkingLots } from '../server/parking/parkingLots.ts';
import type { SipPeers } from '../server/registrar/sipPeers.ts';
import { InviteClient } from '../server/sip/inviteClient.ts';
import { Holds } from '../server/sip/holds.ts';
import { Transfers } from '../server/sip/transfers.ts';
import { Trunks } from '../trunk/trunks.ts';
import type { Foundation } from './foundation.ts';
import type { Dialplans } from './joinDialplans.ts';
import { joinIax2 } from './joinIax2.ts';
import type { People } from './joinPeople.ts';

/** What channels need besides the foundation. */
interface ChannelNeeds {
  readonly people: People;
  readonly driver: ChannelDriver;
  readonly dialplans: Dialplans;
  readonly database: DatabaseClients;
  readonly table: SipTable;
  readonly peers: SipPeers;
  readonly sip: PhoneThreads;
  readonly parking: ParkingLots;
  readonly channelTable: ChannelTable;
  readonly secrets: DialSecrets;
  readonly console: Console;
}

/** The channels of all servers and the legs that Dial makes: to phones, over IAX2, to trunks, and Local ones. */
export function joinChannels(foundation: Foundation, needs: ChannelNeeds) {
  const { sim, hosts, network, rules, servers, phones, observations, stories, time, signals } = foundation;
  const { people, driver, dialplans, channelTable, parking, console, database, sip } = needs;
  const { devices } = driver;
  const { plans, finders, machines, queues } = dialplans;
  const { legChanged, callerHangsUp, threadBegins } = signals;
  const { audio } = signals.callers;
  const wording = wordingOf(rules);
  const legTable = new SlotTable<Leg, LegId>();
  const inviteClient = new InviteClient({
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
    answering: people.callers,
    stories,
    legs: legTable,
    observations,
    legChanged,
    callComes: signals.callers.trunkCalls,
    toGateway: signals.trunkCallAtGateway,
    callIsRefused: signals.callers.trunkRefuses,
    callIsCut: signals.callers.trunkIsCut,
    callIsOver: signals.callers.trunkCallIsOver,
    putsDown: signals.callers.trunkPutsDown,
    talkIsOver: signals.callers.trunkTalkIsOver,
  });
  const { secrets } = needs;
  const iax = joinIax2(foundation, { legTable, channelTable, finders, secrets, console });
  const local = new LocalLegs({ legs: legTable, channels: channelTable, callerHangsUp, legChanged });
  const side = new ChannelSide({
    sim,
    hosts,
    network,
    iax: iax.called,
    local,
    dropLeg: (leg) => legs.drop(leg),
    stories,
    trunkCallEnds: signals.callers.trunkCallEnds,
    callerIsLost: callerHangsUp,
  });
  const unaided = new Unaided(audio, stories, machines);
  const legs = new Legs({
    sim,
    hosts,
    table: legTable,
    phones,
    stories,
    unaided,
    devices,
    peers: needs.peers,
    inviteClient,
    iax: iax.calling,
    trunks,
    local,
    console,
    wording,
    notModelled: ({ server, id }, what) => {
      const step = machines[server]!.get(id)?.found;
      if (step !== undefined) observations.notModelled(server, what, step.place);
    },
  });
  const bridges = new Bridges({ legs: legTable, devices, stories, audio, side, console, wording });
  const dialer = new Dialer({
    sim,
    hosts,
    rules,
    database,
    devices,
    legs,
    channels: channelTable,
    stories,
    legChanged,
    callerHangsUp,
    memberAnswers: ({ server, id }, target) => queues[server]!.answered(id, target),
    memberTalks: ({ server, id }) => queues[server]!.talkBegins(id),
    finders,
    machines,
    side,
    bridges,
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
    handOvers: new HandOvers({ bridges, channels: channelTable, legs: legTable, console, wording }),
    parking,
    side,
    audio,
    callerHangsUp,
    rules,
    isUnknown: (server, context, exten) => isUnknown(plans[server]!, context, exten),
    parkerHears: signals.callers.parkerHears,
  });
  const holds = new Holds({ network, sip, devices, stories, table: legTable, channels: channelTable, audio });
  const { tables } = driver;
  const queries = new DeviceQueries({
    sim,
    table: channelTable,
    database,
    tables,
    devices,
    iax: iax.calling,
    unaided,
    machines,
    console,
  });
  const statements = new ChannelStatements({
    sim,
    table: channelTable,
    database,
    tables,
    sipTable: needs.table,
    machines,
  });
  const channels = new Channels({
    sim,
    table: channelTable,
    devices,
    dialer,
    parking,
    side,
    queries,
    statements,
    unaided,
    machines,
    console,
    threadBegins,
    callerHangsUp,
  });
  return { legTable, inviteClient, trunks, iax, legs, transfers, holds, channels };
}

/** No such extension, and nobody whom the context asks. */
function isUnknown(plan: Dialplan, context: string, exten: string): boolean {
  const asksOthers = plan.searchOrder(context).some(({ switches }) => switches.length > 0);
  return !asksOthers && plan.stepAt(context, exten, 1) === undefined;
}
