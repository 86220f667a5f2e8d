import { Simulation } from '../../../../src/kernel/clock/simulation.ts';
import { silence } from '../../../../src/asterisk/files/queueAnnouncements.ts';
import type { QueueAnnouncements, QueueConfig } from '../../../../src/model/config.ts';
import { ApplicationTimes } from '../../../../src/model/server/dialplan/index.ts';
import type { Release } from '../../../../src/model/server/dialplan/names/releases.ts';
import { Queues } from '../../../../src/model/server/queues/queues.ts';
import { Recordings } from '../../../../src/model/server/queues/recordings.ts';

/** A queue with nobody in it, which says nothing. */
export const QUEUE: QueueConfig = {
  name: 'help',
  strategy: 'ringall',
  timeout: 15,
  retry: 5,
  wrapUpTime: 0,
  maxLength: 0,
  joinEmpty: [],
  leaveWhenEmpty: [],
  autofill: false,
  timeoutRestart: false,
  timeoutPriority: 'app',
  ringInUse: true,
  persistentMembers: false,
  ...silence('16'),
  members: [],
};

/** Queues at a wall clock that the test sets; a recording of the user's own takes no time. */
export function queuesAt(now: () => number, configs: readonly QueueConfig[], release: Release = '16'): Queues {
  const times = new ApplicationTimes([], () => new Simulation({ seed: '1' }).stream('unused'));
  return new Queues({
    configs,
    clock: { wholeSeconds: now, exactSeconds: now },
    recordings: new Recordings(times),
    release,
  });
}

export function announcing(more: Partial<QueueAnnouncements>): Pick<QueueConfig, 'announcements'> {
  return { announcements: { ...QUEUE.announcements, ...more } };
}
