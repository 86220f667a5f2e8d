import type { QueueMemberConfig } from '../../../config.ts';
import { atoi, splitArguments } from '../arguments.ts';
import type { Thread } from '../channelThread.ts';
import { PENDING, type Pending } from '../services.ts';
import { jumps, jumpTo101 } from './goto.ts';
import { CONTINUE, HANG_UP, type Family } from './results.ts';

/**
 * Members that come and go while the server runs. Source: app_queue.c of 1.2.6 and 16.28.0, aqm_exec, rqm_exec, pqm_exec and
 * upqm_exec; in 1.2 with the jump to n+101.
 */
export const QUEUE_MEMBERS: Family = {
  /** `AddQueueMember(support,SIP/1001,2)`: a device, by default the caller's, and a penalty. */
  AddQueueMember(thread, args) {
    const [queue = '', device = '', penalty = '', options = ''] = splitArguments(args, thread.dialect, 7);
    if (args.trim() === '') return HANG_UP;
    if (thread.queues.isEmpty) return absent(thread, 'AddQueueMember');
    const member = memberOf(device === '' ? ownDevice(thread) : device, Math.max(0, atoi(penalty)));
    if (member === undefined) return CONTINUE;
    const isOld = thread.dialect === '1.2';
    const said = thread.note(() => thread.queues.add(queue, member, isOld));
    thread.set('AQMSTATUS', said);
    return said === 'MEMBERALREADY' ? jumped(thread, options) : CONTINUE;
  },
  RemoveQueueMember(thread, args) {
    const [queue = '', device = '', options = ''] = splitArguments(args, thread.dialect, 3);
    if (args.trim() === '') return HANG_UP;
    if (thread.queues.isEmpty) return absent(thread, 'RemoveQueueMember');
    const name = device === '' ? ownDevice(thread) : device;
    const said = thread.note(() => thread.queues.remove(queue, name, thread.dialect === '1.2'));
    thread.set('RQMSTATUS', said);
    return said === 'NOTINQUEUE' ? jumped(thread, options) : CONTINUE;
  },
  /** `PauseQueueMember(,SIP/1001)`: in one queue, or in all of which the device is a member. */
  PauseQueueMember: (thread, args) => pause(thread, args, true),
  UnpauseQueueMember: (thread, args) => pause(thread, args, false),
};

function pause(thread: Thread, args: string, isPaused: boolean): number | Pending {
  const [queue = '', device = '', options = ''] = splitArguments(args, thread.dialect, 4);
  if (device === '') return HANG_UP;
  if (thread.queues.isEmpty) return absent(thread, isPaused ? 'PauseQueueMember' : 'UnpauseQueueMember');
  const isFound = thread.note(() => thread.queues.pause(queue, device, isPaused));
  const status = isPaused ? 'PQMSTATUS' : 'UPQMSTATUS';
  thread.set(status, isFound ? (isPaused ? 'PAUSED' : 'UNPAUSED') : 'NOTFOUND');
  if (isFound || thread.dialect === '16') return CONTINUE;
  // 1.2 ends the call, unless it jumps.
  if (!jumps(thread, options)) return HANG_UP;
  const there = jumpTo101(thread);
  return there === PENDING ? PENDING : there ? CONTINUE : HANG_UP;
}

/** Without queues.conf the application is not modelled: it does nothing, and the result counts it. */
function absent(thread: Thread, name: string): number {
  thread.notModelled(name);
  return CONTINUE;
}

function jumped(thread: Thread, options: string): number | Pending {
  return jumps(thread, options) && jumpTo101(thread) === PENDING ? PENDING : CONTINUE;
}

/** That of the channel, without what makes its name unique. */
function ownDevice({ channel }: Thread): string {
  return channel.name.replace(/-[^-]*$/, '');
}

/** Undefined: nothing that could be called. */
function memberOf(device: string, penalty: number): Omit<QueueMemberConfig, 'ringInUse'> | undefined {
  const [tech = '', ...rest] = device.trim().split('/');
  const resource = rest.join('/');
  return tech === '' || resource === '' ? undefined : { tech, resource, penalty };
}
