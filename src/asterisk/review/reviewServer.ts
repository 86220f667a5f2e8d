import type { DundiConfig, SipConfig } from '../../model/config.ts';
import { familyOf, isRealtime } from '../../model/server/dialplan/index.ts';
import type { Place } from '../../text/place.ts';
import { didYouMean, nearest } from '../../text/nearest.ts';
import { lastValue, otherSections, sameName, sectionOf, type Section } from '../conf/sections.ts';
import { quote, wholeFile, type Remarks } from '../remarks.ts';
import type { Parts } from '../serverParts.ts';
import { reviewAsked } from './reviewAsked.ts';
import { reviewDialplan } from './reviewDialplan.ts';
import { reviewMembers, reviewQueues } from './reviewQueues.ts';
import { reviewRegContext } from './reviewRegContext.ts';
import { reviewPjsip } from './reviewPjsip.ts';

/** The context of parking slots, which Asterisk makes itself (res_features.c and features.c: parkedcalls). */
const PARKED = 'parkedcalls';

/** What one server's files say of each other. */
export function reviewServer(parts: Parts, remarks: Remarks): void {
  if (parts.confs.size === 0) return;
  const lots = parts.parking.config.lots.map((lot) => lot.context);
  const made = [regContextOf(parts), parts.iax.config.regContext ?? '', PARKED, ...lots].filter((name) => name !== '');
  const contexts = new Set([...parts.dialplan.contexts.map((context) => context.name), ...made]);
  reviewDialplan(parts.dialplan, made, parts.rules, remarks);
  reviewSwitches(parts, remarks);
  reviewAsked(parts, remarks);
  reviewRegContext(parts, remarks);
  reviewMappings(parts, contexts, remarks);
  reviewPermissions(parts, remarks);
  reviewIncoming(parts, contexts, remarks);
  reviewRegistrations(parts, remarks);
  reviewPjsip(parts, contexts, remarks);
  reviewQueues(parts, remarks);
  reviewMembers(parts, remarks);
}

/** Of the driver that the phones have. */
function regContextOf({ sip, pjsip, rules }: Parts): string {
  return rules.channelDriver === 'chan_pjsip' ? pjsip.config.regContext : sip.config.regContext;
}

// ---------------------------------------------------------------- DUNDi

function reviewSwitches({ dialplan, families }: Parts, remarks: Remarks): void {
  for (const { kind, data, place } of dialplan.contexts.flatMap((context) => context.switches)) {
    const { family } = familyOf({ data }, '');
    if (isRealtime({ kind }) && !families.tables.has(family))
      remarks.risk(
        'switchWithoutTable',
        place,
        `switch => ${kind}/${data} finds nothing: extconfig.conf has no line for ${quote(family)}${didYouMean(family, [...families.tables.keys()])}`,
      );
  }
}

function reviewMappings(parts: Parts, contexts: ReadonlySet<string>, remarks: Remarks): void {
  const { dundi, iax, confs, rules } = parts;
  const file = rules.channelDriver === 'chan_pjsip' ? 'pjsip.conf' : 'sip.conf';
  dundi.config.mappings.forEach((mapping, index) => {
    const place = dundi.mappingPlaces[index]!;
    const { localContext, tech, destination } = mapping;
    if (localContext === '') return; // A placeholder: forwards, and answers nothing itself.
    if (!contexts.has(localContext)) {
      const hint = regContextOf(parts) === '' ? `; ${file} sets no regcontext` : '';
      remarks.risk(
        'mappingContext',
        place,
        `${mapping.context} answers for [${localContext}], which is defined nowhere${hint}${didYouMean(localContext, contexts)}`,
      );
    }
    const user = /^([^:@/]+)(?::[^@]*)?@/.exec(destination)?.[1];
    if (
      tech === 'IAX2' &&
      user !== undefined &&
      !elsewhere(destination) && // A route to another server: `reviewRoutes.ts`, where the servers are laid side by side.
      confs.has('iax.conf') &&
      !iax.config.users.some((known) => sameName(known.name, user))
    ) {
      remarks.risk(
        'mappingUser',
        place,
        `others will call in as user ${quote(user)}, which iax.conf does not have${didYouMean(
          user,
          iax.config.users.map((known) => known.name),
        )}`,
      );
    }
  });
}

/** A mapping with a secret of its own, not `${SECRET}`, may name another server: a route. */
function elsewhere(destination: string): boolean {
  return /^[^:@/]+:(?!\$\{SECRET\})[^@]+@/.test(destination);
}

/**
 * A context that peers may ask for and that no mapping names is refused with NOAUTH, and nothing is forwarded (facts
 * A5).
 */
function reviewPermissions({ dundi, confs }: Parts, remarks: Remarks): void {
  const conf = confs.get('dundi.conf');
  if (conf === undefined) return;
  for (const context of permittedContexts(dundi.config)) {
    if (dundi.config.mappings.some((mapping) => sameName(mapping.context, context))) continue;
    const place: Place =
      sectionOf(conf, 'mappings')?.place ??
      dundi.peerSections.find((section) => section.peer !== undefined)?.place ??
      wholeFile(conf.path);
    const names = dundi.config.mappings.map((mapping) => mapping.context);
    remarks.risk(
      'noMapping',
      place,
      `peers may ask for ${quote(context)}, but no mapping has this name: the server refuses them (NOAUTH, "Unsupported DUNDi Context") and forwards nothing; a placeholder "${context} =>" in [mappings] would do${didYouMean(context, names)}`,
    );
  }
}

function permittedContexts(config: DundiConfig): string[] {
  const permitted = config.peers.flatMap((peer) => peer.permit).filter((p) => p.allow && !sameName(p.context, 'all'));
  return [...new Set(permitted.map((p) => p.context))];
}

// ---------------------------------------------------------------- where calls come in

function reviewIncoming({ confs, sip, iax }: Parts, contexts: ReadonlySet<string>, remarks: Remarks): void {
  const conf = confs.get('sip.conf');
  const sections = conf === undefined ? [] : otherSections(conf, 'general', 'authentication');
  const defined = (name: string, why = ''): string =>
    `[${name}]${why}, which extensions.conf does not have${didYouMean(name, contexts)}`;
  const isGeneralLost = !contexts.has(sip.config.context) && isMeant(sip.config, sections, contexts);
  if (conf !== undefined && isGeneralLost) {
    const entry = sip.general === undefined ? undefined : lastValue(sip.general, 'context');
    const place = entry?.valuePlace ?? sip.general?.place ?? wholeFile(conf.path);
    remarks.risk(
      'contextMissing',
      place,
      `calls from phones begin in ${defined(sip.config.context, entry === undefined ? ' (sip.conf sets no context)' : '')}`,
    );
  }
  const users = new Lost();
  iax.config.users.forEach((user, index) => {
    const [context = 'default'] = user.contexts;
    if (!contexts.has(context)) users.add(context, user.name, iax.userPlaces[index]!);
  });
  users.say((context, names) => `calls of user ${names} arrive in ${defined(context)}`, remarks);
  const phones = new Lost();
  for (const section of sections) {
    const context = lastValue(section, 'context');
    if (context === undefined || contexts.has(context.value)) continue;
    if (isGeneralLost && context.value === sip.config.context) continue; // That is said.
    phones.add(context.value, section.name, context.valuePlace);
  }
  phones.say((context, names) => `calls from ${names} begin in ${defined(context)}`, remarks);
}

/**
 * Whether calls begin in the context of [general]: those of sections without one of their own, and of rows. Of guests, where
 * they are let in, nobody misses it unless it is misspelt.
 */
function isMeant(
  { context, realtime, allowGuest }: SipConfig,
  sections: readonly Section[],
  contexts: ReadonlySet<string>,
): boolean {
  if (allowGuest && nearest(context, contexts) !== undefined) return true;
  return realtime || sections.length === 0 || sections.some((section) => lastValue(section, 'context') === undefined);
}

/** Those who are sent to a context that is not there: a line for each context, at the first of them. */
class Lost {
  private readonly byContext = new Map<string, { readonly first: string; readonly place: Place; count: number }>();

  add(context: string, name: string, place: Place): void {
    const known = this.byContext.get(context);
    if (known === undefined) this.byContext.set(context, { first: name, place, count: 1 });
    else known.count++;
  }

  say(text: (context: string, names: string) => string, remarks: Remarks): void {
    for (const [context, { first, place, count }] of this.byContext)
      remarks.risk('contextMissing', place, text(context, quote(first) + (count > 1 ? ` and ${count - 1} more` : '')));
  }
}

/** Facts B2: a phone from the database that is not cached gets no expiry timer. */
function reviewRegistrations({ sip }: Parts, remarks: Remarks): void {
  const { realtime, rtCacheFriends, regContext } = sip.config;
  if (!realtime || rtCacheFriends || regContext === '' || sip.general === undefined) return;
  const entry = lastValue(sip.general, 'rtcachefriends') ?? lastValue(sip.general, 'regcontext');
  remarks.risk(
    'neverExpires',
    entry?.place ?? sip.general.place,
    `phones come from the database without rtcachefriends=yes: their registrations never run out here, and a phone that went away stays in [${regContext}] for ever`,
  );
}
