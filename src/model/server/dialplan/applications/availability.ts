import { splitArguments } from '../arguments.ts';
import { PENDING, type Availability, type DialTarget, type Pending } from '../services.ts';
import type { Thread } from '../channelThread.ts';
import { jumps, jumpTo101 } from './goto.ts';
import { CONTINUE, HANG_UP, type Family } from './results.ts';

const UNKNOWN = 0;
const NOT_IN_USE = 1;
const INVALID = 4;

/** Sources: app_chanisavail.c of 1.2.6 and 16.28. It asks this server only, never the phone (facts E). */
export const AVAILABILITY: Family = {
  ChanIsAvail: (thread, args) => (thread.dialect === '1.2' ? chanIsAvail12(thread, args) : chanIsAvail16(thread, args)),
};

function chanIsAvail12(thread: Thread, args: string): number | Pending {
  const [devices = '', options = ''] = splitArguments(args, '1.2', 3);
  if (devices === '') return HANG_UP;
  let status = UNKNOWN;
  for (const device of devices.split('&')) {
    const target = targetOf(device);
    if (target === undefined) return HANG_UP;
    const checkState = options.includes('s');
    const availability = thread.available(target, checkState);
    if (availability === PENDING) return PENDING;
    const idle = !checkState || availability.deviceState <= NOT_IN_USE;
    status = idle ? availability.cause : availability.deviceState;
    thread.set('AVAILSTATUS', String(status));
    if (idle && availability.channelName !== '') {
      thread.set('AVAILCHAN', availability.channelName);
      thread.set('AVAILORIGCHAN', device);
      return CONTINUE;
    }
  }
  thread.set('AVAILCHAN', '');
  thread.set('AVAILORIGCHAN', '');
  if (!jumps(thread, options)) return CONTINUE;
  const jumped = jumpTo101(thread);
  // Without a step n+101 the channel is hung up: ast_goto_if_exists says -3, and any answer but 0 ends it.
  return jumped === PENDING ? PENDING : jumped ? CONTINUE : HANG_UP;
}

function chanIsAvail16(thread: Thread, args: string): number | Pending {
  const [devices = '', options = ''] = splitArguments(args, '16', 2);
  const checkState = options.includes('s') || options.includes('t');
  const states: number[] = [];
  const available: { device: string; it: Availability }[] = [];
  for (const device of devices.split('&')) {
    const target = targetOf(device.trim());
    if (target === undefined) {
      states.push(INVALID);
      continue;
    }
    const it = thread.available(target, checkState);
    if (it === PENDING) return PENDING;
    states.push(checkState ? it.deviceState : UNKNOWN);
    if ((checkState && it.deviceState > NOT_IN_USE) || it.channelName === '') continue;
    available.push({ device: device.trim(), it });
    if (!options.includes('a')) break;
  }
  thread.set('AVAILCHAN', available.map(({ it }) => it.channelName).join('&'));
  thread.set('AVAILORIGCHAN', available.map(({ device }) => device).join('&'));
  thread.set('AVAILSTATUS', states.join('&'));
  thread.set('AVAILCAUSECODE', available.map(({ it }) => it.cause).join('&'));
  return CONTINUE;
}

function targetOf(device: string): DialTarget | undefined {
  const slash = device.indexOf('/');
  return slash < 0 ? undefined : { tech: device.slice(0, slash), resource: device.slice(slash + 1) };
}
