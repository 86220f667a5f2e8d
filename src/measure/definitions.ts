import type { Outcome } from '../model/observations.ts';
import { CAUSES } from '../model/story/index.ts';
import { RESULT_PATHS, type ResultPath } from './paths.ts';
import { SECTION_DEFINITIONS, type Definition } from './sectionDefinitions.ts';
import { SECTION_NEEDS } from './documentSections.ts';

/** Keys of a result that hold no figure. */
export const DOCUMENT_TEXTS: Readonly<Record<string, string>> = {
  'scenario': 'Name of the scenario: its file without folder and ending.',
  'profile': 'Profile: whitepaper, asterisk-1.2, asterisk-16 or asterisk-22.',
  'seed': 'Seed.',
  'fingerprint': '16 hex digits of the trajectory: the same scenario, seed and version give the same one anywhere.',
  'scenarioHash': '64 hex digits of the expanded scenario and its .conf files, without seed, titles and expectations.',
  'version': 'Version of the program.',
  'notModelled': 'How often calls came to a step that asks for what is not modelled, by step; left out where none did.',
  'named.*.name': 'Name of the calls, as the scenario has it.',
  'trunks.pools':
    'Groups that calls try one after another, and their load while the number of channels stayed the same (src/measure/trunkMeasures.ts).',
};

/** How each call attempt may end; in exactly one of these ways. */
export const OUTCOME_DEFINITIONS: Readonly<Record<Outcome, string>> = {
  local: "Answered by a phone that the caller's own server found without DUNDi.",
  dundi: 'Answered at another server, where a DUNDi lookup of the call had found the number.',
  otherServer:
    'Answered at another server to which the dialplan sent the call without an answer of DUNDi, as over a SIP trunk.',
  direct: 'Answered by a phone that was dialled at the address in the database.',
  pstn: 'Answered over a trunk.',
  voicemail: 'Answered by voicemail.',
  busy: 'The called phone was busy.',
  noAnswer:
    "The called phone rang and did not answer within the dialplan's limit, or did not reply to the INVITE; or the caller left a queue unanswered, or was not let in.",
  invalid: 'The dialplan ended at "invalid extension": the number was not found.',
  congestion: 'Ended with congestion tone: no channel, or the dialled server refused.',
  misrouted: 'Sent to a dead or wrong server, and not recovered.',
  blocked: 'No trunk channel was free.',
  abandoned: 'The caller hung up before an answer (the scenario\'s "patience").',
  unserved: "The caller's own server, or the proxy of last resort, never answered the INVITE.",
  inProgress: 'Still in progress when the run ended.',
};

const outcomes = Object.fromEntries(
  Object.entries(OUTCOME_DEFINITIONS).map(([outcome, says]) => [
    `calls.outcomes.${outcome}`,
    { says: `Call attempts that ended so: ${says}` },
  ]),
);

const causes = Object.fromEntries(
  Object.entries(CAUSES).map(([cause, sentence]) => [
    `calls.causes.${cause}`,
    {
      says: `Call attempts that were lost, dropped or slow (post-dial delay over 2 s) for this cause: ${sentence}.`,
      source: 'src/model/story/cause.ts',
    },
  ]),
);

const HISTOGRAM = 'Quantiles are by nearest rank of all values, at most 0.1 % above the exact ones.';

/**
 * By path; of quantiles the path without its last step. Every number of a ResultDocument has one (a test says so).
 */
export const DEFINITIONS: Readonly<Record<string, Definition>> = {
  'simulatedSeconds': { says: 'Virtual time that was simulated.' },
  'events': { says: 'Events that ran.' },
  'calls.offered': {
    says: 'Call attempts: INVITEs that callers began, redials too. The outcomes add up to it. All attempts of a busy hour are the BHCA.',
    source: 'ITU-T E.600',
  },
  ...outcomes,
  ...causes,
  'load.offeredErlangs': {
    says: 'Offered traffic: the mean talking time of every attempt, redials too, per time that counts. Erlang.',
    source: 'ITU-T E.600',
  },
  'load.carriedErlangs': {
    says: 'Carried traffic: the mean number of answered calls in progress. Erlang.',
    source: 'ITU-T E.600',
  },
  'load.busyHourCallAttempts': {
    says: 'BHCA: attempts of the busiest hour, which begins at a quarter of an hour. Of a run under an hour: attempts per hour.',
    source: 'ITU-T E.600',
  },
  'load.answerSeizureRatio': {
    says: 'ASR: answered attempts per attempt that has ended and that a server took (not "unserved").',
    source: 'ITU-T E.411',
  },
  'load.sessionEstablishmentRatio': {
    says: 'SER: answered attempts per attempt that has ended.',
    source: 'RFC 6076, 4.6',
  },
  'load.blockingRatio': {
    says: 'Attempts that found no free trunk channel, per attempt.',
    source: 'ITU-T E.600',
  },
  'servers.*.carriedErlangs': {
    says: "Mean number of answered calls in progress of the server's own callers. Erlang.",
    source: 'ITU-T E.600',
  },
  'calls.dropped': { says: 'Calls that were answered and then cut by a fault. They count as lost as well.' },
  'calls.saved': {
    says: 'Calls that were answered by direct dial, with the address from the database, after a failure: DUNDi had found no server.',
  },
  'calls.lost': {
    says: 'Calls that were not connected though they should have been, or were cut: the outcomes unserved, misrouted, congestion, blocked and abandoned, the dropped calls, of invalid, noAnswer and voicemail those whose called phone had power and was idle when the call was offered, those of a queue that ended so, of parked calls those in parking.lost and parking.mixedUp, and callers who were sent to a colleague whose phone was idle, and whom nobody then answered; a call to a slot is lost when the call that was wanted was parked at another server.',
    source: 'src/model/story/outcome.ts',
  },
  'calls.toDeadServer': {
    says: 'Calls for which some server dialled another one that was dead or hung at that moment, over IAX2 or SIP, whatever became of them; also where qualify had noticed, so that no call was made.',
    source: 'src/model/story/serverCauses.ts:wentToDead',
  },
  'calls.notPlaced': {
    says: "Calls that were not made: no phone of the group was idle, or the caller's phone had no power. They are not offered.",
  },
  'calls.collapsed': {
    says: '1 if the run collapsed, else 0; the mean over replications is a probability. Collapsed: in some 300 s, with at least 20 calls offered, more than half of the calls were lost or rang only after more than 5 s.',
    source: 'src/measure/collapse.ts',
  },
  'calls.postDialDelayMs': {
    says: `Post-dial delay: from the caller's first INVITE until the called phone starts to ring, of the calls that rang. ${HISTOGRAM}`,
    source: 'RFC 6076, 4.3 (session request delay)',
  },
  'registrations.attempts': { says: 'REGISTER transactions that ended, as the phones saw them.' },
  'registrations.granted': { says: 'Of those: ended with 200.' },
  'registrations.timeouts': {
    says: "Of those: ended without an answer after the phone's transaction timeout.",
    source: 'RFC 3261, 17.1.2.2 (Timer F)',
  },
  'registrations.rejected': { says: 'Of those: refused by the server (403, 404).' },
  'registrations.cancelled': { says: 'Of those: given up by the phone, which lost power or moved.' },
  'registrations.sends': {
    says: 'REGISTER datagrams sent, both passes (without and with digest), retransmissions too.',
  },
  'registrations.outages': {
    says: 'Times that a phone knew itself unregistered, phones without power too. A phone learns of a crash only at its next REGISTER.',
  },
  'registrations.exchangeMs': {
    says: `From the first REGISTER datagram until the final answer, of granted registrations. ${HISTOGRAM}`,
    source: 'RFC 6076, 4.1 (registration request delay)',
  },
  'registrations.outageMs': {
    says: `Lengths of those outages; one that lasts until the end of the run counts up to there. ${HISTOGRAM}`,
  },
  'registrations.phones': { says: 'Phones of the scenario.' },
  'registrations.phonesRegisteredAtEnd': { says: 'Phones that consider themselves registered at the end of the run.' },
  'registrations.phonesWithOutage': { says: 'Phones that knew themselves unregistered at least once.' },
  'registrations.longestOutageMs': { says: 'The longest outage of any phone.' },
  'lookups.total': {
    says: 'DUNDi lookups, each counted where it was made: one that a hub relays to five servers is one at the asker, one at the hub, and one at each of the five that had a peer to ask or something cached.',
  },
  'lookups.asked': { says: 'Lookups of a dialplan or a console; those relayed for another server are left out.' },
  'lookups.network': { says: 'Lookups that asked at least one peer over the network.' },
  'lookups.cached': { says: 'Lookups answered from the cache or a hint alone.' },
  'lookups.unasked': { says: 'Lookups with no peer to ask and nothing in the cache.' },
  'lookups.found': { says: 'Lookups with at least one answer that the number exists.' },
  'lookups.notFound': { says: 'Lookups without such an answer.' },
  'lookups.budgetEnded': {
    says: 'Lookups ended by their wait limit, 2000 + 200 × ttl ms, while a peer had not answered.',
    source: 'pbx_dundi.c:dundi_lookup_internal (facts A3)',
  },
  'lookups.byPurpose.find': {
    says: 'Lookups while an extension is looked for (switch => DUNDi), with the dialplan lock held.',
    source: 'facts A8',
  },
  'lookups.byPurpose.exec': {
    says: 'Lookups while a found extension is executed, without the lock.',
    source: 'facts A8',
  },
  'lookups.byPurpose.function': { says: 'Lookups by DUNDILOOKUP(), without the lock.' },
  'lookups.byPurpose.relay': { says: 'Lookups made for another server.' },
  'lookups.byPurpose.cli': { says: 'Lookups at a console.' },
  'lookups.datagrams': { says: 'DUNDi datagrams of all lookups, ACKs and retransmissions too.' },
  'lookups.ms': { says: `Time that a lookup takes. ${HISTOGRAM}` },
  'lookups.networkMs': { says: `The same of the lookups that asked a peer. ${HISTOGRAM}` },
  'database.statements': { says: 'Statements that ended, connects too.' },
  'database.failed': { says: 'Statements that failed: the database was stopped, cut off, or had no connection left.' },
  'database.byKind.select': { says: 'SELECT statements.' },
  'database.byKind.update': { says: 'UPDATE statements.' },
  'database.byKind.connect': { says: 'Connections opened.' },
  'database.byKind.other': { says: 'Other statements.' },
  'database.byPurpose.register': { says: 'Statements of first registrations.' },
  'database.byPurpose.refresh': { says: 'Statements of refreshes.' },
  'database.byPurpose.expire': { says: 'Statements when a registration expires.' },
  'database.byPurpose.unregister': { says: 'Statements of unregistrations.' },
  'database.byPurpose.wrongSecret': { says: 'Statements of REGISTERs with a wrong secret.' },
  'database.byPurpose.unknownUser': { says: 'Statements of REGISTERs under an unknown name.' },
  'database.byPurpose.invite': { says: "Statements when a phone's INVITE is accepted." },
  'database.byPurpose.chanIsAvail': { says: 'Statements of ChanIsAvail().' },
  'database.byPurpose.dial': { says: 'Statements of Dial().' },
  'database.byPurpose.deviceState': {
    says: 'Statements when a device state changes or is asked for, and of chan_pjsip before each OPTIONS.',
  },
  'database.byPurpose.boot': { says: 'Statements of a server that starts and reads the contacts of the shared table.' },
  'database.byPurpose.dialplan': { says: 'Statements of MYSQL() in the dialplan.' },
  'database.waitMs': {
    says: `Time that a statement waits before it is served: for the server's one connection, then for a thread of the database. ${HISTOGRAM}`,
  },
  'database.serviceMs': { says: `Service time of a statement, round trips included. ${HISTOGRAM}` },
  'servers.*.callsOffered': { says: 'Call attempts whose INVITE the server took or should have taken.' },
  'servers.*.callsLost': { says: 'Of those: lost.' },
  'servers.*.lookupMs': { says: `Time of the lookups made at the server. ${HISTOGRAM}` },
  'servers.*.lockHeldMs': {
    says: `How long the server's dialplan lock was held at a time. ${HISTOGRAM}`,
    source: 'facts A8',
  },
  'servers.*.lockWaitMs': {
    says: `Per call: the time that its own channel waited for the server's dialplan lock, in all. ${HISTOGRAM}`,
  },
  'servers.*.statementWaitMs': { says: `The same as database.waitMs, of the server's own statements. ${HISTOGRAM}` },
  'servers.*.registrationsAtEnd': {
    says: 'Live registrations at the end of the run, as the server counts them: until expiry and the grace after it.',
  },
  'servers.*.registrationsMean': { says: 'Their mean over the run, weighted with time.' },
  'servers.*.registrationsMax': { says: 'Their greatest number.' },
  'servers.*.lookups': { says: 'Lookups made at the server, all purposes.' },
  'servers.*.sipMessagesLost': {
    says: 'SIP messages that came when the socket of the server was full (rule sipSocketHolds): its SIP thread waited, and had not read what was there. They are lost; the sender repeats REGISTER and INVITE.',
  },
  'servers.*.statements': { says: 'Statements of the server.' },
  'servers.*.peersMarkedUnreachable': {
    says: 'Times that the server marked a DUNDi peer UNREACHABLE.',
    source: 'facts A9',
  },
  'servers.*.peersMarkedLagged': { says: 'Times that it marked one LAGGED.' },
  'servers.*.peersMarkedOk': { says: 'Times that it marked one OK again.' },
  'servers.*.lockHeldRatio': {
    says: "Share of the run in which the server's dialplan lock was held.",
    source: 'facts A8',
  },
  ...SECTION_DEFINITIONS,
};

const QUANTILE = /\.(p\d+|max)$/;

/** The path that the table has a definition for: `calls.postDialDelayMs` of `calls.postDialDelayMs.p99`. */
export function definedPath(path: string): string {
  return Object.hasOwn(DEFINITIONS, path) ? path : path.replace(QUANTILE, '');
}

/** A figure, or a group of quantiles, with what the table and the paths say of it. */
export interface Measure extends Definition {
  /** `calls.lost`, `calls.postDialDelayMs`; `*` stands for a server's name. */
  readonly path: string;
  readonly unit: ResultPath['unit'];
  readonly shareOf: string | undefined;
  readonly windowed: boolean;
  /** What a scenario must have for it; undefined: nothing. */
  readonly needs: string | undefined;
  /** `p50`, … `max`, where it is timed. */
  readonly quantiles: readonly string[];
}

/** Every measure, in the order of the document; quantiles of one time are one. */
export function measures(): readonly Measure[] {
  const found = new Map<string, Measure>();
  for (const { path, unit, shareOf, windowed, section } of RESULT_PATHS) {
    const base = definedPath(path);
    const known = found.get(base);
    const quantiles = [...(known?.quantiles ?? []), ...(base === path ? [] : [path.slice(base.length + 1)])];
    const { says = '', source } = DEFINITIONS[base] ?? {};
    found.set(base, {
      path: base,
      says,
      ...(source === undefined ? {} : { source }),
      unit,
      shareOf,
      windowed,
      needs: section === undefined ? undefined : SECTION_NEEDS[section],
      quantiles,
    });
  }
  return [...found.values()];
}

const RANGES: Readonly<Record<ResultPath['unit'], string>> = {
  count: '0 and above',
  ms: '0 and above',
  s: '0 and above',
  ratio: '0 to 1',
};

export function rangeOf({ unit }: Pick<Measure, 'unit'>): string {
  return RANGES[unit];
}
