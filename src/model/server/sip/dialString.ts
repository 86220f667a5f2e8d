import type { Dialect } from '../dialplan/patterns.ts';

/** What a Dial names after `SIP/`, taken apart. */
export interface SipDialString {
  /** A peer, a phone, or a host: name, address, `address:port`. */
  readonly host: string;
  /** Number to ask for there; empty: none is given. */
  readonly exten: string;
  /** For challenges, where no section has them; empty: not given. */
  readonly userName: string;
  readonly secret: string;
}

/**
 * `peer`, `peer/number`, `number@host` (chan_sip.c:sip_request_call).
 *
 * Since 1.6.0 `number:secret:md5secret:user@host` too, and a number behind the slash of such a string is ignored; in 1.2
 * all that follows the @ is the host.
 */
export function parseSipDial(resource: string, dialect: Dialect): SipDialString {
  if (dialect === '1.2') {
    const at = resource.indexOf('@');
    const cut = at >= 0 ? at : resource.indexOf('/');
    const [before, after] = cut < 0 ? [resource, ''] : [resource.slice(0, cut), resource.slice(cut + 1)];
    return { host: at >= 0 ? after : before, exten: at >= 0 ? before : after, userName: '', secret: '' };
  }
  const [target = '', number = ''] = resource.split('!')[0]!.split('/');
  const at = target.indexOf('@');
  if (at < 0) return { host: target, exten: number, userName: '', secret: '' };
  const [exten = '', secret = '', , userName = ''] = target.slice(0, at).split(':');
  return { host: target.slice(at + 1), exten, userName, secret };
}
