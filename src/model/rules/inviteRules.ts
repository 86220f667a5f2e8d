import { amount, choice, yesNo } from './ruleRow.ts';

/** INVITEs of a server and at one: timers, responses, the search for the number. */
export const INVITE_RULES = {
  inviteGiveUp: amount(
    'An unanswered INVITE is given up after this many T1.',
    'count',
    64,
    128,
    64,
    'chan_sip.c:retrans_pkt; RFC 3261 17.1.1.2',
  ),
  inviteFirstResend: amount(
    'An unanswered INVITE of a server is sent again after this many T1, then at twice the time before.',
    'count',
    2,
    2,
    2,
    'chan_sip.c:retrans_pkt',
    { is: 1, source: 'pjsip/src/pjsip/sip_transaction.c: timer A (RFC 3261 17.1.1.2)' },
  ),
  cancelAwaitsResponse: yesNo(
    'An INVITE that nothing has answered yet is not cancelled, and sent again: CANCEL follows its first provisional response (RFC 3261 9.1).',
    false,
    false,
    true,
    'chan_sip.c:sip_hangup, check_pendings (SIP_PENDINGBYE; 1.2.6 cancels at once); pjsip/src/pjsip-ua/sip_inv.c:pjsip_inv_end_session (pending_cancel)',
  ),
  t1Min: amount('Least T1 towards a qualified phone.', 'ms', 0, 0, 100, 'chan_sip.c:DEFAULT_T1MIN', {
    is: 500,
    source: 'config_system.c: timer_t1 (no adaptation)',
  }),
  sipRefusals: choice(
    "Which release's final responses to an INVITE of a server: what DIALSTATUS and HANGUPCAUSE are after 480, 403, 404, 484, 488, 502, 603 and others.",
    ['1.2', '16', '22'],
    '1.2',
    '1.2',
    '16',
    'chan_sip.c:handle_response, handle_response_invite, hangup_sip2cause (1.2: 480 is congestion; 16: it is busy; measured on 16.28)',
    {
      is: '22',
      source:
        'chan_pjsip.c:chan_pjsip_session_end, res_pjsip.c:ast_sip_hangup_sip2cause (each is a hang-up with its cause: 480 is no answer, 603 an unavailable channel)',
    },
  ),
  overlapDialling: yesNo(
    'A number that is no extension of the context of its caller, but that an extension may begin with, is answered with 484 in place of 404 (allowoverlap of sip.conf, allow_overlap of pjsip.conf: yes unless they say no).',
    true,
    true,
    true,
    'chan_sip.c:get_destination, handle_request_invite (1.2: always); measured on 16.28',
    { is: true, source: 'res_pjsip_session.c:get_destination, new_invite' },
  ),
  destinationSearches: amount(
    'How often the number of an INVITE is looked for, and again for extensions that it may begin, before it counts as none: as it is written, and with its %-escapes decoded.',
    'count',
    1,
    1,
    2,
    'chan_sip.c:get_destination (1.2: once; 16: uri and decoded_uri, though they are mostly the same)',
    { is: 1, source: 'res_pjsip_session.c:get_destination' },
  ),
} as const;
