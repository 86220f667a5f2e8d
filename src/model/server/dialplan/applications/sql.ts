/** The one statement that is understood: `SELECT col FROM table WHERE name=X`, in any case, X quoted or not. */
export interface Select {
  readonly column: string;
  readonly table: string;
  readonly name: string;
}

const NAME = '`?([\\w.]+)`?';
const SELECT = new RegExp(
  `^\\s*select\\s+${NAME}\\s+from\\s+${NAME}\\s+where\\s+\`?name\`?\\s*=\\s*(?:'([^']*)'|"([^"]*)"|([^\\s'";]+))\\s*(?:limit\\s+1)?\\s*;?\\s*$`,
  'i',
);

/** Undefined: other SQL, which takes its time and returns nothing. A backslash is an error of syntax to MySQL. */
export function parseSelect(sql: string): Select | undefined {
  const found = SELECT.exec(sql);
  if (found === null) return undefined;
  return { column: found[1]!, table: found[2]!, name: found[3] ?? found[4] ?? found[5]! };
}
