/** A piece of SVG; texts become one only by escaping. */
export interface Markup {
  readonly svg: string;
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

/**
 * An element. Strings among the children are text and are escaped; numbers are rounded to 0.1, so that the same data
 * give the same bytes on every engine.
 */
export function el(name: string, attributes: Attributes, ...children: readonly (Markup | string)[]): Markup {
  const written = Object.entries(attributes)
    .map(([key, value]) =>
      value === undefined ? '' : ` ${key}="${typeof value === 'number' ? tenth(value) : escaped(value)}"`,
    )
    .join('');
  const inner = children.map((child) => (typeof child === 'string' ? escaped(child) : child.svg)).join('');
  return { svg: inner === '' ? `<${name}${written}/>` : `<${name}${written}>${inner}</${name}>` };
}

/** Several pieces, each on a line of its own. */
export function lines(pieces: readonly Markup[]): Markup {
  return { svg: pieces.map((piece) => `\n${piece.svg}`).join('') };
}

/** To 0.1 and without `-0`: d3's log scale goes through Math.log, whose last digit is the engine's own affair. */
export function tenth(value: number): string {
  const text = value.toFixed(1).replace(/\.0$/, '');
  return text === '-0' ? '0' : text;
}

/** Room that a text takes in the generic sans-serif font, guessed on the large side. */
export function textWidth(text: string, size: number): number {
  return text.length * size * 0.53;
}

/** A text as it is written in SVG and HTML; control characters, line feeds too, become blanks. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/\p{Cc}/gu, ' ');
}
