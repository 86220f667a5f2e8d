import type { FolderFile } from '../../asterisk/index.ts';
import type { Place } from '../../text/place.ts';
import { PROFILES } from '../../model/profiles.ts';
import { RULES, rulesOf, type Rules } from '../../model/rules.ts';
import { paperFolder } from './defaults.ts';
import { child, entriesOf, itemsOf, textOf, type MappingNode } from '../reading/tree.ts';

export type { FolderFile };

export type Folders = ReadonlyMap<string, readonly FolderFile[]>;

/** The folder with a folder for every server: the one named, or the paper's, unless every server brings its own. */
export function clusterFolder(root: MappingNode): string | undefined {
  const named = textOf(child(root, 'asterisk'));
  if (named !== undefined) return named;
  const servers = entriesOf(child(root, 'servers')).filter(([, { value }]) => child(value, 'count') === undefined);
  const allBringTheirOwn =
    servers.length > 0 && servers.every(([, { value }]) => textOf(child(value, 'conf')) !== undefined);
  return allBringTheirOwn ? undefined : paperFolder(folderRulesOf(root));
}

/**
 * Every folder that the scenario needs, as written in it, and where it is first; a file of calls too, which is a folder
 * of that file alone.
 */
export function foldersOf(root: MappingNode): ReadonlyMap<string, Place> {
  const folders = new Map<string, Place>();
  const cluster = clusterFolder(root);
  if (cluster !== undefined) folders.set(cluster, child(root, 'asterisk')?.place ?? root.place);
  for (const [, { value }] of entriesOf(child(root, 'servers'))) {
    const conf = child(value, 'conf');
    const folder = textOf(conf);
    if (conf !== undefined && folder !== undefined && !folders.has(folder)) folders.set(folder, conf.place);
  }
  for (const call of itemsOf(child(root, 'calls'))) {
    const file = child(call, 'file');
    const name = textOf(file);
    if (file !== undefined && name !== undefined && !folders.has(name)) folders.set(name, file.place);
  }
  return folders;
}

/** What a folder is chosen and read by, before the scenario has been checked: `rules:` wins over the profile. */
function folderRulesOf(root: MappingNode): Pick<Rules, 'channelDriver' | 'dialect'> {
  const profile = PROFILES.find((name) => name === textOf(child(root, 'profile'))) ?? 'asterisk-1.2';
  const ruled = (name: 'channelDriver' | 'dialect'): string | undefined => textOf(child(child(root, 'rules'), name));
  const { channelDriver, dialect } = rulesOf(profile);
  return {
    channelDriver: RULES.channelDriver.choices!.find((known) => known === ruled('channelDriver')) ?? channelDriver,
    dialect: RULES.dialect.choices!.find((known) => known === ruled('dialect')) ?? dialect,
  };
}

/** Of the .conf files. */
export function dialectOf(root: MappingNode): Rules['dialect'] {
  return folderRulesOf(root).dialect;
}

/** Files of which a server's folder has at least one at its top. */
const OF_A_SERVER = /^(?:extensions|sip|pjsip|pjsip_wizard|iax|dundi)\.conf$/;

/**
 * The servers of a cluster's folder: each folder in it that holds a .conf file. Files at its top make it one server's
 * folder; then folders in it without a server's files hold what these include.
 */
export function serversIn(folder: string, files: readonly FolderFile[]): ReadonlyMap<string, readonly FolderFile[]> {
  const servers = new Map<string, FolderFile[]>();
  const isServer = files.some(({ path }) => OF_A_SERVER.test(path));
  const inner = new Set(
    files
      .filter(({ path }) => OF_A_SERVER.test(path.slice(path.indexOf('/') + 1)))
      .map(({ path }) => path.split('/', 1)[0]!),
  );
  for (const file of files) {
    const slash = file.path.indexOf('/');
    const isOwn = slash < 0 || (isServer && !inner.has(file.path.slice(0, slash)));
    const name = isOwn ? lastPart(folder) : file.path.slice(0, slash);
    const path = isOwn ? file.path : file.path.slice(slash + 1);
    const known = servers.get(name);
    if (known === undefined) servers.set(name, [{ ...file, path }]);
    else known.push({ ...file, path });
  }
  for (const [name, own] of servers) if (!own.some((file) => file.path.endsWith('.conf'))) servers.delete(name);
  return servers;
}

export function lastPart(folder: string): string {
  return folder.replace(/\/+$/, '').split(/[/:]/).at(-1)!;
}

/** `regpbx2` before `regpbx10`. */
export function byName(a: string, b: string): number {
  const left = a.match(/\d+|\D+/g) ?? [];
  const right = b.match(/\d+|\D+/g) ?? [];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [x, y] = [left[i]!, right[i]!];
    if (x === y) continue;
    const numeric = Number(x) - Number(y);
    if (numeric !== 0 && !Number.isNaN(numeric)) return numeric;
    return x < y ? -1 : 1;
  }
  return left.length - right.length;
}
