import { match, parsePattern } from '../../model/server/dialplan/index.ts';
import type { DialplanConfig } from '../../model/server/dialplan/compiledPlan.ts';
import type { NamedServer } from '../identify.ts';
import { quote, type Remarks } from '../remarks.ts';
import { covers } from './reviewAsked.ts';

/** Numbers that are tried against each pattern, evenly spread. */
const MOST_NUMBERS = 200;

/**
 * A mapping of weight 0 ends the search with any answer, a partial one too: to the hub a number that only begins like a
 * pattern of its route is answered, and no server is asked for the phone (pbx_dundi.c:dundi_lookup_thread; measured).
 *
 * @param phones how many register somewhere in the cluster
 * @param numberOf the number of each, from 0; each number once
 */
export function reviewHiddenNumbers(
  servers: readonly NamedServer[],
  phones: number,
  numberOf: (phone: number) => string,
  remarks: Remarks,
): void {
  const step = Math.ceil(phones / MOST_NUMBERS);
  const tried: string[] = [];
  for (let phone = 0; phone < phones; phone += step) tried.push(numberOf(phone));
  for (const { read } of servers) {
    const { dundi, dialplan, origin } = read;
    dundi.mappings.forEach(({ context, localContext, weight, weightText, noPartial }, index) => {
      const asksOthers = dundi.peers.some((peer) =>
        peer.include.some((one) => one.allow && covers(one.context, context)),
      );
      if (localContext === '' || weight !== 0 || weightText !== '' || noPartial || !asksOthers) return;
      const extensions = extensionsOf(dialplan, localContext);
      const { dialect } = origin.rules;
      const parsed = extensions.map((extension) => ({ extension, pattern: parsePattern(extension) }));
      const fits = (number: string, mode: 'match' | 'matchmore'): string | undefined =>
        parsed.find(({ pattern }) => match(pattern, number, mode, dialect) !== 0)?.extension;
      const hidden = tried.find(
        (number) => fits(number, 'match') === undefined && fits(number, 'matchmore') !== undefined,
      );
      if (hidden === undefined) return;
      remarks.risk(
        'hidesNumbers',
        origin.dundi.mappingPlaces[index]!,
        `${context} => ${localContext} has weight 0 and no nopartial: ${hidden} begins like ${quote(fits(hidden, 'matchmore')!)}, which is an answer and ends the search, and the phone ${hidden} is never found; add ,nopartial`,
      );
    });
  }
}

function extensionsOf({ contexts }: DialplanConfig, name: string): readonly string[] {
  const steps = contexts.filter((context) => context.name === name).flatMap((context) => context.steps);
  return [...new Set(steps.map(({ extension }) => extension))];
}
