import type { Measures } from '../../measure/measures.ts';
import { count, ms } from '../format.ts';
import { prose, table } from '../textTable.ts';
import type { Section } from './section.ts';

/** What a statement of the database takes while calls share its Ethernet, for a headline; empty: there are no segments. */
export function segmentAnswer({ segments }: Measures): string {
  const curve = segments?.curve() ?? [];
  const [first, last] = [curve[0], curve.at(-1)];
  if (segments === undefined || first === undefined || last === undefined) return '';
  const { meanPassesAtCalls: mean } = segments.figures();
  const passes = (['10ms', '100ms', '1000ms'] as const)
    .filter((limit) => mean[limit] !== null && mean[limit] > first[0])
    .map((limit) => `${limit.replace('ms', ' ms')} from ${count(mean[limit]!)} calls talking at once`);
  // A queue that was filled by more calls is long for a while with fewer, and the most calls are seen for moments only.
  const worst = curve.reduce((most, row) => (row[1] > most[1] ? row : most), last);
  const most = `${worst === last ? '' : 'up to '}${ms(worst[1])} with ${count(worst[0])} calls talking`;
  return `a statement of the database takes ${[`${ms(first[1])} with ${count(first[0])}`, ...passes, most].join(', ')}`;
}

/** What the database costs by the number of calls that share its Ethernet segment. */
export function segmentSection({ segments: measured, config }: Measures): Section {
  if (measured === undefined) return { heading: '', lines: [] };
  const { callsTalkingMax, meanPassesAtCalls: mean, longestPassesAtCalls: longest } = measured.figures();
  const at = (calls: number | null): string => (calls === null ? 'never' : `from ${count(calls)}`);
  const { segments: links } = config.network.segments!;
  return {
    heading: 'Ethernet segments',
    lines: [
      ...prose(
        `A statement takes 10 ms ${at(mean['10ms'])} calls talking at once, 100 ms ${at(mean['100ms'])}, 1000 ms ${at(mean['1000ms'])} on average; the longest ${at(longest['10ms'])}, ${at(longest['100ms'])} and ${at(longest['1000ms'])}`,
      ),
      ...prose(
        `${links === 'one' ? 'One link for voice and database' : 'The database alone on its link'}; at most ${count(callsTalkingMax)} calls talked`,
      ),
      ...table([
        ['calls talking', 'mean statement', 'longest'],
        ...measured.curve().map(([calls, took, most]) => [count(calls), ms(took), ms(most)]),
      ]),
    ],
  };
}
