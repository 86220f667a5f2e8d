import { APPLICATION_NAMES } from '../names/applicationNames.ts';
import { namesOf, type Release, type ReleasedName } from '../names/releases.ts';

/** All applications of all releases, by their names in small letters: case does not matter (pbx.c:pbx_findapp). */
export const APPLICATIONS: ReadonlyMap<string, ReleasedName> = namesOf(APPLICATION_NAMES, (name) => name.toLowerCase());

/** By Asterisk's own spelling, which is that of compiled steps: each step is looked up when it runs. */
const BY_OWN_SPELLING: ReadonlyMap<string, ReleasedName> = new Map(
  [...APPLICATIONS.values()].map((application) => [application.name, application]),
);

/** Undefined: no release has it. */
export function applicationNamed(name: string): ReleasedName | undefined {
  return BY_OWN_SPELLING.get(name) ?? APPLICATIONS.get(name.toLowerCase());
}

/** Whether a server of that release can run it: a call that comes to any other ends there. */
export function hasApplication(release: Release, name: string): boolean {
  return applicationNamed(name)?.releases.includes(release) === true;
}

/** The names of one release, for those who look for the nearest. */
export function applicationNames(release: Release): string[] {
  return [...APPLICATIONS.values()].filter(({ releases }) => releases.includes(release)).map(({ name }) => name);
}
