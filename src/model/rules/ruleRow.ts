/** A row of the table of rules: one decision, its value under each profile, and where that is written. */
export interface Rule<V extends RuleValue> {
  /** What the rule decides, in a sentence. */
  readonly 'says': string;
  readonly 'unit': 'yes or no' | 's' | 'ms' | 'count' | 'choice';
  /** For `choice`: every value it may take. */
  readonly 'choices'?: readonly V[];
  readonly 'whitepaper': V;
  readonly 'asterisk-1.2': V;
  readonly 'asterisk-16': V;
  readonly 'asterisk-22': V;
  readonly 'source': string;
  /** Of the value of 22, where it is not that of 16. */
  readonly 'source22'?: string;
}

export type RuleValue = boolean | number | string;

/** What 22 does otherwise than 16. */
interface In22<V> {
  readonly is: V;
  readonly source: string;
}

/** The column of 22: a value of its own, with its source, or that of 16. */
function with22<V extends RuleValue>(recent: V, in22: In22<V> | undefined) {
  return in22 === undefined ? { 'asterisk-22': recent } : { 'asterisk-22': in22.is, 'source22': in22.source };
}

export function yesNo(
  says: string,
  whitepaper: boolean,
  old: boolean,
  recent: boolean,
  source: string,
  in22?: In22<boolean>,
): Rule<boolean> {
  const values = { whitepaper, 'asterisk-1.2': old, 'asterisk-16': recent, ...with22(recent, in22) };
  return { says, unit: 'yes or no', ...values, source };
}

export function amount(
  says: string,
  unit: 's' | 'ms' | 'count',
  whitepaper: number,
  old: number,
  recent: number,
  source: string,
  in22?: In22<number>,
): Rule<number> {
  return { says, unit, whitepaper, 'asterisk-1.2': old, 'asterisk-16': recent, ...with22(recent, in22), source };
}

export function choice<const V extends string>(
  says: string,
  choices: readonly V[],
  whitepaper: V,
  old: V,
  recent: V,
  source: string,
  in22?: In22<V>,
): Rule<V> {
  const values = { whitepaper, 'asterisk-1.2': old, 'asterisk-16': recent, ...with22(recent, in22) };
  return { says, unit: 'choice', choices, ...values, source };
}
