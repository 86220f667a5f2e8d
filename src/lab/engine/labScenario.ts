import { Secrets } from '../../asterisk/index.ts';
import { resultPathsOf } from '../../measure/paths.ts';
import { neededFolders, reviewScenario, type FolderFile, type Scenario } from '../../scenario/index.ts';
import type { Remark } from '../../text/mistake.ts';
import { textWithFaults } from '../setup/faultLines.ts';
import type { Setup } from '../setup/labSetup.ts';

/** Scenarios and .conf folders that come with the page. */
export interface Shipped {
  /** Texts by name, without ending. */
  readonly scenarios: Readonly<Record<string, string>>;
  /** Files of each folder of scenarios/, by its name. */
  readonly folders: Readonly<Record<string, readonly FolderFile[]>>;
}

/** The file that the page was started with, and the folders that it names. */
export interface Given {
  /** As the user named it. */
  readonly path: string;
  readonly text: string;
  readonly folders: readonly (readonly [name: string, files: readonly FolderFile[]])[];
}

/** Where the texts of scenarios come from. */
export class Library {
  private readonly shipped: Shipped;
  private readonly given: Given | undefined;

  constructor(shipped: Shipped, given?: Given) {
    this.shipped = shipped;
    this.given = given;
  }

  /** Names of all scenarios, the given one first. */
  get names(): readonly string[] {
    const names = Object.keys(this.shipped.scenarios).sort();
    return this.given === undefined ? names : [this.given.path, ...names];
  }

  /** The path that the command line would be given. */
  pathOf(name: string): string {
    return this.isGiven(name) ? name : `scenarios/${name}.yaml`;
  }

  /** Undefined: there is no such scenario. */
  textOf(name: string): string | undefined {
    if (this.isGiven(name)) return this.given!.text;
    return Object.hasOwn(this.shipped.scenarios, name) ? this.shipped.scenarios[name] : undefined;
  }

  folder(scenario: string, name: string): readonly FolderFile[] | undefined {
    if (this.isGiven(scenario) && !name.startsWith('dundisim:'))
      return this.given!.folders.find(([folder]) => folder === name)?.[1];
    const path = name.replace(/^(?:dundisim:|\.\/)/, '').replace(/\/+$/, '');
    const [top = '', ...below] = path.split('/');
    if (!Object.hasOwn(this.shipped.folders, top)) return undefined;
    const files = this.shipped.folders[top]!;
    if (below.length === 0) return files;
    const prefix = `${below.join('/')}/`;
    const alone = files.find((file) => file.path === below.join('/'));
    if (alone !== undefined) return [{ ...alone, path: '' }]; // A file of calls: `calls: { file: incident/calls.csv }`.
    const inside = files.filter((file) => file.path.startsWith(prefix));
    if (inside.length === 0) return undefined;
    return inside.map((file) => ({ ...file, path: file.path.slice(prefix.length) }));
  }

  private isGiven(name: string): boolean {
    return name === this.given?.path;
  }
}

/** A setup as the command line reads it: with every remark, and without a scenario when there are mistakes. */
export interface Read {
  readonly path: string;
  /** With the faults of the setup. */
  readonly text: string;
  readonly scenario: Scenario | undefined;
  readonly remarks: readonly Remark[];
  /** Of the folders that the scenario needs, by name. */
  readonly folders: ReadonlyMap<string, readonly FolderFile[]>;
}

export function readSetup(library: Library, setup: Setup): Read {
  const path = library.pathOf(setup.scenario);
  const own = setup.text ?? library.textOf(setup.scenario);
  const text = own === undefined ? undefined : textWithFaults(own, setup.faults);
  const folders = new Map<string, readonly FolderFile[]>();
  if (text === undefined)
    return { path, text: own ?? '', scenario: undefined, remarks: [notReadable(path, own)], folders };
  const { sets, seed } = setup;
  const secrets = new Secrets();
  const covered = secrets.coverScenario(text);
  for (const name of neededFolders({ path, text: covered, sets })) {
    const files = library.folder(setup.scenario, name);
    if (files !== undefined) folders.set(name, isCallFile(files) ? files : secrets.cover([...files]));
  }
  const input = { path, text: covered, folders, sets, paths: resultPathsOf };
  return { path, text, folders, ...reviewScenario(seed === '' ? input : { ...input, seed }) };
}

function notReadable(path: string, text: string | undefined): Remark {
  return {
    severity: 'mistake',
    place: { file: path, line: 0, column: 0 },
    text:
      text === undefined
        ? 'the page has no scenario of this name'
        : 'write the faults of the scenario a line each, so that further ones can be added',
  };
}

/** A file of calls is a folder of that file alone; it holds no secrets. */
function isCallFile(files: readonly FolderFile[]): boolean {
  return files.length === 1 && files[0]!.path === '';
}
