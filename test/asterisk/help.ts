import { readdirSync, readFileSync } from 'node:fs';
import { readServer, type FolderFile, type NamedServer, type ReadServer } from '../../src/asterisk/index.ts';
import { rulesOf } from '../../src/model/rules.ts';
import { formatRemark, type Remark, type Severity } from '../../src/text/mistake.ts';

export type Dialect = '1.2' | '16';

/** A folder written down in the test: file name → text. */
export function read(files: Record<string, string>, dialect: Dialect = '1.2', name = 'pbx'): ReadServer {
  return readFolder(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    dialect,
    name,
  );
}

export function readFolder(files: readonly FolderFile[], dialect: Dialect, name: string): ReadServer {
  return readServer(files, { dialect, name, rules: rulesOf(dialect === '16' ? 'asterisk-16' : 'asterisk-1.2') });
}

/** Every server of a folder of folders in the repository, by name. */
export function readCluster(folder: string, dialect: Dialect): NamedServer[] {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return names.map((name) => {
    const files = readdirSync(`${folder}/${name}`)
      .sort()
      .map((file) => ({ path: `${name}/${file}`, text: readFileSync(`${folder}/${name}/${file}`, 'utf8') }));
    return { name, read: readFolder(files, dialect, name) };
  });
}

export function lines(remarks: readonly Remark[], severity?: Severity): string[] {
  return remarks.filter((remark) => severity === undefined || remark.severity === severity).map(formatRemark);
}

/** `extension,priority Application(args)` of one context. */
export function steps(server: ReadServer, context: string): string[] {
  const found = server.dialplan.contexts.find((candidate) => candidate.name === context);
  return (found?.steps ?? []).map(
    (step) =>
      `${step.extension},${step.priority}${step.label === '' ? '' : `(${step.label})`} ${step.application}(${step.args})`,
  );
}
