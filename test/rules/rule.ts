import { describe, expect, it } from 'vitest';
import type { ProfileName } from '../../src/model/profiles.ts';
import type { RuleName } from '../../src/model/rules.ts';
import { Lab, type LabOptions } from '../conformance/lab.ts';

export type Outcomes<T> = { readonly [Profile in ProfileName]: T };

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
  describe(`rule ${name}: ${says}`, () => {
    it.each(Object.keys(outcomes) as ProfileName[])('under %s', (profile) => {
      const make: Make = ({ scenario = {}, ...rest } = {}) => {
        const rules = {
          ...(name === 'dialect' ? {} : { dialect: '16' }),
          ...fixed,
          ...(scenario.rules as object | undefined),
        };
        return new Lab({ ...rest, scenario: { ...scenario, profile, rules } });
      };
      expect(behave(make)).toEqual(outcomes[profile]);
    });
  });
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
