import type { ProfileName } from './profiles.ts';
import { DIALPLAN_RULES } from './rules/dialplanRules.ts';
import { DRIVER_RULES } from './rules/driverRules.ts';
import { DUNDI_RULES } from './rules/dundiRules.ts';
import { IAX_RULES } from './rules/iaxRules.ts';
import { INVITE_RULES } from './rules/inviteRules.ts';
import { PARKING_RULES } from './rules/parkingRules.ts';
import { REGISTRAR_RULES } from './rules/registrarRules.ts';
import { SOCKET_RULES } from './rules/socketRules.ts';
import type { Rule, RuleValue } from './rules/ruleRow.ts';

/**
 * The readings of the same cluster: what differs between the white paper, Asterisk 1.2.6, Asterisk 16.28 / 16.30 and
 * Asterisk 22.10, with where it is written; a table for each part of an Asterisk. A scenario overrides any of them
 * under `rules:`. Nothing else in the program asks for the name of a profile.
 *
 * The values of a row: whitepaper, asterisk-1.2, asterisk-16, then the source; behind it that of asterisk-22, with its
 * own source, where it is not that of 16.
 *
 * Sources: "paper" is the white paper "Using DUNDi with a Cluster of Asterisk Servers"; `file:function` is a file of
 * the Asterisk source at tags 1.2.6, 16.28.0 and 22.10.1.
 */
export const RULES = {
  ...DUNDI_RULES,
  ...REGISTRAR_RULES,
  ...INVITE_RULES,
  ...DRIVER_RULES,
  ...DIALPLAN_RULES,
  ...SOCKET_RULES,
  ...PARKING_RULES,
  ...IAX_RULES,
} as const;

export type RuleName = keyof typeof RULES;
type ValueOf<R> = R extends Rule<infer V> ? V : never;

/** One value for every rule, fixed for a run. */
export type Rules = { readonly [Name in RuleName]: ValueOf<(typeof RULES)[Name]> };

/** The rules of a profile, with the overrides of a scenario (already checked against the table). */
export function rulesOf(profile: ProfileName, overrides: Partial<Rules> = {}): Rules {
  const values: Record<string, RuleValue> = {};
  for (const [name, rule] of Object.entries(RULES)) values[name] = rule[profile];
  return Object.freeze({ ...values, ...overrides }) as Rules;
}
