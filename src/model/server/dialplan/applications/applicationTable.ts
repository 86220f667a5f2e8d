import { ANSWERING } from './answering.ts';
import { AVAILABILITY } from './availability.ts';
import { DATABASE } from './astdbApplications.ts';
import { DIAL } from './dial.ts';
import { executing } from './executing.ts';
import { GOSUB } from './gosub.ts';
import { GOTO } from './goto.ts';
import { MACRO } from './macro.ts';
import { MYSQL } from './mysqlApplication.ts';
import { PLAYING } from './playing.ts';
import { SETTING } from './variables.ts';
import { TIMEOUTS } from './timeouts.ts';
import { OLD_NAMES } from './oldNames.ts';
import { PARKING } from './parkingApplications.ts';
import { QUEUE } from './queueApplication.ts';
import { QUEUE_MEMBERS } from './queueMembers.ts';
import { PASSING } from './passing.ts';
import { SPENDING, spending } from './spending.ts';
import { TIMES } from './timed.ts';
import { CONTINUE, type ApplicationCode } from './results.ts';
import { WHILE } from './while.ts';
import type { Thread } from '../channelThread.ts';
import type { Pending } from '../services.ts';

export { HANG_UP, INTO_MACRO } from './results.ts';

/** What each modelled application does. */
const FAMILIES = [
  ANSWERING,
  AVAILABILITY,
  DATABASE,
  DIAL,
  executing(runApplication),
  GOSUB,
  GOTO,
  MACRO,
  MYSQL,
  OLD_NAMES,
  PARKING,
  PASSING,
  PLAYING,
  QUEUE,
  QUEUE_MEMBERS,
  SETTING,
  SPENDING,
  TIMEOUTS,
  WHILE,
];

/** By Asterisk's own spelling, which is that of compiled steps, and in small letters for every other. */
const CODE: ReadonlyMap<string, ApplicationCode> = new Map(
  FAMILIES.flatMap((family) => Object.entries(family)).flatMap(([name, code]) => [
    [name, code],
    [name.toLowerCase(), code],
  ]),
);

/** What an application does, however it is written; undefined when it is not modelled. */
export function codeOf(name: string): ApplicationCode | undefined {
  return CODE.get(name) ?? CODE.get(name.toLowerCase());
}

/**
 * It does what it does there, and takes the time of that: a scenario cannot give it another. Of Queue it can, for a
 * server whose queues.conf is not at hand.
 */
export function hasOwnTime(name: string): boolean {
  const isGiven = name === 'Queue' || Object.hasOwn(TIMES, name) || Object.hasOwn(PASSING, name);
  return codeOf(name) !== undefined && !isGiven;
}

/** Runs one that this release has. What is not modelled takes the time that the scenario gives it, or none. */
export function runApplication(thread: Thread, name: string, args: string): number | Pending {
  const code = codeOf(name);
  if (code !== undefined) return code(thread, args);
  if (thread.times.has(name)) return spending(name, {})(thread, args);
  thread.notModelled(name);
  return CONTINUE;
}
