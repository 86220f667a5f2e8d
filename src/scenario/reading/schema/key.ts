import type * as z from 'zod';

/** What the documentation says of a key beside its meaning. */
export interface KeyText {
  /** What a value means, with its unit. */
  readonly says: string;
  /** An example in the scenario's own words. */
  readonly example?: string | number | boolean | readonly string[];
  /** What is meant where the key is not written and no fixed value replaces it. */
  readonly otherwise?: string;
}

function described<Type extends z.ZodType>(type: Type, { says, example, otherwise }: KeyText): Type {
  return type.meta({
    description: says,
    // Not `examples`: zod drops those of a value that it transforms. jsonSchema.ts makes them of it.
    ...(example === undefined ? {} : { sample: example }),
    // `$comment` is shown by no editor; the documentation's column "default" reads it.
    ...(otherwise === undefined ? {} : { $comment: otherwise }),
  }) as Type;
}

/** A key that may be left out; fixed defaults are in building/defaults.ts. */
export function key<Type extends z.ZodType>(type: Type, says: string, more: Omit<KeyText, 'says'> = {}) {
  return described(type.optional(), { says, ...more });
}

/** A key that must be there. */
export function needed<Type extends z.ZodType>(type: Type, says: string, more: Omit<KeyText, 'says'> = {}): Type {
  return described(type, { says, otherwise: 'required', ...more });
}
