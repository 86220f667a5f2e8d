import type { CallSource, Phones } from '../../model/config.ts';
import type { Rules } from '../../model/rules.ts';
import type { Reading } from '../reading/reader.ts';
import { arrivalAt, onwardFrom, type Onward } from './onwardCalls.ts';
import type { ServerDraft } from './serverDraft.ts';
import { StartPlans } from './startPlans.ts';
import { beginnings, placeOf, type Beginning } from './unmatchedNumbers.ts';

/**
 * Warns of calls that a server sends to another one, which refuses them: it knows nobody at the address of the first, or the
 * context where it puts them has no extension for the number. Of calls from the PSTN, and of numbers outside that phones call.
 * @param elements of `calls:`, by source
 */
export function warnOfLostOnward(
  calls: readonly CallSource[],
  elements: readonly number[],
  phones: Phones,
  drafts: readonly ServerDraft[],
  rules: Rules,
  reading: Reading,
): void {
  const plans = new StartPlans(drafts, rules);
  const said = new Set<string>();
  calls.forEach((source, index) => {
    const all = beginnings(source, phones, (phone, server) => placeOf(phone, server, drafts, rules.channelDriver));
    for (const beginning of all) {
      if (beginning.isTrunk !== true && beginning.numbers.length > 1) continue;
      for (const { risk, text } of lossesOf(beginning, plans, drafts, rules)) {
        const key = `${elements[index]!} ${text}`;
        if (!said.has(key)) reading.risk(risk, ['calls', elements[index]!], text);
        said.add(key);
      }
    }
  });
}

interface Loss {
  readonly risk: 'numberUnmatched' | 'callerUnknown';
  readonly text: string;
}

function lossesOf(
  { server, context, numbers }: Beginning,
  plans: StartPlans,
  drafts: readonly ServerDraft[],
  rules: Rules,
): readonly Loss[] {
  const from = drafts[server]!;
  // A number that a registration or a switch may know, too, is left alone.
  const known = numbers.filter((number) => plans.match({ server, context, number, allowsOverlap: false }) === 'found');
  const sent = known.flatMap((number) => onwardFrom(plans.planOf(server), context, number, from, drafts, rules) ?? []);
  return [...new Set(sent.map((one) => one.server))].flatMap((to): readonly Loss[] => {
    const there = drafts[to]!;
    const arrival = arrivalAt(there, from, rules);
    const those = sent.filter((one) => one.server === to);
    if (arrival === undefined) return [];
    const way = `${from.name} sends ${countText(those)} on to ${there.name} by ${those[0]!.written}`;
    if (arrival === 'unknown') return [{ risk: 'callerUnknown', text: `${way}, ${unknownText(from, there, rules)}` }];
    const { section, allowsOverlap } = arrival;
    if (!plans.has(to, arrival.context)) return []; // That is said of the file.
    const asked = { server: to, context: arrival.context, allowsOverlap };
    const missed = those.filter(({ number }) => ['none', 'longer'].includes(plans.match({ ...asked, number })));
    if (missed.length === 0) return [];
    const which = missed.length === 1 ? `the number ${missed[0]!.number}` : countText(missed);
    const text = `${way}, where they arrive in [${arrival.context}], the context of [${section}], and no pattern of it matches ${which}: such calls are refused there`;
    return [{ risk: 'numberUnmatched', text }];
  });
}

function countText(calls: readonly Onward[]): string {
  return calls.length === 1
    ? `calls to ${calls[0]!.number}`
    : `calls to ${calls.length} numbers, such as ${calls[0]!.number},`;
}

function unknownText(from: ServerDraft, there: ServerDraft, { channelDriver }: Rules): string {
  const [lacks, file] =
    channelDriver === 'chan_pjsip'
      ? [`no identify has match=${from.address}`, 'pjsip.conf']
      : [`no section has host=${from.address}`, 'sip.conf'];
  return `which does not know who calls and refuses them: ${lacks} in ${file} of ${there.name}`;
}
