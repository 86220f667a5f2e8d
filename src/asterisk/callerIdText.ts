import type { CallerId } from '../model/config.ts';

/**
 * `"Ann" <201>`, `Ann <201>`, `<201>`, `201` or `Ann` (callerid.c:ast_callerid_parse; a text of digits and *#+ alone is a
 * number, ast_isphonenumber).
 */
export function parseCallerId(text: string): CallerId {
  const bracketed = /^(.*)<([^>]*)>\s*$/.exec(text);
  if (bracketed !== null) return { name: unquoted(bracketed[1]!), number: bracketed[2]!.trim() };
  const plain = unquoted(text);
  return /^[\d*#+]+$/.test(plain) ? { name: '', number: plain } : { name: plain, number: '' };
}

function unquoted(text: string): string {
  const trimmed = text.trim();
  return /^"(.*)"$/.exec(trimmed)?.[1] ?? trimmed;
}

/** `insecure=port,invite`, or `very`: an INVITE is not challenged (chan_sip.c:set_insecure_flags). */
export function passesInvites(text: string): boolean {
  return text.split(',').some((word) => ['invite', 'very'].includes(word.trim().toLowerCase()));
}

/** `201&202@somewhere`: the extensions, without their contexts (chan_sip.c:register_peer_exten). */
export function extensionsOf(text: string): readonly string[] {
  return text
    .split('&')
    .map((exten) => exten.split('@')[0]!.trim())
    .filter((exten) => exten !== '');
}
