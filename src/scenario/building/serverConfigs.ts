import type { Rules } from '../../model/rules.ts';
import type { Remark } from '../../text/mistake.ts';
import { didYouMean } from '../../text/nearest.ts';
import { addressToNumber } from '../../text/ranges.ts';
import {
  CONF_KEYS,
  isConfKey,
  NO_SUCH_FILE,
  overlayConf,
  readConf,
  reviewTogether,
  type ConfSetting,
  type ServerRead,
} from './conf.ts';
import { PAPER_FOLDERS } from './defaults.ts';
import type { ServerDraft } from './serverDraft.ts';
import { trunksOf } from './trunkGroups.ts';
import { byName, clusterFolder, dialectOf, lastPart, serversIn, type FolderFile, type Folders } from './confFolders.ts';
import { placed, without, withCopiesKnown } from './identities.ts';
import { withDundiOverlay } from './unknownPeers.ts';
import { unknownServerKey } from '../reading/problems.ts';
import type { Reading } from '../reading/reader.ts';
import { SERVER_KEYS, type ServerData } from '../reading/schema.ts';
import {
  child,
  entriesOf,
  mapping,
  placeAt,
  textOf,
  withEntry,
  type Entry,
  type MappingNode,
} from '../reading/tree.ts';

/**
 * Every server of the cluster's folder becomes an entry of `servers:`, so that paths such as `servers.*.cachetime` find
 * it.
 */
export function withServersOfFolder(root: MappingNode, folders: Folders, reading: Reading): MappingNode {
  const folder = clusterFolder(root);
  const files = folder === undefined ? undefined : folders.get(folder);
  const found =
    folder === undefined || files === undefined ? new Map<string, readonly FolderFile[]>() : serversIn(folder, files);
  if (folder !== undefined && files === undefined)
    reading.mistake(['asterisk'], `there is no folder "${folder}"${nearestShipped(folder)}`);
  else if (folder !== undefined && found.size === 0)
    reading.mistake(
      ['asterisk'],
      `the folder "${folder}" has no folder in it with a .conf file; expected one for every server`,
    );

  const place = child(root, 'asterisk')?.place ?? root.place;
  const servers = new Map<string, Entry>(entriesOf(child(root, 'servers')));
  for (const name of found.keys()) {
    const given = servers.get(name);
    if (given !== undefined && given.value.kind === 'mapping' && child(given.value, 'conf') !== undefined) continue;
    const conf = { kind: 'scalar', place, text: `${folder}/${name}` } as const;
    const own = given?.value.kind === 'mapping' ? given.value : mapping(place, []);
    if (given !== undefined && given.value.kind !== 'mapping' && textOf(given.value) !== undefined) continue;
    servers.set(name, { keyPlace: given?.keyPlace ?? place, value: withEntry(own, 'conf', conf) });
  }
  const sorted = [...servers].sort(([a], [b]) => byName(a, b));
  const at = child(root, 'servers')?.place ?? root.place;
  if (root.entries.get('servers')?.value.kind === 'list') return root;
  const named = folder === undefined ? root : withEntry(root, 'asterisk', { kind: 'scalar', place, text: folder });
  return withEntry(named, 'servers', mapping(at, sorted));
}

/** For a folder of the program's own, whose neighbours are known without looking at a disk. */
function nearestShipped(folder: string): string {
  return folder.startsWith('dundisim:') ? didYouMean(folder, PAPER_FOLDERS) : '';
}

/**
 * Reads every server's folder and makes it the server that the scenario means. In the order of their names, which is
 * their number.
 */
export class ServerReader {
  private readonly reading: Reading;
  private readonly folders: Folders;
  private readonly rules: Rules;
  private readonly base: string;
  private readonly reads = new Map<string, ServerRead | undefined>();
  /** What servers without keys of their own have in common, by what was read. */
  private readonly plain = new Map<ServerRead, ReturnType<typeof overlayConf>>();

  /** `base`: the folder of the scenario's file, with its slash, for the places of remarks. */
  constructor(reading: Reading, folders: Folders, rules: Rules, base: string) {
    this.reading = reading;
    this.folders = folders;
    this.rules = rules;
    this.base = base;
  }

  read(data: Readonly<Record<string, ServerData>>): readonly ServerDraft[] {
    const names = entriesOf(child(this.reading.root, 'servers')).map(([name]) => name);
    const drafts: ServerDraft[] = [];
    for (const name of names) {
      const settings = Object.hasOwn(data, name) ? data[name] : undefined;
      if (name.includes('..')) continue; // A range that is none, which is said already.
      if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(name) || name === 'database') {
        this.reading.mistakeAtKey(
          ['servers', name],
          `"${name}" is no name for a server: a letter, then letters, digits, - and _ (and not "database")`,
        );
        continue;
      }
      if (settings === undefined) continue;
      const read = this.readFolder(name, settings, names);
      if (read === undefined) continue;
      drafts.push(this.draft(name, settings, this.overlaid(name, settings, read)));
    }
    const absent = new Set(names.filter((name) => data[name]?.absent === true));
    const known = without(absent, withCopiesKnown(placed(drafts)));
    const complete = known.map((draft) => withDundiOverlay(draft, data[draft.name]!, known, this.reading));
    this.checkAddresses(complete);
    if (this.reading.isSound('servers', 'asterisk', 'profile', 'rules'))
      this.reading.remarks.push(...reviewTogether(complete));
    return complete;
  }

  private readFolder(name: string, settings: ServerData, names: readonly string[]): ServerRead | undefined {
    const { conf } = settings;
    if (conf === undefined) {
      const others = names.filter(
        (other) => child(child(child(this.reading.root, 'servers'), other), 'conf') !== undefined,
      );
      const folder = clusterFolder(this.reading.root);
      if (others.length === 0) return undefined; // The folder itself is missing or empty, which is said already.
      this.reading.mistakeAtKey(
        ['servers', name],
        `the server "${name}" has no folder in "${folder}"${didYouMean(name, others)}; there are ${others.slice(0, 12).join(', ')}; a further server needs its own "conf:"`,
      );
      return undefined;
    }
    if (this.reads.has(conf)) return this.reads.get(conf);
    const files = this.filesOf(conf);
    if (files === undefined) this.reading.mistake(['servers', name, 'conf'], `there is no folder "${conf}"`);
    else if (files.length === 0)
      this.reading.mistake(['servers', name, 'conf'], `the folder "${conf}" holds no .conf file`);
    const read =
      files === undefined || files.length === 0
        ? undefined
        : readConf(this.withPlaces(conf, files), {
            dialect: dialectOf(this.reading.root),
            name: lastPart(conf),
            rules: this.rules,
          });
    if (read !== undefined) this.reading.remarks.push(...read.remarks.map((remark) => this.atItsName(remark, name)));
    this.reads.set(conf, read);
    return read;
  }

  /** What a folder lacks is in none of its lines: that is said where the scenario names the folder. */
  private atItsName(remark: Remark, server: string): Remark {
    const { place, severity, text } = remark;
    if (place.line > 0 || (severity !== 'mistake' && !text.startsWith(NO_SUCH_FILE))) return remark;
    const at = placeAt(this.reading.root, ['servers', server, 'conf']);
    return { ...remark, place: at, text: `${place.file}: ${text}` };
  }

  private filesOf(conf: string): readonly FolderFile[] | undefined {
    const cluster = clusterFolder(this.reading.root);
    const own = this.folders.get(conf);
    if (own !== undefined) return own.some(({ path }) => !path.includes('/') && path.endsWith('.conf')) ? own : [];
    if (cluster === undefined || !conf.startsWith(`${cluster}/`)) return undefined;
    return serversIn(cluster, this.folders.get(cluster) ?? []).get(lastPart(conf));
  }

  /** Mistakes in a .conf file are reported with a path that the user can open. */
  private withPlaces(conf: string, files: readonly FolderFile[]): readonly FolderFile[] {
    const folder = conf.startsWith('/') || /^[a-z]+:/.test(conf) ? conf : this.base + conf.replace(/^\.\//, '');
    return files.map((file) => ({ ...file, path: `${folder}/${file.path}` }));
  }

  private overlaid(name: string, settings: ServerData, read: ServerRead): ServerRead {
    const keys: Record<string, ConfSetting> = Object.create(null) as Record<string, ConfSetting>;
    for (const [key, value] of Object.entries(settings as Readonly<Record<string, unknown>>)) {
      if (SERVER_KEYS.includes(key)) continue;
      const path = ['servers', name, key];
      if (!isConfKey(key)) this.reading.certainAtKey(path, unknownServerKey(key, [...SERVER_KEYS, ...CONF_KEYS]));
      else if (typeof value !== 'string')
        this.reading.certain(path, `expected a single value, as behind "${key} =" in the .conf file`);
      else keys[key] = { value, place: placeAt(this.reading.root, path) };
    }
    const isAsRead = Object.keys(keys).length === 0;
    const overlaid = (isAsRead ? this.plain.get(read) : undefined) ?? overlayConf(read, keys);
    if (isAsRead) this.plain.set(read, overlaid);
    this.reading.remarks.push(...overlaid.remarks);
    return overlaid.read;
  }

  private draft(name: string, settings: ServerData, read: ServerRead): ServerDraft {
    const { address = '', bootTime = 0, trunks = {} } = settings;
    if (address.endsWith('..'))
      this.reading.mistake(
        ['servers', name, 'address'],
        `"${address}" is an open range: it needs a range of servers, or ends before an address that exists`,
      );
    else if (address !== '' && addressToNumber(address) === undefined)
      this.reading.certain(
        ['servers', name, 'address'],
        `found "${address}", expected an address such as 10.10.10.121`,
      );
    const groups = trunksOf(trunks, ['servers', name, 'trunks'], this.reading);
    return { name, address, bootTime, trunks: groups, conf: settings.conf!, read };
  }

  private checkAddresses(drafts: readonly ServerDraft[]): void {
    const owners = new Map<string, string>();
    for (const { name, address } of drafts) {
      const owner = owners.get(address);
      if (owner !== undefined)
        this.reading.mistake(['servers', name, 'address'], `${name} and ${owner} both have the address ${address}`);
      owners.set(address, name);
    }
  }
}
