import { SECOND, type Micros } from '../../kernel/units.ts';
import { parseCsv, type CsvRow } from '../../text/csvTable.ts';
import type { Remark } from '../../text/mistake.ts';
import type { Place } from '../../text/place.ts';
import { wallTime } from './wallTime.ts';

/** A call as a server recorded it (cdr_csv.c, cdr_custom.c: Master.csv; or a table with the names of its columns). */
export interface Cdr {
  readonly src: string;
  readonly dst: string;
  /** Account of the caller's channel, `SIP/1001-0825ae30` gives `1001`; empty: no SIP channel. */
  readonly caller: string;
  /** The same of the called channel; empty: none, or no SIP channel. */
  readonly called: string;
  /** `SIP`, `IAX2`, `Zap`, … */
  readonly tech: string;
  readonly lastApplication: string;
  /** µs since 1970 by the server's clock. */
  readonly start: Micros;
  /** From start to end, and from answer to end. */
  readonly duration: Micros;
  readonly talked: Micros;
  /** `ANSWERED`, `NO ANSWER`, `BUSY`, `FAILED`, `CONGESTION` */
  readonly disposition: string;
  readonly place: Place;
}

const COLUMNS = [
  'src',
  'dst',
  'channel',
  'called',
  'application',
  'start',
  'duration',
  'billed',
  'disposition',
] as const;

/** Which column of a row is which, from 0. */
type Layout = Readonly<Record<(typeof COLUMNS)[number], number>>;

/** Master.csv (cdr_csv.c:build_csv_record); what comes behind these depends on cdr.conf: uniqueid, userfield, linkedid. */
const MASTER: Layout = {
  src: 1,
  dst: 2,
  channel: 5,
  called: 6,
  application: 7,
  start: 9,
  duration: 12,
  billed: 13,
  disposition: 14,
};
/** Master.csv of cdr_custom.conf as it is shipped: the caller's name first, the account code behind the flags. */
const CUSTOM: Layout = {
  src: 1,
  dst: 2,
  channel: 4,
  called: 5,
  application: 6,
  start: 8,
  duration: 11,
  billed: 12,
  disposition: 13,
};
/** Names of columns in an export from a database (cdr_mysql.c, cdr_adaptive_odbc.c), where they differ. */
const NAMES: ReadonlyMap<string, (typeof COLUMNS)[number]> = new Map([
  ...COLUMNS.map((name) => [name, name] as const),
  ['dstchannel', 'called'],
  ['lastapp', 'application'],
  ['calldate', 'start'],
  ['billsec', 'billed'],
]);
const LEAST_COLUMNS = 16;
/** Mistakes of one file that are listed. */
const MOST_REMARKS = 20;

/** Reads a Master.csv; every row that is none is a mistake with its place. */
export function readCdrs(
  file: string,
  text: string,
): { readonly cdrs: readonly Cdr[]; readonly mistakes: readonly Remark[] } {
  const mistakes: Remark[] = [];
  const mistake = (line: number, column: number, what: string): void => {
    if (mistakes.length < MOST_REMARKS)
      mistakes.push({ severity: 'mistake', place: { file, line, column }, text: what });
  };
  const rows = parseCsv(text);
  if ('problem' in rows) {
    mistake(rows.line, rows.column, rows.problem);
    return { cdrs: [], mistakes };
  }
  if (rows.length === 0) mistake(0, 0, 'there is no call in it');
  const named = layoutOfHead(rows[0]);
  if (named !== undefined && 'missing' in named)
    mistake(rows[0]!.line, 1, `the columns have names, and there is none of ${named.missing.join(', ')}`);
  const layout = named === undefined || 'missing' in named ? undefined : named;
  const cdrs = rows
    .slice(named === undefined ? 0 : 1)
    .map((row) => cdrOf(file, row, layout ?? layoutOf(row), mistake))
    .filter((cdr) => cdr !== undefined);
  return { cdrs, mistakes };
}

/** Undefined: the first row is a call. */
function layoutOfHead(row: CsvRow | undefined): Layout | { readonly missing: readonly string[] } | undefined {
  const at = new Map<string, number>();
  row?.cells.forEach(({ text }, index) => {
    const name = NAMES.get(text.trim().toLowerCase());
    if (name !== undefined && !at.has(name)) at.set(name, index);
  });
  if (!at.has('src') || !at.has('dst')) return undefined;
  const missing = COLUMNS.filter((name) => !at.has(name));
  return missing.length > 0 ? { missing } : (Object.fromEntries(at) as Layout);
}

/** The start of a call is where only one of the two has it: Master.csv has the caller's last step there. */
function layoutOf({ cells }: CsvRow): Layout {
  const isTime = (at: number): boolean => wallTime(cells[at]?.text ?? '') !== undefined;
  return isTime(CUSTOM.start) && /^\d+$/.test(cells[CUSTOM.duration]?.text ?? '') ? CUSTOM : MASTER;
}

function cdrOf(
  file: string,
  { line, cells }: CsvRow,
  layout: Layout,
  mistake: (line: number, column: number, text: string) => void,
): Cdr | undefined {
  if (cells.length < Math.min(LEAST_COLUMNS, 1 + Math.max(...Object.values(layout)))) {
    mistake(line, 1, `found ${cells.length} columns; a row of Master.csv has at least ${LEAST_COLUMNS}`);
    return undefined;
  }
  const cell = (at: number): string => cells[at]!.text;
  const start = wallTime(cell(layout.start));
  if (start === undefined) {
    mistake(
      line,
      cells[layout.start]!.column,
      `found "${cell(layout.start)}", expected the start of a call such as 2026-03-02 10:00:59`,
    );
    return undefined;
  }
  for (const at of [layout.duration, layout.billed]) {
    if (/^\d{1,9}$/.test(cell(at))) continue;
    mistake(line, cells[at]!.column, `found "${cell(at)}", expected whole seconds`);
    return undefined;
  }
  return {
    src: cell(layout.src),
    dst: cell(layout.dst),
    caller: accountOf(cell(layout.channel)),
    called: accountOf(cell(layout.called)),
    tech: cell(layout.channel).split('/')[0]!,
    lastApplication: cell(layout.application),
    start,
    duration: Number(cell(layout.duration)) * SECOND,
    talked: Number(cell(layout.billed)) * SECOND,
    disposition: cell(layout.disposition).toUpperCase(),
    place: { file, line, column: 1 },
  };
}

/** `SIP/1001-0825ae30`, `PJSIP/1001-00000003` */
function accountOf(channel: string): string {
  return /^(?:PJ)?SIP\/(.+)-[0-9a-f]+$/i.exec(channel)?.[1] ?? '';
}
