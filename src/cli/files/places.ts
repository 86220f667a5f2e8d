import { dirname, relative, resolve } from 'node:path';
import { near } from './nearestEntry.ts';
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

const NO_FOLDER = /^there is no folder "([^"]+)"$/;

/** The remark with a path that the user can open, and the nearest folder that there is. */
export function shownPlaces(remark: Remark, cwd: string): Remark {
  const { file } = remark.place;
  const [, missing] = NO_FOLDER.exec(remark.text) ?? [];
  if (missing !== undefined && !isShipped(missing)) {
    const base = file.startsWith('--') ? cwd : dirname(resolve(cwd, file));
    return { ...remark, text: `${remark.text}${near(resolve(base, missing), true)}` };
  }
  return isShipped(file) ? { ...remark, place: { ...remark.place, file: shortest(shippedPath(file), cwd) } } : remark;
}

/** `Files in results/office/; also office.html`: what was written, and where. */
export function filesText(folder: string, ...names: readonly (string | undefined)[]): string {
  const named = names.filter((name) => name !== undefined);
  return `Files in ${folder}/${named.length === 0 ? '' : `; also ${named.join(', ')}`}\n`;
}

/** Relative to where the user is, unless that is a climb. */
export function shortest(path: string, cwd: string): string {
  const below = relative(cwd, path);
  return below === '' || below.startsWith('../../') ? path : below;
}
