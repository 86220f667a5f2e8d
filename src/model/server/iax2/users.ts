import type { IaxUser } from '../../config.ts';
import type { New } from '../../protocol/iax2.ts';

/**
 * The user of iax.conf that a NEW is from: the one that it names; of a call that names none, the first that needs no
 * secret, else the first at all. In either case one that may call into the context named (chan_iax2.c:check_access).
 */
export function userFor(users: readonly IaxUser[], { user, context }: New): IaxUser | undefined {
  const admits = ({ contexts }: IaxUser): boolean =>
    context === '' || contexts.includes(context) || contexts.includes('*');
  if (user !== '') return users.find((candidate) => candidate.name === user && admits(candidate));
  return users.find((candidate) => !needsSecret(candidate) && admits(candidate)) ?? users.find(admits);
}

export function needsSecret({ secret, dbSecret }: IaxUser): boolean {
  return secret !== '' || dbSecret !== '';
}
