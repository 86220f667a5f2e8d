/** A distribution as plain data; times are in microseconds. `draw` and `meanOf` read it. */
export type Distribution =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'exponential'; readonly mean: number }
  | { readonly kind: 'uniform'; readonly from: number; readonly to: number };
