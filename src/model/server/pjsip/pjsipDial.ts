/** What a Dial names after `PJSIP/`, taken apart. */
export interface PjsipDialString {
  readonly endpoint: string;
  /** User part of the Request-URI in place of that of the contact; empty: not given. */
  readonly user: string;
  /** An AOR by its name, or a URI; empty: the AORs of the endpoint. */
  readonly location: string;
}

/**
 * `endpoint`, `user@endpoint`, `endpoint/aor`, `endpoint/sip:user@host` (chan_pjsip.c:request): what is before the slash is
 * an endpoint where there is one of that name, else what is behind its first @.
 */
export function parsePjsipDial(resource: string, isEndpoint: (name: string) => boolean): PjsipDialString {
  const slash = resource.indexOf('/');
  const [target, location] = slash < 0 ? [resource, ''] : [resource.slice(0, slash), resource.slice(slash + 1)];
  const at = target.indexOf('@');
  if (at < 0 || isEndpoint(target)) return { endpoint: target, user: '', location };
  return { endpoint: target.slice(at + 1), user: target.slice(0, at), location };
}

/** Parts of `sip:user@host:port;parameters`. */
export interface SipUri {
  readonly user: string;
  readonly host: string;
  readonly port: number;
}

/** Undefined: it is none. A URI may stand in angle brackets. */
export function parseSipUri(text: string): SipUri | undefined {
  const found = /^<?sips?:(?:([^@:;>]*)(?::[^@]*)?@)?([^:;?>]+)(?::(\d{1,5}))?/i.exec(text.trim());
  if (found === null) return undefined;
  return { user: found[1] ?? '', host: found[2]!, port: found[3] === undefined ? 5060 : Number(found[3]) };
}
