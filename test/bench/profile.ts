import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** As V8 writes it: https://chromedevtools.github.io/devtools-protocol/tot/Profiler/#type-Profile */
interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

export interface ProfileLine {
  readonly name: string;
  /** Of the samples in which the thread did something. */
  readonly share: number;
}

export interface ProfileDigest {
  readonly folders: readonly ProfileLine[];
  readonly functions: readonly ProfileLine[];
}

const FUNCTIONS_SHOWN = 30;
const FOLDERS_SHOWN = 15;
const LEAST_SHARE = 0.005;

/** Where the time goes, by folder and by function (self time), of the main thread's `.cpuprofile` in `dir`. */
export function digestOf(dir: string): ProfileDigest {
  const profiles = readdirSync(dir)
    .filter((name) => name.endsWith('.cpuprofile'))
    .map((name) => JSON.parse(readFileSync(join(dir, name), 'utf8')) as CpuProfile);
  const main = profiles.toSorted((x, y) => y.samples.length - x.samples.length)[0];
  if (main === undefined) throw new Error(`${dir} has no .cpuprofile`);
  const folders = new Map<string, number>();
  const functions = new Map<string, number>();
  const frames = new Map(main.nodes.map(({ id, callFrame }) => [id, callFrame]));
  let sum = 0;
  main.samples.forEach((id, i) => {
    const frame = frames.get(id)!;
    if (frame.functionName === '(idle)') return;
    const time = Math.max(0, main.timeDeltas[i]!);
    sum += time;
    const place = placeOf(frame.url, frame.functionName);
    add(folders, place.includes('/') ? place.slice(0, place.lastIndexOf('/')) : place, time);
    const name = frame.url === '' ? frame.functionName : `${frame.functionName || '(anonymous)'}  ${place}`;
    add(functions, frame.url === '' ? name : `${name}:${frame.lineNumber + 1}`, time);
  });
  return { folders: largest(folders, sum, FOLDERS_SHOWN), functions: largest(functions, sum, FUNCTIONS_SHOWN) };
}

export function digestText({ folders, functions }: ProfileDigest): string {
  const lines = (title: string, of: readonly ProfileLine[]): string =>
    `${title}\n${of.map(({ name, share }) => `${(100 * share).toFixed(1).padStart(6)} %  ${name}\n`).join('')}`;
  return `${lines('Self time by folder', folders)}\n${lines('Self time by function', functions)}`;
}

/** `model/server/dundi/lookups.js`, `node_modules/csv-stringify`, `node:fs`, or what V8 calls it: `(garbage collector)`. */
function placeOf(url: string, functionName: string): string {
  if (url === '') return functionName.startsWith('(') ? functionName : 'V8 builtins';
  const ownAt = url.lastIndexOf('/dist/');
  const packageAt = url.lastIndexOf('/node_modules/');
  if (packageAt >= 0)
    return url
      .slice(packageAt + 1)
      .split('/')
      .slice(0, 3)
      .join('/');
  return ownAt >= 0 ? url.slice(ownAt + '/dist/'.length) : url.slice(url.lastIndexOf('/test/') + 1);
}

function add(sums: Map<string, number>, name: string, time: number): void {
  sums.set(name, (sums.get(name) ?? 0) + time);
}

function largest(sums: ReadonlyMap<string, number>, total: number, count: number): readonly ProfileLine[] {
  return [...sums]
    .map(([name, time]) => ({ name, share: time / total }))
    .filter(({ share }) => share >= LEAST_SHARE)
    .toSorted((x, y) => y.share - x.share)
    .slice(0, count);
}
