import { DOCUMENT_TEXTS, measures, OUTCOME_DEFINITIONS, rangeOf } from '../../../src/measure/definitions.ts';
import { FILES } from '../../../src/report/fileTable.ts';
import { code, table } from './markdown.ts';

/** Every file on a line. */
export function files(): string {
  return `\n${table(
    ['file', 'written by', 'what it holds'],
    FILES.map(({ name, by, says }) => [code(name), by, says]),
  )}\n`;
}

/** Every table and JSON document with its columns and keys. */
export function columns(): string {
  const parts = FILES.filter((file) => file.columns !== undefined).map(({ name, says, columns: all = [], further }) => {
    const rows = all.map((one) => [code(one.name), one.unit, one.says]);
    const head = [name.endsWith('.json') ? 'key' : 'column', 'unit', 'meaning'];
    return `### ${code(name)}\n\n${says}\n\n${table(head, rows)}${further === undefined ? '' : `\n${further}\n`}`;
  });
  return `\n${parts.join('\n')}\n`;
}

/** Every key of the document of `--json`: texts, then measures. */
export function documentKeys(): string {
  const texts = Object.entries(DOCUMENT_TEXTS).map(([name, says]) => [code(name), 'text', '', says, '']);
  const figures = measures().map((measure) => {
    const { path, unit, quantiles, says, source, shareOf, windowed } = measure;
    const also = [shareOf === undefined ? '' : `% of ${code(shareOf)}`, windowed ? 'windows' : ''].filter(
      (text) => text !== '',
    );
    const name = quantiles.length === 0 ? code(path) : `${code(path)}: ${quantiles.map(code).join(' ')}`;
    return [name, unit, rangeOf(measure), source === undefined ? says : `${says} (${source})`, also.join(', ')];
  });
  return `\n${table(['key', 'unit', 'range', 'definition', 'in expressions'], [...texts, ...figures])}\n`;
}

export function outcomes(): string {
  return `\n${table(
    ['outcome', 'meaning'],
    Object.entries(OUTCOME_DEFINITIONS).map(([name, says]) => [code(name), says]),
  )}\n`;
}
