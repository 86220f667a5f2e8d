import type { DundiConfig, DundiKeys } from '../../model/config.ts';
import type { Place } from '../../text/place.ts';
import { otherSections, sectionOf, type Conf, type Section } from '../conf/sections.ts';
import { quote, wholeFile, type Remarks } from '../remarks.ts';
import { keyNames, SettingsReader, type Dialect, type Draft, type KeyTable, type Setter } from '../settings.ts';
import { boundedInteger, entityId, millisecondsOrYes, secondsFrom, yesOrNo } from '../confValues.ts';
import { readMappings } from './mappings.ts';
import { readPeer, type PeerSection } from './dundiPeers.ts';

/** dundi.h: DUNDI_DEFAULT_CACHE_TIME, seconds. */
export const DEFAULT_CACHE_TIME = 3600;
/** dundi.h: DUNDI_DEFAULT_TTL. The file may set 1 to one less (pbx_dundi.c:set_config). */
export const DEFAULT_TTL = 120;

export interface ReadDundi {
  readonly config: DundiConfig;
  /** Where `entityid` is set; undefined when it is not, and Asterisk takes the first network card's address. */
  readonly entityIdPlace: Place | undefined;
  /** Where [general] begins, or its last line of that key. */
  readonly places: { readonly general: Place; readonly cachetime: Place | undefined; readonly ttl: Place | undefined };
  readonly peerSections: readonly PeerSection[];
  readonly mappingPlaces: readonly Place[];
}

export type GeneralDraft = Draft<
  Pick<
    DundiConfig,
    'entityId' | 'cacheTime' | 'ttl' | 'autokillMs' | 'storeHistory' | 'outgoingSipTech' | 'outgoingEndpoint'
  >
>;

const setEntityId: Setter<GeneralDraft> = (draft, setting, remarks) => {
  const id = entityId(setting.value);
  if (id === undefined) {
    remarks.risk(
      'entityId',
      setting.valuePlace,
      `entityid is ${quote(setting.value)}; expected six hexadecimal bytes like 02:03:AF:B7:FF:37; Asterisk takes the first network card's`,
    );
    return;
  }
  if (!/^\s*[0-9a-f:]+\s*$/i.test(setting.value))
    remarks.risk(
      'entityId',
      setting.valuePlace,
      `entityid is ${quote(setting.value)}; Asterisk reads ${id} and does not look at the rest`,
    );
  draft.entityId = id;
};

/** [general] of dundi.conf (pbx_dundi.c:set_config). */
export const DUNDI_GENERAL: KeyTable<GeneralDraft> = {
  modelled: new Map<string, Setter<GeneralDraft>>([
    ['entityid', setEntityId],
    [
      'cachetime',
      (draft, setting, remarks) => {
        draft.cacheTime = boundedInteger(setting, secondsFrom(0, DEFAULT_CACHE_TIME), remarks);
      },
    ],
    [
      'ttl',
      (draft, setting, remarks) => {
        draft.ttl = boundedInteger(
          setting,
          { from: 1, to: DEFAULT_TTL - 1, unit: 'hops', otherwise: DEFAULT_TTL },
          remarks,
        );
      },
    ],
    [
      'autokill',
      (draft, setting, remarks) => {
        draft.autokillMs = millisecondsOrYes(setting, remarks);
      },
    ],
    [
      'storehistory',
      (draft, setting, remarks) => {
        draft.storeHistory = yesOrNo(setting, remarks);
      },
    ],
    [
      'outgoing_sip_tech',
      (draft, setting, remarks) => {
        const tech = setting.value.toUpperCase();
        if (tech === 'SIP' || tech === 'PJSIP') draft.outgoingSipTech = tech;
        else
          remarks.risk(
            'outgoingTech',
            setting.valuePlace,
            `outgoing_sip_tech is ${quote(setting.value)}; expected SIP or PJSIP; Asterisk takes PJSIP`,
          );
      },
    ],
    [
      'pjsip_outgoing_endpoint',
      (draft, setting) => {
        draft.outgoingEndpoint = setting.value;
      },
    ],
  ]),
  unmodelled: new Map(),
  without: keyNames(
    'port bindaddr bindaddr2 authdebug tos department organization locality stateprov country email phone secretpath',
  ),
};

/**
 * @param keys files of the folder; undefined when it holds none
 * @param name of the server: its entity identifier is made of it when the file sets none */
export function readDundi(
  conf: Conf | undefined,
  keys: DundiKeys | undefined,
  name: string,
  dialect: Dialect,
  remarks: Remarks,
  technologies?: readonly string[],
): ReadDundi {
  const general: GeneralDraft = {
    entityId: '',
    cacheTime: DEFAULT_CACHE_TIME,
    ttl: DEFAULT_TTL,
    autokillMs: 0,
    storeHistory: false,
    outgoingSipTech: 'PJSIP',
    outgoingEndpoint: '',
  };
  if (conf === undefined) {
    const config = { enabled: false, ...general, entityId: standInEntityId(name), keys, mappings: [], peers: [] };
    const places = { general: wholeFile('dundi.conf'), cachetime: undefined, ttl: undefined };
    return { config, entityIdPlace: undefined, places, peerSections: [], mappingPlaces: [] };
  }
  const settings = new SettingsReader(conf.path, dialect, remarks);
  const section = sectionOf(conf, 'general');
  if (section !== undefined) settings.read(general, section.entries, DUNDI_GENERAL, '[general]');
  const mappings = readMappings(sectionOf(conf, 'mappings'), dialect, remarks, technologies);
  const peerSections = otherSections(conf, 'general', 'mappings').map((peer) =>
    readPeer(peer, settings, dialect, remarks),
  );
  settings.end();
  const entityIdPlace = general.entityId === '' ? undefined : placeOf(section, 'entityid');
  if (entityIdPlace === undefined) sayStandIn(conf, section, name, remarks);
  const config = {
    enabled: true,
    ...general,
    entityId: general.entityId === '' ? standInEntityId(name) : general.entityId,
    keys,
    mappings: mappings.mappings,
    peers: peerSections.flatMap((peer) => peer.peer ?? []),
  };
  const places = {
    general: section?.place ?? wholeFile(conf.path),
    cachetime: placeOf(section, 'cachetime'),
    ttl: placeOf(section, 'ttl'),
  };
  return { config, entityIdPlace, places, peerSections, mappingPlaces: mappings.places };
}

function placeOf(section: Section | undefined, key: string): Place | undefined {
  return section?.entries.findLast((entry) => entry.key.toLowerCase() === key)?.valuePlace;
}

function sayStandIn(conf: Conf, general: Section | undefined, name: string, remarks: Remarks): void {
  remarks.note(
    general?.place ?? wholeFile(conf.path),
    `no entityid: Asterisk takes the address of the first network card, which no file tells; ${standInEntityId(name)} stands for it unless a peer names this server's address`,
  );
}

/** A locally administered address made of the server's name, so that it is the same in every run. FNV-1a, 32 bits. */
function standInEntityId(name: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  const hex = (hash >>> 0).toString(16).padStart(8, '0');
  return `02:00:${hex.slice(0, 2)}:${hex.slice(2, 4)}:${hex.slice(4, 6)}:${hex.slice(6, 8)}`;
}
