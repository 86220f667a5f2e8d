import { didYouMean } from '../../text/nearest.ts';
import { quote, type Remarks } from '../remarks.ts';
import type { Rules } from '../../model/rules.ts';
import { sameName, sectionOf } from '../conf/sections.ts';
import type { Parts } from '../serverParts.ts';

/** Applications that need the queue that they name. */
const OF_A_QUEUE = new Set(['queue', 'addqueuemember', 'removequeuemember', 'pausequeuemember', 'unpausequeuemember']);

/** A queue of which nobody is a member, and which no step of the dialplan gives one. */
export function reviewMembers({ confs, dialplan, queues, rules }: Parts, remarks: Remarks): void {
  const adding = dialplan.contexts
    .flatMap(({ steps }) => steps)
    .filter(({ application }) => application.toLowerCase() === 'addqueuemember')
    .map(({ args }) => nameIn(args, rules));
  const conf = confs.get('queues.conf');
  for (const { name, members, joinEmpty } of queues) {
    if (members.length > 0 || adding.some((other) => other.includes('$') || sameName(other, name))) continue;
    const section = conf === undefined ? undefined : sectionOf(conf, name);
    if (section === undefined) continue;
    remarks.risk(
      'queueWithoutMembers',
      section.place,
      `queue ${quote(name)} has no member, and no AddQueueMember gives it one: ${joinEmpty.length > 0 ? 'it lets no caller in' : 'its callers wait for nobody'}`,
    );
  }
}

/** Queue() of a queue that no section of queues.conf makes; names with a variable are known at run time only. */
export function reviewQueues({ dialplan, queues, rules }: Parts, remarks: Remarks): void {
  const names = queues.map(({ name }) => name);
  for (const { application, args, place } of dialplan.contexts.flatMap(({ steps }) => steps)) {
    if (!OF_A_QUEUE.has(application.toLowerCase())) continue;
    const name = nameIn(args, rules);
    if (name === '' || name.includes('$') || names.some((known) => known.toLowerCase() === name.toLowerCase()))
      continue;
    if (queues.length === 0)
      remarks.note(
        place,
        `${application}(${name}) takes the time of a step and does nothing: there is no queues.conf with it`,
      );
    else
      remarks.risk(
        'queueMissing',
        place,
        `queues.conf has no queue ${quote(name)}: the call continues at the next priority${didYouMean(name, names)}`,
      );
  }
}

/** The queue that it names. */
function nameIn(args: string, { dialect }: Rules): string {
  return args.split(dialect === '16' ? ',' : /[,|]/)[0]!.trim();
}
