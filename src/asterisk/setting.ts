import type { Place } from '../text/place.ts';

/** A key with its value, from a .conf file or from a scenario. */
export interface Setting {
  readonly key: string;
  readonly value: string;
  /** Of the key. */
  readonly place: Place;
  readonly valuePlace: Place;
}
