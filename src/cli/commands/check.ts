import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import {
  checkFolders,
  identifyServers,
  readServer,
  Remarks,
  reviewHosts,
  reviewSharedRows,
  sharedSlots,
  type NamedServer,
} from '../../asterisk/index.ts';
import { PROFILES, type ProfileName } from '../../model/profiles.ts';
import { sourced } from '../../model/risks/risks.ts';
import { rulesOf } from '../../model/rules.ts';
import { counted } from '../../report/format.ts';
import { byName, serversIn } from '../../scenario/index.ts';
import { formatPlace } from '../../text/place.ts';
import { withSource, type Remark, type Severity } from '../../text/mistake.ts';
import { didYouMean } from '../../text/nearest.ts';
import { readFolder } from '../files/confFiles.ts';
import { mistakeIn } from '../files/textFiles.ts';
import { EXIT, type ExitCode, type Io } from '../io.ts';
import { loadForReview } from '../files/loadScenario.ts';
import { shownPlaces } from '../files/places.ts';

export interface CheckOptions {
  readonly strict?: boolean;
  readonly set: readonly string[];
  readonly profile?: string;
  readonly ignoreMissing?: boolean;
  readonly json?: boolean;
}

/** `dundisim check`: everything that can be said of a scenario, or of Asterisk folders, before anything runs. */
export async function check(path: string, options: CheckOptions, io: Io): Promise<ExitCode> {
  const { profile: wanted = 'asterisk-1.2' } = options;
  const profile = PROFILES.find((name) => name === wanted);
  if (profile === undefined)
    throw mistakeIn(
      '',
      `--profile: expected one of ${PROFILES.join(', ')}; found "${wanted}"${didYouMean(wanted, PROFILES)}`,
    );
  const folder = isFolder(path, io);
  if (folder && options.set.length > 0)
    throw mistakeIn(`--set ${options.set[0]}`, 'goes with a scenario, and this is a folder');
  if (!folder && options.profile !== undefined)
    throw mistakeIn(`--profile ${wanted}`, `goes with a folder; a scenario says its own: --set profile=${wanted}`);
  const remarks = folder ? reviewFolder(path, profile, options, io) : loadForReview(path, options, io).remarks;
  const shown = together(distinct(remarks.map((remark) => shownPlaces(remark, io.cwd))));
  const mistakes = countOf(shown, 'mistake');
  const risks = countOf(shown, 'risk');
  const notes = countOf(shown, 'note');
  if (options.json === true) {
    const remarked = shown.map(({ place, ...remark }) => ({ ...place, ...remark }));
    io.out(`${JSON.stringify({ checked: path, mistakes, risks, notes, remarks: remarked }, null, 2)}\n`);
  } else {
    io.out(shown.map((remark) => `${lineOf(remark)}\n`).join(''));
    io.out(`${path}: ${counted(mistakes, 'mistake')}, ${counted(risks, 'risk')}, ${counted(notes, 'note')}\n`);
  }
  if (mistakes > 0) return EXIT.mistake;
  return options.strict && risks > 0 ? EXIT.unmet : EXIT.fine;
}

function isFolder(path: string, io: Io): boolean {
  try {
    return path !== '' && statSync(resolve(io.cwd, path)).isDirectory();
  } catch {
    return false; // Reading it as a scenario says why.
  }
}

/** The folder of one server, or a folder with a folder for each. */
function reviewFolder(path: string, profile: ProfileName, options: CheckOptions, io: Io): readonly Remark[] {
  const shown = path.replace(/\/+$/, '');
  const files = readFolder(resolve(io.cwd, path), options) ?? [];
  const found = [...serversIn(basename(resolve(io.cwd, path)), files)].sort(([a], [b]) => byName(a, b));
  if (found.length === 0)
    throw mistakeIn(
      path,
      'no folder of a server here: expected .conf files such as dundi.conf, sip.conf and extensions.conf, or folders with such files',
    );
  const single = files.some((file) => !file.path.includes('/') && file.path.endsWith('.conf'));
  const rules = rulesOf(profile);
  const servers = found.map(([name, own]): NamedServer => {
    const folder = single ? shown : `${shown}/${name}`;
    const placed = own.map((file) => ({ ...file, path: `${folder}/${file.path}` }));
    return { name, read: readServer(placed, { dialect: rules.dialect, name, rules }) };
  });
  const remarks = new Remarks();
  reviewSharedRows(servers, remarks); // Whether phones move from one to another a folder does not say.
  const hosts = reviewHosts(servers, identifyServers(servers), { addresses: [], phones: undefined });
  const together = [...checkFolders(servers), ...hosts, ...remarks.all, ...parkingRisks(servers, shown)];
  return [...servers.flatMap(({ read }) => read.remarks), ...together];
}

/** Which phones share an office, a folder does not say; a scenario does. */
function parkingRisks(servers: readonly NamedServer[], folder: string): readonly Remark[] {
  return sharedSlots(servers).map(({ server, other, slots, place }) => ({
    severity: 'risk',
    ...sourced('sharedSlots'),
    place: place.file === '' ? { ...place, file: folder } : place,
    text: `${server} and ${other} both have the parking slots ${slots}: a person of an office with phones at both who dials a slot gets nothing, or another call; keep an office at one server, or give each server slots of its own (parkpos)`,
  }));
}

/** Every line has its severity, so that they can be distinguished and counted, and its source. */
function lineOf(remark: Remark): string {
  const at = formatPlace(remark.place);
  return `${at === '' ? '' : `${at}: `}${remark.severity}: ${withSource(remark)}`;
}

/**
 * A remark on many places is one matter: a dialplan in the other dialect has a risk at every step, copied files
 * are alike.
 */
const ALIKE = { inOneFile: 6, inSeveral: 4, notesInSeveral: 2 };
/** More servers are counted, not named. */
const MOST_NAMES = 8;

/** Risks and notes alike as one, at the first place; mistakes each for itself. */
function together(remarks: readonly Remark[]): readonly Remark[] {
  const alike = new Map<string, Remark[]>();
  for (const remark of remarks) {
    const same = alike.get(matterOf(remark));
    if (same === undefined) alike.set(matterOf(remark), [remark]);
    else same.push(remark);
  }
  const folded = new Map<readonly Remark[], string | undefined>();
  for (const same of alike.values()) folded.set(same, foldedText(same));
  return remarks.flatMap((remark) => {
    const same = alike.get(matterOf(remark))!;
    const text = folded.get(same);
    if (text === undefined) return [remark];
    return same[0] === remark ? [{ ...remark, text }] : [];
  });
}

/** The remark without its place, nor the file that a server of the scenario lacks. */
function matterOf({ severity, text }: Remark): string {
  return `${severity} ${text.replace(LACKING, '')}`;
}

/** `paper/regpbx1/iax.conf: there is no such file`, at the place where the scenario names the folder. */
const LACKING = /^\S+\.conf: /;

/** The one remark for all of these; undefined: each for itself. */
function foldedText(same: readonly Remark[]): string | undefined {
  const { severity, text } = same[0]!;
  const files = [...new Set(same.map((one) => LACKING.exec(one.text)?.[0].slice(0, -2) ?? one.place.file))];
  const several = severity === 'note' ? ALIKE.notesInSeveral : ALIKE.inSeveral;
  if (severity === 'mistake' || same.length < (files.length > 1 ? several : ALIKE.inOneFile)) return undefined;
  return `${text} (the first of ${same.length} such places${files.length > 1 ? `, in ${files.length} files${ofServers(files)}` : ''})`;
}

/** `: bonn, kiel, ulm`: the folders of the files, each of which is a server's; empty where they do not tell them apart. */
function ofServers(files: readonly string[]): string {
  const names = [...new Set(files.map((file) => file.split('/').at(-2) ?? ''))];
  if (names.length < 2 || names.includes('')) return '';
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return `: ${names.slice(0, MOST_NAMES).join(', ')}${more}`;
}

function countOf(remarks: readonly Remark[], severity: Severity): number {
  return remarks.filter((remark) => remark.severity === severity).length;
}

const WEIGHT: Readonly<Record<Severity, number>> = { mistake: 0, risk: 1, note: 2 };

/** By file in order of first mention, then by line, column and severity; each once. */
function distinct(remarks: readonly Remark[]): readonly Remark[] {
  const order = new Map<string, number>();
  for (const { place } of remarks) if (!order.has(place.file)) order.set(place.file, order.size);
  const sorted = [...remarks].sort(
    (a, b) =>
      order.get(a.place.file)! - order.get(b.place.file)! ||
      a.place.line - b.place.line ||
      a.place.column - b.place.column ||
      WEIGHT[a.severity] - WEIGHT[b.severity],
  );
  return sorted.filter((remark, i) => i === 0 || lineOf(remark) !== lineOf(sorted[i - 1]!));
}
