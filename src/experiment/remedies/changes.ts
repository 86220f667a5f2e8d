import type { ClusterConfig, PhoneConfig } from '../../model/config.ts';
import type { CallRecord } from '../../model/observations.ts';
import type { CauseName, StoryEvent } from '../../model/story/index.ts';
import {
  LONG_CACHE,
  QUICK_AUTOKILL,
  QUICK_QUALIFY,
  SHORT_CACHE,
  WITHOUT_LOCK,
  type Setting,
} from '../triedSettings.ts';

/** A change of a scenario that may save a call: it says nothing before it was tried. */
export interface Change {
  /** What it does, for people. */
  readonly says: string;
  /** What to write for it in the .conf files; empty: it is none of their settings. */
  readonly line: string;
  /** As `--set` has them. */
  readonly overrides: readonly string[];
}

/** What is known of a call that was lost, dropped or slow. */
export interface EndedCall {
  readonly record: CallRecord;
  readonly story: readonly StoryEvent[];
}

type Proposal = (config: ClusterConfig, call: EndedCall) => Change | undefined;

/** Each is a run of its own. */
const MOST = 3;

/** Registration interval that is tried, seconds. */
const SOON = 60;

/** A second server is not registered at, and a proxy not called, before the first one has failed: both at once. */
const OF_OWN_SERVER: readonly Proposal[] = [backupOfCaller, lastResort, backupOfCallerSoon];
const OF_LOCK: readonly Proposal[] = [setting(WITHOUT_LOCK), setting(QUICK_QUALIFY), setting(QUICK_AUTOKILL)];
const OF_DEAD_PEER: readonly Proposal[] = [
  setting(QUICK_QUALIFY),
  setting(QUICK_AUTOKILL),
  setting(WITHOUT_LOCK),
  setting(LONG_CACHE),
];
const OF_CACHE: readonly Proposal[] = [setting(SHORT_CACHE), setting(QUICK_QUALIFY), backupOfCalled];
const OF_CALLED: readonly Proposal[] = [calledSoon, backupOfCalled, backupOfCalledSoon];
const OF_DATABASE: readonly Proposal[] = [connections, rowsInMemory];

/** What is tried for a call, by its cause, the likeliest first. */
const PROPOSALS: Readonly<Partial<Record<CauseName, readonly Proposal[]>>> = {
  mediaCut: [directMedia],
  ownServerDown: OF_OWN_SERVER,
  ownServerHung: OF_OWN_SERVER,
  ownServerLocked: OF_LOCK,
  ownServerDatabase: OF_DATABASE,
  noTrunkFree: [anotherSpan],
  diedInSetUp: [backupOfCalled, setting(QUICK_QUALIFY)],
  staleAnswer: OF_CACHE,
  deadUnnoticed: OF_CACHE,
  wrongServer: OF_CACHE,
  hiddenByHint: OF_CACHE,
  hiddenByCache: OF_CACHE,
  authLimit: [moreAuthentications],
  calleeBusy: [callWaiting],
  answerUnread: OF_LOCK,
  peerDown: [backupOfCalled, backupOfCalledSoon, calledSoon],
  crossedLookups: OF_LOCK,
  lookupTooLate: OF_LOCK,
  notRegistered: OF_CALLED,
  databaseFailed: OF_DATABASE,
  noContact: [...OF_CALLED, ...OF_DATABASE],
  parkedElsewhere: [oneServer],
  mixedUp: [oneServer],
  lockWait: OF_LOCK,
  threadWait: [...OF_LOCK, ...OF_DATABASE],
  deadPeerWait: OF_DEAD_PEER,
  lockedPeerWait: OF_LOCK,
  lookupWait: OF_DEAD_PEER,
  slowSetUp: OF_OWN_SERVER,
  registeredElsewhere: OF_CALLED,
  planEnds: OF_CALLED,
};

/** What may help a call, the likeliest first, at most three; nothing that the scenario has already. */
export function changesFor(config: ClusterConfig, call: EndedCall): readonly Change[] {
  const proposals = PROPOSALS[call.record.cause as CauseName] ?? [];
  return proposals.flatMap((propose) => propose(config, call) ?? []).slice(0, MOST);
}

function setting({ override, says, line, isOther }: Setting): Proposal {
  return (config) => {
    if (override === WITHOUT_LOCK.override && !config.rules.lookupUnderLock) return undefined;
    return isOther(config) ? { says, line, overrides: [override] } : undefined;
  };
}

// ---------------------------------------------------------------- phones

function callerOf({ phones }: ClusterConfig, { record }: EndedCall): PhoneConfig | undefined {
  return phones.at(record.caller);
}

function calledOf({ phones }: ClusterConfig, { record }: EndedCall): PhoneConfig | undefined {
  return phones.find(({ number }) => number === record.dialled);
}

function backupOfCaller(config: ClusterConfig, call: EndedCall): Change | undefined {
  return secondServer(callerOf(config, call));
}

function backupOfCallerSoon(config: ClusterConfig, call: EndedCall): Change | undefined {
  return together(secondServer(callerOf(config, call)), registeredSoon(callerOf(config, call)));
}

function backupOfCalled(config: ClusterConfig, call: EndedCall): Change | undefined {
  return secondServer(calledOf(config, call));
}

function backupOfCalledSoon(config: ClusterConfig, call: EndedCall): Change | undefined {
  return together(secondServer(calledOf(config, call)), registeredSoon(calledOf(config, call)));
}

function calledSoon(config: ClusterConfig, call: EndedCall): Change | undefined {
  return registeredSoon(calledOf(config, call));
}

function secondServer(phone: PhoneConfig | undefined): Change | undefined {
  if (phone === undefined || phone.backup.length > 0 || phone.kind.secondServer === 'none') return undefined;
  return ofGroup(phone, 'backup=next', `the phones of ${phone.group} have a second server`);
}

function registeredSoon(phone: PhoneConfig | undefined): Change | undefined {
  if (phone === undefined || phone.expires <= SOON || phone.kind.leastGrant > SOON) return undefined;
  return ofGroup(phone, `expires=${SOON}s`, `the phones of ${phone.group} register every minute`);
}

function lastResort(config: ClusterConfig, call: EndedCall): Change | undefined {
  const phone = callerOf(config, call);
  if (phone === undefined || phone.lastResort >= 0) return undefined;
  return ofGroup(phone, 'lastResort=next', `the phones of ${phone.group} have a proxy of last resort`);
}

function callWaiting(config: ClusterConfig, call: EndedCall): Change | undefined {
  const phone = calledOf(config, call);
  if (phone === undefined || phone.callsAtOnce > 1) return undefined;
  return ofGroup(phone, 'callsAtOnce=2', `the phones of ${phone.group} take two calls at once`);
}

/** Slots are those of one server. */
function oneServer(config: ClusterConfig, call: EndedCall): Change | undefined {
  const phone = calledOf(config, call);
  if (phone === undefined) return undefined;
  return ofGroup(phone, 'balance=together', `the phones of ${phone.group} are at one server`);
}

function ofGroup({ group }: PhoneConfig, what: string, says: string): Change {
  return { says, line: '', overrides: [`phones.${group}.${what}`] };
}

function together(first: Change | undefined, second: Change | undefined): Change | undefined {
  if (first === undefined || second === undefined) return undefined;
  const says = `${first.says}, and ${second.says.replace(/^the phones of \S+ /, '')}`;
  return { says, line: '', overrides: [...first.overrides, ...second.overrides] };
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
