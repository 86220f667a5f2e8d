import { sha256 } from '../../text/sha256.ts';
import type { Folders } from '../building/confFolders.ts';
import type { Plain } from './tree.ts';

/** JSON with sorted keys: one text for one value. */
function canonicalJson(plain: Plain): string {
  if (plain === null || typeof plain === 'string') return JSON.stringify(plain);
  if (Array.isArray(plain)) return `[${plain.map(canonicalJson).join(',')}]`;
  const object = plain as { readonly [key: string]: Plain };
  const keys = Object.keys(object).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(object[key]!)}`).join(',')}}`;
}

/**
 * 64 hex digits of everything that a run depends on besides seed and version: the expanded scenario, without what is
 * only said about it, and the .conf texts.
 */
export function scenarioHash(expanded: Plain, folders: Folders): string {
  const files = [...folders].flatMap(([folder, own]) => own.map(({ path, text }): Plain => [folder, path, text]));
  const sorted = files.map(canonicalJson).sort();
  const {
    title: _title,
    question: _question,
    describe: _describe,
    seed: _seed,
    alsoUnder: _alsoUnder,
    under: _under,
    whatIf: _whatIf,
    $schema: _schema,
    expect: _expect,
    tables: _tables,
    ...meant
  } = expanded as Record<string, Plain>;
  return sha256(`${canonicalJson(meant)}\n${sorted.join('\n')}`);
}
