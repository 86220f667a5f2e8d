/**
 * Puts the global variables into a text that Asterisk expands while it reads the file: names of extensions, `include`,
 * `switch`, other
 * globals. Only plain `${NAME}` is understood; what holds a function or a substring stays as it is. An unknown name is
 * empty, as in Asterisk.
 */
export function substitute(text: string, globals: ReadonlyMap<string, string>): string {
  return text.replace(/\$\{([A-Za-z_][\w]*)\}/g, (_, name: string) => globals.get(name) ?? '');
}
