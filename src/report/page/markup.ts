import { el, escaped, type Markup } from '../charts/svg.ts';

/** A cell of a table: a text, or a piece of HTML. */
export type Content = Markup | string;

/** Of what may be wider than the page: a keyboard scrolls it when it has the focus. */
function scrolled(name: string): Readonly<Record<string, string>> {
  return { 'tabindex': '0', 'role': 'group', 'aria-label': name };
}

/** Pieces one behind the other. */
export function all(pieces: readonly Markup[]): Markup {
  return { svg: pieces.map((piece) => `${piece.svg}\n`).join('') };
}

export function paragraph(text: Content): Markup {
  return el('p', {}, text);
}

/** A part of the page with a heading; nothing where it has no content. */
export function part(heading: string, content: readonly Markup[]): readonly Markup[] {
  return content.length === 0 ? [] : [el('section', {}, el('h2', {}, heading), all(content))];
}

/** Rows under a head; columns of numbers are aligned to the right. @param left the first columns, which are texts */
export function tableOf(head: readonly string[], rows: readonly (readonly Content[])[], left = 1): Markup {
  const cell = (name: string, content: Content, column: number): Markup =>
    el(name, column < left ? {} : { class: 'number' }, content);
  return el(
    'div',
    { class: 'scroll', ...scrolled('table') },
    el(
      'table',
      {},
      el('thead', {}, el('tr', {}, ...head.map((text, column) => cell('th', text, column)))),
      el('tbody', {}, ...rows.map((row) => el('tr', {}, ...row.map((content, column) => cell('td', content, column))))),
    ),
  );
}

export function list(items: readonly Content[]): Markup {
  return el('ul', {}, ...items.map((item) => el('li', {}, item)));
}

/** Text with its own lines, such as a table of aligned columns or a command. */
export function lined(text: string): Markup {
  const lines = text.replace(/^\n+|\n+$/g, '').split('\n');
  return { svg: `<pre tabindex="0">${lines.map(escaped).join('\n')}</pre>` };
}

/**
 * An SVG file as part of the page. What its `style` attributes say becomes presentation attributes, and its <style> goes
 * (the page has the same names): a Content-Security-Policy may so forbid every style but the page's own.
 */
export function picture(svg: string, kind: 'chart' | 'ladder'): Markup {
  const plain = svg
    .replace(/<style>[^<]*<\/style>\n?/g, '')
    .replace(/ style="([^"]*)"/g, (_, declarations: string) => attributesOf(declarations))
    .trim();
  const hint = el('p', { class: 'wide' }, `The ${kind} is wider than the screen: it scrolls sideways.`);
  return all([hint, el('figure', { class: kind, ...scrolled(kind) }, { svg: plain })]);
}

function attributesOf(declarations: string): string {
  return declarations
    .split(';')
    .map((declaration) => declaration.split(':'))
    .filter(([name]) => name!.trim() !== '')
    .map(([name, value]) => ` ${name!.trim()}="${value!.trim()}"`)
    .join('');
}
