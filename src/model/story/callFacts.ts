import type { Micros } from '../../kernel/units.ts';
import type { LookupId, ServerId } from '../ids.ts';
import type { LookupRecord } from '../records.ts';
import { limitAtEnd } from './deviceCauses.ts';
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

export function factsOf(story: Story): Facts {
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
  if (limitAtEnd(story)?.direction === 'to' && !story.calleeReachable) facts.busy = true;
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
