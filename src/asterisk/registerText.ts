import type { AccountRegistration } from '../model/config/accountRegistration.ts';
import type { Setting } from './setting.ts';

/**
 * `register =>`: `user[@domain][:secret[:authuser]]@host[:port][/extension][~expiry]`, with a transport or a peer in front of it
 * in later releases (chan_sip.c:sip_parse_register_line, iax2_register); undefined: Asterisk ignores it.
 */
export function parseRegister({ value, place }: Setting): AccountRegistration | undefined {
  const text = value.replace(/^[^@:/]*\?/, '').replace(/^(?:udp|tcp|tls|ws|wss):\/\//i, '');
  const at = text.lastIndexOf('@');
  if (at <= 0) return undefined;
  const [account, secret = ''] = text.slice(0, at).split(':') as [string, string?];
  const [where, rest = ''] = text.slice(at + 1).split('/') as [string, string?];
  const host = where.replace(/:\d+$/, '').split('~')[0]!;
  const userName = account.split('@')[0]!;
  if (userName === '' || host === '') return undefined;
  return { userName, secret, host, extension: rest.split('~')[0] || 's', place };
}
