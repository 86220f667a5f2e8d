import { el, lines, type Markup } from './svg.ts';

/**
 * Charts are drawn in dark on white. On a dark screen they are turned over: lightness alone, hues stay. Paper is always white.
 */
const STYLE =
  'svg { color-scheme: light dark; } @media screen and (prefers-color-scheme: dark) { svg { filter: invert(0.9) hue-rotate(180deg); } }';

/** Pixels, and the name that a screen reader says. */
export interface Picture {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  /** Patterns that the pieces refer to. */
  readonly defs?: readonly Markup[];
  readonly fontSize?: number;
  /** In place of colours that are turned over: a style sheet for light and dark, and the ground in its colours. */
  readonly style?: string;
  readonly ground?: { readonly fill: string } | { readonly style: string };
}

/** An SVG file with its ground, in light and dark; ends with a line feed. */
export function svgFile(picture: Picture, pieces: readonly Markup[]): string {
  const { title, width, height, defs = [], fontSize = 12, style = STYLE, ground = { fill: '#ffffff' } } = picture;
  const whole = el(
    'svg',
    {
      'xmlns': 'http://www.w3.org/2000/svg',
      width,
      height,
      'viewBox': `0 0 ${width} ${height}`,
      'role': 'img',
      'font-family': 'sans-serif',
      'font-size': fontSize,
    },
    lines([
      el('title', {}, title),
      { svg: `<style>${style}</style>` },
      ...(defs.length === 0 ? [] : [el('defs', {}, ...defs)]),
      el('rect', { width, height, ...ground }),
      ...pieces,
    ]),
    { svg: '\n' },
  );
  return `${whole.svg}\n`;
}
