import type { Place } from '../../text/place.ts';
import type { DundiPeerConfig } from '../../model/config.ts';
import type { Section } from '../conf/sections.ts';
import { quote, type Remarks } from '../remarks.ts';
import { keyNames, type Dialect, type Draft, type KeyTable, type Setter, type SettingsReader } from '../settings.ts';
import { entityId, millisecondsOrYes, yesOrNo } from '../confValues.ts';
import { didYouMean } from '../../text/nearest.ts';

/** A peer section as written in the file, whether or not Asterisk would keep it. */
export interface PeerSection {
  /** Undefined when the section's name is no entity identifier. */
  readonly entityId: string | undefined;
  readonly host: string;
  readonly place: Place;
  /** Undefined when Asterisk discards it. */
  readonly peer: DundiPeerConfig | undefined;
}

const ORDERS = ['primary', 'secondary', 'tertiary', 'quartiary'];
const MODELS = ['inbound', 'outbound', 'symmetric', 'none'] as const;
type Model = (typeof MODELS)[number];

interface PeerDraft extends Draft<Omit<DundiPeerConfig, 'include' | 'permit'>> {
  readonly include: { context: string; allow: boolean }[];
  readonly permit: { context: string; allow: boolean }[];
  /** Not modelled, but it keeps a peer without model alive, and contradicts some models. */
  precache: Model;
}

function setModel(name: 'model' | 'precache'): Setter<PeerDraft> {
  return (draft, setting, remarks) => {
    const model = MODELS.find((known) => known === setting.value.toLowerCase());
    if (model === undefined)
      remarks.risk(
        'peerModel',
        setting.valuePlace,
        `${setting.key} is ${quote(setting.value)}; expected inbound, outbound, symmetric or none${didYouMean(setting.value, MODELS)}`,
      );
    else draft[name] = model;
    if (name === 'precache' && draft.precache !== 'none')
      remarks.note(
        setting.place,
        `key precache is not modelled: nothing is pushed to a peer, or taken from it, before it is asked for (it is ${quote(setting.value)})`,
      );
  };
}

const setOrder: Setter<PeerDraft> = (draft, setting, remarks) => {
  const order = ORDERS.indexOf(setting.value.toLowerCase());
  if (order < 0)
    remarks.risk(
      'peerModel',
      setting.valuePlace,
      `order is ${quote(setting.value)}; expected primary, secondary, tertiary or quartiary${didYouMean(setting.value, ORDERS)}`,
    );
  else draft.order = order;
};

function permission(list: 'include' | 'permit', allow: boolean): Setter<PeerDraft> {
  return (draft, setting) => {
    draft[list].push({ context: setting.value, allow });
  };
}

/** A peer's section of dundi.conf (pbx_dundi.c:build_peer). */
const PEER: KeyTable<PeerDraft> = {
  modelled: new Map<string, Setter<PeerDraft>>([
    ['model', setModel('model')],
    ['order', setOrder],
    [
      'host',
      (draft, setting) => {
        draft.host = setting.value.toLowerCase() === 'dynamic' ? 'dynamic' : setting.value;
      },
    ],
    [
      'register',
      (draft, setting, remarks) => {
        draft.registers = yesOrNo(setting, remarks);
      },
    ],
    [
      'qualify',
      (draft, setting, remarks) => {
        draft.qualifyMs = millisecondsOrYes(setting, remarks);
      },
    ],
    [
      'inkey',
      (draft, setting) => {
        draft.inKey = setting.value;
      },
    ],
    [
      'outkey',
      (draft, setting) => {
        draft.outKey = setting.value;
      },
    ],
    ['include', permission('include', true)],
    ['noinclude', permission('include', false)],
    ['permit', permission('permit', true)],
    ['deny', permission('permit', false)],
    ['precache', setModel('precache')],
  ]),
  unmodelled: new Map([['ustothem', 'the peer would know this server by another identity']]),
  without: keyNames('port'),
};

export function readPeer(section: Section, settings: SettingsReader, dialect: Dialect, remarks: Remarks): PeerSection {
  const id = entityId(section.name);
  const draft: PeerDraft = {
    entityId: id ?? '',
    model: 'none',
    host: '',
    registers: false,
    inKey: '',
    outKey: '',
    qualifyMs: 0,
    order: 0,
    include: [],
    permit: [],
    precache: 'none',
  };
  if (id === undefined) {
    const everybody = section.name === '*' && dialect === '16';
    if (everybody) remarks.note(section.place, 'the peer [*], which takes requests from everybody, is not modelled');
    else
      remarks.risk(
        'peerSection',
        section.place,
        `[${section.name}] is neither general, mappings nor an entity identifier: Asterisk ignores the section${keysIn(section)}`,
      );
    return { entityId: undefined, host: '', place: section.place, peer: undefined };
  }
  settings.read(draft, section.entries, PEER, `[${section.name}]`);
  const kept = keep(draft, section, remarks);
  const { precache: _, ...peer } = draft;
  return { entityId: id, host: draft.host, place: section.place, peer: kept ? peer : undefined };
}

/** Whether Asterisk keeps the peer. */
function keep(draft: PeerDraft, section: Section, remarks: Remarks): boolean {
  const host = section.entries.findLast((entry) => entry.key.toLowerCase() === 'host');
  if (draft.model === 'none' && draft.precache === 'none') {
    remarks.risk(
      'peerDiscarded',
      section.place,
      `peer [${section.name}] has neither model nor precache: Asterisk discards it`,
    );
    return false;
  }
  if ((answers(draft.model) && asks(draft.precache)) || (asks(draft.model) && answers(draft.precache))) {
    remarks.risk(
      'peerDiscarded',
      section.place,
      `peer [${section.name}] has model ${draft.model} and precache ${draft.precache}, which exclude each other: Asterisk discards it`,
    );
    return false;
  }
  if (host === undefined) {
    remarks.risk(
      'peerWithoutHost',
      section.place,
      `peer [${section.name}] has no host: nothing can be sent to it, and it is left out`,
    );
    return false;
  }
  if (!/^[\w.-]+$/.test(host.value)) {
    remarks.risk(
      'peerWithoutHost',
      host.valuePlace,
      `host is ${quote(host.value)}; expected an address or a name; Asterisk finds no such host and discards the peer`,
    );
    return false;
  }
  warnOfUnused(draft, section, remarks);
  return true;
}

/** Permissions that its model never asks for. */
function warnOfUnused({ model, precache, include, permit }: PeerDraft, section: Section, remarks: Remarks): void {
  if (include.length > 0 && !asks(model) && !answers(precache))
    remarks.risk(
      'peerAgainstModel',
      section.place,
      `peer [${section.name}] is to be asked (include), but its model is ${model}`,
    );
  if (permit.length > 0 && !answers(model) && !asks(precache))
    remarks.risk(
      'peerAgainstModel',
      section.place,
      `peer [${section.name}] may ask (permit), but its model is ${model}`,
    );
}

function asks(model: Model): boolean {
  return model === 'outbound' || model === 'symmetric';
}

function answers(model: Model): boolean {
  return model === 'inbound' || model === 'symmetric';
}

function keysIn(section: Section): string {
  const keys = [...new Set(section.entries.map((entry) => entry.key))];
  return keys.length === 0 ? '' : ` with what stands in it (${keys.join(', ')})`;
}
