import { readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { nearest } from '../../text/nearest.ts';

/** `; did you mean "x"?`: the name beside a path that is not there; empty: none is near. */
export function near(full: string, folders = false): string {
  try {
    const entries = readdirSync(dirname(full), { withFileTypes: true }).filter((one) => !folders || one.isDirectory());
    const found = nearest(
      basename(full),
      entries.map(({ name }) => name),
    );
    return found === undefined ? '' : `; did you mean "${found}"?`;
  } catch {
    return '';
  }
}
