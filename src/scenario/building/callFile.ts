import type { PlannedCall } from '../../model/config.ts';
import type { Micros } from '../../kernel/units.ts';
import { parseCsv, type CsvRow } from '../../text/csvTable.ts';
import { parseDuration } from '../../text/duration.ts';
import { didYouMean } from '../../text/nearest.ts';
import type { Place } from '../../text/place.ts';

/** Columns of a file of calls; `time`, `from` and `to` must be there. */
const COLUMNS = ['time', 'from', 'to', 'talk', 'patience', 'answers', 'logged'] as const;
const NEEDED = COLUMNS.slice(0, 3);
type Column = (typeof COLUMNS)[number];

/** More rows than this are more than a run of a day has. */
const MOST_ROWS = 200_000;
/** What a call may be dialled as: an extension, not a sentence. */
export const DIALLED = /^[0-9A-Za-z*#+._-]{1,79}$/;

/** A row: a call as it is planned, without what the scenario says for all of them. */
export interface FileCall extends Pick<PlannedCall, 'at' | 'dialled' | 'answers' | 'logged'> {
  /** A phone's number, or `pstn`. */
  readonly from: string;
  /** Undefined: as the element of the scenario says. */
  readonly talk: Micros | undefined;
  readonly patience: Micros | undefined;
  readonly place: Place;
}

/** What a file of calls says, and every mistake in it. */
export interface CallFile {
  readonly calls: readonly FileCall[];
  readonly mistakes: readonly { readonly place: Place; readonly text: string }[];
}

/** Reads `time,from,to,talk…` with a head. @param file as the user named it */
export function readCallFile(file: string, text: string): CallFile {
  const mistakes: { place: Place; text: string }[] = [];
  const mistake = (line: number, column: number, what: string): void => {
    mistakes.push({ place: { file, line, column }, text: what });
  };
  const rows = parseCsv(text);
  if ('problem' in rows) return { calls: [], mistakes: [{ place: { file, ...placeOf(rows) }, text: rows.problem }] };
  const [head, ...body] = rows;
  if (head === undefined)
    return { calls: [], mistakes: [{ place: { file, line: 0, column: 0 }, text: 'there is no call' }] };
  const places = columnsOf(head, mistake);
  if (body.length > MOST_ROWS)
    mistake(body[MOST_ROWS]!.line, 1, `more than ${MOST_ROWS} calls: this is longer than a run`);
  if (mistakes.length > 0) return { calls: [], mistakes };
  const calls = body.map((row) => new RowReader(file, row, places, mistake).call());
  return { calls: calls.filter((call) => call !== undefined), mistakes };
}

type Complain = (line: number, column: number, text: string) => void;

function columnsOf(head: CsvRow, mistake: Complain): ReadonlyMap<Column, number> {
  const places = new Map<Column, number>();
  for (const [at, { text, column }] of head.cells.entries()) {
    const name = text.trim().toLowerCase();
    const known = COLUMNS.find((one) => one === name);
    if (known === undefined)
      mistake(
        head.line,
        column,
        `unknown column "${text}"${didYouMean(name, COLUMNS) || `; known here: ${COLUMNS.join(', ')}`}`,
      );
    else if (places.has(known)) mistake(head.line, column, `the column "${known}" is here twice`);
    else places.set(known, at);
  }
  for (const name of NEEDED)
    if (!places.has(name)) mistake(head.line, 1, `the column "${name}" is missing: the first line names the columns`);
  return places;
}

class RowReader {
  private readonly file: string;
  private readonly row: CsvRow;
  private readonly places: ReadonlyMap<Column, number>;
  private readonly mistake: Complain;
  private isWrong = false;

  constructor(file: string, row: CsvRow, places: ReadonlyMap<Column, number>, mistake: Complain) {
    this.file = file;
    this.row = row;
    this.places = places;
    this.mistake = mistake;
  }

  /** Undefined: it has a mistake, which has been reported. */
  call(): FileCall | undefined {
    const { line, cells } = this.row;
    if (cells.length > this.places.size)
      this.complain(cells[this.places.size]!.column, `more cells than columns: ${cells.length} of ${this.places.size}`);
    const at = this.time('time');
    if (at === undefined && !this.isWrong) this.complain(1, 'a call has a time');
    const from = this.text('from');
    const dialled = this.text('to');
    for (const name of ['from', 'to'] as const)
      if (!DIALLED.test(this.text(name)))
        this.complain(
          this.column(name),
          this.text(name) === '' ? `the row has no "${name}"` : `"${this.text(name)}" is no number`,
        );
    const talk = this.time('talk');
    const patience = this.time('patience');
    const answers = this.text('answers').toLowerCase() === 'no' ? Infinity : this.time('answers');
    if (this.isWrong) return undefined;
    return {
      at: at!,
      from,
      dialled,
      talk,
      patience,
      ...(answers === undefined ? {} : { answers }),
      ...(this.text('logged') === '' ? {} : { logged: this.text('logged') }),
      place: { file: this.file, line, column: this.column('from') },
    };
  }

  private text(name: Column): string {
    const at = this.places.get(name);
    return at === undefined ? '' : (this.row.cells[at]?.text.trim() ?? '');
  }

  private column(name: Column): number {
    const { cells } = this.row;
    return cells[this.places.get(name) ?? 0]?.column ?? cells.at(-1)?.column ?? 1;
  }

  /** A time with its unit, or seconds; undefined: the cell is empty, or wrong. */
  private time(name: Column): Micros | undefined {
    const text = this.text(name);
    if (text === '') return undefined;
    const micros = parseDuration(/^\d+(\.\d+)?$/.test(text) ? `${text}s` : text);
    if (micros === undefined) {
      const other = name === 'answers' ? ', or no' : '';
      this.complain(this.column(name), `found "${text}", expected seconds or a time such as 12.5s${other}`);
    }
    return micros;
  }

  private complain(column: number, text: string): void {
    this.isWrong = true;
    this.mistake(this.row.line, column, text);
  }
}

function placeOf({ line, column }: { readonly line: number; readonly column: number }) {
  return { line, column };
}
