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

/** One row is looked for by one column: `SELECT uri FROM ps_contacts WHERE endpoint='1001'`, or `id LIKE '1001;@%'`. */
export interface RowSelect {
  readonly column: string;
  readonly table: string;
  readonly key: string;
  /** Of LIKE, what it begins with. */
  readonly value: string;
  readonly isPrefix: boolean;
}

const ROW = new RegExp(
  `^\\s*select\\s+${NAME}\\s+from\\s+${NAME}\\s+where\\s+${NAME}\\s*(=|like)\\s*(?:'([^']*)'|"([^"]*)"|([^\\s'";]+))\\s*(?:limit\\s+1)?\\s*;?\\s*$`,
  'i',
);

/** Undefined: other SQL. */
export function parseRowSelect(sql: string): RowSelect | undefined {
  const found = ROW.exec(sql);
  if (found === null) return undefined;
  const text = found[5] ?? found[6] ?? found[7]!;
  const isPrefix = found[4]!.toLowerCase() === 'like' && text.endsWith('%');
  return {
    column: found[1]!.toLowerCase(),
    table: found[2]!.toLowerCase(),
    key: found[3]!.toLowerCase(),
    value: isPrefix ? text.slice(0, -1) : text,
    isPrefix,
  };
}

/** Undefined: other SQL, which takes its time and returns nothing. A backslash is an error of syntax to MySQL. */
export function parseSelect(sql: string): Select | undefined {
  const found = SELECT.exec(sql);
  if (found === null) return undefined;
  return { column: found[1]!, table: found[2]!, name: found[3] ?? found[4] ?? found[5]! };
}
