import type { PjsipAor } from '../../config.ts';
import type { Register } from '../../protocol/sip.ts';
import type { Contact } from './contacts.ts';

/** What a REGISTER changes; of `delete`: which contact, and why. */
export type Change =
  | { readonly kind: 'create' | 'update' }
  | { readonly kind: 'delete'; readonly contact: Contact; readonly why: DeleteReason };

/** As the console has it (res_pjsip_registrar.c:registrar_contact_delete). */
export type DeleteReason = 'request' | 'remove existing' | 'remove unavailable';

/**
 * What one REGISTER does to the contacts of its AOR, in the order in which it is written; undefined: they would be too
 * many, and it is refused (res_pjsip_registrar.c:register_aor_core, remove_excess_contacts).
 *
 * @param contacts of the AOR, by their names
 * @param isUnavailable it has not answered this server's OPTIONS
 */
export function bindings(
  { contact: host, expires }: Pick<Register, 'contact' | 'expires'>,
  aor: PjsipAor,
  contacts: readonly Contact[],
  isUnavailable: (contact: Contact) => boolean,
): readonly Change[] | undefined {
  const known = contacts.find((contact) => contact.host === host);
  const others = contacts.filter((contact) => contact.host !== host);
  const own = ownChange(expires, known);
  if (aor.removeExisting) {
    // What the REGISTER does not name makes room, when the REGISTER itself has been written.
    const rank = (contact: Contact): number => (aor.removeUnavailable && isUnavailable(contact) ? 0 : 1);
    const left = others.length + (expires === 0 ? 0 : 1);
    return [...own, ...excess(others, left - aor.maxContacts, rank, 'remove existing')];
  }
  const count = others.length + (expires === 0 ? 0 : 1);
  if (count <= aor.maxContacts) return own;
  const unavailable = aor.removeUnavailable ? contacts.filter(isUnavailable) : [];
  if (count - unavailable.length > aor.maxContacts) return undefined;
  const gone = excess(unavailable, count - aor.maxContacts, () => 0, 'remove unavailable');
  const isGone = gone.some((change) => change.kind === 'delete' && change.contact === known);
  return [...gone, ...(isGone ? ownChange(expires, undefined) : own)];
}

/** Unregistering what is not there changes nothing. */
function ownChange(expires: number, known: Contact | undefined): readonly Change[] {
  if (expires !== 0) return [{ kind: known === undefined ? 'create' : 'update' }];
  return known === undefined ? [] : [{ kind: 'delete', contact: known, why: 'request' }];
}

/** Those that end first, of equal ones the first by name; the last of them is deleted first. */
function excess(
  contacts: readonly Contact[],
  count: number,
  rank: (contact: Contact) => number,
  why: DeleteReason,
): readonly Change[] {
  if (count <= 0) return [];
  const sorted = [...contacts].sort((a, b) => rank(a) - rank(b) || a.until - b.until);
  return sorted
    .slice(0, count)
    .reverse()
    .map((contact) => ({ kind: 'delete', contact, why }));
}

/** Seconds that a request for `asks` seconds gets; -1: it names none (registrar_get_expiration). */
export function grantOf({ minExpiration, maxExpiration, defaultExpiration }: PjsipAor, asks: number): number {
  const wanted = asks > 0 ? asks : defaultExpiration;
  return Math.min(Math.max(wanted, minExpiration), maxExpiration);
}
