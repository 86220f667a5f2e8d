import { extensionsOf, parseCallerId, passesInvites } from '../../asterisk/callerIdText.ts';
import type { RowColumns } from '../../model/config.ts';
import type { Reading } from '../reading/reader.ts';
import type { GroupData } from '../reading/schema.ts';
import type { Path } from '../reading/tree.ts';

/** chan_sip.c: DEFAULT_MAXMS, for `yes`. */
const QUALIFY_YES = 2000;

/** The columns of a group's rows; undefined: the scenario says nothing of them. */
export function rowColumns(
  data: GroupData['row'],
  isStatic: boolean,
  reading: Reading,
  path: Path,
): RowColumns | undefined {
  if (data === undefined) return undefined;
  if (isStatic)
    reading.mistakeAtKey(path, 'phones with sections of their own in sip.conf have no rows in the database');
  const { callerid, insecure, regexten } = data;
  return Object.freeze({
    context: data.context,
    qualifyMs: data.qualify === undefined ? undefined : milliseconds(data.qualify, reading, [...path, 'qualify']),
    callLimit: data['call-limit'],
    directMedia: data.directmedia ?? data.canreinvite,
    regExten: regexten === undefined ? undefined : extensionsOf(regexten),
    callerId: callerid === undefined ? undefined : parseCallerId(callerid),
    insecureInvite: insecure === undefined ? undefined : passesInvites(insecure),
    fullContactIsNull: data.fullcontact !== undefined,
  });
}

function milliseconds(text: string, reading: Reading, path: Path): number {
  const word = text.trim().toLowerCase();
  if (word === 'yes' || word === 'no') return word === 'yes' ? QUALIFY_YES : 0;
  if (/^\d{1,6}$/.test(word)) return Number(word);
  reading.mistake(path, `found "${text}", expected yes, no or milliseconds such as 2000`);
  return 0;
}
