import type { ClusterConfig } from '../../model/config.ts';
import type { CauseName } from '../../model/story/index.ts';
import {
  LONG_CACHE,
  QUICK_AUTOKILL,
  QUICK_QUALIFY,
  SHORT_CACHE,
  secondHub,
  WITHOUT_LOCK,
  type Setting,
} from '../triedSettings.ts';
import type { Change, EndedCall, Proposal } from './change.ts';
import {
  backupOfCalled,
  backupOfCalledSoon,
  backupOfCaller,
  backupOfCallerSoon,
  calledAtTwo,
  calledSoon,
  callWaiting,
  lastResort,
  oneServer,
  patience,
} from './phoneChanges.ts';

/** Each is a run of its own. */
const MOST = 4;

/** A second server is not registered at, and a proxy not called, before the first one has failed: both at once. */
const OF_OWN_SERVER: readonly Proposal[] = [backupOfCaller, lastResort, backupOfCallerSoon];
const OF_LOCK: readonly Proposal[] = [setting(WITHOUT_LOCK), setting(QUICK_QUALIFY), setting(QUICK_AUTOKILL)];
const OF_DEAD_PEER: readonly Proposal[] = [
  setting(QUICK_QUALIFY),
  setting(QUICK_AUTOKILL),
  setting(WITHOUT_LOCK),
  setting(LONG_CACHE),
];
const OF_CACHE: readonly Proposal[] = [setting(SHORT_CACHE), setting(QUICK_QUALIFY), backupOfCalled, calledAtTwo];
const OF_CALLED: readonly Proposal[] = [calledSoon, backupOfCalled, backupOfCalledSoon, calledAtTwo];
/** Without its hub a server finds no number of another one, and asks the database. */
const OF_HUB: readonly Proposal[] = [anotherHub];
const OF_DATABASE: readonly Proposal[] = [connections, rowsInMemory];

/** What is tried for a call, by its cause, the likeliest first. */
const PROPOSALS: Readonly<Partial<Record<CauseName, readonly Proposal[]>>> = {
  mediaCut: [directMedia],
  ownServerDown: OF_OWN_SERVER,
  ownServerHung: OF_OWN_SERVER,
  ownServerLocked: OF_LOCK,
  ownServerDatabase: OF_DATABASE,
  noTrunkFree: [anotherSpan],
  diedInSetUp: [backupOfCalled, setting(QUICK_QUALIFY), calledAtTwo],
  staleAnswer: OF_CACHE,
  deadUnnoticed: OF_CACHE,
  wrongServer: OF_CACHE,
  hiddenByHint: OF_CACHE,
  hiddenByCache: OF_CACHE,
  authLimit: [moreAuthentications],
  calleeBusy: [callWaiting],
  answerUnread: OF_LOCK,
  peerDown: [...OF_HUB, backupOfCalled, backupOfCalledSoon, calledSoon, calledAtTwo],
  nobodyAsked: OF_HUB,
  crossedLookups: OF_LOCK,
  lookupTooLate: OF_LOCK,
  notRegistered: [...OF_HUB, ...OF_CALLED],
  databaseFailed: [...OF_HUB, ...OF_DATABASE],
  noContact: [...OF_HUB, ...OF_CALLED, ...OF_DATABASE],
  parkedElsewhere: [oneServer],
  mixedUp: [oneServer],
  lockWait: OF_LOCK,
  threadWait: [...OF_LOCK, ...OF_DATABASE],
  deadPeerWait: OF_DEAD_PEER,
  lockedPeerWait: OF_LOCK,
  lookupWait: OF_DEAD_PEER,
  slowSetUp: OF_OWN_SERVER,
  registeredElsewhere: OF_CALLED,
  planEnds: [...OF_HUB, ...OF_CALLED],
};

/** What may help a call, the likeliest first, at most four, and more patience; nothing that the scenario has already. */
export function changesFor(config: ClusterConfig, call: EndedCall): readonly Change[] {
  const proposals = PROPOSALS[call.record.cause as CauseName] ?? [];
  const changes = proposals.flatMap((propose) => propose(config, call) ?? []).slice(0, MOST);
  return [...changes, ...[patience(config, call)].filter((change) => change !== undefined)];
}

function setting({ override, says, line, isOther }: Setting): Proposal {
  return (config) => {
    if (override === WITHOUT_LOCK.override && !config.rules.lookupUnderLock) return undefined;
    return isOther(config) ? { says, line, overrides: [override] } : undefined;
  };
}

// ---------------------------------------------------------------- servers and database

/** Only the media of two SIP channels can go past a server, and IAX2 brings it through (rtp.c:ast_rtp_bridge). */
function directMedia({ rules, servers }: ClusterConfig, { record, story }: EndedCall): Change | undefined {
  const server = servers[record.server];
  if (server === undefined || story.some((event) => event.what === 'dials' && event.tech === 'IAX2')) return undefined;
  const pjsip = rules.channelDriver === 'chan_pjsip';
  if ((pjsip ? server.pjsip.row.directMedia : server.sip.directMedia) !== false) return undefined;
  const [file, key] = pjsip ? ['pjsip.conf', 'direct_media'] : ['sip.conf', 'canreinvite'];
  return {
    says: 'media go past the servers where both channels are SIP',
    line: `${file}: ${key} = yes`,
    overrides: [`servers.*.${key}=yes`],
  };
}

/** Where the hub has failed, or is cut off. */
function anotherHub(config: ClusterConfig): Change | undefined {
  const found = secondHub(config);
  const failed = config.faults.some((fault) => 'server' in fault && config.servers[fault.server]?.name === found?.hub);
  return found === undefined || !failed ? undefined : { says: found.says, line: '', overrides: [found.override] };
}

/** Of the group that had no channel. */
function anotherSpan({ servers }: ClusterConfig, { story }: EndedCall): Change | undefined {
  const event = story.findLast(({ what }) => what === 'noTrunk');
  if (event?.what !== 'noTrunk') return undefined;
  const { name, trunks } = servers[event.server]!;
  const group = trunks[event.group];
  if (group === undefined) return undefined;
  const path = `servers.${name}.trunks.${event.group}`;
  return { says: 'one span more', line: '', overrides: [`${path}.spans=${group.spans + 1}`] };
}

function moreAuthentications({ servers }: ClusterConfig, { story }: EndedCall): Change | undefined {
  const dial = story.findLast((event) => event.what === 'dials' && event.to >= 0);
  const server = dial?.what === 'dials' ? servers[dial.to] : undefined;
  if (server === undefined || server.iax.maxAuthReq === 0) return undefined;
  const most = server.iax.maxAuthReq * 4;
  return {
    says: 'four times as many unauthenticated calls at a time',
    line: `iax.conf of ${server.name}: maxauthreq = ${most}`,
    overrides: [`servers.${server.name}.maxauthreq=${most}`],
  };
}

function connections({ database }: ClusterConfig): Change {
  const most = database.connectionLimit * 4;
  return {
    says: 'MySQL accepts four times as many connections',
    line: `my.cnf: max_connections = ${most}`,
    overrides: [`database.connectionLimit=${most}`],
  };
}

function rowsInMemory({ rules, servers }: ClusterConfig): Change | undefined {
  if (rules.channelDriver !== 'chan_sip' || servers.every(({ sip }) => sip.rtCacheFriends)) return undefined;
  return {
    says: 'the servers keep the rows of their phones in memory',
    line: 'sip.conf, [general]: rtcachefriends = yes',
    overrides: ['servers.*.rtcachefriends=yes'],
  };
}
