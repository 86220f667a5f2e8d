import type { ServerId } from '../../model/ids.ts';
import type { ClusterParts } from '../../model/composition.ts';
import { printf } from './printf.ts';

/** iax2-parser.h IAX_AUTH_*: a user without `auth` may use MD5, and in 1.2 plain text. */
const MD5 = 2;
const PLAINTEXT = 1;

/** `iax2 show users`; a dbsecret is no secret to it (chan_iax2.c). */
export function showUsers({ config, rules }: ClusterParts, server: ServerId): string[] {
  const format = '%-15.15s  %-20.20s  %-15.15s  %-15.15s  %-5.5s  %-5.10s';
  const methods = rules.dialect === '16' ? MD5 : MD5 | PLAINTEXT;
  const rows = config.servers[server]!.iax.users.map((user) =>
    printf(
      format,
      user.name,
      user.secret === '' ? '-no secret-' : user.secret,
      String(methods).padStart(15, '0'),
      user.contexts[0] ?? 'default',
      'No',
      'Host',
    ).trimEnd(),
  );
  return [printf(format, 'Username', 'Secret', 'Authen', 'Def.Context', 'A/C', 'Codec Pref').trimEnd(), ...rows];
}
