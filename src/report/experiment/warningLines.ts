import { prose } from '../textTable.ts';

const NUMBER = /\d+(?:\.\d+)?/g;

/**
 * Warnings of several points, each once: those that differ in their numbers alone are one, with the least and the
 * greatest of these: `17 to 19 %`. `where` names the points.
 */
export function warningLines(
  points: readonly { readonly warnings: readonly string[] }[],
  where: { readonly one: string; readonly all: string },
): readonly string[] {
  const alike = new Map<string, string[]>();
  for (const text of points.flatMap(({ warnings }) => warnings)) {
    const kind = text.replaceAll(NUMBER, '#');
    alike.set(kind, [...(alike.get(kind) ?? []), text]);
  }
  return [...alike.values()].flatMap((texts) => {
    const at = texts.length === points.length ? where.all : `${texts.length} of ${points.length} ${where.one}`;
    return prose(`Warning, at ${at}: ${inOne(texts)}.`);
  });
}

function inOne(texts: readonly string[]): string {
  const numbers = texts.map((text) => [...text.matchAll(NUMBER)].map(([number]) => Number(number)));
  let place = 0;
  return texts[0]!.replaceAll(NUMBER, (own) => {
    const all = numbers.map((of) => of[place]!);
    place += 1;
    const [least, most] = [Math.min(...all), Math.max(...all)];
    return least === most ? own : `${least} to ${most}`;
  });
}
