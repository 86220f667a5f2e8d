import { didYouMean } from '../../text/nearest.ts';
import { lastValue, sameName, sectionOf, type Entry } from '../conf/sections.ts';
import type { FileName, Parts } from '../serverParts.ts';
import type { Remarks } from '../remarks.ts';

/**
 * A regcontext whose extensions nobody looks for: no context includes it, no mapping of dundi.conf and no step of the
 * dialplan names it, and no call begins there.
 */
export function reviewRegContext(parts: Parts, remarks: Remarks): void {
  const { sip, iax, pjsip, rules } = parts;
  const isPjsip = rules.channelDriver === 'chan_pjsip';
  const global = isPjsip ? pjsip.global : sip.general;
  const entry = global === undefined ? undefined : lastValue(global, 'regcontext');
  review(isPjsip ? pjsip.config.regContext : sip.config.regContext, entry, parts, remarks);
  review(iax.config.regContext ?? '', entryOf('iax.conf', parts), parts, remarks);
}

function entryOf(file: FileName, { confs }: Parts): Entry | undefined {
  const conf = confs.get(file);
  const general = conf === undefined ? undefined : sectionOf(conf, 'general');
  return general === undefined ? undefined : lastValue(general, 'regcontext');
}

function review(names: string, entry: Entry | undefined, parts: Parts, remarks: Remarks): void {
  if (names === '' || entry === undefined || parts.confs.get('extensions.conf')?.isPartial === true) return;
  const all = names.split('&').map((part) => part.trim());
  if (all.some((name) => isUsed(name, parts))) return;
  const { dialplan, dundi } = parts;
  const near = [
    ...dundi.config.mappings.map(({ localContext }) => localContext),
    ...dialplan.contexts.flatMap(({ includes }) => includes.map(({ name }) => contextIn(name))),
    ...dialplan.contexts.map(({ name }) => name),
  ].filter((name) => name !== '' && name !== entry.value);
  remarks.risk(
    'regContextUnused',
    entry.valuePlace,
    `the extensions of registered phones are in [${entry.value}], where nobody looks: no context includes it, and no mapping of dundi.conf has it as its local context; "include => ${entry.value}" in extensions.conf, or a mapping "context => ${entry.value},0,…", makes use of them${didYouMean(entry.value, near)}`,
  );
}

function isUsed(name: string, { confs, dialplan, dundi, sip, pjsip, iax, rules }: Parts): boolean {
  const same = (other: string): boolean => sameName(other, name);
  if (dundi.config.mappings.some(({ localContext }) => same(localContext))) return true;
  const places = rules.channelDriver === 'chan_pjsip' ? [pjsip.config.row, ...pjsip.config.endpoints] : [sip.config];
  if ([...places, ...sip.config.staticPeers, ...sip.config.fixedPeers].some(({ context }) => same(context)))
    return true;
  if (iax.config.users.some(({ contexts }) => contexts.some(same))) return true;
  const word = new RegExp(`(?<![\\w-])${name.replace(/[^\w]/g, '\\$&')}(?![\\w-])`, 'i');
  const { contexts, globals } = dialplan;
  return (
    confs.get('extensions.conf') === undefined ||
    Object.values(globals).some((value) => word.test(value)) ||
    contexts.some(
      ({ includes, steps, switches }) =>
        includes.some((include) => same(contextIn(include.name))) ||
        steps.some(({ args }) => word.test(args)) ||
        switches.some(({ data }) => word.test(data)),
    )
  );
}

/** `office|9:00-17:00|*|*|*` is an include of `office`. */
function contextIn(include: string): string {
  return /^[^,|]*/.exec(include)![0].trim();
}
