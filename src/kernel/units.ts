declare const kind: unique symbol;

/**
 * A row number with its table, at compile time only: a server's number does not fit where a phone's belongs.
 */
export type Id<Kind extends string> = number & { readonly [kind]: Readonly<Record<Kind, true>> };

/** Whole microseconds on the virtual clock, or a span of them. */
export type Micros = number;

export const MILLISECOND: Micros = 1_000;
export const SECOND: Micros = 1_000_000;
export const MINUTE: Micros = 60 * SECOND;
export const HOUR: Micros = 60 * MINUTE;
