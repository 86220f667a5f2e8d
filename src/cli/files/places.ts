import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Remark } from '../../text/mistake.ts';
import { PACKAGE } from '../version.ts';

/** A folder name of the form `dundisim:paper` means a folder that comes with the program. */
const SHIPPED = /^dundisim:/;

export function isShipped(folder: string): boolean {
  return SHIPPED.test(folder);
}

/** Where a shipped folder lies on this machine. */
export function shippedPath(folder: string): string {
  return fileURLToPath(new URL(`scenarios/${folder.replace(SHIPPED, '')}`, PACKAGE));
}

/** The remark with a path that the user can open. */
export function shownPlaces(remark: Remark, cwd: string): Remark {
  const { file } = remark.place;
  return isShipped(file) ? { ...remark, place: { ...remark.place, file: shortest(shippedPath(file), cwd) } } : remark;
}

/** Relative to where the user is, unless that is a climb. */
export function shortest(path: string, cwd: string): string {
  const below = relative(cwd, path);
  return below === '' || below.startsWith('../../') ? path : below;
}
