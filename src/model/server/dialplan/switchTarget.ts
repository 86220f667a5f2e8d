import type { DundiConfig } from '../../config.ts';
import type { Rules } from '../../rules.ts';
import type { Answer } from './services.ts';

/** outgoing_sip_tech and pjsip_outgoing_endpoint of dundi.conf. */
export type OutgoingCalls = Pick<DundiConfig, 'outgoingSipTech' | 'outgoingEndpoint'>;

/** The warning of 22 where a switch has found the number and calls nobody. */
export const NO_ENDPOINT =
  'PJSIP calls require an endpoint to be specified explicitly (use the pjsip_outgoing_endpoint option in dundi.conf)';

/**
 * What a DUNDi switch dials for an answer; undefined: nothing, and the call ends (pbx_dundi.c:dundi_exec).
 *
 * Since 18.18 and 20.3 the rule that PJSIP needs an endpoint is applied to every technology: `number/address` of a SIP
 * mapping becomes a URI, and so does what an IAX2 mapping has before and behind its slash.
 */
export function switchTarget(
  { tech, destination }: Pick<Answer, 'tech' | 'destination'>,
  { switchNeedsEndpoint }: Pick<Rules, 'switchNeedsEndpoint'>,
  { outgoingSipTech, outgoingEndpoint }: OutgoingCalls,
): string | undefined {
  if (!switchNeedsEndpoint) return `${tech}/${destination}`;
  const isSip = tech === 'SIP' || tech === 'PJSIP';
  const used = isSip ? outgoingSipTech : tech;
  if (outgoingSipTech === 'SIP') return `${used}/${destination}`;
  if (outgoingEndpoint === '' || destination === '') return undefined;
  const slash = destination.indexOf('/');
  const [number, address] = slash < 0 ? [destination, ''] : [destination.slice(0, slash), destination.slice(slash + 1)];
  return `${used}/${outgoingEndpoint}/sip:${number}@${address}`;
}

/** What a DUNDi switch asks for: in a macro, `s` stands for the number that the macro was called for (pbx_dundi.c). */
export function switchQuestion(
  context: string,
  exten: string,
  macroNumber: string,
  data: string,
): { number: string; context: string } {
  const inMacro = context.toLowerCase().startsWith('macro-');
  return {
    number: inMacro && exten === 's' ? macroNumber : exten,
    context: data !== '' ? data : inMacro ? 'e164' : context,
  };
}
