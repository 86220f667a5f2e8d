import type { ClusterConfig, Fault, PjsipConfig, PjsipEndpoint, ServerConfig, StaticPeer } from '../../model/config.ts';
import type { DialplanConfig } from '../../model/server/dialplan/compiledPlan.ts';
import { RULES, rulesOf, type RuleName, type Rules } from '../../model/rules.ts';
import { editDistance } from '../../text/nearest.ts';
import { addressToNumber } from '../../text/ranges.ts';
import { applicationsOf } from './scenarioApplications.ts';
import { CallReader } from './callGroups.ts';
import { warnOfLoad } from './offeredLoad.ts';
import { warnOfFaults, warnOfStayers } from './faultReview.ts';
import { extensionTables } from './extensionTables.ts';
import { FaultReader } from './faultList.ts';
import type { Folders } from './confFolders.ts';
import { PhoneNames, ServerNames } from '../reading/names.ts';
import { PhoneReader } from './phoneGroups.ts';
import type { Pieces } from '../reading/pieces.ts';
import type { Reading } from '../reading/reader.ts';
import type { ScenarioData } from '../reading/schema.ts';
import { ServerReader } from './serverConfigs.ts';
import type { ServerDraft } from './serverDraft.ts';
import { warnOfSystems } from './systemRisks.ts';
import { warnOfSharedParking } from './sharedParking.ts';
import { warnOfTrunks } from './trunkGroups.ts';
import { warnOfLostOnward } from './lostOnward.ts';
import { warnOfStrangers } from './strangers.ts';
import { warnOfUnmatched } from './unmatchedNumbers.ts';
import { networkOf } from './networkSettings.ts';
import { STANDBY_DEFAULTS } from './defaults.ts';
import { standbySchema } from '../reading/schema/clusterKeys.ts';
import { child, entriesOf, type Path } from '../reading/tree.ts';

/** Keys that decide what the .conf files mean. */
const FILES = ['asterisk', 'profile', 'rules'];
/** Keys of a group that decide which phones there are. */
const OF_NUMBERS = ['numbers', 'count', 'shared'];

/**
 * The second pass: joins the parts by their names. Every dangling name is a mistake in `reading`; the result counts
 * only if there is none.
 */
export function build(pieces: Pieces, folders: Folders, reading: Reading, wantsRisks: boolean): ClusterConfig {
  const { data } = pieces;
  const profile = data.profile ?? 'asterisk-1.2';
  const rules = rulesOf(profile, ruleOverrides(data));
  const duration = data.duration ?? 0;
  const drafts = new ServerReader(reading, folders, rules, pieces.base).read(data.servers ?? {});
  const names = drafts.map(({ name }) => name);
  const written = entriesOf(child(reading.root, 'servers'))
    .map(([name]) => name)
    .filter((name) => data.servers?.[name]?.absent !== true);
  const servers = new ServerNames(names, new Set(written.filter((name) => !names.includes(name))), reading);

  checkDatabase(data, drafts, reading);
  const taken = new Map(drafts.map(({ name, address }) => [address, name]));
  if (data.database?.address !== undefined) taken.set(data.database.address, 'the database');
  const { phones, staticNumbers, complete } = new PhoneReader(
    reading,
    servers,
    registrars(drafts, rules),
    taken,
    rules.channelDriver,
  ).read(pieces.groups);
  const groupNames = entriesOf(child(reading.root, 'phones')).map(([name]) => name);
  const phoneNames = new PhoneNames(
    phones,
    groupNames,
    groupNames.length > pieces.groups.size || !complete || pieces.removed.some(mayHideNumbers),
    reading,
  );

  const contexts = (server: number) => drafts[server]?.read.dialplan.contexts.map(({ name }) => name) ?? [];
  const trunks = (server: number) => drafts[server]?.trunks ?? {};
  const files = { folders, base: pieces.base };
  const callReader = new CallReader(reading, phoneNames, servers, contexts, trunks, duration, files);
  const elements: number[] = [];
  const calls = readEach(pieces.calls, 'calls', (call, path) => {
    const made = callReader.read(call, path);
    for (const _ of made) elements.push(Number(path[1]));
    return made;
  });
  const faultReader = new FaultReader(reading, servers, phoneNames, trunks);
  const faultPaths: Path[] = [];
  const faults = readEach(pieces.faults, 'faults', (fault, path) => {
    const made = faultReader.read(fault, path);
    for (const _ of made) faultPaths.push(path);
    return made;
  });
  const standby = standbyOf(data, servers, registrars(drafts, rules));
  if (wantsRisks) {
    warnOfFaults(faults, duration, faultPaths, reading);
    warnOfStayers(faults, phones, names, reading);
    warnOfLoad(calls, phones, reading);
    warnOfTrunks(drafts, reading);
  }
  if (wantsRisks && reading.isSound('servers', 'phones', ...FILES)) {
    warnOfSharedParking(drafts, phones, reading);
    warnOfSystems(drafts, phones, standby, data.database?.address, reading);
  }
  if (wantsRisks && reading.isSound('servers', 'phones', 'calls', ...FILES)) {
    warnOfUnmatched(calls, elements, phones, drafts, rules, reading);
    warnOfLostOnward(calls, elements, phones, drafts, rules, reading);
  }
  if (phones.length === 0 && reading.isSound('phones'))
    reading.risk('noPhones', [], 'there are no phones, so little happens; see "phones:"');
  else if (calls.length === 0 && reading.isSound('phones', 'calls'))
    reading.note([], 'there are no calls: the run shows registrations only; see "calls:"');
  const made = drafts.map((draft, i) =>
    serverOf(draft, staticNumbers.get(i) ?? [], extensionTables(draft, data.database?.tables ?? {}, reading)),
  );
  if (wantsRisks && reading.isSound('servers', 'phones', ...FILES))
    warnOfStrangers(
      made,
      phones,
      rules,
      reading,
      drafts.map(({ read }) => read.origin.phoneContext),
    );
  return {
    title: data.title ?? '',
    profile,
    rules,
    duration,
    start: startOf(data, reading),
    servers: made,
    database: databaseOf(data, reading),
    standby,
    network: networkOf(data, servers, reading),
    phones,
    balanced: [...pieces.groups.values()].some(({ balance }) => balance !== undefined),
    calls,
    faults: sorted(faults),
    processing: data.processing as ClusterConfig['processing'],
    applications: applicationsOf(data.applications ?? {}, rules.dialect, reading),
  };
}

/** A phone that something refers to may have been in what was left out of a group, or of all groups. */
function mayHideNumbers([key, , inGroup]: Path): boolean {
  return key === 'phones' && typeof inGroup === 'string' && OF_NUMBERS.some((one) => editDistance(inGroup, one) <= 2);
}

function readEach<Data, Made>(
  pieces: readonly (Data | undefined)[],
  key: string,
  read: (piece: Data, path: Path) => readonly Made[],
): Made[] {
  return pieces.flatMap((piece, i) => (piece === undefined ? [] : read(piece, [key, i])));
}

/** In order of time; those of one moment in the order of writing. */
function sorted(faults: readonly Fault[]): readonly Fault[] {
  return [...faults].sort((a, b) => a.at - b.at);
}

function ruleOverrides(data: Readonly<ScenarioData>): Partial<Rules> {
  const given = Object.entries(data.rules ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    given.map(([name, value]) => [name, inRuleUnit(name as RuleName, value)]),
  ) as Partial<Rules>;
}

/** Times are read in microseconds; the table counts some of them in milliseconds. */
function inRuleUnit(name: RuleName, value: unknown): unknown {
  return RULES[name].unit === 'ms' && typeof value === 'number' ? value / 1000 : value;
}

/** Servers with a regcontext in the file of their phones' driver; all of them when none has one. */
function registrars(drafts: readonly ServerDraft[], { channelDriver }: Rules): readonly number[] {
  const all = drafts.map((_, i) => i);
  const file = channelDriver === 'chan_pjsip' ? 'pjsip' : 'sip';
  const registering = all.filter((i) => drafts[i]!.read[file].regContext !== '');
  return registering.length > 0 ? registering : all;
}

function serverOf(
  { name, address, bootTime, trunks, read: { dundi, sip, pjsip, iax, parking, queues, dialplan } }: ServerDraft,
  staticNumbers: readonly string[],
  realtime: DialplanConfig['realtime'],
): ServerConfig {
  const { context, qualifyMs, callLimit, directMedia } = sip;
  const added = withoutSections(staticNumbers, sip.staticPeers).map((number): StaticPeer => ({
    name: number,
    context,
    host: 'dynamic',
    qualifyMs,
    callLimit,
    directMedia,
    regExten: [],
  }));
  const endpoints = endpointsFor(pjsip, staticNumbers);
  // What the files alone say stays one record for all servers of a folder: a thousand of them do not fit into a cache.
  return {
    name,
    address,
    bootTime,
    dundi,
    sip: added.length === 0 ? sip : { ...sip, staticPeers: [...sip.staticPeers, ...added] },
    pjsip: endpoints.length === 0 ? pjsip : { ...pjsip, endpoints: [...pjsip.endpoints, ...endpoints] },
    iax,
    parking,
    queues,
    dialplan: realtime === undefined ? dialplan : { ...dialplan, realtime },
    trunks,
  };
}

/** Sections for numbers that the files do not have, with the columns that the scenario gives to every row. */
function endpointsFor({ endpoints, row }: PjsipConfig, numbers: readonly string[]): PjsipEndpoint[] {
  return withoutSections(numbers, endpoints).map((number) => ({
    ...row,
    name: number,
    aors: row.aors.map((aor) => ({ ...aor, name: number })),
  }));
}

/** The numbers that get a section. A file with a section of one of them is complete: who is not in it has no account. */
function withoutSections(
  numbers: readonly string[],
  sections: readonly { readonly name: string }[],
): readonly string[] {
  const known = new Set(sections.map(({ name }) => name));
  return numbers.some((number) => known.has(number)) ? [] : numbers;
}

function checkDatabase(data: Readonly<ScenarioData>, drafts: readonly ServerDraft[], reading: Reading): void {
  const address = data.database?.address;
  if (address === undefined) return;
  if (addressToNumber(address) === undefined)
    reading.certain(['database', 'address'], `found "${address}", expected an address such as 10.10.10.110`);
  const owner = drafts.find((draft) => draft.address === address);
  if (owner !== undefined)
    reading.mistake(['database', 'address'], `the database and ${owner.name} both have the address ${address}`);
}

function databaseOf(data: Readonly<ScenarioData>, reading: Reading): ClusterConfig['database'] {
  const {
    standby,
    failover,
    replicationLag,
    tables: _,
    ...rest
  } = (data.database ?? {}) as NonNullable<ScenarioData['database']>;
  const database = rest as Omit<ClusterConfig['database'], 'pair'>;
  if (standby !== undefined) {
    if (addressToNumber(standby) === undefined)
      reading.certain(['database', 'standby'], `found "${standby}", expected an address such as 10.10.10.111`);
    return { ...database, pair: { standby, failover: failover!, replicationLag: replicationLag! } };
  }
  for (const [key, value] of Object.entries({ failover, replicationLag }))
    if (value !== undefined) reading.mistakeAtKey(['database', key], `"${key}" belongs to a database with a "standby"`);
  return { ...database, pair: undefined };
}

/** The fault `takeOver` without `standby:` has its defaults, and no monitor. */
function standbyOf(
  data: Readonly<ScenarioData>,
  servers: ServerNames,
  registering: readonly number[],
): ClusterConfig['standby'] {
  const { standby } = data;
  const { servers: named, ...rest } = standby ?? standbySchema.parse(STANDBY_DEFAULTS);
  const settings = rest as Omit<ClusterConfig['standby'], 'servers'>;
  if (standby === undefined) return { ...settings, machines: 0, interval: 0, servers: [] };
  const watched = named === undefined ? registering : servers.several(named, ['standby', 'servers']);
  return { ...settings, servers: watched };
}

function startOf(data: Readonly<ScenarioData>, reading: Reading): ClusterConfig['start'] {
  const { state = 'steady', warmUp = 0, wallSecond, qualifyPhase, expiryPhase, refreshPhase } = data.start ?? {};
  if (wallSecond !== undefined && wallSecond >= 1_000_000)
    reading.mistake(['start', 'wallSecond'], 'expected less than 1s: it is the fraction of the wall second at 0');
  if (qualifyPhase !== undefined && qualifyPhase > 60_000_000)
    reading.mistake(['start', 'qualifyPhase'], 'expected at most 60s, the time between two qualifies');
  return { state, warmUp, wallSecond, qualifyPhase, expiryPhase, refreshPhase };
}
