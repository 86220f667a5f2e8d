/** A number in a context, and what is written of it again and again: the names of its cache slots, its beginnings. */
export interface Spelling {
  readonly number: string;
  readonly context: string;
  /** `number/context`, as the cache names it, and the same for each beginning of the number, the shortest first. */
  readonly slot: string;
  readonly prefixSlots: readonly string[];
  /** `1`, `10`, `100`, `1002`. */
  readonly prefixes: readonly string[];
}

/**
 * Spells each number once for the whole cluster: every question is looked up in the caches and dialplans of all
 * servers,
 * and a text that is made anew has to be hashed anew there.
 */
export class Spellings {
  private readonly byContext = new Map<string, Map<string, Spelling>>();

  of(number: string, context: string): Spelling {
    let byNumber = this.byContext.get(context);
    if (byNumber === undefined) this.byContext.set(context, (byNumber = new Map()));
    let spelling = byNumber.get(number);
    if (spelling === undefined) byNumber.set(number, (spelling = spell(number, context)));
    return spelling;
  }
}

function spell(number: string, context: string): Spelling {
  const prefixes = Array.from({ length: number.length }, (_, i) => number.slice(0, i + 1));
  return {
    number,
    context,
    slot: slotName(number, context),
    prefixSlots: prefixes.map((prefix) => slotName(prefix, context)),
    prefixes,
  };
}

export function slotName(text: string, context: string): string {
  return `${text}/${context}`;
}
