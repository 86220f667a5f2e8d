import type { Extension } from './extension.ts';
import type { Pattern } from './patterns.ts';

/** Extensions of a context without a pattern that only some may dial, by what they match. Most contexts have none. */
export class CallerExtensions {
  private places: Map<string, Extension[]> | undefined;

  /** `like`: those that there are at first. */
  constructor(like?: CallerExtensions) {
    if (like?.places !== undefined)
      this.places = new Map([...like.places].map(([key, places]) => [key, [...places]] as const));
  }

  get size(): number {
    return this.places?.size ?? 0;
  }

  get(key: string): Extension[] | undefined {
    return this.places?.get(key);
  }

  all(): readonly Extension[] {
    return this.places === undefined ? [] : [...this.places.values()].flat();
  }

  /** The one of that caller, which is made if need be. */
  placeFor(key: string, pattern: Pattern, caller: Pattern): Extension {
    const places = this.get(key) ?? [];
    const there = places.find((place) => place.caller!.text === caller.text);
    if (there !== undefined) return there;
    const place: Extension = { pattern, caller, steps: new Map() };
    places.push(place);
    this.places ??= new Map();
    this.places.set(key, places);
    return place;
  }
}
