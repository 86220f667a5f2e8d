import type { Rules } from '../../rules.ts';
import { NO_CHANNEL, type Dialplan } from '../dialplan/index.ts';
import { searchExtensions, type FindRequest } from '../dialplan/extensionSearch.ts';
import type { MatchMode } from '../dialplan/patterns.ts';

/**
 * How the number of an INVITE is looked for: as an extension, and where none is found, as the beginning of one. Each is a
 * search of its own with the dialplan lock, and so a question of its own to each switch of the context
 * (chan_sip.c:get_destination, res_pjsip_session.c:get_destination).
 */
export class Destinations {
  private readonly whole: readonly MatchMode[];
  private readonly wholeThenBegun: readonly MatchMode[];

  constructor({ destinationSearches, overlapDialling }: Rules) {
    this.whole = Array<MatchMode>(destinationSearches).fill('match');
    const begun = overlapDialling ? Array<MatchMode>(destinationSearches).fill('canmatch') : [];
    this.wholeThenBegun = [...this.whole, ...begun];
  }

  /** @param allowsOverlap whether the setting of the server, or of the endpoint, lets it look for longer extensions */
  searches(allowsOverlap: boolean): readonly MatchMode[] {
    return allowsOverlap ? this.wholeThenBegun : this.whole;
  }
}

/**
 * The same of a plan that nobody runs, and by its extensions alone, without its switches: the first of the searches that
 * finds something; undefined: none does.
 */
export function foundBy(
  plan: Dialplan,
  searches: readonly MatchMode[],
  { context, exten }: Pick<FindRequest, 'context' | 'exten'>,
): MatchMode | undefined {
  return searches.find((action) => {
    const request = {
      context,
      exten,
      priority: 1,
      label: '',
      action,
      channel: NO_CHANNEL,
      caller: undefined,
      macroNumber: '',
    };
    for (const searched of plan.searchOrder(context)) {
      const result = searchExtensions(searched, request);
      if (typeof result !== 'string') return result.found;
    }
    return false;
  });
}
