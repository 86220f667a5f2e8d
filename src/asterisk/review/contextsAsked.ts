import type { NamedServer } from '../identify.ts';
import { askings } from './lookupsAsked.ts';

/** DUNDi contexts that the dialplan of the server asks for. */
export function contextsAsked({ dialplan, origin }: NamedServer['read']): readonly string[] {
  return [...new Set(askings(dialplan, origin.rules).map(({ context }) => context))];
}
