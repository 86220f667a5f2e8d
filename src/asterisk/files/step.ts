import type { Place } from '../../text/place.ts';
import { isBlank } from '../conf/comments.ts';
import { placeInValue, type Entry } from '../conf/sections.ts';
import type { Dialect } from '../settings.ts';

/** `1001,n+2(label),Dial(SIP/1001)`, taken apart but not yet understood. */
export interface Written {
  readonly extension: string;
  /**
   * A blank between the extension and its comma, which 1.2 does not take away (pbx_config.c:pbx_load_module cuts at the
   * comma and no more).
   */
  readonly blankAfter: boolean;
  /** As written, without label and `+`: `1`, `n`, `same`, `hint`, a label. */
  readonly priority: string;
  /** What follows `+`; 0 without it. */
  readonly plus: number;
  readonly label: string;
  /** `(` without `)` after the priority. */
  readonly labelOpen: boolean;
  readonly application: string;
  readonly args: string;
  /** How the arguments are attached: `App(args)`, 1.2's `App,args`, or not at all. */
  readonly form: 'brackets' | 'comma' | 'bare';
  /** Brackets opened and never closed. */
  readonly open: boolean;
  readonly extensionPlace: Place;
  readonly priorityPlace: Place;
  readonly applicationPlace: Place;
  readonly argsPlace: Place;
}

/** @param inherited the extension of the line before, for `same =>` */
export function takeApart(entry: Entry, inherited: string | undefined, dialect: Dialect): Written {
  const text = entry.value;
  const extensionEnd = inherited === undefined ? endOfExtension(text, dialect) : -1;
  const priorityEnd = indexOrEnd(text, ',', extensionEnd + 1);
  const priority = readPriority(text.slice(extensionEnd + 1, priorityEnd), dialect);
  const call = readCall(text, priorityEnd + 1, dialect);
  return {
    extension: inherited ?? text.slice(0, extensionEnd).trim(),
    blankAfter: extensionEnd > 0 && isBlank(text[extensionEnd - 1]!),
    ...priority,
    ...call.parts,
    extensionPlace: entry.valuePlace,
    priorityPlace: placeInValue(entry, Math.min(extensionEnd + 1, text.length)),
    applicationPlace: placeInValue(entry, call.at),
    argsPlace: placeInValue(entry, call.argsAt),
  };
}

/** In 16 a comma inside `[…]` belongs to the pattern (pbx_config.c:pbx_strsep). */
function endOfExtension(text: string, dialect: Dialect): number {
  if (dialect === '1.2') return indexOrEnd(text, ',', 0);
  let square = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '[') square++;
    else if (text[i] === ']') square = Math.max(0, square - 1);
    else if (text[i] === ',' && square === 0) return i;
  }
  return text.length;
}

function readPriority(written: string, dialect: Dialect): Pick<Written, 'priority' | 'plus' | 'label' | 'labelOpen'> {
  const text = dialect === '16' ? written.trim() : written;
  const bracket = text.indexOf('(');
  const before = bracket < 0 ? text : text.slice(0, bracket);
  const close = bracket < 0 ? -1 : text.indexOf(')', bracket);
  const label = bracket < 0 ? '' : text.slice(bracket + 1, close < 0 ? undefined : close);
  const plus = before.indexOf('+');
  const offset = plus < 0 ? 0 : Number(/^\s*(\d{1,9})/.exec(before.slice(plus + 1))?.[1] ?? 0);
  return {
    priority: plus < 0 ? before : before.slice(0, plus),
    plus: offset,
    label,
    labelOpen: bracket >= 0 && close < 0,
  };
}

interface Call {
  readonly parts: Pick<Written, 'application' | 'args' | 'form' | 'open'>;
  readonly at: number;
  readonly argsAt: number;
}

/** `App(args)` up to the last bracket; in 1.2 also `App,args`, when the comma comes first (pbx_config.c). */
function readCall(text: string, from: number, dialect: Dialect): Call {
  let at = Math.min(from, text.length);
  while (at < text.length && text.charCodeAt(at) <= 32) at++;
  const bracket = text.indexOf('(', at);
  const comma = dialect === '1.2' ? text.indexOf(',', at) : -1;
  if (comma >= 0 && (bracket < 0 || comma < bracket))
    return call(text.slice(at, comma), text.slice(comma + 1), 'comma', false, at, comma + 1);
  if (bracket < 0) return call(text.slice(at), '', 'bare', false, at, text.length);
  const close = text.lastIndexOf(')');
  const open = close < bracket;
  return call(
    text.slice(at, bracket),
    text.slice(bracket + 1, open ? undefined : close),
    'brackets',
    open,
    at,
    bracket + 1,
  );
}

function call(
  application: string,
  args: string,
  form: Written['form'],
  open: boolean,
  at: number,
  argsAt: number,
): Call {
  return { parts: { application: application.trim(), args, form, open }, at, argsAt };
}

function indexOrEnd(text: string, char: string, from: number): number {
  const index = text.indexOf(char, from);
  return index < 0 ? text.length : index;
}
