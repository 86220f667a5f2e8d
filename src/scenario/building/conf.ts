import {
  checkFolders,
  identifyServers,
  overlayKeys,
  overlayServer,
  readServer,
  type Identity,
  type OverlayValue,
  type ReadServer,
} from '../../asterisk/index.ts';
import { ownAddress } from '../../asterisk/identify.ts';
import type { Rules } from '../../model/rules.ts';
import type { Remark } from '../../text/mistake.ts';
import type { Place } from '../../text/place.ts';
import { parseDuration } from '../../text/duration.ts';
import type { FolderFile } from './confFolders.ts';

/** How a remark about a file that is not there begins. */
export { NO_SUCH_FILE } from '../../asterisk/index.ts';

/** The one seam to the reader of .conf files. */
export type ServerRead = ReadServer;

/** The .conf files whose keys a scenario may set. */
export const CONF_FILES = ['dundi', 'sip', 'pjsip', 'iax', 'extensions', 'parking'] as const;
/** The .conf files count these in milliseconds; every other time is in seconds. */
const IN_MILLISECONDS = new Set(['qualify', 'autokill']);

/** Keys of the .conf files that are allowed at a server in a scenario. */
export const CONF_KEYS: readonly string[] = overlayKeys();

/** `cachetime`, or with its file in front `dundi.cachetime`, where two files have a key of that name. */
export function isConfKey(key: string): boolean {
  const [file, bare] = key.split('.', 2) as [string, string | undefined];
  return bare === undefined ? CONF_KEYS.includes(key) : isConfFile(file) && CONF_KEYS.includes(bare);
}

export function isConfFile(name: string): boolean {
  return (CONF_FILES as readonly string[]).includes(name);
}

export function readConf(
  files: readonly FolderFile[],
  options: { dialect: '1.2' | '16'; name: string; rules: Rules },
): ServerRead {
  return readServer(files, options);
}

/** A key of a scenario, in its own words and place. */
export interface ConfSetting {
  readonly value: string;
  readonly place: Place;
}

/** The server with keys set as its files would set them; times may carry units. What is wrong is in `remarks`. */
export function overlayConf(
  read: ServerRead,
  settings: Readonly<Record<string, ConfSetting>>,
): { readonly read: ServerRead; readonly remarks: readonly Remark[] } {
  const values = Object.create(null) as Record<string, OverlayValue>;
  const remarks: Remark[] = [];
  for (const [key, { value, place }] of Object.entries(settings)) {
    const inFile = inUnitOfFile(key, value);
    if (inFile === undefined)
      remarks.push({
        severity: 'mistake',
        place,
        text: `found "${value}", but "${key}" counts whole ${IN_MILLISECONDS.has(bareKey(key)) ? 'milliseconds' : 'seconds'}`,
      });
    else values[key] = { value: inFile, place };
  }
  const overlaid = overlayServer(read, values);
  return { read: overlaid, remarks: [...remarks, ...overlaid.remarks.slice(read.remarks.length)] };
}

function inUnitOfFile(key: string, value: string): string | undefined {
  const micros = /\d\s*[a-zµ]+$/.test(value) ? parseDuration(value) : undefined;
  if (micros === undefined) return value;
  const amount = micros / (IN_MILLISECONDS.has(bareKey(key)) ? 1_000 : 1_000_000);
  return Number.isInteger(amount) ? String(amount) : undefined;
}

function bareKey(key: string): string {
  return key.slice(key.indexOf('.') + 1).toLowerCase();
}

interface Placed {
  readonly name: string;
  /** Empty when the scenario does not say. */
  readonly address: string;
  readonly read: ServerRead;
}

/** Who is who, by what the files say of themselves and of each other. */
export function identitiesOf(servers: readonly Placed[]): readonly Identity[] {
  return identifyServers(servers, addressesOf(servers));
}

/** What only shows when the servers are laid side by side. */
export function reviewTogether(servers: readonly Placed[]): readonly Remark[] {
  return checkFolders(servers, addressesOf(servers));
}

/** The address of its own that a server tells others to call. */
export function addressInMappings(read: ServerRead): string | undefined {
  return ownAddress(read);
}

function addressesOf(servers: readonly Placed[]): Record<string, string> {
  return Object.fromEntries(
    servers.filter(({ address }) => address !== '').map(({ name, address }) => [name, address]),
  );
}
