/** One way to reach a number, as a DPRESPONSE carries it. */
export interface Answer {
  /** `IAX2` */
  readonly tech: string;
  /** `priv:secret@10.10.10.122/1002`; empty unless `exists`. */
  readonly destination: string;
  /** The number is there. Without it the server only could match something longer or shorter (facts A7). */
  readonly exists: boolean;
  /** Something longer that begins with it is, or could be, there; only asked of mappings without `nopartial`. */
  readonly canMatch: boolean;
  readonly matchMore: boolean;
  readonly weight: number;
  /** Whose answer it is, whoever handed it on. */
  readonly eid: number;
  /** Seconds it is good for, as told. */
  readonly expiration: number;
}

/** What a reply says beside its answers (pbx_dundi.c: struct dundi_hint_metadata). */
export interface Hint {
  /** Nobody needs to ask for anything that begins with `prefix`. */
  dontAsk: boolean;
  /** The avoid list did not change the reply, so that anyone may use it. */
  unaffected: boolean;
  ttlExpired: boolean;
  prefix: string;
}

/** The state in which every lookup begins: "don't ask for anything", until somebody knows better. */
export function freshHint(): Hint {
  return { dontAsk: true, unaffected: true, ttlExpired: false, prefix: '' };
}

/**
 * Adds an answer, good for that many seconds, unless its destination is there already: then the lower weight stays
 * (facts A7).
 */
export function merge(answers: Answer[], answer: Answer, expiration: number): boolean {
  for (let i = 0; i < answers.length; i++) {
    const known = answers[i]!;
    if (known.tech !== answer.tech || known.destination !== answer.destination) continue;
    if (answer.weight < known.weight) answers[i] = { ...known, weight: answer.weight };
    return false;
  }
  if (answers.length >= MAX_RESULTS) return false;
  answers.push({ ...answer, expiration });
  return true;
}

/** dundi.h MAX_RESULTS */
export const MAX_RESULTS = 64;

/** By weight; equal weights keep the order of arrival (glibc's qsort is a stable merge sort in practice; facts A7). */
export function sortByWeight(answers: readonly Answer[]): Answer[] {
  return answers
    .map((answer, place) => ({ answer, place }))
    .sort((x, y) => x.answer.weight - y.answer.weight || x.place - y.place)
    .map((entry) => entry.answer);
}
