import { didYouMean } from '../../text/nearest.ts';
import type { Identity, NamedServer } from '../identify.ts';
import { quote, type Remarks } from '../remarks.ts';
import { covers } from './reviewAsked.ts';

interface Member {
  readonly identity: Identity;
  readonly read: NamedServer['read'];
}

/** More servers are counted, not named. */
const MOST_NAMES = 8;

/**
 * Endpoints in the destinations of mappings: the server that asks dials `PJSIP/endpoint/sip:…` with an endpoint of its
 * own pjsip.conf, not with one of the server that answers. Without it no channel can be made (chan_pjsip.c:request).
 */
export function reviewEndpoints(members: readonly Member[], remarks: Remarks): void {
  for (const member of members) {
    const { dundi, origin } = member.read;
    if (origin.rules.channelDriver !== 'chan_pjsip') continue;
    dundi.mappings.forEach(({ tech, context, destination, localContext }, index) => {
      const endpoint = tech === 'PJSIP' && localContext !== '' ? endpointOf(destination) : '';
      if (endpoint === '') return;
      const askers = members.filter((one) => one !== member && asks(one, context));
      const lacking = askers.filter((asker) => !hasEndpoint(asker, endpoint, member));
      if (lacking.length === 0) return;
      const known = lacking.flatMap(({ read }) => read.pjsip.endpoints.map(({ name }) => name));
      const names = lacking.map(({ identity }) => identity.name);
      const who = names.length > MOST_NAMES ? `${names.slice(0, MOST_NAMES).join(', ')} and others` : names.join(', ');
      remarks.risk(
        'noEndpoint',
        origin.dundi.mappingPlaces[index]!,
        `who asks dials PJSIP/${destination} with an endpoint ${quote(endpoint)} of its own pjsip.conf, and ${who} ${names.length === 1 ? 'has' : 'have'} none: every such call ends without a channel${didYouMean(endpoint, known)}${advice(endpoint, member)}`,
      );
    });
  }
}

/** `${NUMBER}` names the phone, which is no endpoint where it does not register. */
function advice(endpoint: string, { identity }: Member): string {
  return endpoint.includes('${')
    ? `; name an endpoint that they have for ${identity.name}, as in PJSIP,${identity.name}/sip:\${NUMBER}@${identity.address === '' ? 'address' : identity.address}`
    : '';
}

/** The text before the slash and behind the @. Empty for an address, which `reviewPjsip.ts` reviews. */
function endpointOf(destination: string): string {
  const [target = ''] = destination.split('/');
  const endpoint = target.slice(target.lastIndexOf('@') + 1);
  return /^sips?:|:|^\d+(?:\.\d+){3}$/.test(endpoint) || (!destination.includes('/') && !target.includes('@'))
    ? ''
    : endpoint;
}

/** Its dialplan looks numbers up, and some peer is asked for this context. */
function asks({ read: { dialplan, dundi } }: Member, context: string): boolean {
  const looks = dialplan.contexts.some(
    ({ steps, switches }) =>
      switches.some(({ kind }) => kind.toLowerCase() === 'dundi') ||
      steps.some(({ args }) => /DUNDI(?:LOOKUP|QUERY)\(/.test(args)),
  );
  return looks && dundi.peers.some(({ include }) => include.some((one) => one.allow && covers(one.context, context)));
}

/** With the numbers of the answering server's own endpoints in it, one of them. Those of a database are not known. */
function hasEndpoint({ read: { pjsip } }: Member, endpoint: string, { read: answering }: Member): boolean {
  if (pjsip.stores.endpoint.realtime) return true;
  const own = new Set(pjsip.endpoints.map(({ name }) => name));
  if (!endpoint.includes('${')) return own.has(endpoint);
  if (endpoint.replaceAll('${NUMBER}', '').includes('${')) return true;
  const numbers = answering.pjsip.endpoints.map(({ name }) => name).filter((name) => /^\d+$/.test(name));
  return numbers.length === 0 || numbers.some((number) => own.has(endpoint.replaceAll('${NUMBER}', number)));
}
