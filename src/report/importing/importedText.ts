import { wallText, type LoggedFault, type RecordedCalls } from '../../asterisk/index.ts';
import { HOUR, SECOND, type Micros } from '../../kernel/units.ts';
import type { Cell } from '../csvRows.ts';

/** Quantiles of what people did, as a distribution of the scenario has them. */
const QUANTILES = [10, 25, 50, 75, 90, 95, 99] as const;
/** Times of calls are counted from so long before the first one. */
const LEAD: Micros = 60 * SECOND;
const DAY: Micros = 24 * HOUR;
/** Of the last call, until the run ends. */
const TAIL: Micros = 120 * SECOND;
/** Numbers in a line of YAML. */
const IN_A_LINE = 16;

export interface Imported {
  readonly recorded: RecordedCalls;
  readonly phones: readonly string[];
  readonly faults: readonly LoggedFault[];
  /** Folder of the .conf files, relative to the scenario; empty: the paper's. */
  readonly asterisk: string;
  readonly profile: string;
  /** The files that it was made from, for a comment. */
  readonly sources: readonly string[];
}

/** Virtual time 0, µs since 1970: a whole minute. */
export function beginningOf({ recorded: { calls } }: Imported): Micros {
  const minute = 60 * SECOND;
  return Math.floor((calls[0]!.start - LEAD) / minute) * minute;
}

/** The rows of calls.csv, the head first. */
export function callRows(imported: Imported): readonly (readonly Cell[])[] {
  const zero = beginningOf(imported);
  const rows = imported.recorded.calls.map(({ start, from, to, talked, waited, disposition }) => {
    const answered = disposition === 'ANSWERED';
    return [
      (start - zero) / SECOND,
      from,
      to,
      answered ? talked / SECOND : '',
      answered ? '' : waited / SECOND,
      answered ? waited / SECOND : disposition === 'NO ANSWER' ? 'no' : '',
      disposition,
    ];
  });
  return [['time', 'from', 'to', 'talk', 'patience', 'answers', 'logged'], ...rows];
}

/** The scenario, with the faults of the logs. */
export function scenarioText(imported: Imported): string {
  const { recorded, faults, asterisk, profile, sources } = imported;
  const zero = beginningOf(imported);
  const last = recorded.calls.reduce((end, call) => Math.max(end, call.start + call.waited + call.talked), zero);
  const answered = recorded.calls.filter(({ disposition }) => disposition === 'ANSWERED');
  const waits = quantiles(answered.map(({ waited }) => waited));
  const talks = quantiles(answered.map(({ talked }) => talked));
  const clock = zero % DAY;
  return [
    `# Imported from ${sources.join(', ')}. Virtual time 0 is ${wallText(zero)} of the records.`,
    `# ${recorded.calls.length} calls of ${imported.phones.length} phones, ${percentInternal(recorded)} % of them to a phone.`,
    'title: Imported calls',
    `profile: ${profile}`,
    ...(asterisk === '' ? [] : [`asterisk: ${asterisk}`]),
    `duration: ${Math.ceil((last - zero + TAIL) / SECOND)}s`,
    'phones:',
    ...groups(imported, waits),
    '',
    '# Every call as it was made; or, without its comment marks, calls as frequent and as long, at other moments.',
    'calls: { file: calls.csv }',
    '# calls:',
    `#   - clock: ${Math.floor(clock / SECOND)}s`,
    `#     talk: ${talks}`,
    `#     byHour: [${hourly(imported).join(', ')}]`,
    ...(faults.length === 0 ? [] : ['', 'faults:', ...faults.map((fault) => faultLine(fault, zero))]),
    '',
  ].join('\n');
}

function groups({ phones, recorded: { homes } }: Imported, waits: string): readonly string[] {
  const byHome = new Map<string, string[]>();
  for (const phone of phones) {
    const home = homes.get(phone) ?? '';
    const own = byHome.get(home);
    if (own === undefined) byHome.set(home, [phone]);
    else own.push(phone);
  }
  return [...byHome]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([home, numbers]) => [
      `  ${home === '' ? 'phones' : `of-${home}`}:`,
      `    numbers:${lineOf(numbers)}`,
      ...(home === '' ? [] : [`    home: ${home}`]),
      `    answerAfter: ${waits}`,
    ]);
}

/** Numbers that follow each other as ranges. */
function lineOf(numbers: readonly string[]): string {
  const ranges: string[] = [];
  for (let i = 0; i < numbers.length;) {
    let last = i;
    while (last + 1 < numbers.length && follows(numbers[last]!, numbers[last + 1]!)) last++;
    ranges.push(last > i ? `${numbers[i]}..${numbers[last]}` : numbers[i]!);
    i = last + 1;
  }
  if (ranges.length <= IN_A_LINE) return ` ${JSON.stringify(ranges.join(', '))}`;
  const lines = Array.from({ length: Math.ceil(ranges.length / IN_A_LINE) }, (_, n) =>
    ranges.slice(n * IN_A_LINE, (n + 1) * IN_A_LINE).join(', '),
  );
  return ` >-\n${lines.map((line, i) => `      ${line}${i === lines.length - 1 ? '' : ','}`).join('\n')}`;
}

function follows(a: string, b: string): boolean {
  return /^[1-9]\d*$/.test(a) && /^[1-9]\d*$/.test(b) && a.length === b.length && Number(b) === Number(a) + 1;
}

/** `quantiles p10=4s p50=20s`; of nothing, the usual. */
function quantiles(values: readonly Micros[]): string {
  if (values.length === 0) return '5s';
  const sorted = [...values].sort((a, b) => a - b);
  const points = QUANTILES.map((p) => {
    const value = sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)]!;
    return `p${p}=${value / SECOND}s`;
  });
  return `quantiles ${points.join(' ')}`;
}

/** Calls of each hour of the day, over the days that the records cover. */
export function hourly(imported: Imported): readonly string[] {
  const { calls } = imported.recorded;
  const zero = beginningOf(imported);
  const counts = new Array<number>(24).fill(0);
  for (const { start } of calls) counts[Math.floor((start % DAY) / HOUR)]!++;
  const days = Math.max(1, Math.floor((calls.at(-1)!.start - (zero - (zero % DAY))) / DAY) + 1);
  return counts.map((number) => `${Number((number / days).toFixed(2))}/h`);
}

export function percentInternal({ calls }: RecordedCalls): number {
  return Math.round((100 * calls.filter(({ isInternal }) => isInternal).length) / calls.length);
}

function faultLine({ at, kind, server, because, place }: LoggedFault, zero: Micros): string {
  const what = server === '' ? `${kind === 'stopDatabase' ? 'stop' : 'start'}: database` : `${kind}: ${server}`;
  return `  - { at: ${Math.max(0, (at - zero) / SECOND)}s, ${what} } # ${place.file}:${place.line}, ${because}`;
}
