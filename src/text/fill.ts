/**
 * A text with every `${NAME}` replaced by its value, cut off at `longest` characters: a value that is made of others,
 * and those of others again, would grow without end. Where there is no value (undefined) what was written stays.
 */
export function fill(text: string, valueOf: (name: string) => string | undefined, longest: number): string {
  const variable = /\$\{(\w+)\}/g;
  let filled = '';
  let at = 0;
  for (let found = variable.exec(text); found !== null && filled.length < longest; found = variable.exec(text)) {
    filled += text.slice(at, found.index) + (valueOf(found[1]!) ?? found[0]);
    at = variable.lastIndex;
  }
  return (filled + text.slice(at)).slice(0, Math.max(longest, text.length));
}
