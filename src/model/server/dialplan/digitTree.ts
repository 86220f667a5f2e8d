const DIGITS = 10;
const FIRST_ROOM = 16;

/**
 * A child is the number of a node, or one of these. NOTHING: no text has that digit there. LEAF: one text ends with that
 * digit, and no text is longer. NOT_THERE: the result of a search that found no node.
 */
const NOTHING = 0;
const LEAF = -1;
const NOT_THERE = -2;

/**
 * A set of texts of digits: is a text in it, and does any begin with it?
 *
 * A DUNDi question to a server is up to seven such tests, of one number and of its beginnings. Here they read the same
 * memory again; hash tables read another part of memory each time.
 */
export class DigitTree {
  /** Of each node, its ten children. Node 0 is the empty text. A node stays when its texts are removed. */
  private children = new Int32Array(DIGITS * FIRST_ROOM);
  /** Of each node: 1 when its text is in the set. */
  private ends = new Uint8Array(FIRST_ROOM);
  /** Of each node: texts that begin with it and are longer. */
  private longer = new Int32Array(FIRST_ROOM);
  private nodes = 1;

  /** Only a text of one digit or more can be in the set. */
  static fits(text: string): boolean {
    for (let i = 0; i < text.length; i++) if (digitAt(text, i) < 0) return false;
    return text !== '';
  }

  /** A text that fits and is not in the set. */
  add(text: string): void {
    let node = 0;
    for (let i = 0; i < text.length; i++) {
      this.longer[node]!++;
      const place = node * DIGITS + digitAt(text, i);
      const child = this.children[place]!;
      const isLast = i === text.length - 1;
      if (child > 0) node = child;
      else if (isLast) {
        this.children[place] = LEAF;
        return;
      } else node = this.grow(place, child);
    }
    this.ends[node] = 1;
  }

  /** A text that is in the set. */
  remove(text: string): void {
    let node = 0;
    for (let i = 0; i < text.length; i++) {
      this.longer[node]!--;
      const place = node * DIGITS + digitAt(text, i);
      node = this.children[place]!;
      if (node === LEAF) this.children[place] = NOTHING;
    }
    if (node > 0) this.ends[node] = 0;
  }

  has(text: string): boolean {
    const node = this.find(text);
    return node === LEAF || (node > 0 && this.ends[node] === 1);
  }

  /** Some text begins with `prefix` and is longer. */
  isBegun(prefix: string): boolean {
    const node = this.find(prefix);
    return node >= 0 && this.longer[node]! > 0;
  }

  /** Node, LEAF or NOT_THERE. */
  private find(text: string): number {
    let node = 0;
    for (let i = 0; i < text.length; i++) {
      const digit = digitAt(text, i);
      if (node === LEAF || digit < 0) return NOT_THERE;
      node = this.children[node * DIGITS + digit]!;
      if (node === NOTHING) return NOT_THERE;
    }
    return node;
  }

  /** A node in the place of a child that is none. */
  private grow(place: number, child: number): number {
    const node = this.nodes++;
    if (node === this.ends.length) {
      const room = 2 * node;
      const { children, ends, longer } = this;
      this.children = new Int32Array(DIGITS * room);
      this.children.set(children);
      this.ends = new Uint8Array(room);
      this.ends.set(ends);
      this.longer = new Int32Array(room);
      this.longer.set(longer);
    }
    this.children[place] = node;
    this.ends[node] = child === LEAF ? 1 : 0;
    return node;
  }
}

/** Below 0 or above 9: no digit. */
function digitAt(text: string, place: number): number {
  const digit = text.charCodeAt(place) - 48;
  return digit > 9 ? -1 : digit;
}
