import { extensionsOf, parseCallerId, passesInvites } from '../../asterisk/callerIdText.ts';
import { SECOND } from '../../kernel/units.ts';
import type { PjsipColumns, RowColumns } from '../../model/config.ts';
import type { Rules } from '../../model/rules.ts';
import type { Reading } from '../reading/reader.ts';
import type { GroupData } from '../reading/schema.ts';
import type { Path } from '../reading/tree.ts';

/** chan_sip.c: DEFAULT_MAXMS, for `yes`. */
const QUALIFY_YES = 2000;

/** The columns of a group's rows; undefined: the scenario says nothing of them. */
export function rowColumns(
  data: GroupData['row'],
  isStatic: boolean,
  channelDriver: Rules['channelDriver'],
  reading: Reading,
  path: Path,
): RowColumns | undefined {
  if (data === undefined) return undefined;
  if (isStatic)
    reading.mistakeAtKey(path, 'phones with sections of their own in the .conf files have no rows in the database');
  sayOtherDriver(data, channelDriver, reading, path);
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
    pjsip: channelDriver === 'chan_pjsip' ? pjsipColumns(data) : undefined,
  });
}

function pjsipColumns(data: NonNullable<GroupData['row']>): PjsipColumns {
  const { qualify_frequency: frequency } = data;
  return Object.freeze({
    context: data.context,
    directMedia: data.direct_media,
    busyAt: data.device_state_busy_at,
    minExpiration: data.minimum_expiration,
    maxExpiration: data.maximum_expiration,
    defaultExpiration: data.default_expiration,
    maxContacts: data.max_contacts,
    removeExisting: data.remove_existing,
    removeUnavailable: data.remove_unavailable,
    qualifyFrequency: frequency === undefined ? undefined : frequency * SECOND,
    qualifyTimeout: data.qualify_timeout,
  });
}

/** Columns of the tables ps_endpoints and ps_aors; all others but `context`, which both have, are of chan_sip's table. */
const OF_PJSIP: ReadonlySet<string> = new Set([
  'default_expiration',
  'device_state_busy_at',
  'direct_media',
  'max_contacts',
  'maximum_expiration',
  'minimum_expiration',
  'qualify_frequency',
  'qualify_timeout',
  'remove_existing',
  'remove_unavailable',
]);

function sayOtherDriver(
  data: NonNullable<GroupData['row']>,
  driver: Rules['channelDriver'],
  reading: Reading,
  path: Path,
): void {
  for (const key of Object.keys(data)) {
    if (key === 'context' || OF_PJSIP.has(key) === (driver === 'chan_pjsip')) continue;
    const tables = driver === 'chan_pjsip' ? 'the tables ps_endpoints and ps_aors have' : "chan_sip's table has";
    reading.risk(
      'noColumn',
      [...path, key],
      `${tables} no column "${key}", as far as it is modelled: it does nothing under this profile`,
    );
  }
}

function milliseconds(text: string, reading: Reading, path: Path): number {
  const word = text.trim().toLowerCase();
  if (word === 'yes' || word === 'no') return word === 'yes' ? QUALIFY_YES : 0;
  if (/^\d{1,6}$/.test(word)) return Number(word);
  reading.mistake(path, `found "${text}", expected yes, no or milliseconds such as 2000`);
  return 0;
}
