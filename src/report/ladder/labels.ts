import type { MessageRecord } from '../../model/observations.ts';
import type { Answer, Discover, DiscoverResponse } from '../../model/protocol/dundi.ts';
import { DPDISCOVER, DPRESPONSE, ENCREJ } from '../../model/protocol/dundi.ts';
import { HANGUP, NEW, REJECT, type Ending, type New } from '../../model/protocol/iax2.ts';
import { QUERY, QUIT, RESULT, type Query, type Result } from '../../model/protocol/mysql.ts';
import {
  INVITE,
  INVITE_RESPONSE,
  NOTIFY,
  REFER,
  REFER_RESPONSE,
  type Invite,
  type InviteResponse,
  type Notify,
  type Refer,
  type ReferResponse,
} from '../../model/protocol/sip.ts';

/** RFC 3261, section 21. */
const REASONS: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  183: 'Session Progress',
  200: 'OK',
  202: 'Accepted',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  407: 'Proxy Authentication Required',
  481: 'Call/Transaction Does Not Exist',
  480: 'Temporarily Unavailable',
  486: 'Busy Here',
  487: 'Request Terminated',
  500: 'Server Internal Error',
  503: 'Service Unavailable',
  603: 'Decline',
};

const STATEMENTS = { select: 'SELECT', update: 'UPDATE', connect: 'connect', other: 'statement' } as const;

/** What matters in a message, in a few words: `INVITE 1002`, `401 Unauthorized`, `DPDISCOVER 1002 ttl 2`. */
export function labelOf({ message, fields }: Pick<MessageRecord, 'message' | 'fields'>): string {
  const kind = message as unknown;
  if (kind === INVITE) {
    const { to, nonce } = fields as Invite;
    return `INVITE ${to}${nonce === 0 ? '' : ', with digest'}`;
  }
  if (kind === INVITE_RESPONSE) {
    const { status } = fields as InviteResponse;
    return `${status} ${REASONS[status] ?? ''}`.trim();
  }
  if (kind === REFER) return `REFER to ${(fields as Refer).to}`;
  if (kind === REFER_RESPONSE) {
    const { status } = fields as ReferResponse;
    return `${status} ${REASONS[status] ?? ''}`.trim();
  }
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
  return `${tech}/${where.replace(/^([^:@]*):[^@]*@/, '$1:…@')}`;
}
