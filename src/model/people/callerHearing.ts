import { NOT_SCHEDULED, type EventType, type Simulation } from '../../kernel/clock/simulation.ts';
import { added } from '../../kernel/resource/added.ts';
import type { SlotTable } from '../../kernel/resource/slotTable.ts';
import type { Signal } from '../../kernel/signal.ts';
import { SECOND, type Micros } from '../../kernel/units.ts';
import type { CallId, PhoneId, ServerId } from '../ids.ts';
import type { Observations } from '../observations.ts';
import type { Media } from '../protocol/sip.ts';
import { recordOf, type Stories } from '../story/index.ts';
import type { Attempt } from './attempt.ts';
import type { Audio } from './audio.ts';
import type { NearEnd } from './nearEnd.ts';
import type { Parkers } from './parkers.ts';
import type { Transferrers } from './transferrers.ts';

/** Talking time of a person who retrieved another person's caller, until hang-up. Assumed. */
const WRONG_CALLER: Micros = 5 * SECOND;

/**
 * What callers hear, and what they take it for: an answer, a talk, music in a parking slot, silence. It starts and
 * stops their patience and their talk; what they do when one of these ends is the affair of `Callers`.
 *
 * It knows no server's plan: Answer() sounds like an answer, until the plan looks for another person.
 */
export class CallerHearing {
  private readonly sim: Simulation;
  private readonly attempts: SlotTable<Attempt, CallId>;
  private readonly observations: Observations;
  private readonly stories: Stories;
  private readonly parkers: Parkers;
  private readonly transferrers: Transferrers;
  private readonly nearEnd: NearEnd;
  private readonly callsAreJoined: CallerHearingParts['callsAreJoined'];
  private readonly holds: CallerHearingParts['holds'];
  private readonly patienceEnds: EventType<CallId, number>;
  private readonly talkEnds: EventType<CallId, number>;

  constructor(parts: CallerHearingParts) {
    this.sim = parts.sim;
    this.attempts = parts.attempts;
    this.observations = parts.observations;
    this.stories = parts.stories;
    this.parkers = parts.parkers;
    this.transferrers = parts.transferrers;
    this.nearEnd = parts.nearEnd;
    this.callsAreJoined = parts.callsAreJoined;
    this.holds = parts.holds;
    this.patienceEnds = parts.patienceEnds;
    this.talkEnds = parts.talkEnds;
    parts.audio.receive((call, audio) => this.hear(call, audio));
  }

  private hear(call: CallId, audio: Audio): void {
    const attempt = this.attempts.get(call);
    if (attempt === undefined || attempt.isDeaf) return;
    if ('isFar' in audio && audio.isFar && attempt.way === undefined) {
      attempt.unheard.push(audio);
      return;
    }
    if (attempt.voicemail && (audio.kind === 'planTalks' || audio.kind === 'planSeeks')) {
      this.hearsMore(attempt);
      return;
    }
    switch (audio.kind) {
      case 'bridged':
        this.isBridged(attempt, audio);
        break;
      case 'planAnswers':
        if (attempt.planAnsweredAt < 0) attempt.planAnsweredAt = this.sim.now;
        break;
      case 'planTalks':
        this.listens(attempt, audio.server);
        break;
      case 'planSeeks':
        this.waits(attempt);
        break;
      case 'voicemail':
        // The caller leaves a message; the plan hangs up.
        attempt.voicemail = true;
        this.stories.note(call, { what: 'voicemail', server: audio.server });
        this.mediaGoesThrough(attempt, audio.server);
        this.sim.cancel(attempt.patienceEnds);
        break;
      case 'queued':
        attempt.queued = true;
        break;
      case 'callerLeaves':
        this.nearEnd.handOver(attempt);
        break;
      case 'sentOn':
        attempt.sentOn = true;
        this.waitsForColleague(attempt);
        break;
      case 'held':
        this.isHeld(attempt, audio.server);
        break;
      case 'takenBack':
        this.leaveHold(attempt);
        break;
      case 'joined':
        this.isJoined(attempt, audio.by);
        break;
      case 'parked':
        this.isParked(attempt, audio.server);
        break;
      case 'fetched':
        this.leaveSlot(attempt);
        attempt.partner = audio.by;
        this.mediaGoesThrough(attempt, audio.server);
        break;
      case 'hearsParked':
        this.hearsParked(attempt, audio.server, audio.call);
    }
  }

  /** Music, for as long as the caller is patient. Who has parked the own call listens for as long as a talk lasts. */
  private isParked(attempt: Attempt, server: ServerId): void {
    const { park, talk } = attempt.intention;
    attempt.parked = true;
    attempt.talksTo = -1;
    this.mediaGoesThrough(attempt, server);
    this.sim.cancel(attempt.patienceEnds);
    this.sim.cancel(attempt.talkEnds);
    attempt.talkEnds = NOT_SCHEDULED;
    attempt.patienceEnds = this.sim.after(park?.patience ?? talk, this.patienceEnds, attempt.id, 0);
  }

  private leaveSlot(attempt: Attempt): void {
    attempt.parked = false;
    this.sim.cancel(attempt.patienceEnds);
  }

  /** The colleague hears the caller who was parked in that slot: the right one, or another. */
  private hearsParked(attempt: Attempt, server: ServerId, call: CallId): void {
    attempt.partner = call;
    attempt.pickedUp = true;
    attempt.way = 'local';
    this.mediaGoesThrough(attempt, server);
    this.beginTalk(attempt, this.sim.now);
    this.sim.cancel(attempt.patienceEnds);
    const { fetches, talk } = attempt.intention;
    attempt.talkEnds = this.sim.after(call === fetches ? talk : WRONG_CALLER, this.talkEnds, attempt.id, 0);
    this.observations.callAnswered(recordOf(attempt.story, this.sim.now));
  }

  /** The two may come in any order: Answer() of another server is an answer before a person has picked up there. */
  private isBridged(attempt: Attempt, audio: Audio & { kind: 'bridged' }): void {
    const { server, person, phone, way, native } = audio;
    if (!native) this.mediaGoesThrough(attempt, server);
    if (person) attempt.pickedUp = true;
    if (phone >= 0) attempt.talksTo = phone;
    if (way !== undefined) attempt.way = way;
    if (way !== undefined) for (const before of attempt.unheard.splice(0)) this.hear(attempt.id, before);
    if (attempt.parked || (attempt.waits && person)) {
      this.talksAgain(attempt);
      return;
    }
    if (!attempt.pickedUp || attempt.way === undefined || attempt.talks || attempt.over) return;
    this.beginTalk(attempt, this.sim.now);
    this.sim.cancel(attempt.patienceEnds);
    this.sim.cancel(attempt.talkEnds);
    attempt.talkEnds = this.sim.after(attempt.intention.talk, this.talkEnds, attempt.id, 0);
    this.observations.callAnswered(recordOf(attempt.story, this.sim.now));
    this.parkers.talkBegins(attempt.id, attempt.talksTo, attempt.intention);
    this.transferrers.talkBegins(attempt.id, attempt.talksTo, attempt.intention);
  }

  /** The parker, for nobody has fetched the call, or the colleague to whom the caller was sent. */
  private talksAgain(attempt: Attempt): void {
    this.leaveSlot(attempt);
    attempt.waits = false;
    const { park, transfer, talk } = attempt.intention;
    attempt.talkEnds = this.sim.after(park?.talk ?? transfer?.talk ?? talk, this.talkEnds, attempt.id, 0);
  }

  // ---------------------------------------------------------------- transfers

  private waitsForColleague(attempt: Attempt): void {
    const { transfer, patience } = attempt.intention;
    attempt.waits = true;
    this.sim.cancel(attempt.talkEnds);
    attempt.talkEnds = NOT_SCHEDULED;
    this.sim.cancel(attempt.patienceEnds);
    attempt.patienceEnds = this.sim.after(transfer?.patience ?? patience, this.patienceEnds, attempt.id, 0);
  }

  /** Music of that server, while the colleague is asked. */
  private isHeld(attempt: Attempt, server: ServerId): void {
    attempt.mediaBeforeHold = [...attempt.mediaThrough];
    this.mediaGoesThrough(attempt, server);
    this.waitsForColleague(attempt);
  }

  private leaveHold(attempt: Attempt): void {
    if (attempt.mediaBeforeHold !== undefined)
      attempt.mediaThrough.splice(0, attempt.mediaThrough.length, ...attempt.mediaBeforeHold);
    attempt.mediaBeforeHold = undefined;
    this.talksAgain(attempt);
  }

  /** The colleague is at the other end now; the call to the colleague ends for the one who made it. */
  private isJoined(attempt: Attempt, by: CallId): void {
    this.leaveHold(attempt);
    this.transferrers.joined(attempt.id);
    const consultation = this.attempts.get(by);
    if (consultation === undefined) return;
    for (const server of consultation.mediaThrough) this.mediaGoesThrough(attempt, server);
    attempt.talksTo = consultation.talksTo;
    consultation.talksTo = -1;
    consultation.mediaThrough.length = 0;
    this.callsAreJoined.send(by, attempt.id);
  }

  /** The colleague did not answer, or the two could not be joined: the caller of that call is talked to again. */
  consultationEnds(call: CallId): void {
    const by = this.transferrers.consultationEnds(call);
    if (by === undefined || this.attempts.get(call) === undefined) return;
    this.stories.note(call, { what: 'takenBack', phone: by });
    this.holds.send(call, by, 'sendrecv');
  }

  // ---------------------------------------------------------------- talks

  private beginTalk(attempt: Attempt, since: Micros): void {
    attempt.talks = true;
    this.stories.note(attempt.id, { what: 'talks', way: attempt.way ?? 'local', since });
  }

  /** What a plan plays or does behind its voicemail holds a caller who has left a message no longer than patience lasts. */
  private hearsMore(attempt: Attempt): void {
    if (attempt.talkEnds === NOT_SCHEDULED)
      attempt.talkEnds = this.sim.after(attempt.intention.patience, this.talkEnds, attempt.id, 0);
  }

  /** A caller listens to the plan for as long as a talk would last. */
  private listens(attempt: Attempt, server: ServerId): void {
    if (attempt.planAnsweredAt < 0 || attempt.talkEnds !== NOT_SCHEDULED) return;
    this.mediaGoesThrough(attempt, server);
    this.sim.cancel(attempt.patienceEnds);
    attempt.talkEnds = this.sim.after(attempt.intention.talk, this.talkEnds, attempt.id, 0);
  }

  /** The plan has answered only to look for a callee: the caller waits, and begins to lose patience after listening. */
  private waits(attempt: Attempt): void {
    if (attempt.planAnsweredAt < 0) return;
    attempt.planAnsweredAt = -1;
    if (attempt.talkEnds === NOT_SCHEDULED) return;
    this.sim.cancel(attempt.talkEnds);
    attempt.talkEnds = NOT_SCHEDULED;
    attempt.patienceEnds = this.sim.after(attempt.intention.patience, this.patienceEnds, attempt.id, 0);
  }

  private mediaGoesThrough(attempt: Attempt, server: ServerId): void {
    if (!attempt.mediaThrough.includes(server)) attempt.mediaThrough = added(attempt.mediaThrough, server);
  }

  /** A caller who goes while listening has been answered; between the plan's answer and its next step, not. */
  stopListening(attempt: Attempt): void {
    if (attempt.talkEnds !== NOT_SCHEDULED) this.takeForAnswered(attempt);
  }

  /** Nobody was looked for until the end: the plan's answer was the answer. */
  takeForAnswered(attempt: Attempt): void {
    if (attempt.planAnsweredAt < 0 || attempt.talks || attempt.voicemail) return;
    this.beginTalk(attempt, attempt.planAnsweredAt);
  }
}

export interface CallerHearingParts {
  readonly sim: Simulation;
  readonly attempts: SlotTable<Attempt, CallId>;
  readonly observations: Observations;
  readonly stories: Stories;
  readonly parkers: Parkers;
  readonly transferrers: Transferrers;
  readonly nearEnd: NearEnd;
  /** From servers: what the caller hears. */
  readonly audio: Signal<[call: CallId, audio: Audio]>;
  /** To the called phone: the caller is taken back. */
  readonly holds: Signal<[call: CallId, phone: PhoneId, media: Media]>;
  /** To the phones: what the first call has rung belongs to the second. */
  readonly callsAreJoined: Signal<[from: CallId, to: CallId]>;
  readonly patienceEnds: EventType<CallId, number>;
  readonly talkEnds: EventType<CallId, number>;
}
