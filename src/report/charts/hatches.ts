import type { ClassLook, Hatch } from '../run/callClass.ts';
import { el, type Markup } from './svg.ts';

/** Pixels after which a hatching repeats. */
const SIZE = 6;

const LINES: Readonly<Record<Hatch, string>> = {
  rising: 'M-1 7L7 -1M-1 1L1 -1M5 7L7 5',
  falling: 'M-1 -1L7 7M5 -1L7 1M-1 5L1 7',
  level: 'M0 1.5H6M0 4.5H6',
  upright: 'M1.5 0V6M4.5 0V6',
  dots: 'M1.5 1.5h0M4.5 4.5h0',
};

/** What `fill` says of a class. */
export function fillOf(name: string, look: ClassLook): string {
  return look.hatch === undefined ? look.colour : `url(#class-${name})`;
}

/** The pattern that `fillOf` refers to; undefined: the class is of one colour. */
export function hatchOf(name: string, { colour, hatch }: ClassLook): Markup | undefined {
  if (hatch === undefined) return undefined;
  return el(
    'pattern',
    { id: `class-${name}`, width: SIZE, height: SIZE, patternUnits: 'userSpaceOnUse' },
    el('rect', { width: SIZE, height: SIZE, fill: colour }),
    el('path', {
      'd': LINES[hatch.kind],
      'fill': 'none',
      'stroke': hatch.colour,
      'stroke-width': hatch.kind === 'dots' ? 2 : 1.2,
      'stroke-linecap': hatch.kind === 'dots' ? 'round' : undefined,
    }),
  );
}
