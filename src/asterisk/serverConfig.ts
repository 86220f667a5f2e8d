import type {
  DundiConfig,
  DundiKeys,
  IaxConfig,
  ParkingConfig,
  PjsipConfig,
  QueueConfig,
  SipConfig,
} from '../model/config.ts';
import type { DialplanConfig } from '../model/server/dialplan/compiledPlan.ts';
import type { Rules } from '../model/rules.ts';
import type { Remark } from '../text/mistake.ts';
import type { Place } from '../text/place.ts';
import { didYouMean } from '../text/nearest.ts';
import { Folder, type FolderFile } from './conf/folder.ts';
import { readConf } from './conf/read.ts';
import { sameName, sectionOf, type Conf, type Section } from './conf/sections.ts';
import { phoneContextOf, type PhoneContext } from './phoneContext.ts';
import { sayMissing, sayNoIax } from './missingFiles.ts';
import { readDundi, type ReadDundi } from './files/dundiConf.ts';
import { familiesAsked, readExtconfig } from './files/extconfigConf.ts';
import { WITH_PJSIP } from './files/mappings.ts';
import { readExtensions } from './files/extensionsConf.ts';
import { readIax } from './files/iaxConf.ts';
import { readParking, type ReadParking } from './files/parkingConf.ts';
import { readFuncOdbc } from './files/pjsip/funcOdbcConf.ts';
import { readOdbc } from './files/pjsip/odbcConf.ts';
import { readPjsip } from './files/pjsip/pjsipConf.ts';
import { expandWizards } from './files/pjsip/pjsipWizard.ts';
import { readSorcery } from './files/pjsip/sorceryConf.ts';
import { readQueues } from './files/queuesConf.ts';
import { readSip } from './files/sip/sipConf.ts';
import { Remarks, wholeFile } from './remarks.ts';
import { hostsNamed, type Named } from './review/hostsNamed.ts';
import { reviewServer } from './review/reviewServer.ts';
import { ALSO_READ, filesRead, type FileName, type Parts } from './serverParts.ts';
import type { Dialect } from './settings.ts';

export interface ReadServer {
  readonly dundi: DundiConfig;
  readonly sip: SipConfig;
  readonly pjsip: PjsipConfig;
  readonly iax: IaxConfig;
  readonly parking: ParkingConfig;
  readonly queues: readonly QueueConfig[];
  readonly dialplan: DialplanConfig;
  /** Table of each family of extconfig.conf, in small letters. */
  readonly tables: Readonly<Record<string, string>>;
  readonly remarks: readonly Remark[];
  /** What only the comparison of servers asks for. */
  readonly origin: Origin;
}

/** Places in the files. */
export interface Origin {
  readonly dundi: ReadDundi;
  readonly parking: ReadParking;
  /** [general] of iax.conf; undefined: there is no such file. */
  readonly iaxGeneral: Place | undefined;
  /** Of sip.conf, or of pjsip.conf where the phones are chan_pjsip's. */
  readonly phoneContext: PhoneContext | undefined;
  /** [general] of sip.conf. */
  readonly sipGeneral: Section | undefined;
  readonly rules: Rules;
  readonly named: Named;
  /** Files of which a part that they include is not at hand. */
  readonly partialFiles: ReadonlySet<string>;
  /** Sections of users.conf, which is not modelled: Asterisk makes peers of them (chan_sip.c:reload_config, hassip). */
  readonly users: readonly string[];
}

export interface ReadOptions {
  /** Of the .conf files: `|` and n+101, or `,` and `same =>`. */
  readonly dialect: Dialect;
  /** Of the server; replaces what only the machine knows. */
  readonly name: string;
  /** Gives the defaults that differ between releases (minExpiry, maxAuthReq), and what the dialplan can do. */
  readonly rules: Rules;
}

/** Files of other ways to say the same things, which are no part of the model. */
const NOT_MODELLED: ReadonlyMap<string, string> = new Map([
  ['extensions.ael', 'extensions.ael is not modelled: write the dialplan in extensions.conf'],
  ['extensions.lua', 'extensions.lua is not modelled: write the dialplan in extensions.conf'],
  ['users.conf', 'users.conf is not modelled: phones are listed in sip.conf, or under chan_pjsip in pjsip.conf'],
]);

/**
 * Reads the folder of one server. Never throws on the user's text and never touches a disk: what is wrong, odd or not
 * modelled comes
 * back as remarks. With a mistake among them the configuration is what could be understood, and is not to be run.
 */
export function readServer(folder: readonly FolderFile[], options: ReadOptions): ReadServer {
  const { dialect, name, rules } = options;
  const remarks = new Remarks();
  const files = new Folder(folder);
  const read = filesRead(rules);
  sayOtherDriver(files, rules, remarks);
  const confs = readFiles(files, read, dialect, remarks);
  if (!read.some((file) => confs.has(file))) sayEmpty(folder, files, read, remarks);
  else sayMissing(confs, read, folder[0]!.path, remarks);
  const dundi = readDundi(
    confs.get('dundi.conf'),
    keysIn(files),
    name,
    dialect,
    remarks,
    rules.switchNeedsEndpoint ? WITH_PJSIP : undefined,
  );
  const asked = familiesAsked(confs.get('extensions.conf'));
  const families = readExtconfig(confs.get('extconfig.conf'), rules, asked, remarks);
  const sip = readSip(confs.get('sip.conf'), families.phones, rules, dialect, remarks);
  const connections = readOdbc(confs.get('res_odbc.conf'));
  const realtime = readSorcery(confs.get('sorcery.conf'), families.all, connections, remarks);
  const wizards = expandWizards(confs.get('pjsip_wizard.conf'), remarks);
  const pjsip = readPjsip(confs.get('pjsip.conf'), wizards, realtime, rules, dialect, remarks);
  const iax = readIax(confs.get('iax.conf'), rules, dialect, remarks);
  const odbc = readFuncOdbc(confs.get('func_odbc.conf'), remarks);
  const dialplan = { ...readExtensions(confs.get('extensions.conf'), dialect, remarks), odbc };
  if (confs.size > 0 && !confs.has('iax.conf')) sayNoIax(folder[0]!.path, dundi, dialplan, remarks);
  const phoneContext = phoneContextOf(confs.get(rules.channelDriver === 'chan_pjsip' ? 'pjsip.conf' : 'sip.conf'));
  const parking = readParking(
    {
      features: confs.get('features.conf'),
      parking: confs.get('res_parking.conf'),
      isUsed: speaksOfParking(dialplan),
    },
    dialect,
    remarks,
  );
  const queues = readQueues(confs.get('queues.conf'), dialect, remarks);
  const parts = { confs, dundi, sip, pjsip, realtime, families, iax, parking, queues, dialplan };
  const all: Parts = { ...parts, rules: { ...rules, dialect } };
  reviewServer(all, remarks);
  return {
    dundi: dundi.config,
    sip: sip.config,
    pjsip: pjsip.config,
    iax: iax.config,
    parking: parking.config,
    queues,
    dialplan,
    tables: Object.fromEntries(families.tables),
    remarks: inOrder(remarks.all),
    origin: {
      dundi,
      parking,
      iaxGeneral: generalOf(confs.get('iax.conf')),
      phoneContext,
      sipGeneral: sip.general,
      rules,
      named: hostsNamed(all),
      partialFiles: new Set([...confs].flatMap(([file, conf]) => (conf.isPartial === true ? file : []))),
      users: [...(files.find('users.conf')?.text ?? '').matchAll(/^\s*\[([^\]]+)\]/gm)].map((found) => found[1]!),
    },
  };
}

function generalOf(conf: Conf | undefined): Place | undefined {
  return conf === undefined ? undefined : (sectionOf(conf, 'general')?.place ?? wholeFile(conf.path));
}

/** Its contexts include the parking slots, or call one of the applications. */
function speaksOfParking({ contexts }: DialplanConfig): boolean {
  return contexts.some(
    ({ includes, steps }) =>
      includes.some(({ name }) => /^parkedcalls\b/i.test(name)) ||
      steps.some(({ application }) => /^(park|parkedcall)$/i.test(application)),
  );
}

/** RSA keys, `NAME.pub` and `NAME.key`; undefined when the folder has none at all, and so tells nothing of them. */
function keysIn(files: Folder): DundiKeys | undefined {
  const named = (ending: string): string[] =>
    files
      .names()
      .filter((name) => name.endsWith(ending))
      .map((name) => name.slice(name.lastIndexOf('/') + 1, -ending.length));
  const keys = { public: named('.pub'), private: named('.key') };
  return keys.public.length + keys.private.length > 0 ? keys : undefined;
}

/** Phones in the file of the other driver are no phones here: the first line of all. */
function sayOtherDriver(files: Folder, { channelDriver }: Rules, remarks: Remarks): void {
  const pjsip = channelDriver === 'chan_pjsip';
  const other = files.find(pjsip ? 'sip.conf' : 'pjsip.conf');
  if (other === undefined) return;
  files.markRead(other);
  const own = pjsip ? 'pjsip.conf' : 'sip.conf';
  const isAlone = files.find(own) === undefined;
  const text = pjsip
    ? `sip.conf is not read: chan_sip was removed in Asterisk 21; phones of this profile are in pjsip.conf${isAlone ? ', which is not there' : ''}`
    : `pjsip.conf is not read: phones of this profile are in sip.conf (chan_sip)${isAlone ? ', which is not there' : ''}; chan_pjsip is modelled under profile asterisk-22`;
  if (isAlone || pjsip) remarks.risk('otherDriver', wholeFile(other.path), text);
  else remarks.note(wholeFile(other.path), text);
}

function readFiles(files: Folder, read: readonly FileName[], dialect: Dialect, remarks: Remarks): Map<FileName, Conf> {
  const confs = new Map<FileName, Conf>();
  for (const name of [...read, ...ALSO_READ]) {
    const file = files.find(name);
    if (file === undefined) continue;
    const conf = readConf(files, file, dialect, remarks);
    confs.set(name, conf);
    if (SINGLE.has(name)) warnOfRepeats(conf, SINGLE.get(name)!, remarks);
  }
  for (const [name, text] of NOT_MODELLED) {
    const file = files.find(name);
    if (file !== undefined) remarks.note(wholeFile(file.path), text);
  }
  if (confs.size > 0) sayUnread(files, remarks);
  return confs;
}

/** Files of what is not modelled, in one line: most folders have dozens of them. */
function sayUnread(files: Folder, remarks: Remarks): void {
  const unread = files.unread().filter(({ name }) => !NOT_MODELLED.has(name));
  const [first] = unread;
  if (first === undefined) return;
  const { path } = first.file;
  const folder = path.slice(0, path.length - first.name.length) || '.';
  const names = unread.map(({ name }) => name);
  const shown =
    names.length > MOST_UNREAD ? [...names.slice(0, MOST_UNREAD), `${names.length - MOST_UNREAD} more`] : names;
  remarks.note(
    wholeFile(names.length === 1 ? path : folder),
    `not read, since nothing in it is modelled: ${shown.join(', ')}`,
  );
}

/** Names in the line about files that are not read. */
const MOST_UNREAD = 40;

/** Asked for one section, Asterisk takes the first of that name; peers and phones it goes through one by one. */
const SINGLE: ReadonlyMap<FileName, readonly string[]> = new Map<FileName, readonly string[]>([
  ['dundi.conf', ['general', 'mappings']],
  ['sip.conf', ['general']],
  ['iax.conf', ['general']],
  ['extconfig.conf', ['settings']],
  ['sorcery.conf', ['general', 'res_pjsip']],
]);

function warnOfRepeats(conf: Conf, single: readonly string[], remarks: Remarks): void {
  for (const wanted of single) {
    const [, ...repeated] = conf.sections.filter((section) => !section.template && sameName(section.name, wanted));
    for (const section of repeated)
      remarks.risk(
        'secondSection',
        section.place,
        `a second [${wanted}]: Asterisk reads the first only; [${wanted}](+) would go on with it`,
      );
  }
}

function sayEmpty(folder: readonly FolderFile[], files: Folder, read: readonly FileName[], remarks: Remarks): void {
  const near =
    files
      .names()
      .map((name) => didYouMean(name, read))
      .find((text) => text !== '') ?? '';
  remarks.mistake(
    wholeFile(folder[0]?.path ?? ''),
    `no configuration of a server here: expected at least one of ${read.join(', ')}${near}`,
  );
}

/** By file, then by line: as one reads them. Remarks about whole files come first. */
function inOrder(remarks: readonly Remark[]): Remark[] {
  const files = new Map<string, number>();
  for (const { place } of remarks) if (!files.has(place.file)) files.set(place.file, files.size);
  return remarks
    .map((remark, index) => ({ remark, index, file: files.get(remark.place.file)! }))
    .sort(
      (a, b) =>
        a.file - b.file ||
        a.remark.place.line - b.remark.place.line ||
        a.remark.place.column - b.remark.place.column ||
        a.index - b.index,
    )
    .map(({ remark }) => remark);
}
