import { atoi, splitArguments } from '../arguments.ts';
import { PENDING } from '../services.ts';
import { substitute } from '../substitution.ts';
import type { Thread } from '../channelThread.ts';
import type { FunctionCode, FunctionFamily, WriterFamily } from './functionCode.ts';

/** Sources: func_strings.c, func_uri.c, func_math.c, func_rand.c, func_cut.c of 16.28.0 (TRIM and its kin: 22.10.1). */
export const STRINGS: FunctionFamily = {
  /** REPLACE(variable,characters[,character]): each of the characters; without the last one they are taken away. */
  REPLACE(thread, args) {
    const [name = '', characters = '', by = ''] = splitArguments(args, thread.dialect, 3);
    return [...(thread.get(name) ?? '')].map((it) => (characters.includes(it) ? by.slice(0, 1) : it)).join('');
  },
  /** STRREPLACE(variable,text[,other[,times]]) */
  STRREPLACE(thread, args) {
    const [name = '', text = '', by = '', times = ''] = splitArguments(args, thread.dialect, 4);
    const parts = text === '' ? [thread.get(name) ?? ''] : (thread.get(name) ?? '').split(text);
    const most = atoi(times) > 0 ? atoi(times) : parts.length;
    return parts.slice(1).reduce((made, part, index) => `${made}${index < most ? by : text}${part}`, parts[0]!);
  },
  URIENCODE: (_, args) => encoded(args),
  URIDECODE: (_, args) =>
    args.replace(/%([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
  QUOTE: (_, args) => `"${args.replace(/[\\"]/g, '\\$&')}"`,
  CSV_QUOTE: (_, args) => `"${args.replaceAll('"', '""')}"`,
  PASSTHRU: (_, args) => args,
  EVAL(_, args, scope) {
    const value = substitute(args, scope);
    return value === PENDING ? PENDING : value;
  },
  TRIM: (_, args) => args.trim(),
  LTRIM: (_, args) => args.trimStart(),
  RTRIM: (_, args) => args.trimEnd(),
  ABS: (_, args) => String(Math.abs(Number.parseFloat(args) || 0)),
  MIN: (thread, args) => String(numbersOf(thread, args).reduce((a, b) => Math.min(a, b))),
  MAX: (thread, args) => String(numbersOf(thread, args).reduce((a, b) => Math.max(a, b))),
  INC: (thread, name) => count(thread, name, 1),
  DEC: (thread, name) => count(thread, name, -1),
  /** FIELDNUM(variable,delimiter,value): the place of the value, 0 for none. */
  FIELDNUM(thread, args) {
    const [name = '', delimiter = '', wanted = ''] = splitArguments(args, thread.dialect, 3);
    return delimiter === '' ? '0' : String((thread.get(name) ?? '').split(delimiter[0]!).indexOf(wanted) + 1);
  },
  /** LISTFILTER(variable,delimiter,value): the list without it. */
  LISTFILTER(thread, args) {
    const [name = '', delimiter = '', unwanted = ''] = splitArguments(args, thread.dialect, 3);
    const mark = delimiter === '' ? ',' : delimiter;
    return (thread.get(name) ?? '')
      .split(mark)
      .filter((it) => it !== unwanted)
      .join(mark);
  },
  SHIFT: taking((items) => items.shift()),
  POP: taking((items) => items.pop()),
  /** RAND([least][,most]), both inclusive. */
  RAND(thread, args) {
    const [first = '', last = ''] = splitArguments(args, thread.dialect, 2);
    const [a, b] = [atoi(first), last.trim() === '' ? RAND_MAX : atoi(last)];
    const least = Math.min(a, b);
    return String(least + thread.randomBelow(Math.min(Math.max(a, b) - least + 1, 0x1_0000_0000)));
  },
};

export const STRING_WRITERS: WriterFamily = {
  /** Set(ARRAY(a,b)=1,2): what has no value becomes empty. */
  ARRAY(thread, args, value) {
    const values = splitArguments(value, thread.dialect);
    splitArguments(args, thread.dialect).forEach((name, index) => thread.set(name.trim(), values[index] ?? ''));
  },
  PUSH: (thread, args, value) => add(thread, args, (items) => [...items, value]),
  UNSHIFT: (thread, args, value) => add(thread, args, (items) => [value, ...items]),
};

const RAND_MAX = 2_147_483_647;

/** uri.c:ast_uri_encode with ast_uri_http_legacy: all but letters, digits and -_.!~*'() */
function encoded(text: string): string {
  return text.replace(
    /[^A-Za-z0-9\-_.!~*'()]/g,
    (it) => `%${it.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

function numbersOf(thread: Thread, args: string): number[] {
  const numbers = splitArguments(args, thread.dialect).map((text) => Number.parseFloat(text) || 0);
  return numbers.length === 0 ? [0] : numbers;
}

/** Changes the variable and gives its new value. */
function count(thread: Thread, name: string, by: number): string {
  const value = thread.note(() => String(atoi(thread.get(name) ?? '') + by));
  thread.set(name, value);
  return value;
}

/** SHIFT(variable[,delimiter]) and POP: the first or last of a list, which the list loses. */
function taking(take: (items: string[]) => string | undefined): FunctionCode {
  return (thread, args) => {
    const [name = '', delimiter = ''] = splitArguments(args, thread.dialect, 2);
    const mark = delimiter === '' ? ',' : delimiter[0]!;
    const before = thread.note(() => thread.get(name) ?? '');
    const items = before === '' ? [] : before.split(mark);
    const taken = take(items) ?? '';
    thread.set(name, items.join(mark));
    return taken;
  };
}

function add(thread: Thread, args: string, to: (items: readonly string[]) => readonly string[]): void {
  const [name = '', delimiter = ''] = splitArguments(args, thread.dialect, 2);
  const mark = delimiter === '' ? ',' : delimiter[0]!;
  const before = thread.note(() => thread.get(name) ?? '');
  thread.set(name, to(before === '' ? [] : before.split(mark)).join(mark));
}
