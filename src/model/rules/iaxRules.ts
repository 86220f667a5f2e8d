import { amount, yesNo } from './ruleRow.ts';

/** IAX2. */
export const IAX_RULES = {
  maxAuthReq: amount(
    'Challenges outstanding for one user before "Unauthenticated call limit reached"; 0 is no limit.',
    'count',
    0,
    0,
    3,
    'chan_iax2.c:authenticate_request',
  ),
  iaxThreads: amount(
    'Threads that read IAX2: a call that waits for the dialplan lock holds one.',
    'count',
    10,
    1,
    10,
    'chan_iax2.c:network_thread (1.2); DEFAULT_THREAD_COUNT 10 (16)',
  ),
  iaxPing: amount(
    'Time between the PINGs of a call, by which an end finds out that the other is silent; LAGRQ is sent each 10 s.',
    's',
    20,
    20,
    21,
    'chan_iax2.c:ping_time, send_ping',
  ),
  iaxInval: yesNo(
    'A frame of a call that the server does not know is answered with INVAL, which ends the call; else with nothing.',
    true,
    true,
    false,
    'chan_iax2.c:raw_hangup (1.2: socket_read; later releases leave the frame where find_callno finds no call)',
  ),
  callToken: yesNo(
    'A call begins with a CALLTOKEN round trip.',
    false,
    false,
    true,
    'chan_iax2.c:handle_call_token (since the 2009 security fix)',
  ),
} as const;
