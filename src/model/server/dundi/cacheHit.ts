/** What a look into the cache found of a peer. */
export type CacheHit = 'none' | 'answer' | 'hint';

/** What the last hit of `read` was. */
export interface HitDetail {
  /** The number exists there. */
  readonly found: boolean;
  /** Of a hint. */
  readonly prefix: string;
  /** Seconds of its life that are left. */
  readonly remaining: number;
}

export type RunningDetail = { -readonly [K in keyof HitDetail]: HitDetail[K] };
