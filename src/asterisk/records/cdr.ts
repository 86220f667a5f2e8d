import { SECOND, type Micros } from '../../kernel/units.ts';
import { parseCsv, type CsvRow } from '../../text/csvTable.ts';
import type { Remark } from '../../text/mistake.ts';
import type { Place } from '../../text/place.ts';
import { wallTime } from './wallTime.ts';

/** A call as a server recorded it (cdr/cdr_csv.c: Master.csv). */
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

/** Columns of Master.csv (cdr_csv.c:build_csv_record); what comes behind them depends on cdr.conf. */
const AT = {
  src: 1,
  dst: 2,
  channel: 5,
  called: 6,
  application: 7,
  start: 9,
  duration: 12,
  billed: 13,
  disposition: 14,
} as const;
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
  const cdrs = rows.map((row) => cdrOf(file, row, mistake)).filter((cdr) => cdr !== undefined);
  return { cdrs, mistakes };
}

function cdrOf(
  file: string,
  { line, cells }: CsvRow,
  mistake: (line: number, column: number, text: string) => void,
): Cdr | undefined {
  if (cells.length < LEAST_COLUMNS) {
    mistake(line, 1, `found ${cells.length} columns; a row of Master.csv has at least ${LEAST_COLUMNS}`);
    return undefined;
  }
  const cell = (at: number): string => cells[at]!.text;
  const start = wallTime(cell(AT.start));
  if (start === undefined) {
    mistake(
      line,
      cells[AT.start]!.column,
      `found "${cell(AT.start)}", expected the start of a call such as 2026-03-02 10:00:59`,
    );
    return undefined;
  }
  for (const at of [AT.duration, AT.billed]) {
    if (/^\d{1,9}$/.test(cell(at))) continue;
    mistake(line, cells[at]!.column, `found "${cell(at)}", expected whole seconds`);
    return undefined;
  }
  return {
    src: cell(AT.src),
    dst: cell(AT.dst),
    caller: accountOf(cell(AT.channel)),
    called: accountOf(cell(AT.called)),
    tech: cell(AT.channel).split('/')[0]!,
    lastApplication: cell(AT.application),
    start,
    duration: Number(cell(AT.duration)) * SECOND,
    talked: Number(cell(AT.billed)) * SECOND,
    disposition: cell(AT.disposition).toUpperCase(),
    place: { file, line, column: 1 },
  };
}

/** `SIP/1001-0825ae30`, `PJSIP/1001-00000003` */
function accountOf(channel: string): string {
  return /^(?:PJ)?SIP\/(.+)-[0-9a-f]+$/i.exec(channel)?.[1] ?? '';
}
