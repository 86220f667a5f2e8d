import { FUNCTION_NAMES } from '../names/functionNames.ts';
import { namesOf, type Release, type ReleasedName } from '../names/releases.ts';

/** All functions of all releases. Case counts, unlike that of applications (pbx.c:ast_custom_function_find). */
const FUNCTIONS: ReadonlyMap<string, ReleasedName> = namesOf(FUNCTION_NAMES, (name) => name);

/** Undefined: no release has it. What func_odbc.conf makes is taken to be there: nobody reads that file here. */
export function functionNamed(name: string): ReleasedName | undefined {
  return FUNCTIONS.get(name) ?? (/^ODBC_\w+$/.test(name) ? { name, releases: ['16', '22'] } : undefined);
}

/** Whether a server of that release has it: any other has no value, and nothing is set. */
export function hasFunction(release: Release, name: string): boolean {
  return functionNamed(name)?.releases.includes(release) === true;
}

/** The names of one release, for those who look for the nearest. */
export function functionNames(release: Release): string[] {
  return [...FUNCTIONS.values()].filter(({ releases }) => releases.includes(release)).map(({ name }) => name);
}
