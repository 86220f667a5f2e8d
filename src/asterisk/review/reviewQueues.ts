import { didYouMean } from '../../text/nearest.ts';
import { quote, type Remarks } from '../remarks.ts';
import type { Parts } from '../serverParts.ts';

/** Queue() of a queue that no section of queues.conf makes; names with a variable are known at run time only. */
export function reviewQueues({ dialplan, queues, rules }: Parts, remarks: Remarks): void {
  const names = queues.map(({ name }) => name);
  for (const { application, args, place } of dialplan.contexts.flatMap(({ steps }) => steps)) {
    if (application.toLowerCase() !== 'queue') continue;
    const name = args.split(rules.dialect === '16' ? ',' : /[,|]/)[0]!.trim();
    if (name.includes('$') || names.some((known) => known.toLowerCase() === name.toLowerCase())) continue;
    if (queues.length === 0)
      remarks.note(place, `Queue(${name}) takes the time of a step and does nothing: there is no queues.conf with it`);
    else
      remarks.risk(
        place,
        `queues.conf has no queue ${quote(name)}: the call continues at the next priority${didYouMean(name, names)}`,
      );
  }
}
