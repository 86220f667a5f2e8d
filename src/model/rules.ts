import type { ProfileName } from './profiles.ts';
import { amount, choice, yesNo, type Rule, type RuleValue } from './ruleRow.ts';

/**
 * The readings of the same cluster, as one table: what differs between the white paper, Asterisk 1.2.6, Asterisk
 * 16.28 / 16.30 and Asterisk 22.10, with where it is written. A scenario overrides any of them under `rules:`.
 * Nothing else in the program asks for the name of a profile.
 *
 * The values of a row: whitepaper, asterisk-1.2, asterisk-16, then the source; behind it that of asterisk-22, with its
 * own source, where it is not that of 16.
 *
 * Sources: "paper" is the white paper "Using DUNDi with a Cluster of Asterisk Servers"; `file:function` is a file of
 * the Asterisk source at tags 1.2.6, 16.28.0 and 22.10.1.
 *
 * Over 300 lines, all of them rows: a reader who compares two releases finds every difference in one table.
 */
export const RULES = {
  // ---------------------------------------------------------------- DUNDi
  lookupEnds: choice(
    'A lookup ends when every asked peer has answered or died, or at the first answer that knows the number.',
    ['allAnswered', 'firstAnswer'],
    'firstAnswer',
    'allAnswered',
    'allAnswered',
    'paper, "SIP Agents Using Backup Registration Server"; pbx_dundi.c:dundi_lookup_internal',
  ),
  lookupUnderLock: yesNo(
    'The lookup made while finding an extension holds the server-wide dialplan lock.',
    false,
    true,
    true,
    'pbx.c:pbx_extension_helper; measured on 16.28',
  ),
  switchAutoservice: yesNo(
    'A channel whose switch is asked is read by another thread; taking it back holds the lock 1 ms longer, and 10 ms when the lookup ended before that thread ran.',
    false,
    false,
    true,
    'pbx.c:pbx_find_extension (1.2 asks the switch itself); main/autoservice.c:autoservice_run, ast_autoservice_stop (16)',
  ),
  existsTestBeforeSpawn: yesNo(
    'The core tests that an extension exists before each spawn, which is one more lookup under the lock.',
    false,
    true,
    false,
    'pbx.c:__ast_pbx_run (merged with the spawn since 1.6)',
  ),
  execLookup: yesNo(
    'Running an extension found through a switch looks it up once more, without the lock.',
    false,
    true,
    true,
    'pbx_dundi.c:dundi_exec',
  ),
  cacheMargin: amount(
    'Taken off the advertised expiration of a pulled answer before it is stored.',
    's',
    0,
    10,
    10,
    'paper, "cachetime=5"; pbx_dundi.c:cache_save',
  ),
  cacheFloor: amount('Least life of a stored answer.', 's', 0, 1, 1, 'pbx_dundi.c:cache_save'),
  cacheClock: choice(
    'Expiry is counted in whole seconds of the wall clock, or exactly.',
    ['wholeSecond', 'exact'],
    'exact',
    'wholeSecond',
    'wholeSecond',
    'pbx_dundi.c:cache_lookup_internal',
  ),
  negativeCache: yesNo('An empty reply is stored like an answer.', false, true, true, 'pbx_dundi.c:cache_save'),
  hints: yesNo(
    'A server that cannot match a number says which prefix not to ask it for; it is stored for the whole expiration.',
    false,
    true,
    true,
    'pbx_dundi.c:dundi_lookup_local, cache_save_hint',
  ),
  dialHintLookup: choice(
    'Dial asks for a hint of the extension it runs in, for the caller id name: one more search under the lock, and through a switch one more lookup.',
    ['none', 'afterCall', 'beforeCall'],
    'none',
    'afterCall',
    'beforeCall',
    'app_dial.c:get_cid_name, ast_get_hint (1.2.6: after each target was called; 16: before the first; not with option o)',
  ),
  forwardTtl: choice(
    "The ttl of a forwarded request: what came in less one, or no more than the forwarder's own ttl allows.",
    ['received', 'ownLimit'],
    'ownLimit',
    'received',
    'received',
    'paper, figure 2; pbx_dundi.c:dundi_answer_query',
  ),
  avoidUnreachable: yesNo(
    'The list of those already being asked names unreachable peers too.',
    true,
    true,
    false,
    'pbx_dundi.c:optimize_transactions (left out since ASTERISK-19309)',
  ),
  realtimeSwitchCache: amount(
    'A row that switch => Realtime has found counts for this long without another SELECT.',
    'ms',
    0,
    0,
    1000,
    'pbx_realtime.c:realtime_common, purge_old_fn',
  ),
  weightSwap: yesNo(
    'A second answer of one destination counts with the two bytes of its weight swapped: 2 as 512, 256 as 1.',
    false,
    true,
    false,
    'pbx_dundi.c:handle_command_response (ASTERISK-18731: htons missing on little-endian machines, mended in 2011)',
  ),
  mappingDestinationMax: amount(
    "Characters of a mapping's destination, as written in the file, that are kept.",
    'count',
    511,
    79,
    511,
    'pbx_dundi.c:struct dundi_mapping, build_mapping (dest[AST_MAX_EXTENSION] in 1.2, dest[512] in 16)',
  ),
  networkThreadSleep: amount(
    'Longest sleep of the thread that runs the DUNDi timers: one that a lookup adds meanwhile, shorter than what is left of the sleep, runs late.',
    'ms',
    0,
    1000,
    1000,
    'pbx_dundi.c:network_thread; measured on 16.28: a dead peer alone, resent each 150 ms, ends after 749 to 1453 ms, not 750',
  ),
  // ---------------------------------------------------------------- SIP registrar
  minExpiry: amount(
    'Shortest registration that is granted when sip.conf has no minexpiry.',
    's',
    0,
    0,
    60,
    'chan_sip.c:parse_register_contact; sip.h DEFAULT_MIN_EXPIRY',
    {
      is: 60,
      source: 'res_pjsip_registrar.c:registrar_get_expiration (minimum_expiration of each AOR; raised, never refused)',
    },
  ),
  registrationGrace: amount(
    'Time after the granted expiry until the registration is removed.',
    's',
    0,
    10,
    10,
    'chan_sip.c:parse_register_contact',
    { is: 0, source: 'res_pjsip_registrar.c:check_expiration_thread (removed at the first check after its time)' },
  ),
  regextenOnRefresh: yesNo(
    'A refresh from the same address looks whether the regcontext extension is there (and waits for the dialplan lock).',
    false,
    false,
    true,
    'chan_sip.c:parse_register_contact, register_peer_exten',
    { is: false, source: 'pjsip_options.c:contact_observer_updated; measured' },
  ),
  nonceOnce: yesNo(
    'A nonce is answered once: a REGISTER sent again after its digest was accepted gets a new challenge; else it is carried out again, UPDATE and all.',
    false,
    false,
    true,
    'chan_sip.c:check_auth (stalenonce, since 1.4)',
    { is: false, source: 'res_pjsip_authenticator_digest.c:check_nonce (valid 32 s; not measured)' },
  ),
  regextenWithoutCache: yesNo(
    'Realtime without rtcachefriends still adds the regcontext extension; nothing ever removes it.',
    true,
    true,
    false,
    'chan_sip.c:parse_register_contact (no expiry timer); on 16.28 the extension did not appear in 20 of 20',
    {
      is: true,
      source: 'pjsip_configuration.c:ast_sip_persistent_endpoint_update_state; measured: 20 of 20 without any cache',
    },
  ),
  realtimeRoundTrips: amount(
    'Round trips of a realtime statement: ping and select-database come first.',
    'count',
    1,
    3,
    3,
    'res_config_mysql.c:find_database, mysql_reconnect (16); the 1.2 driver has the same design',
    { is: 1, source: 'res_config_odbc.c (a SELECT is executed at once); measured' },
  ),
  realtimeLoadsAddress: yesNo(
    "Loading a phone's row with rtcachefriends takes its address too, so that a phone of another server looks local.",
    false,
    false,
    true,
    'chan_sip.c:realtime_peer, build_peer (since 1.4.21)',
  ),
  expiryBlanksRow: yesNo(
    'Expiry and unregistering blank the row, also one that another server wrote since.',
    false,
    false,
    true,
    'chan_sip.c:destroy_association, expire_register',
  ),
  unregisterBlanksRow: choice(
    'Unregistering with rtcachefriends blanks the row always, or under the condition of an expiry.',
    ['asExpiry', 'always'],
    'asExpiry',
    'always',
    'asExpiry',
    'chan_sip.c:parse_register_contact returns PARSE_REGISTER_UPDATE, register_verify calls update_peer (1.2.6); destroy_association (16)',
  ),
  fullcontactAlways: yesNo(
    'The UPDATE of a registration writes fullcontact also without rtcachefriends.',
    true,
    false,
    true,
    'chan_sip.c:realtime_update_peer',
  ),
  statementCounts: choice(
    "Which release's number of SELECTs and UPDATEs.",
    ['1.2', '16', '22'],
    '1.2',
    '1.2',
    '16',
    'chan_sip.c:realtime_peer, update_peer; measured on 16.28',
    { is: '22', source: 'pjsip_distributor.c:endpoint_lookup; measured' },
  ),
  restartRevives: yesNo(
    'After a restart the first reference to a phone brings its old registration back from the local database.',
    false,
    true,
    false,
    'chan_sip.c:reg_source_db (realtime: address kept in the table since 1.4.21)',
    {
      is: true,
      source:
        'pjsip_options.c:sip_options_synchronize_task (every contact that the server can read, at its start); measured',
    },
  ),
  reloadForgetsPhones: yesNo(
    'sip reload throws out each phone of the database that rtcachefriends has kept, with its registration and its regcontext extension: it is there again after its next REGISTER.',
    true,
    true,
    true,
    'chan_sip.c:sip_do_reload, peer_markall_func, sip_destroy_peer (every peer is marked, and those of sip.conf alone are built anew)',
    { is: false, source: 'res_pjsip_registrar.c, sorcery.c:ast_sorcery_reload (contacts stay where they are kept)' },
  ),
  qualifyOnRegister: choice(
    'OPTIONS at a REGISTER: when the address changed, or always.',
    ['addressChanged', 'always'],
    'addressChanged',
    'addressChanged',
    'always',
    'chan_sip.c:parse_register_contact',
    {
      is: 'addressChanged',
      source: 'pjsip_options.c:sip_options_contact_add_task (at a new contact, not at a refresh)',
    },
  ),
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
  // ---------------------------------------------------------------- channel driver of phones
  channelDriver: choice(
    'The channel driver of phones: sip.conf is read, or pjsip.conf with sorcery.conf. The rules of this part say which of the two they concern.',
    ['chan_sip', 'chan_pjsip'],
    'chan_sip',
    'chan_sip',
    'chan_sip',
    'channels/chan_sip.c',
    { is: 'chan_pjsip', source: 'channels/chan_pjsip.c (chan_sip was removed in 21)' },
  ),
  oldModules: yesNo(
    'Macro(), MYSQL() and what else was removed from 17 to 21 is there.',
    true,
    true,
    true,
    'apps/app_macro.c, addons/app_mysql.c',
    { is: false, source: 'UPGRADE-19.txt, UPGRADE-21.txt' },
  ),
  registerWaitsForLock: yesNo(
    'The 200 to a REGISTER waits for the dialplan lock with its regcontext extension; else a queue of the server adds it later (no: chan_pjsip alone).',
    true,
    true,
    true,
    'chan_sip.c:register_peer_exten; measured on 16.28',
    {
      is: false,
      source: 'sorcery.c:ast_sorcery_create, pjsip_configuration.c:ast_sip_persistent_endpoint_update_state; measured',
    },
  ),
  expiryCheck: amount(
    'Time between two searches for registrations whose time is over, where pjsip.conf has no contact_expiration_check_interval (chan_pjsip; chan_sip has a timer for each); 0: none.',
    's',
    0,
    0,
    0,
    'chan_sip.c:parse_register_contact, expire_register',
    { is: 30, source: 'res_pjsip_registrar.c:check_expiration_thread, config_global.c; measured' },
  ),
  regextenFollowsQualify: yesNo(
    'A phone with qualify_frequency has its regcontext extension only while it answers OPTIONS (chan_pjsip; chan_sip: as regextenonqualify says).',
    false,
    false,
    false,
    'chan_sip.c:sip_poke_noanswer',
    { is: true, source: 'pjsip_options.c:sip_options_update_endpoint_state_compositor_aor' },
  ),
  sameRowRemoves: yesNo(
    'An UPDATE that changes no value counts as failed, and the registration is removed though the answer is 200 (chan_pjsip, shared contacts).',
    false,
    false,
    false,
    'res_config_mysql.c:update_mysql (its result is not looked at)',
    {
      is: true,
      source:
        'res_sorcery_realtime.c:sorcery_realtime_update (0 rows; update_or_create_on_update_miss is off); measured with MariaDB',
    },
  ),
  failedWriteRegisters: yesNo(
    'A phone whose contact could not be inserted has its regcontext extension all the same (chan_pjsip, shared contacts).',
    true,
    true,
    true,
    'chan_sip.c:update_peer (returns nothing)',
    { is: false, source: 'res_pjsip_registrar.c:register_aor_core (continue: 200 without a contact)' },
  ),
  failedSelectIsUnknown: yesNo(
    'While the database does not answer, a phone that no cache knows is challenged again and again; else it is refused (chan_pjsip).',
    false,
    false,
    false,
    'chan_sip.c:register_verify (not compared with a real server)',
    { is: true, source: 'pjsip_distributor.c:authenticate (artificial endpoint); measured' },
  ),
  bootReads: amount(
    'SELECTs at the start of a server for each phone of the database (chan_pjsip with realtime endpoints and contacts).',
    'count',
    0,
    0,
    0,
    'chan_sip.c (phones are loaded when they are named)',
    { is: 2, source: 'pjsip_options.c:sip_options_synchronize_task; measured: 102, 1 and 100 SELECTs with 99 phones' },
  ),
  sipThreads: amount(
    'Threads that do what SIP messages ask for, each with a queue of its own, where pjsip.conf has no taskpool_minimum_size (chan_pjsip).',
    'count',
    1,
    1,
    1,
    'chan_sip.c:do_monitor (one thread reads, does and answers)',
    { is: 4, source: 'config_system.c: taskpool_minimum_size; taskpool.c:taskpool_least_full_selector (since 22.8)' },
  ),
  resendStopsReader: yesNo(
    'A request that is sent again while its first copy waits stops the thread that reads the socket (chan_pjsip).',
    false,
    false,
    false,
    'chan_sip.c:do_monitor (the one thread waits with the first copy)',
    {
      is: true,
      source:
        'pjsip_distributor.c:find_dialog (pjsip_tsx_layer_find_tsx waits for the transaction); measured, 16 of 16',
    },
  ),
  switchNeedsEndpoint: yesNo(
    'switch => DUNDi calls over any technology only through the endpoint that pjsip_outgoing_endpoint names, unless dundi.conf has outgoing_sip_tech=SIP.',
    false,
    false,
    false,
    'pbx_dundi.c:dundi_exec',
    { is: true, source: 'pbx_dundi.c:dundi_exec (since 18.18 and 20.3); measured: 603' },
  ),
  // ---------------------------------------------------------------- dialplan
  dialect: choice(
    'Argument separator and jumps of the configuration files: `|` and n+101, or `,`.',
    ['1.2', '16'],
    '1.2',
    '1.2',
    '16',
    'pbx.c:pbx_builtin_goto; UPGRADE-1.6.txt',
  ),
  dialNeedsResource: yesNo(
    'Dial with nothing behind the slash, `SIP/`, ends the call; else no channel can be made, and the plan continues.',
    false,
    false,
    true,
    'app_dial.c:dial_exec_full (16: ast_strlen_zero(number); 1.2: only the slash must be there)',
  ),
  hangUpIsNoAnswer: yesNo(
    'A call that the other side hangs up before it is answered, with cause 16 or 19, leaves DIALSTATUS NOANSWER; else CHANUNAVAIL.',
    false,
    false,
    true,
    'app_dial.c:handle_cause (16: the two causes count as no failure; 1.2: HANDLE_CAUSE knows neither); measured on 16.28',
  ),
  priorityJumping: yesNo(
    'Option j and [general] priorityjumping jump to n+101.',
    true,
    true,
    false,
    'app_chanisavail.c, app_dial.c (j gone in 1.6)',
  ),
  // ---------------------------------------------------------------- sockets
  sipSocketHolds: amount(
    'SIP messages that the socket of a server holds until they are read: one that finds it full is lost. 0 is no limit.',
    'count',
    0,
    49,
    92,
    'Linux net/core/sock.c:sock_queue_rcv_skb, include/net/sock.h:SK_RMEM_MAX: a new socket holds 212,992 bytes, and a datagram counts 2304 (the 2 kB buffer of the network card and its head), whatever its length; 110,592 and 2224 on a 32-bit machine of the time of 1.2; net.core.rmem_default changes it',
  ),
  // ---------------------------------------------------------------- parking
  parkedSlots: choice(
    'The extensions of parking slots: all of them from the start, or each while a call is parked there.',
    ['whileOccupied', 'always'],
    'whileOccupied',
    'whileOccupied',
    'always',
    'res_features.c:ast_park_call (1.2.6); res_parking.c:parking_lot_cfg_create_extensions; measured on 16.28',
  ),
  // ---------------------------------------------------------------- IAX2
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

export type RuleName = keyof typeof RULES;
type ValueOf<R> = R extends Rule<infer V> ? V : never;

/** One value for every rule, fixed for a run. */
export type Rules = { readonly [Name in RuleName]: ValueOf<(typeof RULES)[Name]> };

/** The rules of a profile, with the overrides of a scenario (already checked against the table). */
export function rulesOf(profile: ProfileName, overrides: Partial<Rules> = {}): Rules {
  const values: Record<string, RuleValue> = {};
  for (const [name, rule] of Object.entries(RULES)) values[name] = rule[profile];
  return Object.freeze({ ...values, ...overrides }) as Rules;
}
