/** One thing that `check` looks for. */
export interface RiskKind {
  /** What is there, or is missing: a row of the list in scenarios/README.md. */
  readonly finds: string;
  /**
   * Why it is so: `file:function` of the Asterisk source, a section of an RFC, or `facts A8`, a section of
   * src/model/README.md.
   */
  readonly source: string;
  /** By the file that Asterisk reads, where each has a reader of its own. */
  readonly byFile?: Readonly<Record<string, string>>;
}

/** A row of the tables. */
export function kind(finds: string, source: string | Readonly<Record<string, string>>): RiskKind {
  if (typeof source === 'string') return { finds, source };
  const all = new Set(Object.values(source).flatMap((one) => one.split(', ')));
  return { finds, source: [...all].join(', '), byFile: source };
}
