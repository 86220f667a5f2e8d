import { newSlot, type Slot } from './cacheSlots.ts';

/** A number in a context, and what is written of it again and again: its beginnings, and where the caches have them. */
export interface Spelling {
  readonly number: string;
  readonly context: string;
  /** It has digits, and nothing else. */
  readonly isDigits: boolean;
  /** What the caches have of the number, and as hints of each beginning of it, the shortest first. */
  readonly slot: Slot;
  readonly hintSlots: readonly Slot[];
  /** `1`, `10`, `100`, `1002`. */
  readonly prefixes: readonly string[];
}

/** Of one context. */
interface Texts {
  readonly spellings: Map<string, Spelling>;
  readonly hints: Map<string, Slot>;
}

/**
 * Spells each number once for the whole cluster: every question is looked up in the caches and dialplans of all
 * servers, and a text that is made anew has to be hashed anew there.
 */
export class Spellings {
  private readonly byContext = new Map<string, Texts>();
  /** The one that was asked for last: fifty servers ask for it one after the other. */
  private last: Spelling | undefined;

  of(number: string, context: string): Spelling {
    const { last } = this;
    if (last?.number === number && last.context === context) return last;
    const texts = this.in(context);
    let spelling = texts.spellings.get(number);
    if (spelling === undefined) texts.spellings.set(number, (spelling = spell(number, context, texts)));
    return (this.last = spelling);
  }

  /** Where the caches have the hints of that beginning. */
  hintSlot(prefix: string, context: string): Slot {
    return hintSlotIn(this.in(context), prefix, context);
  }

  private in(context: string): Texts {
    let texts = this.byContext.get(context);
    if (texts === undefined) this.byContext.set(context, (texts = { spellings: new Map(), hints: new Map() }));
    return texts;
  }
}

function spell(number: string, context: string, texts: Texts): Spelling {
  const hintSlots = Array.from({ length: number.length }, (_, i) => hintSlotIn(texts, number.slice(0, i + 1), context));
  return {
    number,
    context,
    isDigits: /^[0-9]+$/.test(number),
    slot: newSlot(number, context),
    hintSlots,
    prefixes: hintSlots.map(({ text }) => text),
  };
}

function hintSlotIn({ hints }: Texts, prefix: string, context: string): Slot {
  let slot = hints.get(prefix);
  if (slot === undefined) hints.set(prefix, (slot = newSlot(prefix, context)));
  return slot;
}
