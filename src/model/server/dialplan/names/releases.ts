import type { Rules } from '../../../rules.ts';
import type { Dialect } from '../patterns.ts';

/** Releases whose names are known: 1.2.6 (with asterisk-addons 1.2), 16.28.0 and 22.10.1. A dialect names its own. */
export type Release = Dialect | '22';

/** The release whose applications and functions a server has (rule oldModules). */
export function releaseOf({ dialect, oldModules }: Pick<Rules, 'dialect' | 'oldModules'>): Release {
  return oldModules ? dialect : '22';
}

/** Names in one text, and the releases that have all of them. */
export type NameList = readonly (readonly [releases: readonly Release[], names: string])[];

export interface ReleasedName {
  /** As Asterisk prints it. */
  readonly name: string;
  readonly releases: readonly Release[];
}

/** @param keyOf what a name is found by: small letters where case does not matter */
export function namesOf(list: NameList, keyOf: (name: string) => string): ReadonlyMap<string, ReleasedName> {
  return new Map(
    list.flatMap(([releases, names]) =>
      names
        .trim()
        .split(/\s+/)
        .map((name): [string, ReleasedName] => [keyOf(name), { name, releases }]),
    ),
  );
}

/** `1.2 and 16`: how a message says where a name is known. */
export function saidReleases(releases: readonly Release[]): string {
  return releases.join(' and ');
}
