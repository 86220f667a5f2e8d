/** One thing that `check` looks for. */
export interface RiskKind {
  /** What is there, or is missing: a row of the list in scenarios/README.md. */
  readonly finds: string;
  /**
   * Why it is so: `file:function` of the Asterisk source, a section of an RFC, or `facts A8`, a section of
   * src/model/README.md.
   */
  readonly source: string;
}

/** A row of the tables. */
export function kind(finds: string, source: string): RiskKind {
  return { finds, source };
}
