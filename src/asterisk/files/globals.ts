import { LONGEST_ARGS } from '../../model/server/dialplan/substitution.ts';
import { fill } from '../../text/fill.ts';

/**
 * Puts the global variables into a text that Asterisk expands while it reads the file: names of extensions, `include`,
 * `switch`, other
 * globals. Only plain `${NAME}` is understood; what holds a function or a substring stays as it is. An unknown name is
 * empty, as in Asterisk.
 */
export function substitute(text: string, globals: ReadonlyMap<string, string>): string {
  if (!text.includes('${')) return text;
  return fill(text, (name) => (/^\d/.test(name) ? undefined : (globals.get(name) ?? '')), LONGEST_ARGS);
}
