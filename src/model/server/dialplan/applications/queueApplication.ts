import { MILLISECOND, SECOND } from '../../../../kernel/units.ts';
import type { AbsentWhen, EmptyRule } from '../../../config.ts';
import { candidatesOf, nextOf, remember } from '../../queues/strategies.ts';
import type { Member, Queue, QueueCaller } from '../../queues/callQueue.ts';
import { atoi, splitArguments } from '../arguments.ts';
import type { Thread } from '../channelThread.ts';
import { PENDING, type Pending } from '../services.ts';
import { parked } from './parkingApplications.ts';
import { hearsAll, isOver } from './queueHearing.ts';
import { CONTINUE, HANG_UP, type Family } from './results.ts';
import { spending } from './spending.ts';

/** app_queue.c: RECHECK. Who is not first looks each second whether it is. */
const RECHECK = SECOND;
/** A round of `retry` 0 takes that long. Assumed. */
const LEAST_REST = 10 * MILLISECOND;

/** AST_DEVICE_* (devicestate.h). */
const [UNKNOWN, NOT_IN_USE, INVALID, UNAVAILABLE] = [0, 1, 4, 5];

/** What QUEUESTATUS becomes; `talked`: a member answered, and that call is over; `gone`: the caller hung up. */
type Said = 'TIMEOUT' | 'JOINEMPTY' | 'JOINUNAVAIL' | 'LEAVEEMPTY' | 'LEAVEUNAVAIL' | 'FULL';
type End = Said | 'talked' | 'gone';

interface Order {
  readonly queue: Queue;
  readonly options: string;
  /** A recording that the member hears in place of the queue's own; empty: its own. */
  readonly announce: string;
  /** Seconds; 0: no limit. */
  readonly limit: number;
}

/** Where the scenario says how long it takes: for a server whose queues.conf is not at hand. */
const SPENT = spending('Queue', {});

/** Source: app_queue.c of 1.2.6 and 16.28.0. */
export const QUEUE: Family = {
  /** `Queue(support,t,,,300)`: options, URL, announcement, time limit in seconds. */
  Queue(thread, args) {
    if (thread.times.has('Queue')) return SPENT(thread, args);
    if (thread.queues.isEmpty) {
      thread.notModelled('Queue');
      return CONTINUE;
    }
    const [name = '', options = '', , announce = '', limit = ''] = splitArguments(args, thread.dialect, 6);
    const queue = thread.queues.named(name.trim());
    if (queue === undefined) {
      thread.log('WARNING', 'noQueue', `Unable to join queue '${name}'`);
      thread.set('QUEUESTATUS', 'UNKNOWN');
      return CONTINUE;
    }
    const order = { queue, options, announce: announce.trim(), limit: Math.max(0, atoi(limit)) };
    const caller = thread.queues.callerOf(thread.channel.id);
    if (caller !== undefined) return proceed(thread, caller, order);
    const refused = join(thread, order);
    if (refused !== undefined) return ended(thread, refused, order);
    return proceed(thread, thread.queues.callerOf(thread.channel.id)!, order);
  },
};

/** app_queue.c:join_queue; undefined: the caller waits now. */
function join(thread: Thread, { queue, options, limit }: Order): Said | undefined {
  const { services, queues, channel } = thread;
  const empty = saidBy(thread, queue, queue.config.joinEmpty);
  if (empty !== undefined) return `JOIN${empty}`;
  if (queue.config.maxLength > 0 && queue.line.length >= queue.config.maxLength) return 'FULL';
  services.queued(channel.id, queue.config.name);
  if (options.includes('r')) services.indicate(channel.id, 'ringing');
  queues.join(channel.id, queue, limit);
  return undefined;
}

/** One phase after the other, until one has to wait or the caller is out (app_queue.c:queue_exec). */
function proceed(thread: Thread, caller: QueueCaller, order: Order): number | Pending {
  for (;;) {
    const end = PHASES[caller.phase](thread, caller, order);
    if (end === PENDING) return PENDING;
    if (end !== undefined) {
      thread.queues.leave(caller);
      return typeof end === 'number' ? end : ended(thread, end, order);
    }
    thread.startOver();
  }
}

function ended(thread: Thread, end: End, { queue, options }: Order): number {
  if (end === 'gone') return HANG_UP;
  if (end === 'talked') {
    // 16: option c; else a call that the member has ended ends the plan.
    if (thread.dialect === '1.2' || !options.includes('c') || thread.channel.hungUp !== '') return HANG_UP;
    thread.set('QUEUESTATUS', 'CONTINUE');
  } else {
    thread.set('QUEUESTATUS', end);
    thread.services.leavesQueue(thread.channel.id, queue.config.name, end);
  }
  return CONTINUE;
}

/** A number: what the application comes to; undefined: the next phase begins. */
type Phase = (thread: Thread, caller: QueueCaller, order: Order) => End | number | undefined | Pending;

const PHASES: Readonly<Record<QueueCaller['phase'], Phase>> = { waits, hears, tries, rings, rests, parks };

/** Behind others, or while no member could take the call (app_queue.c:wait_our_turn). */
function waits(thread: Thread, caller: QueueCaller, order: Order): End | undefined | Pending {
  const { queue } = caller;
  const seen = thread.note((): Said | 'turn' | '' => {
    if (isTurn(thread, caller) || isOver(thread, caller)) return 'turn';
    const empty = saidBy(thread, queue, queue.config.leaveWhenEmpty);
    return empty === undefined ? '' : `LEAVE${empty}`;
  });
  if (seen === 'turn') {
    caller.phase = 'hears';
    caller.hears = queue.config.announcements.toFirst;
    return undefined;
  }
  if (seen !== '') return seen;
  const hears = hearsAll(thread, caller, order.options);
  if (hears === PENDING || hears === 'gone') return hears;
  if (hears === 'late') return undefined;
  const stays = thread.wait(RECHECK);
  return stays === PENDING ? PENDING : stays ? undefined : 'gone';
}

/** 1.2 looks at the place in the line alone. */
function isTurn(thread: Thread, caller: QueueCaller): boolean {
  const { queue } = caller;
  if (thread.dialect === '1.2') return queue.line[0] === caller;
  return queue.isTurnOf(caller, queue.members.filter((member) => couldTake(thread, member, queue)).length);
}

/** app_queue.c:is_member_available */
function couldTake(thread: Thread, member: Member, queue: Queue): boolean {
  const state = stateOf(thread, member);
  if (state === INVALID || state === UNAVAILABLE || member.isPaused || isWrappingUp(thread, member, queue))
    return false;
  return state === UNKNOWN || state === NOT_IN_USE || member.config.ringInUse;
}

/** The caller's turn, before members are called: in the first round only what `announce-to-first-user` wants. */
function hears(thread: Thread, caller: QueueCaller, order: Order): End | undefined | Pending {
  if (thread.note(() => isOver(thread, caller))) return 'TIMEOUT';
  const heard = hearsAll(thread, caller, order.options);
  if (heard === PENDING || heard === 'gone') return heard;
  caller.hears = true;
  caller.phase = 'tries';
  return undefined;
}

/** A try begins, or the time is over (app_queue.c:try_calling). */
function tries(thread: Thread, caller: QueueCaller): End | undefined {
  if (isOver(thread, caller)) return 'TIMEOUT';
  const { queue } = caller;
  const all = candidatesOf(queue, caller, thread.queues.now, (n) => thread.randomBelow(n));
  caller.left = all.filter(({ member }) => canRing(thread, member, queue));
  caller.tries = queue.config.strategy === 'ringall' ? queue.members.length : caller.tries + 1;
  caller.isPending = true;
  const seconds = ringSeconds(thread, caller);
  caller.ringsUntil = seconds > 0 ? thread.sim.now + seconds * SECOND : -1;
  caller.phase = 'rings';
  return undefined;
}

/** app_queue.c:can_ring_entry; ring_entry in 1.2, which calls phones in use too. */
function canRing(thread: Thread, member: Member, queue: Queue): boolean {
  if (member.isPaused || isWrappingUp(thread, member, queue)) return false;
  if (member.config.ringInUse) return true;
  const state = stateOf(thread, member);
  return !member.isTried && (state === UNKNOWN || state === NOT_IN_USE);
}

/** Of a whole try; 0: without limit (app_queue.c:try_calling). */
function ringSeconds(thread: Thread, { queue, until }: QueueCaller): number {
  const { timeout, timeoutPriority } = queue.config;
  if (thread.dialect === '1.2' || until === 0 || timeoutPriority === 'conf') return timeout;
  const left = until - thread.queues.now;
  return timeout === 0 || left <= timeout ? left : timeout;
}

/** Members ring, one or all; who is busy or not there is followed by the next (app_queue.c:wait_for_answer). */
function rings(thread: Thread, caller: QueueCaller, { options, announce }: Order): End | undefined | Pending {
  const { config } = caller.queue;
  if (thread.note(() => !chooses(caller))) return tryEnds(caller);
  thread.once(() => (caller.greetingTakes = thread.queues.greetingOf(caller.queue, announce)));
  const result = thread.dial({
    targets: caller.ringing.map((member) => member.config),
    seconds: caller.ringsUntil < 0 ? 0 : Math.max(0.001, (caller.ringsUntil - thread.sim.now) / SECOND),
    options: dialOptions(options),
    url: '',
  });
  if (result === PENDING) return PENDING;
  for (const member of caller.ringing) member.isTried = false;
  caller.ringing = [];
  const { channel, sim, queues } = thread;
  if (result.answered) {
    if (channel.answeredAt < 0) channel.answeredAt = sim.now - result.talkSeconds * SECOND;
    if (result.transfer === undefined) return 'talked';
    queues.talkEnds(caller);
    caller.transfer = result.transfer;
    caller.phase = 'parks';
    return undefined;
  }
  if (caller.answeredBy !== undefined) {
    queues.memberIsGone(caller);
    return rested(caller);
  }
  if (result.status === 'CANCEL' || thread.channel.hungUp !== '') return 'gone';
  if (result.status === 'NOANSWER' && result.cause === 0) return tryEnds(caller); // Else a member hung up.
  if (config.timeoutRestart && config.timeout > 0) caller.ringsUntil = thread.sim.now + config.timeout * SECOND;
  return undefined;
}

/** False: nobody is left. */
function chooses(caller: QueueCaller): boolean {
  caller.ringing = nextOf(caller);
  caller.left = caller.left.filter(({ member }) => !caller.ringing.includes(member));
  for (const member of caller.ringing) member.isTried = true;
  return caller.ringing.length > 0;
}

/** The member has sent the caller elsewhere. */
function parks(thread: Thread, { transfer }: QueueCaller): number | Pending {
  if (transfer?.to === 'slot') return parked(thread, '', true);
  if (transfer !== undefined) thread.goTo(transfer.context, transfer.exten, 1);
  return CONTINUE;
}

/** Of Dial's own: no look for a hint (o), and transfers by the keys of either side. */
function dialOptions(options: string): string {
  return `o${[...options].filter((option) => 'tTwWhH'.includes(option)).join('')}`;
}

function tryEnds(caller: QueueCaller): undefined {
  remember(caller);
  return rested(caller);
}

function rested(caller: QueueCaller): undefined {
  caller.isPending = false;
  caller.phase = 'rests';
}

/** Nobody has answered: `retry` seconds until the next try, unless the caller has to leave. */
function rests(thread: Thread, caller: QueueCaller, { options }: Order): End | undefined | Pending {
  const { queue } = caller;
  const { config } = queue;
  const is16 = thread.dialect === '16';
  const once = options.includes('n');
  const said = thread.note((): Said | '' => {
    const empty = saidBy(thread, queue, config.leaveWhenEmpty);
    if (empty !== undefined) return `LEAVE${empty}`;
    const isLast = once && is16 && caller.tries >= queue.members.length;
    return isLast || isOver(thread, caller) ? 'TIMEOUT' : '';
  });
  if (said !== '') return said;
  const stays = thread.wait(Math.max(LEAST_REST, config.retry * SECOND));
  if (stays === PENDING) return PENDING;
  if (!stays) return 'gone';
  if (once && !is16 && thread.queues.now - caller.since >= config.timeout) return 'TIMEOUT';
  caller.phase = isTurn(thread, caller) ? 'hears' : 'waits';
  return undefined;
}

function isWrappingUp({ queues }: Thread, { lastCall }: Member, { config }: Queue): boolean {
  return config.wrapUpTime > 0 && lastCall > 0 && queues.now - lastCall < config.wrapUpTime;
}

/** What the first rule says by which the queue is empty; undefined: by none (app_queue.c:get_member_status). */
function saidBy(thread: Thread, queue: Queue, rules: readonly EmptyRule[]): EmptyRule['said'] | undefined {
  return rules.find(({ absentWhen, said }) => {
    const { members } = queue;
    if (said === 'UNAVAIL' && !members.some((member) => stateOf(thread, member) === UNAVAILABLE)) return false;
    return members.every((member) => isAbsent(thread, member, queue, absentWhen));
  })?.said;
}

function isAbsent(thread: Thread, member: Member, queue: Queue, absentWhen: readonly AbsentWhen[]): boolean {
  const named = STATES[stateOf(thread, member)];
  if (named !== undefined && absentWhen.includes(named)) return true;
  if (member.isPaused && absentWhen.includes('paused')) return true;
  return absentWhen.includes('wrapup') && isWrappingUp(thread, member, queue);
}

/** By AST_DEVICE_*; busy is no state of its own there. */
const STATES: readonly (AbsentWhen | undefined)[] = [
  'unknown',
  undefined,
  'inuse',
  undefined,
  'invalid',
  'unavailable',
];

/** AST_DEVICE_* of the member. A local channel is there; of a peer of another server nothing is known. */
function stateOf({ services, channel }: Thread, { config }: Member): number {
  const tech = config.tech.toUpperCase();
  if (tech === 'LOCAL') return NOT_IN_USE;
  return tech.startsWith('IAX') ? UNKNOWN : services.knownState(channel.id, config);
}
