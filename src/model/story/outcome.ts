import type { Micros } from '../../kernel/units.ts';
import type { LookupId, ServerId } from '../ids.ts';
import type { CallRecord, LookupRecord, Outcome } from '../records.ts';
import type { StoryEvent, Way } from './happenings.ts';
import { parkingFate } from './parkingFate.ts';
import type { Story } from './stories.ts';
import { transferFate } from './transferFate.ts';

/** What an outcome is folded from: what has happened to the call, each taken from its events alone. */
export interface Facts {
  /** The caller and a person, or a plan that answers for itself, have heard each other. */
  talkedBy: Way | undefined;
  /** When the talk began, µs; -1: never. */
  answeredAt: Micros;
  voicemail: boolean;
  runEnded: boolean;
  /** The server that was asked last has answered the INVITE with more than a challenge. */
  served: boolean;
  noTrunk: boolean;
  gaveUp: boolean;
  /** The caller has been in a queue, or was not let in. */
  queued: boolean;
  /** When the called phone began to ring first, µs; -1: never. */
  ringingAt: Micros;
  busy: boolean;
  /** What the phone that was dialled last has refused the INVITE with; 0: it has not. */
  refusal: number;
  misrouted: boolean;
  congested: boolean;
  /** A called phone said nothing until the Dial ended. */
  silent: boolean;
  cut: boolean;
  /** The last lookup found the number nowhere. */
  notFound: boolean;
  /** What lookups said is to be dialled, and the servers that said so. */
  named: Pick<LookupRecord, 'answers' | 'destinations'>[];
  /** The caller's server sent the call last, before the talk, where a lookup of it had said. */
  byLookup: boolean;
  lookupIds: LookupId[];
  lockWait: Micros;
  /** Technology of the last call to another server: `IAX2`; empty: none. */
  tech: string;
  /** Server that the INVITE went to last. */
  server: number;
  /** Server by which the called phone rang last before the talk; -1: none. */
  calleeServer: number;
  /** It was parked, and fetched by a person who wanted another call, or by nobody at all. */
  parkedInVain: boolean;
  /** One of the two sent the other to a colleague, who was idle, and nobody answered. */
  sentOnInVain: boolean;
  /** The caller dialled a slot while the parked call that was wanted was in one. */
  wantedParked: boolean;
  /** Final SIP status at the calling phone; 0: none. */
  status: number;
}

function factsOf(story: Story): Facts {
  const facts: Facts = {
    talkedBy: undefined,
    answeredAt: -1,
    voicemail: false,
    runEnded: false,
    served: story.caller < 0,
    noTrunk: false,
    gaveUp: false,
    queued: false,
    ringingAt: -1,
    busy: false,
    refusal: 0,
    misrouted: false,
    congested: false,
    silent: false,
    cut: false,
    notFound: false,
    named: [],
    byLookup: false,
    lookupIds: [],
    lockWait: 0,
    tech: '',
    server: story.server,
    calleeServer: -1,
    parkedInVain: false,
    sentOnInVain: false,
    wantedParked: false,
    status: 0,
  };
  for (const event of story.events) take(facts, event);
  const end = parkingFate(story.events)?.end;
  facts.parkedInVain = end === 'mixedUp' || end === 'lost';
  const transfer = transferFate(story.events);
  facts.sentOnInVain = transfer?.end === 'unanswered' && transfer.reachable;
  return facts;
}

function take(facts: Facts, event: StoryEvent): void {
  switch (event.what) {
    case 'invited':
      facts.server = event.server;
      facts.served = false;
      break;
    case 'served':
      facts.served = true;
      break;
    case 'final':
      facts.served = true;
      facts.status = event.status;
      break;
    case 'gaveUp':
      facts.gaveUp = true;
      break;
    case 'queued':
    case 'leavesQueue':
      facts.queued = true;
      break;
    case 'talks':
      facts.talkedBy = event.way;
      facts.answeredAt = event.since;
      break;
    case 'lockWaited':
      facts.lockWait += event.at - event.since;
      break;
    case 'asks':
      facts.lookupIds.push(event.lookup);
      break;
    case 'lookedUp':
      facts.notFound = event.lookup.answers.length === 0;
      if (!facts.notFound) facts.named.push(event.lookup);
      break;
    case 'dials':
      facts.refusal = 0;
      if (event.to >= 0) takeCallToServer(facts, event);
      break;
    case 'refused':
      facts.refusal = event.status;
      break;
    case 'legEnded':
      if (event.misrouted) facts.misrouted = true;
      break;
    case 'dialEnded':
      if (event.status === 'BUSY') saysBusy(facts);
      if (event.status === 'CONGESTION') facts.congested = true;
      if (event.silent) facts.silent = true;
      break;
    case 'noTrunk':
      facts.noTrunk = true;
      break;
    case 'tone':
      if (event.tone === 'busy') saysBusy(facts);
      else facts.congested = true;
      break;
    case 'voicemail':
      facts.voicemail = true;
      break;
    case 'rings':
      if (facts.ringingAt < 0) facts.ringingAt = event.at;
      if (event.phone >= 0 && facts.talkedBy === undefined) facts.calleeServer = event.server;
      break;
    case 'wants':
      facts.wantedParked = event.wantedAt >= 0;
      break;
    case 'cut':
      facts.cut = true;
      break;
    case 'runEnds':
      facts.runEnded = true;
      break;
    default:
  }
}

/**
 * The plan may have changed what it was given (`DUNDILOOKUP()`), and a mapping may name a gateway: the destination or
 * the server is that of an answer.
 */
function takeCallToServer(facts: Facts, { tech, resource, server, to }: StoryEvent & { readonly what: 'dials' }): void {
  facts.tech = tech;
  if (server !== facts.server || facts.talkedBy !== undefined) return; // Sent on, or transferred.
  facts.byLookup = facts.named.some(
    ({ answers, destinations }) => destinations.includes(resource) || answers.includes(to as ServerId),
  );
}

/** 16 says so of 480 too, with which a phone refuses that is idle and believes that it is not registered. */
function saysBusy(facts: Facts): void {
  if (facts.refusal !== 480) facts.busy = true;
}

/** A row of the table of outcomes. */
interface OutcomeRow {
  readonly outcome: Outcome;
  readonly says: string;
  readonly when: (facts: Facts, story: Story) => boolean;
}

/**
 * Every call ends in exactly one outcome: the first row that fits (design, "Outcomes"). What the caller got comes
 * before what the plan tried: talk, then a message, then the end of the run; a caller whose server never answered comes
 * before all that a plan could have said; of what the plan tried, the scarce resource comes before the person, and
 * both before the routing.
 */
export const OUTCOMES: readonly OutcomeRow[] = [
  { outcome: 'local', says: 'answered at the own server', when: (facts) => facts.talkedBy === 'local' },
  {
    outcome: 'dundi',
    says: 'answered at another server, named by DUNDi',
    when: (facts) => facts.talkedBy === 'otherServer' && facts.byLookup,
  },
  {
    outcome: 'otherServer',
    says: 'answered at another server, named by the plan alone',
    when: (facts) => facts.talkedBy === 'otherServer',
  },
  { outcome: 'direct', says: 'answered at the address in the database', when: (facts) => facts.talkedBy === 'direct' },
  { outcome: 'pstn', says: 'answered over a trunk', when: (facts) => facts.talkedBy === 'pstn' },
  { outcome: 'voicemail', says: 'the voicemail answered', when: (facts) => facts.voicemail },
  { outcome: 'inProgress', says: 'under way at the end of the run', when: (facts) => facts.runEnded },
  { outcome: 'unserved', says: 'the own server never answered the INVITE', when: (facts) => !facts.served },
  { outcome: 'blocked', says: 'no trunk channel was free', when: (facts) => facts.noTrunk },
  {
    outcome: 'abandoned',
    says: 'the caller gave up before the called phone rang, while it rang and would have been answered, or in a queue',
    when: (facts, story) => facts.gaveUp && (facts.ringingAt < 0 || story.picksUp || facts.queued),
  },
  { outcome: 'noAnswer', says: 'the called phone rang, and nobody answered', when: (facts) => facts.ringingAt >= 0 },
  { outcome: 'busy', says: 'the called phone was busy', when: (facts) => facts.busy },
  {
    outcome: 'misrouted',
    says: 'sent to a server that was dead or did not know the number',
    when: (facts) => facts.misrouted,
  },
  { outcome: 'congestion', says: 'the plan ended in congestion', when: (facts) => facts.congested },
  { outcome: 'noAnswer', says: 'the called phone never answered the INVITE', when: (facts) => facts.silent },
  { outcome: 'invalid', says: 'the plan found nowhere to go', when: () => true },
];

function outcomeOf(story: Story, facts: Facts): Outcome {
  return OUTCOMES.find((row) => row.when(facts, story))!.outcome;
}

/**
 * Not connected though it should have been, or dropped (design, "Outcomes"): of invalid, noAnswer and voicemail those
 * whose called phone was powered and idle, of a queue those whom nobody answered, and of parked calls those that nobody
 * fetched or the wrong person did, and those sent to an idle colleague whom nobody then reached. It makes no difference that it then rang and nobody came: a planner who does not want
 * to count people that do not pick up leaves their calls out (`answerProbability` is 100 % by default).
 */
function isLost(story: Story, facts: Facts, outcome: Outcome): boolean {
  switch (outcome) {
    case 'unserved':
    case 'misrouted':
    case 'congestion':
    case 'blocked':
    case 'abandoned':
      return true;
    case 'invalid':
    case 'noAnswer':
      return story.calleeReachable || facts.wantedParked || facts.queued;
    case 'voicemail':
      return story.calleeReachable || facts.wantedParked;
    default:
      return facts.answeredAt >= 0 && (facts.cut || facts.parkedInVain || facts.sentOnInVain);
  }
}

/** A record whose verdict is still to come. */
export type OpenRecord = { -readonly [K in keyof CallRecord]: CallRecord[K] };

/** The record of a call as it is now; the cause is named at its end (`endRecordOf`). */
export function recordOf(story: Story, now: Micros): OpenRecord {
  const facts = factsOf(story);
  const outcome = outcomeOf(story, facts);
  return {
    call: story.call,
    source: story.source,
    redial: story.redial,
    offeredAt: story.offeredAt,
    caller: story.caller,
    from: story.from,
    dialled: story.dialled,
    server: facts.server,
    calleeServer: facts.calleeServer,
    calleeReachable: story.calleeReachable,
    ringingAt: facts.ringingAt,
    answeredAt: facts.answeredAt,
    endedAt: now,
    outcome,
    dropped: facts.cut && facts.answeredAt >= 0,
    saved: outcome === 'direct' && facts.notFound && story.afterFailure,
    lost: isLost(story, facts, outcome),
    lookups: facts.lookupIds.length,
    lookupIds: facts.lookupIds,
    lockWait: facts.lockWait,
    tech: facts.tech,
    status: facts.status,
    toDead: false,
    cause: '',
    because: '',
    fault: '',
  };
}
