/** Columns of a node: its ten children, and what is known of its text. */
const STATE = 10;
const WIDTH = 11;
const FIRST_ROOM = 16;

/** STATE: 1 when the text of the node is in the set, and 2 for each longer text that begins with it. */
const ENDS = 1;
const LONGER = 2;

/**
 * A child is the place of a node, or one of these. NOTHING: no text has that digit there. LEAF: one text ends with that
 * digit, and no text is longer. NOT_THERE: the result of a search that found no node.
 */
const NOTHING = 0;
const LEAF = -1;
const NOT_THERE = -2;

/** What a walk has seen (`DigitTree.walk`). */
export function isThere(walk: number): boolean {
  return (walk & ENDS) !== 0;
}

export function goesOn(walk: number): boolean {
  return (walk & LONGER) !== 0;
}

/** How many of its first digits some text of the set begins with, or is. */
export function digitsKnown(walk: number): number {
  return walk >> 2;
}

/**
 * A set of texts of digits: is a text in it, and does any begin with it?
 *
 * A DUNDi question to a server is up to seven such tests, of one number and of its beginnings: one walk answers them all.
 * All that is known of a node is side by side: a server of fifty is asked so seldom that the processor has forgotten it.
 */
export class DigitTree {
  /** Node 0 is the empty text; a node is known by the place of its first column. It stays when its texts are removed. */
  private cells = new Int32Array(WIDTH * FIRST_ROOM);
  private used = WIDTH;

  /** Only a text of one digit or more can be in the set. */
  static fits(text: string): boolean {
    for (let i = 0; i < text.length; i++) if (digitAt(text, i) < 0) return false;
    return text !== '';
  }

  /** A text that fits and is not in the set. */
  add(text: string): void {
    let node = 0;
    for (let i = 0; i < text.length; i++) {
      this.cells[node + STATE]! += LONGER;
      const place = node + digitAt(text, i);
      const child = this.cells[place]!;
      const isLast = i === text.length - 1;
      if (child > 0) node = child;
      else if (isLast) {
        this.cells[place] = LEAF;
        return;
      } else node = this.grow(place, child);
    }
    this.cells[node + STATE]! += ENDS;
  }

  /** A text that is in the set. */
  remove(text: string): void {
    let node = 0;
    for (let i = 0; i < text.length; i++) {
      this.cells[node + STATE]! -= LONGER;
      const place = node + digitAt(text, i);
      node = this.cells[place]!;
      if (node === LEAF) this.cells[place] = NOTHING;
    }
    if (node > 0) this.cells[node + STATE]! -= ENDS;
  }

  has(text: string): boolean {
    const node = this.find(text);
    return node === LEAF || (node > 0 && (this.cells[node + STATE]! & ENDS) !== 0);
  }

  /** Some text begins with `prefix` and is longer. */
  isBegun(prefix: string): boolean {
    const node = this.find(prefix);
    return node >= 0 && this.cells[node + STATE]! >= LONGER;
  }

  /** `has` and `isBegun` of a text that fits, and of all its beginnings: read by `isThere`, `goesOn` and `digitsKnown`. */
  walk(text: string): number {
    const { cells } = this;
    const { length } = text;
    let node = 0;
    for (let i = 0; i < length; i++) {
      node = cells[node + digitAt(text, i)]!;
      if (node === LEAF) return ((i + 1) << 2) | (i === length - 1 ? ENDS : 0);
      // A node whose texts have been removed is as if it were not there.
      if (node === NOTHING || cells[node + STATE] === 0) return i << 2;
    }
    const state = cells[node + STATE]!;
    return (length << 2) | (state & ENDS) | (state >= LONGER ? LONGER : 0);
  }

  /** Node, LEAF or NOT_THERE. */
  private find(text: string): number {
    let node = 0;
    for (let i = 0; i < text.length; i++) {
      const digit = digitAt(text, i);
      if (node === LEAF || digit < 0) return NOT_THERE;
      node = this.cells[node + digit]!;
      if (node === NOTHING) return NOT_THERE;
    }
    return node;
  }

  /** A node in the place of a child that is none. */
  private grow(place: number, child: number): number {
    const node = this.used;
    this.used += WIDTH;
    if (node === this.cells.length) {
      const cells = new Int32Array(2 * node);
      cells.set(this.cells);
      this.cells = cells;
    }
    this.cells[place] = node;
    this.cells[node + STATE] = child === LEAF ? ENDS : 0;
    return node;
  }
}

/** Below 0 or above 9: no digit. */
function digitAt(text: string, place: number): number {
  const digit = text.charCodeAt(place) - 48;
  return digit > 9 ? -1 : digit;
}
