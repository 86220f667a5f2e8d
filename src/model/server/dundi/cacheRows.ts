import { NO_ROOT, type Shelf } from './cacheColumns.ts';
import { entriesAt, type CachedPeer, type Entry } from './cacheEntries.ts';

/** A row of `database show dundi/cache`. */
export interface CacheRow {
  readonly key: string;
  readonly value: string;
}

/** Of one number of a family of the astdb: `prefix` is empty for answers, `hint/` for hints. */
export function rowsOf(
  prefix: string,
  key: string,
  shelf: Shelf,
  peers: readonly CachedPeer[],
  eidText: (eid: number) => string,
): CacheRow[] {
  const rows: CacheRow[] = [];
  for (const { peer, place } of peers) {
    const name = `/dundi/cache/${prefix}${shortEid(eidText(peer))}/${key}`;
    for (const entry of entriesAt(shelf, place))
      rows.push({ key: `${name}/${keyText(entry, eidText)}`, value: valueOf(entry, eidText) });
  }
  return rows;
}

/** `e` and the checksum, or `r` and the root. */
function keyText(entry: Entry, eidText: (eid: number) => string): string {
  if (entry.by === 'avoid') return `e${entry.key.toString(16).padStart(8, '0')}`;
  return `r${entry.key === NO_ROOT ? '000000000000' : shortEid(eidText(entry.key))}`;
}

/** dundi.h: DUNDI_PROTO_*; all others are IAX2. */
const PROTOCOLS: ReadonlyMap<string, number> = new Map([
  ['SIP', 2],
  ['H323', 3],
  ['PJSIP', 4],
]);

/** `timeout|flags/weight/tech/destination/eid|…` */
function valueOf(entry: Entry, eidText: (eid: number) => string): string {
  const answers = entry.answers.map(
    (answer) =>
      `${answer.exists ? 1 : 0}/${answer.weight}/${PROTOCOLS.get(answer.tech) ?? 1}/${answer.destination}/${shortEid(eidText(answer.eid))}|`,
  );
  return `${Math.floor(entry.timeout)}|${answers.join('')}`;
}

function shortEid(text: string): string {
  return text.replaceAll(':', '');
}
