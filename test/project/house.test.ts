import { describe, expect, it } from 'vitest';
import { dirname, join, normalize } from 'node:path';
import { readdirSync, readFileSync } from 'node:fs';

const root = new URL('../../src', import.meta.url).pathname;

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

const texts = new Map(filesIn('.').map((path) => [path, readFileSync(join(root, path), 'utf8')]));

/** Every import and re-export of a file of ours, types included. */
const imports = new Map(
  [...texts].map(([path, text]) => [
    path,
    [...text.matchAll(/^\s*(?:import|export)\b[^'"]*?from\s+['"](\.[^'"]+)['"]/gm)]
      .map((match) => normalize(join(dirname(path), match[1]!)))
      .filter((target) => texts.has(target)),
  ]),
);

/** Files that import each other, directly or through others (Tarjan's strongly connected components). */
function circles(): string[] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[] = [];
  const visit = (path: string): void => {
    index.set(path, index.size);
    low.set(path, index.get(path)!);
    stack.push(path);
    for (const next of imports.get(path)!) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(path, Math.min(low.get(path)!, low.get(next)!));
    }
    if (low.get(path) !== index.get(path)) return;
    const members = stack.splice(stack.indexOf(path));
    if (members.length > 1) found.push(members.sort().join(', '));
  };
  for (const path of imports.keys()) if (!index.has(path)) visit(path);
  return found;
}

function importing(from: string, to: string): string[] {
  return [...imports]
    .filter(([path]) => path.startsWith(from))
    .flatMap(([path, targets]) =>
      targets.filter((target) => target.startsWith(to)).map((target) => `${path} imports ${target}`),
    );
}

/** A command and the experiment that it starts have one name; so has each folder's index. */
const SHARED = new Set(['index.ts', 'nPlusOne.ts', 'tradeoff.ts']);

/** Lines of a file, at most. */
const LONGEST = 300;

describe('the house', () => {
  it('has no two files of one name', () => {
    const names = [...texts.keys()].map((path) => path.slice(path.lastIndexOf('/') + 1));
    expect(names.filter((name, at) => !SHARED.has(name) && names.indexOf(name) !== at)).toEqual([]);
  });

  it('has files of one idea: none is longer than 300 lines', () => {
    const long = [...texts].filter(([, text]) => text.split('\n').length - 1 > LONGEST).map(([path]) => path);
    expect(long).toEqual([]);
  });

  it('has no import circle, types included', () => {
    expect(circles()).toEqual([]);
  });

  it('keeps phones and servers apart', () => {
    expect([...importing('model/phone/', 'model/server/'), ...importing('model/server/', 'model/phone/')]).toEqual([]);
  });

  it('lets protocol know nothing but identities', () => {
    const others = [...imports]
      .filter(([path]) => path.startsWith('model/protocol/'))
      .flatMap(([path, targets]) =>
        targets
          .filter(
            (target) => !target.startsWith('model/protocol/') && !['model/ids.ts', 'kernel/units.ts'].includes(target),
          )
          .map((target) => `${path} imports ${target}`),
      );
    expect(others).toEqual([]);
  });

  it('has no field that is set later, and no part that is connected afterwards', () => {
    const late = [...texts]
      .filter(([path]) => path.startsWith('model/') || path.startsWith('kernel/') || path.startsWith('measure/'))
      .flatMap(([path, text]) =>
        [
          ...text.matchAll(
            /^ {2}(?:private |protected |readonly )*\w+!: .*$|\b(?:private |protected )?connect\([^)]*\): void \{$/gm,
          ),
        ].map((match) => `${path}: ${match[0].trim()}`),
      );
    expect(late).toEqual([]);
  });

  it('schedules what travels through the network alone', () => {
    const senders = [...texts]
      .filter(
        ([path, text]) =>
          path.startsWith('model/') && /\.on(?:<[^>]*>)?\(\s*'(?:sip|dundi|iax|mysql)\.\w+Arrives/.test(text),
      )
      .map(([path]) => path);
    expect(senders).toEqual([]);
  });
});
