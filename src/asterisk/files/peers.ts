import type { DundiPeerConfig } from '../../model/config.ts';
import type { Section } from '../conf/sections.ts';
import { quote, type Remarks } from '../remarks.ts';
import { keyNames, type Dialect, type Draft, type KeyTable, type Setter, type SettingsReader } from '../settings.ts';
import { entityId, millisecondsOrYes } from '../values.ts';
import { didYouMean } from '../../text/nearest.ts';
import type { PeerSection } from './dundi.ts';

const ORDERS = ['primary', 'secondary', 'tertiary', 'quartiary'];
const MODELS = ['inbound', 'outbound', 'symmetric', 'none'] as const;

interface PeerDraft extends Draft<Omit<DundiPeerConfig, 'include' | 'permit'>> {
  readonly include: { context: string; allow: boolean }[];
  readonly permit: { context: string; allow: boolean }[];
  /** `precache` alone keeps a peer without model alive. */
  precache: boolean;
}

const setModel: Setter<PeerDraft> = (draft, setting, remarks) => {
  const model = MODELS.find((known) => known === setting.value.toLowerCase());
  if (model === undefined) remarks.risk(setting.valuePlace, `model is ${quote(setting.value)}; expected inbound, outbound, symmetric or none${didYouMean(setting.value, MODELS)}`);
  else draft.model = model;
};

const setOrder: Setter<PeerDraft> = (draft, setting, remarks) => {
  const order = ORDERS.indexOf(setting.value.toLowerCase());
  if (order < 0) remarks.risk(setting.valuePlace, `order is ${quote(setting.value)}; expected primary, secondary, tertiary or quartiary${didYouMean(setting.value, ORDERS)}`);
  else draft.order = order;
};

function permission(list: 'include' | 'permit', allow: boolean): Setter<PeerDraft> {
  return (draft, setting) => { draft[list].push({ context: setting.value, allow }); };
}

/** A peer's section of dundi.conf (pbx_dundi.c:build_peer). */
const PEER: KeyTable<PeerDraft> = {
  modelled: new Map<string, Setter<PeerDraft>>([
    ['model', setModel],
    ['order', setOrder],
    ['host', (draft, setting) => { draft.host = setting.value; }],
    ['qualify', (draft, setting, remarks) => { draft.qualifyMs = millisecondsOrYes(setting, remarks); }],
    ['include', permission('include', true)],
    ['noinclude', permission('include', false)],
    ['permit', permission('permit', true)],
    ['deny', permission('permit', false)],
    ['precache', (draft, setting, remarks) => {
      draft.precache = setting.value.toLowerCase() !== 'none';
      remarks.note(setting.place, `key precache is not modelled: nothing is pushed to a peer or taken from it before it is asked for (it is ${quote(setting.value)})`);
    }],
  ]),
  unmodelled: new Map([
    ['ustothem', 'the peer would know this server by another identity'],
    ['register', 'the peer would learn this server\'s address from its registration'],
  ]),
  without: keyNames('inkey outkey port'),
};

export function readPeer(section: Section, settings: SettingsReader, dialect: Dialect, remarks: Remarks): PeerSection {
  const id = entityId(section.name);
  const draft: PeerDraft = { entityId: id ?? '', model: 'none', host: '', qualifyMs: 0, order: 0, include: [], permit: [], precache: false };
  if (id === undefined) {
    const everybody = section.name === '*' && dialect === '16';
    if (everybody) remarks.note(section.place, 'the peer [*], which takes requests from everybody, is not modelled');
    else remarks.risk(section.place, `[${section.name}] is neither general, mappings nor an entity identifier: Asterisk ignores the section${keysIn(section)}`);
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
  if (draft.model === 'none' && !draft.precache) {
    remarks.risk(section.place, `peer [${section.name}] has neither model nor precache: Asterisk discards it`);
    return false;
  }
  if (host === undefined) {
    remarks.risk(section.place, `peer [${section.name}] has no host: nothing can be sent to it, and it is left out`);
    return false;
  }
  if (host.value.toLowerCase() === 'dynamic') {
    remarks.risk(host.valuePlace, `peer [${section.name}] has host = dynamic, which is not modelled: the peer is left out; give its address`);
    return false;
  }
  if (!/^[\w.-]+$/.test(host.value)) {
    remarks.risk(host.valuePlace, `host is ${quote(host.value)}; expected an address or a name; Asterisk finds no such host and discards the peer`);
    return false;
  }
  warnOfUnused(draft, section, remarks);
  return true;
}

/** Permissions that its model never asks for. */
function warnOfUnused(draft: PeerDraft, section: Section, remarks: Remarks): void {
  const asks = draft.model === 'outbound' || draft.model === 'symmetric';
  const answers = draft.model === 'inbound' || draft.model === 'symmetric';
  if (draft.include.length > 0 && !asks && !draft.precache) remarks.risk(section.place, `peer [${section.name}] is to be asked (include), but its model is ${draft.model}`);
  if (draft.permit.length > 0 && !answers && !draft.precache) remarks.risk(section.place, `peer [${section.name}] may ask (permit), but its model is ${draft.model}`);
}

function keysIn(section: Section): string {
  const keys = [...new Set(section.entries.map((entry) => entry.key))];
  return keys.length === 0 ? '' : ` with what stands in it (${keys.join(', ')})`;
}
