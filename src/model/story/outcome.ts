import type { Micros } from '../../kernel/units.ts';
import type { CallRecord, Outcome } from '../records.ts';
import { factsOf, type Facts } from './callFacts.ts';
import type { Story } from './stories.ts';

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
  { outcome: 'noAnswer', says: 'no member of a queue answered, or it let nobody in', when: (facts) => facts.queued },
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
    silent: undefined,
  };
}
