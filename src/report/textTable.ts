/** Of all text that we print. */
export const LINE_WIDTH = 100;

export type Align = 'left' | 'right';

/**
 * Rows of cells in aligned columns, two blanks apart, indented by two. The first row is the head; `aligns` is by
 * column, right where it says nothing.
 */
export function table(rows: readonly (readonly string[])[], aligns: readonly Align[] = ['left']): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) => {
    const cells = row.map((cell, column) =>
      (aligns[column] ?? 'right') === 'left' ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
    );
    return `  ${cells.join('  ')}`.trimEnd();
  });
}

/** A paragraph indented by two, its later lines by four. */
export function prose(text: string): string[] {
  return wrap(text, '  ', LINE_WIDTH - 2).map((line) => `  ${line}`);
}

/** Breaks a text at blanks so that no line is longer than the width; later lines are indented. */
export function wrap(text: string, indent = '', width = LINE_WIDTH): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length > width && line.trim() !== '') {
      lines.push(line);
      line = indent + word;
    } else line = longer;
  }
  return [...lines, line];
}
