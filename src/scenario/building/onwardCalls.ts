import { asLoaded, splitArguments } from '../../model/server/dialplan/arguments.ts';
import type { Dialplan } from '../../model/server/dialplan/index.ts';
import { PENDING } from '../../model/server/dialplan/services.ts';
import { substitute, type Scope } from '../../model/server/dialplan/substitution.ts';
import { isWithin } from '../../model/server/pjsip/identifier.ts';
import { parsePjsipDial, parseSipUri } from '../../model/server/pjsip/pjsipDial.ts';
import { parseSipDial } from '../../model/server/sip/dialString.ts';
import type { Rules } from '../../model/rules.ts';
import type { ServerDraft } from './serverDraft.ts';

/** A call that a server sends to another one, over the channel driver of phones. */
export interface Onward {
  readonly server: number;
  readonly number: string;
  /** `Dial(SIP/200@office)` */
  readonly written: string;
}

/** Where the other server puts it; `unknown`: it refuses who calls; undefined: that is not certain. */
type Arrival = { readonly context: string; readonly section: string; readonly allowsOverlap: boolean } | 'unknown';

/** Applications after which the next priority follows, whatever they find. */
const PASSED = /^(?:NoOp|Verbose|Log|Set|SetCallerID|SetCIDNum|Answer|Ringing|Progress|Proceeding|Wait|SIPAddHeader)$/i;

/** A plan that takes longer to come to its Dial is not followed. */
const MOST_STEPS = 20;

/**
 * The other server that a number is sent to, where its extension comes to a Dial of one server without a condition;
 * undefined: it does not, or its device depends on what only a call knows.
 */
export function onwardFrom(
  plan: Dialplan,
  context: string,
  exten: string,
  own: ServerDraft,
  drafts: readonly ServerDraft[],
  { channelDriver, dialect }: Rules,
): Onward | undefined {
  for (let priority = 1; priority <= MOST_STEPS; priority++) {
    const found = plan.stepAt(context, exten, priority)?.found;
    if (found === undefined) return undefined;
    if (PASSED.test(found.application)) continue;
    if (found.application !== 'Dial') return undefined;
    const [device = ''] = splitArguments(asLoaded(filled(found.args, plan, exten), dialect), dialect, 4);
    const [, tech = '', resource = ''] = /^(SIP|PJSIP)\/([^&\s]+)$/i.exec(device) ?? [];
    if (resource === '' || tech.toUpperCase() !== (channelDriver === 'chan_pjsip' ? 'PJSIP' : 'SIP')) return undefined;
    const { host, number } = tech.toUpperCase() === 'PJSIP' ? byPjsip(resource, own) : bySip(resource, own, dialect);
    const server = drafts.findIndex(({ name, address }) => host !== '' && (host === address || host === name));
    if (server < 0 || drafts[server] === own) return undefined;
    return { server, number: number === '' ? 's' : number, written: `Dial(${device})` };
  }
  return undefined;
}

/** With the number and the globals in it; empty: it needs another variable, or a function. */
function filled(text: string, plan: Dialplan, exten: string): string {
  let isKnown = true;
  const scope: Scope = {
    dialect: plan.dialect,
    variable: (name) => {
      const value = name === 'EXTEN' ? exten : plan.global(name);
      isKnown &&= value !== undefined;
      return value;
    },
    call: () => {
      isKnown = false;
      return '';
    },
  };
  const result = substitute(text, scope);
  return isKnown && result !== PENDING ? result : '';
}

interface Target {
  /** Empty: no host is named. */
  readonly host: string;
  readonly number: string;
}

function bySip(resource: string, { read: { sip } }: ServerDraft, dialect: Rules['dialect']): Target {
  const { host: name, exten: number } = parseSipDial(resource, dialect);
  const peer = sip.fixedPeers.find((section) => section.kind !== 'user' && section.name === name);
  return { host: withoutPort(peer?.host ?? name), number };
}

function byPjsip(resource: string, { read: { pjsip } }: ServerDraft): Target {
  const isEndpoint = (name: string): boolean => pjsip.endpoints.some((endpoint) => endpoint.name === name);
  const { endpoint, user, location } = parsePjsipDial(resource, isEndpoint);
  const contacts = pjsip.endpoints.find(({ name }) => name === endpoint)?.aors.flatMap((aor) => aor.contacts) ?? [];
  const uri = parseSipUri(location === '' ? (contacts[0] ?? '') : location);
  return { host: uri?.host ?? '', number: user === '' ? (uri?.user ?? '') : user };
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/, '');
}

/** Where `there` puts a call of the server `from`, which names a caller that it does not know (sipCallers.ts, identifier.ts). */
export function arrivalAt(
  there: ServerDraft,
  from: ServerDraft,
  { channelDriver, dialect }: Rules,
): Arrival | undefined {
  return channelDriver === 'chan_pjsip' ? atEndpoint(there, from) : atSection(there, from, dialect);
}

function atSection(
  { read: { sip } }: ServerDraft,
  { name, address }: ServerDraft,
  dialect: Rules['dialect'],
): Arrival | undefined {
  // Rows, and sections that are named like a number or register, may be that of the caller.
  const byName = sip.fixedPeers.some((one) => one.kind !== 'peer' && /^\d+$/.test(one.name));
  if (sip.realtime || byName || (sip.dynamicPeers ?? []).some(({ name: one }) => !/^\d+$/.test(one))) return undefined;
  const isThere = ({ kind, host }: (typeof sip.fixedPeers)[number]): boolean =>
    kind !== 'user' && (withoutPort(host) === address || host === name);
  const section = dialect === '1.2' ? sip.fixedPeers.findLast(isThere) : sip.fixedPeers.find(isThere);
  const allowsOverlap = sip.allowOverlap !== 'no';
  if (section !== undefined) return { context: section.context, section: section.name, allowsOverlap };
  // A section for a name in From may be meant.
  if (sip.fixedPeers.some(({ kind }) => kind !== 'peer')) return undefined;
  return sip.allowGuest ? { context: sip.context, section: 'general', allowsOverlap } : 'unknown';
}

function atEndpoint({ read: { pjsip } }: ServerDraft, { name, address }: ServerDraft): Arrival | undefined {
  if (pjsip.stores.endpoint.realtime || pjsip.identifyBy[0] !== 'ip') return undefined;
  const fits = (match: string): boolean => isWithin(address, match) || match === name;
  const found =
    pjsip.endpoints.find(({ matches }) => matches.some(fits)) ??
    pjsip.endpoints.find((endpoint) => endpoint.name === 'anonymous');
  if (found === undefined) return 'unknown';
  return { context: found.context, section: found.name, allowsOverlap: found.allowOverlap };
}
