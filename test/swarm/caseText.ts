import type { FolderFile } from '../../src/scenario/index.ts';

/** Before each file behind a scenario. */
const HEAD = /^#### (\S+)$/;

/** A scenario and the files that it brings with it: `#### pbx1/sip.conf`, and then the lines of that file. */
export function withFilesBehind(scenario: string, files: ReadonlyMap<string, readonly string[]>): string {
  return scenario + [...files].map(([path, lines]) => `#### ${path}\n${lines.join('\n')}\n`).join('');
}

export interface Parted {
  readonly scenario: string;
  /** Of the folder that the scenario calls ./conf; those without a folder are beside the scenario. */
  readonly files: readonly FolderFile[];
}

/** The files as `parseScenario` wants them: the folder, and each one beside it by its name. */
export function foldersBehind({ files }: Parted): ReadonlyMap<string, readonly FolderFile[]> {
  const inFolder = files.filter(({ path }) => path.includes('/'));
  const beside = files.filter((file) => !inFolder.includes(file));
  return new Map([['./conf', inFolder], ...beside.map((file): [string, FolderFile[]] => [file.path, [file]])]);
}

/** What `withFilesBehind` has joined. */
export function parted(text: string): Parted {
  const scenario: string[] = [];
  const files: { path: string; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const path = HEAD.exec(line)?.[1];
    if (path !== undefined) files.push({ path, lines: [] });
    else (files.at(-1)?.lines ?? scenario).push(line);
  }
  return {
    scenario: scenario.join('\n'),
    files: files.map(({ path, lines }) => ({ path, text: lines.join('\n') })),
  };
}

/** Of each line: whether it is one of a file behind the scenario and no head of it, nor of a section that has lines. */
export function ofFiles(lines: readonly string[]): readonly boolean[] {
  let inFile = false;
  return lines.map((line, i) => {
    if (HEAD.test(line)) inFile = true;
    if (!inFile || line === '' || HEAD.test(line)) return false;
    return !line.startsWith('[') || /^(?:\[|#### |$)/.test(lines[i + 1] ?? '');
  });
}
