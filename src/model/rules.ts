import type { ProfileName } from './profiles.ts';

/**
 * The three readings of the same cluster, as one table: what differs between the white paper, Asterisk 1.2.6 and
 * Asterisk 16.28 / 16.30, with where it is written. A scenario overrides any of them under `rules:`.
 * Nothing else in the program asks for the name of a profile.
 *
 * Sources: "paper" is the white paper "Using DUNDi with a Cluster of Asterisk Servers"; `file:function` is a file of
 * the Asterisk source at tags 1.2.6 and 16.28.0.
 */
export interface Rule<V extends RuleValue> {
  /** What the rule decides, in a sentence. */
  readonly 'says': string;
  readonly 'unit': 'yes or no' | 's' | 'ms' | 'count' | 'choice';
  /** For `choice`: every value it may take. */
  readonly 'choices'?: readonly V[];
  readonly 'whitepaper': V;
  readonly 'asterisk-1.2': V;
  readonly 'asterisk-16': V;
  readonly 'source': string;
}

export type RuleValue = boolean | number | string;

function yesNo(says: string, whitepaper: boolean, old: boolean, recent: boolean, source: string): Rule<boolean> {
  return { says, 'unit': 'yes or no', whitepaper, 'asterisk-1.2': old, 'asterisk-16': recent, source };
}

function amount(
  says: string,
  unit: 's' | 'ms' | 'count',
  whitepaper: number,
  old: number,
  recent: number,
  source: string,
): Rule<number> {
  return { says, unit, whitepaper, 'asterisk-1.2': old, 'asterisk-16': recent, source };
}

function choice<const V extends string>(
  says: string,
  choices: readonly V[],
  whitepaper: V,
  old: V,
  recent: V,
  source: string,
): Rule<V> {
  return { says, 'unit': 'choice', choices, whitepaper, 'asterisk-1.2': old, 'asterisk-16': recent, source };
}

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
  ),
  registrationGrace: amount(
    'Time after the granted expiry until the registration is removed.',
    's',
    0,
    10,
    10,
    'chan_sip.c:parse_register_contact',
  ),
  regextenOnRefresh: yesNo(
    'A refresh from the same address looks whether the regcontext extension is there (and waits for the dialplan lock).',
    false,
    false,
    true,
    'chan_sip.c:parse_register_contact, register_peer_exten',
  ),
  nonceOnce: yesNo(
    'A nonce is answered once: a REGISTER sent again after its digest was accepted gets a new challenge; else it is carried out again, UPDATE and all.',
    false,
    false,
    true,
    'chan_sip.c:check_auth (stalenonce, since 1.4)',
  ),
  regextenWithoutCache: yesNo(
    'Realtime without rtcachefriends still adds the regcontext extension; nothing ever removes it.',
    true,
    true,
    false,
    'chan_sip.c:parse_register_contact (no expiry timer); on 16.28 the extension did not appear in 20 of 20',
  ),
  realtimeRoundTrips: amount(
    'Round trips of a realtime statement: ping and select-database come first.',
    'count',
    1,
    3,
    3,
    'res_config_mysql.c:find_database, mysql_reconnect (16); the 1.2 driver has the same design',
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
    ['1.2', '16'],
    '1.2',
    '1.2',
    '16',
    'chan_sip.c:realtime_peer, update_peer; measured on 16.28',
  ),
  restartRevives: yesNo(
    'After a restart the first reference to a phone brings its old registration back from the local database.',
    false,
    true,
    false,
    'chan_sip.c:reg_source_db (realtime: address kept in the table since 1.4.21)',
  ),
  qualifyOnRegister: choice(
    'OPTIONS at a REGISTER: when the address changed, or always.',
    ['addressChanged', 'always'],
    'addressChanged',
    'addressChanged',
    'always',
    'chan_sip.c:parse_register_contact',
  ),
  inviteGiveUp: amount(
    'An unanswered INVITE is given up after this many T1.',
    'count',
    64,
    128,
    64,
    'chan_sip.c:retrans_pkt; RFC 3261 17.1.1.2',
  ),
  t1Min: amount('Least T1 towards a qualified phone.', 'ms', 0, 0, 100, 'chan_sip.c:DEFAULT_T1MIN'),
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
  priorityJumping: yesNo(
    'Option j and [general] priorityjumping jump to n+101.',
    true,
    true,
    false,
    'app_chanisavail.c, app_dial.c (j gone in 1.6)',
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
