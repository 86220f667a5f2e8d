import { SECOND } from '../../../kernel/units.ts';
import type { PjsipAor, PjsipConfig, PjsipEndpoint, PjsipRegistration } from '../../../model/config.ts';
import type { Digest } from '../../../model/protocol/sip.ts';
import type { Rules } from '../../../model/rules.ts';
import { parseSipUri } from '../../../model/server/pjsip/pjsipDial.ts';
import { didYouMean } from '../../../text/nearest.ts';
import { lastValue, type Conf, type Entry, type Section } from '../../conf/sections.ts';
import { leadingInteger } from '../../confValues.ts';
import { quote, Remarks } from '../../remarks.ts';
import { keyNames, keysOf, SettingsReader, type Dialect, type KeyTable } from '../../settings.ts';
import { newAor, newEndpoint, newGeneral, type AorDraft, type EndpointDraft } from './pjsipDrafts.ts';
import {
  PJSIP_AOR,
  PJSIP_ENDPOINT,
  PJSIP_GLOBAL,
  PJSIP_NOT_MODELLED,
  PJSIP_OTHERS,
  PJSIP_SYSTEM,
} from './pjsipKeys.ts';
import type { Realtime } from './sorceryConf.ts';

export interface ReadPjsip {
  readonly config: PjsipConfig;
  /** Sections by kind, for the review. */
  readonly endpoints: readonly { readonly endpoint: PjsipEndpoint; readonly section: Section }[];
  readonly aors: readonly { readonly aor: PjsipAor; readonly section: Section }[];
  readonly global: Section | undefined;
  readonly identifies: readonly Section[];
  readonly registrations: readonly Section[];
  /** A transport is there; without the file, or a part of it, that is not known. */
  readonly hasTransport: boolean;
}

const REFUSED = 'Asterisk has no such field, and refuses the whole section';

/** The sections of one kind by their names; of two of one name Asterisk refuses the file. */
class Sections {
  private readonly byKind = new Map<string, Map<string, Section>>();
  private readonly remarks: Remarks;

  constructor(conf: Conf | undefined, wizards: readonly Section[], remarks: Remarks) {
    this.remarks = remarks;
    for (const section of [...(conf?.sections ?? []), ...wizards]) if (!section.template) this.add(section);
  }

  of(kind: string): ReadonlyMap<string, Section> {
    return this.byKind.get(kind) ?? new Map<string, Section>();
  }

  /** Kinds that are there, with a section of each. */
  kinds(): readonly (readonly [kind: string, sections: readonly Section[]])[] {
    return [...this.byKind].map(([kind, sections]) => [kind, [...sections.values()]]);
  }

  private add(section: Section): void {
    const type = lastValue(section, 'type');
    if (type === undefined) {
      this.remarks.risk(
        'noTypeOfSection',
        section.place,
        `[${section.name}] of pjsip.conf has no type: Asterisk ignores the section`,
      );
      return;
    }
    const known = [...MODELLED.keys(), ...PJSIP_OTHERS.keys()];
    if (!known.includes(type.value)) {
      this.remarks.risk(
        'noTypeOfSection',
        type.valuePlace,
        `type is ${quote(type.value)}, which is none: Asterisk ignores the section${didYouMean(type.value, known)}`,
      );
      return;
    }
    const sections = this.byKind.get(type.value) ?? new Map<string, Section>();
    this.byKind.set(type.value, sections);
    const earlier = sections.get(section.name);
    if (earlier !== undefined)
      this.remarks.mistake(
        section.place,
        `a second [${section.name}] of type ${type.value}: Asterisk refuses the whole of pjsip.conf`,
      );
    else sections.set(section.name, section);
  }
}

const MODELLED: ReadonlyMap<string, KeyTable<never>> = new Map<string, KeyTable<never>>([
  ['endpoint', PJSIP_ENDPOINT as KeyTable<never>],
  ['aor', PJSIP_AOR as KeyTable<never>],
  ['global', PJSIP_GLOBAL as KeyTable<never>],
  ['system', PJSIP_SYSTEM as KeyTable<never>],
]);

/**
 * pjsip.conf (res_pjsip/pjsip_configuration.c, location.c, config_*.c). Without the file: Asterisk's defaults.
 *
 * @param wizards what pjsip_wizard.conf adds to it
 */
export function readPjsip(
  conf: Conf | undefined,
  wizards: readonly Section[],
  realtime: Realtime,
  rules: Rules,
  dialect: Dialect,
  remarks: Remarks,
): ReadPjsip {
  const sections = new Sections(conf, wizards, remarks);
  const reader = new SettingsReader(conf?.path ?? 'pjsip.conf', dialect, remarks);
  const general = newGeneral(rules);
  for (const section of sections.of('system').values())
    reader.read(general, section.entries, { ...PJSIP_SYSTEM, unknown: REFUSED }, nameOf(section));
  const [global] = sections.of('global').values();
  if (global !== undefined) reader.read(general, global.entries, { ...PJSIP_GLOBAL, unknown: REFUSED }, nameOf(global));
  const aors = readAll(sections, 'aor', newAor, PJSIP_AOR, reader);
  // Names that are not there may be in the file that is missing, which has been said.
  const remarksOnNames = conf?.isPartial === true ? new Remarks() : remarks;
  const drafts = readAll(sections, 'endpoint', newEndpoint, PJSIP_ENDPOINT, reader);
  readOthers(sections, reader, remarks);
  reader.end();
  sayUnjoined(sections, realtime, remarksOnNames);
  const endpoints = drafts.map(({ object, section }) => ({
    endpoint: join(object, section, sections, aors, realtime, remarksOnNames),
    section,
  }));
  const { threads, row, rowAor, ...rest } = general;
  return {
    config: {
      ...rest,
      threads,
      stores: realtime.stores,
      updateOrCreate: realtime.updateOrCreate,
      connections: realtime.connections,
      endpoints: endpoints.map(({ endpoint }) => endpoint),
      registrations: registrationsOf(sections, remarks),
      row: { ...row, aors: [rowAor] },
    },
    endpoints,
    aors: aors.map(({ object: aor, section }) => ({ aor, section })),
    global,
    identifies: [...sections.of('identify').values()],
    registrations: [...sections.of('registration').values()],
    hasTransport: conf === undefined || conf.isPartial === true || sections.of('transport').size > 0,
  };
}

interface ReadObject<D> {
  readonly object: D;
  readonly section: Section;
}

/** Objects with a field that Asterisk does not have are not made. */
function readAll<D>(
  sections: Sections,
  kind: string,
  make: (name: string) => D,
  table: KeyTable<D>,
  reader: SettingsReader,
): ReadObject<D>[] {
  const known = new Set(keysOf(table as KeyTable<never>));
  const all: ReadObject<D>[] = [];
  for (const section of sections.of(kind).values()) {
    const object = make(section.name);
    reader.read(object, section.entries, { ...table, unknown: REFUSED }, nameOf(section));
    // A field with @ is an extended one (sorcery.c).
    const isWhole = section.entries.every(({ key }) => known.has(key.toLowerCase()) || key.startsWith('@'));
    if (isWhole) all.push({ object, section });
  }
  return all;
}

/** Sections that are not modelled: their keys are looked at all the same, since a wrong one costs the section. */
function readOthers(sections: Sections, reader: SettingsReader, remarks: Remarks): void {
  for (const [kind, all] of sections.kinds()) {
    const keys = PJSIP_OTHERS.get(kind);
    if (keys === undefined) continue;
    const table: KeyTable<object> = {
      modelled: new Map([...keys].map((key) => [key.toLowerCase(), () => {}])),
      unmodelled: new Map(),
      without: keyNames('-'),
      unknown: REFUSED,
    };
    for (const section of all) if (kind !== 'phoneprov') reader.read({}, section.entries, table, nameOf(section));
    const cost = PJSIP_NOT_MODELLED.get(kind);
    if (cost !== undefined) remarks.note(all[0]!.place, `type=${kind} of pjsip.conf is not modelled: ${cost}`);
  }
}

function nameOf(section: Section): string {
  return `[${section.name}]`;
}

/** An endpoint with its AORs, its auth and its addresses, each found by its name. */
function join(
  { aors: names, auth, outboundAuth, ...own }: EndpointDraft,
  section: Section,
  sections: Sections,
  aors: readonly ReadObject<AorDraft>[],
  realtime: Realtime,
  remarks: Remarks,
): PjsipEndpoint {
  const found = names.flatMap((name) => {
    const there = aors.find(({ object }) => object.name === name);
    if (there === undefined && !realtime.stores.aor.realtime)
      sayMissing(section, 'aors', 'aor', name, sections.of('aor'), remarks);
    return there === undefined ? [] : [there.object];
  });
  const digestsOf = (key: string, list: readonly string[]): readonly Digest[] =>
    list.flatMap((name) => {
      const there = sections.of('auth').get(name);
      if (there === undefined && !realtime.stores.auth.realtime)
        sayMissing(section, key, 'auth', name, sections.of('auth'), remarks);
      return there === undefined ? [] : [digestOf(there)];
    });
  const matches = [...sections.of('identify').values()]
    .filter((identify) => lastValue(identify, 'endpoint')?.value === own.name)
    .flatMap((identify) => identify.entries.filter(({ key }) => key.toLowerCase() === 'match'))
    .flatMap(({ value }) => value.split(',').map((address) => address.trim()));
  const auths = digestsOf('auth', auth);
  const [outbound] = digestsOf('outbound_auth', outboundAuth);
  return { ...own, isChallenged: auth.length > 0, auths, outboundAuth: outbound, matches, aors: found };
}

/** An identify of no endpoint matches nobody; an endpoint whose transport is not there sends nothing. */
function sayUnjoined(sections: Sections, { stores }: Realtime, remarks: Remarks): void {
  const said = new Set<Entry>(); // Sections share the lines of their template.
  const sayNone = (section: Section, key: string, kind: string): void => {
    const entry = lastValue(section, key);
    const there = sections.of(kind);
    if (entry === undefined || entry.value === '' || there.has(entry.value) || said.has(entry)) return;
    said.add(entry);
    sayMissing(section, key, kind, entry.value, there, remarks);
  };
  if (!stores.endpoint.realtime)
    for (const section of sections.of('identify').values()) sayNone(section, 'endpoint', 'endpoint');
  if (sections.of('transport').size > 0)
    for (const section of sections.of('endpoint').values()) sayNone(section, 'transport', 'transport');
}

/** res_pjsip_outbound_registration.c: defaults of a registration. */
function registrationsOf(sections: Sections, remarks: Remarks): readonly PjsipRegistration[] {
  return [...sections.of('registration').values()].flatMap((section) => {
    const textOf = (key: string): string => lastValue(section, key)?.value ?? '';
    const numberOf = (key: string, otherwise: number): number => leadingInteger(textOf(key)) ?? otherwise;
    const server = parseSipUri(textOf('server_uri'));
    const client = parseSipUri(textOf('client_uri'));
    if (server === undefined || client === undefined) {
      remarks.risk(
        'registrationIncomplete',
        section.place,
        `${nameOf(section)} needs server_uri and client_uri, such as sip:10.9.0.2 and sip:user@10.9.0.2: Asterisk makes no registration of it`,
      );
      return [];
    }
    const auth = sections.of('auth').get(textOf('outbound_auth').split(',')[0]!.trim());
    return [
      {
        name: section.name,
        host: server.host,
        user: client.user,
        contactUser: textOf('contact_user') || 's',
        digest: auth === undefined ? undefined : digestOf(auth),
        expiration: numberOf('expiration', 3600),
        retryInterval: numberOf('retry_interval', 60) * SECOND,
        maxRetries: numberOf('max_retries', 10),
      },
    ];
  });
}

/** What answers a challenge as an auth section has it; a sum of it is as good as the password to those who have both. */
function digestOf(auth: Section): Digest {
  const valueOf = (key: string): string => lastValue(auth, key)?.value ?? '';
  return {
    userName: valueOf('username'),
    secret: valueOf('password') || valueOf('md5_cred') || valueOf('password_digest'),
  };
}

function sayMissing(
  section: Section,
  key: string,
  kind: string,
  name: string,
  there: ReadonlyMap<string, Section>,
  remarks: Remarks,
): void {
  remarks.risk(
    'sectionMissing',
    lastValue(section, key)!.valuePlace,
    `${nameOf(section)} names the ${kind} ${quote(name)}, which pjsip.conf does not have${didYouMean(name, there.keys())}`,
  );
}
