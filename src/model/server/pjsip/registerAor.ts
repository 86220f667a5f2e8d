import type { PjsipAor } from '../../config.ts';
import type { Register } from '../../protocol/sip.ts';
import type { Contact } from './contacts.ts';

/** What a REGISTER changes; `contact`: of `delete`, which one. */
export interface Change {
  readonly kind: 'create' | 'update' | 'delete';
  readonly contact?: Contact;
}

/**
 * What one REGISTER does to the contacts of its AOR, in the order in which it is written; undefined: they would be too
 * many, and it is refused (res_pjsip_registrar.c:register_aor_core).
 */
export function bindings(
  { contact: host, expires }: Pick<Register, 'contact' | 'expires'>,
  aor: PjsipAor,
  contacts: readonly Contact[],
): readonly Change[] | undefined {
  const known = contacts.find((contact) => contact.host === host);
  if (expires === 0) return known === undefined ? [] : [{ kind: 'delete', contact: known }];
  const others = contacts.filter((contact) => contact.host !== host);
  const own: Change = { kind: known === undefined ? 'create' : 'update' };
  const count = others.length + 1;
  if (count <= aor.maxContacts) return [own];
  if (!aor.removeExisting) return undefined;
  // Those that end first make room (remove_excess_contacts).
  const first = [...others].sort((a, b) => a.until - b.until).slice(0, count - aor.maxContacts);
  return [own, ...first.map((contact): Change => ({ kind: 'delete', contact }))];
}

/** Seconds that a request for `asks` seconds gets; -1: it names none (registrar_get_expiration). */
export function grantOf({ minExpiration, maxExpiration, defaultExpiration }: PjsipAor, asks: number): number {
  const wanted = asks > 0 ? asks : defaultExpiration;
  return Math.min(Math.max(wanted, minExpiration), maxExpiration);
}
