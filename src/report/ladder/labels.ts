import { withoutSecret } from '../../text/dialText.ts';
import type { MessageRecord } from '../../model/observations.ts';
import type { Answer, Discover, DiscoverResponse } from '../../model/protocol/dundi.ts';
import { DPDISCOVER, DPRESPONSE, ENCREJ } from '../../model/protocol/dundi.ts';
import { HANGUP, NEW, REJECT, type Ending, type New } from '../../model/protocol/iax2.ts';
import { QUERY, QUIT, RESULT, type Query, type Result } from '../../model/protocol/mysql.ts';
import {
  ACCOUNT_REGISTER_RESPONSE,
  INVITE,
  INVITE_RESPONSE,
  NOTIFY,
  OPTIONS_RESPONSE,
  REFER,
  REFER_RESPONSE,
  REGISTER_RESPONSE,
  REINVITE,
  REINVITE_RESPONSE,
  type Invite,
  type Notify,
  type Refer,
  type Reinvite,
} from '../../model/protocol/sip.ts';
import { statusText } from '../sipReasons.ts';

const STATEMENTS = { select: 'SELECT', update: 'UPDATE', connect: 'connect', other: 'statement' } as const;

/** What matters in a message, in a few words: `INVITE 1002`, `401 Unauthorized`, `DPDISCOVER 1002 ttl 2`. */
export function labelOf({ message, fields }: Pick<MessageRecord, 'message' | 'fields'>): string {
  const kind = message as unknown;
  if (kind === INVITE) {
    const { to, nonce } = fields as Invite;
    return `INVITE ${to}${nonce === 0 ? '' : ', with digest'}`;
  }
  const responses: readonly unknown[] = [
    INVITE_RESPONSE,
    REGISTER_RESPONSE,
    ACCOUNT_REGISTER_RESPONSE,
    OPTIONS_RESPONSE,
    REFER_RESPONSE,
    REINVITE_RESPONSE,
  ];
  if (responses.includes(kind)) return statusText((fields as { readonly status: number }).status);
  if (kind === REFER) {
    const { to, replaces } = fields as Refer;
    return `REFER to ${to}${replaces === 0 ? '' : ', with Replaces'}`;
  }
  if (kind === REINVITE) return (fields as Reinvite).media === 'sendonly' ? 'INVITE, on hold' : 'INVITE, taken back';
  if (kind === NOTIFY) return `NOTIFY, sipfrag ${(fields as Notify).status}`;
  if (kind === DPDISCOVER) {
    const { number, ttl, withKey } = fields as Discover;
    return `DPDISCOVER ${number} ttl ${ttl}${withKey ? ', with key' : ''}`;
  }
  if (kind === DPRESPONSE) return `DPRESPONSE ${replyText(fields as DiscoverResponse)}`;
  if (kind === ENCREJ) return 'ENCREJ (cannot decrypt)';
  if (kind === NEW) return `NEW ${(fields as New).exten}`;
  if (kind === HANGUP || kind === REJECT) return `${message.title}, cause ${(fields as Ending).cause}`;
  if (kind === QUERY) return STATEMENTS[(fields as Query).kind];
  if (kind === RESULT) return (fields as Result).failed ? 'error' : 'result';
  if (kind === QUIT) return 'disconnect';
  return message.title;
}

function replyText({ answers, hint, expiration, cause }: DiscoverResponse): string {
  if (cause !== 0) return cause === 'noAuth' ? 'refused (no permit)' : 'duplicate question';
  const found = answers.filter(({ exists }) => exists);
  const life = expiration > 0 ? `, ${expiration} s` : '';
  if (found.length > 0) return `EXISTS ${found.map(destination).join(' ')}${life}`;
  if (hint.ttlExpired) return 'nothing, ttl expired';
  return hint.dontAsk && hint.prefix !== '' ? `nothing, do not ask for ${hint.prefix}…${life}` : `nothing${life}`;
}

/** Without the secret, which nobody wants to read or to show. */
function destination({ tech, destination: where }: Answer): string {
  return `${tech}/${withoutSecret(where)}`;
}
