import { didYouMean } from '../../text/nearest.ts';
import { sameName } from '../conf/sections.ts';
import { quote, type Remarks } from '../remarks.ts';
import type { Parts } from '../serverParts.ts';
import { askings, type Asking } from './lookupsAsked.ts';

/** `all` stands for every context (pbx_dundi.c:has_permission). */
export function covers(permission: string, context: string): boolean {
  return sameName(permission, 'all') || sameName(permission, context);
}

/** A switch or a function that asks for a context which no peer is asked for (pbx_dundi.c:build_transactions). */
export function reviewAsked({ dialplan, dundi: { config }, rules }: Parts, remarks: Remarks): void {
  const included = config.peers.flatMap(({ include }) => include).filter(({ allow }) => allow);
  for (const { written, context, place } of eachOnce(askings(dialplan, rules))) {
    if (!config.enabled) remarks.risk('switchAsksNobody', place, `${written} asks nobody: there is no dundi.conf`);
    else if (!included.some((one) => covers(one.context, context))) {
      const names = included.map((one) => one.context);
      const asks = written.includes(context) ? 'asks nobody' : `asks nobody for ${quote(context)}`;
      remarks.risk(
        'switchAsksNobody',
        place,
        `${written} ${asks}: no peer in dundi.conf has include = ${context}${didYouMean(context, names)}`,
      );
    }
  }
}

/** Of functions that ask for one context, the first. */
export function eachOnce(all: readonly Asking[]): readonly Asking[] {
  return all.filter(
    ({ written, context }, index) =>
      written.startsWith('switch') ||
      all.findIndex((one) => one.written === written && one.context === context) === index,
  );
}
