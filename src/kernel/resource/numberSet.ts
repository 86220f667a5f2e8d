import { broken } from '../assert.ts';

const ROOM_AT_FIRST = 8;
/** At more than 4/5 full a search for what is not there visits more than a dozen places. */
const FULLEST = 0.8;
const GROWTH = 1.25;
const EMPTY = -1;
const PER_2_32 = 1 / 0x1_0000_0000;

/**
 * A set of whole numbers 0..2^31-1, in 5 to 7 bytes a number where a `Set` takes 20 to 27. Its order is that of the
 * numbers' hashes: the same numbers, put in another order, may come out in another one.
 *
 * Open addressing with linear probing; a deletion moves back what was pushed on (Knuth, "The Art of Computer Programming",
 * volume 3, 6.4, algorithm R).
 */
export class NumberSet {
  private places = new Int32Array(ROOM_AT_FIRST).fill(EMPTY);
  private count = 0;

  get size(): number {
    return this.count;
  }

  /** Room for `numbers` more at once: to grow step by step moves each of them four times. */
  reserve(numbers: number): void {
    const room = Math.ceil((this.count + numbers) / FULLEST);
    if (room > this.places.length) this.resize(room);
  }

  /** False for what is no such number. */
  has(number: number): boolean {
    return number >= 0 && this.places[this.placeOf(number)] === number;
  }

  /** False when it was there. */
  add(number: number): boolean {
    if ((number | 0) !== number || number < 0) broken(`${number} in a set of whole numbers`);
    if (this.count + 1 > FULLEST * this.places.length) this.resize(Math.ceil(this.places.length * GROWTH));
    const place = this.placeOf(number);
    if (this.places[place] === number) return false;
    this.places[place] = number;
    this.count++;
    return true;
  }

  /** False when it was not there. */
  delete(number: number): boolean {
    if (!this.has(number)) return false;
    const { places } = this;
    let hole = this.placeOf(number);
    this.count--;
    for (let at = this.after(hole); places[at] !== EMPTY; at = this.after(at)) {
      const wanted = this.firstPlaceOf(places[at]!);
      // It may go back to the hole unless the place that it would like best lies between the two.
      const isBetween = hole < at ? hole < wanted && wanted <= at : hole < wanted || wanted <= at;
      if (isBetween) continue;
      places[hole] = places[at]!;
      hole = at;
    }
    places[hole] = EMPTY;
    return true;
  }

  /** In no order that means anything. */
  values(): readonly number[] {
    return [...this.places].filter((number) => number !== EMPTY);
  }

  /** Where it is, or the empty place where it belongs. */
  private placeOf(number: number): number {
    const { places } = this;
    let place = this.firstPlaceOf(number);
    while (places[place] !== EMPTY && places[place] !== number) place = this.after(place);
    return place;
  }

  /** The golden ratio's multiplicative hash (Knuth, 6.4), as a share of the places. */
  private firstPlaceOf(number: number): number {
    return Math.floor((Math.imul(number, 0x9e3779b1) >>> 0) * PER_2_32 * this.places.length);
  }

  private after(place: number): number {
    return place + 1 === this.places.length ? 0 : place + 1;
  }

  private resize(room: number): void {
    const { places } = this;
    this.places = new Int32Array(room).fill(EMPTY);
    for (const number of places) if (number !== EMPTY) this.places[this.placeOf(number)] = number;
  }
}
