import { describe, expect, it } from 'vitest';
import type { ProfileName } from '../../src/model/profiles.ts';
import type { Rule, RuleValue } from '../../src/model/rules/ruleRow.ts';
import { RULES, type RuleName } from '../../src/model/rules.ts';
import { Lab, type LabOptions } from '../conformance/lab.ts';

/** Of 22 only where its value is another one than that of 16. */
export type Outcomes<T> = { readonly [Profile in Exclude<ProfileName, 'asterisk-22'>]: T } & {
  readonly 'asterisk-22'?: T;
};

/** A rule of chan_pjsip: under every profile the servers have that driver, and the files of the measured 22. */
export const PJSIP = { channelDriver: 'chan_pjsip', oldModules: 'no', dialect: '16' } as const;

/** Else they have chan_sip, so that a rule of it can be seen under 22 too. */
const SIP = { channelDriver: 'chan_sip', oldModules: 'yes' } as const;

/**
 * Makes the laboratory under a profile, with .conf files in the dialect that it has, unless the options say otherwise.
 */
export type Make = (options?: LabOptions) => Lab;

/**
 * What a cluster does by one rule, under each profile. `behave` may fix other rules that would hide it, for all
 * profiles
 * alike; the rule itself is the profile's. The test beside this one wants every rule to be described.
 */
export function describeRule<T>(
  name: RuleName,
  says: string,
  outcomes: Outcomes<T>,
  behave: (make: Make) => T,
  fixed: Readonly<Record<string, unknown>> = {},
): void {
  const rule: Rule<RuleValue> = RULES[name];
  const isLike16 = rule['asterisk-22'] === rule['asterisk-16'];
  const pjsip = fixed['channelDriver'] === 'chan_pjsip';
  describe(`rule ${name}: ${says}`, () => {
    it(`has an outcome of its own under asterisk-22 where its value is one: ${isLike16 ? 'no' : 'yes'}`, () =>
      expect('asterisk-22' in outcomes).toBe(!isLike16));
    it.each(Object.keys(outcomes) as ProfileName[])('under %s', (profile) => {
      const make: Make = ({ scenario = {}, ...rest } = {}) => {
        const rules = {
          ...without({ ...SIP, dialect: '16' }, name),
          ...without(fixed, name),
          ...(scenario.rules as object | undefined),
        };
        return new Lab({
          ...rest,
          ...(pjsip ? { folder: 'lab-22' as const } : {}),
          scenario: { ...scenario, profile, rules },
        });
      };
      expect(behave(make)).toEqual(outcomes[profile]);
    });
  });
}

/** The rule itself is the profile's. */
function without(rules: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(rules).filter(([rule]) => rule !== name));
}

/** Rounded to so many decimals, seconds or whatever. */
export function about(value: number, decimals = 1): number {
  const scale = [1, 10, 100, 1000][decimals]!;
  return Math.round(value * scale) / scale;
}

/** The same before every key of this file. */
export function inFile(
  file: string,
  from: string | RegExp,
  to: string,
): (it: { path: string; text: string }) => { path: string; text: string } {
  return (it) => (it.path.endsWith(file) ? { ...it, text: it.text.replace(from, to) } : it);
}
