import { readFileSync } from 'node:fs';

/** The package's folder: the sources and the compiled files lie equally deep in it. */
export const PACKAGE = new URL('../../', import.meta.url);

export function version(): string {
  return (JSON.parse(readFileSync(new URL('package.json', PACKAGE), 'utf8')) as { version: string }).version;
}
