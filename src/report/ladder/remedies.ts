import type { Tries, Trial } from '../../experiment/remedies/trials.ts';
import { MILLISECOND, SECOND, type Micros } from '../../kernel/units.ts';
import type { CallRecord, SilentTrunk } from '../../model/observations.ts';
import type { CauseName } from '../../model/story/index.ts';
import { span } from '../format.ts';
import { lossSaid } from '../run/outcomeText.ts';
import type { Tried } from './ladder.ts';

/** RFC 3261 17.1.1.2: a phone turns to another server when its INVITE has had no answer for 64 × T1. */
const TIMER_B: Micros = 32 * SECOND;

/** Why no setting has a part in it; of the others every change that was tried says what became of the call. */
const REASONS: Readonly<Partial<Record<CauseName, string>>> = {
  mediaCut: 'its voice went through the server that failed, and a talk does not move to another machine',
  pathCut: 'its voice went between the machines that were cut off, and a talk takes no other way',
  spanCut: 'it was on the span that failed, and a talk does not move to another one',
  powerLost: 'a phone without power ends its talk',
  inviteLost: 'the network lost its messages',
  diedInSetUp: 'it was at the server that failed, and a call that is being set up does not move to another one',
  parkingDied: 'it was parked at the server that failed, and its slot is lost with it',
  parkingUnanswered: 'it waited for persons who did not come',
  transferUnanswered: 'it waited for a person who did not answer',
  queueLeft: 'it waited for an agent of its queue',
  queueWait: 'it waited for an agent of its queue',
  phoneSilent: 'the called phone did not answer its server',
  rangUnanswered: 'it waited for a person who did not answer in time',
  unknownHost:
    'the .conf files send it to a host that is not in the scenario: add that host, or another way in the dialplan',
  switchCallsNobody: 'set outgoing_sip_tech=SIP in [general] of dundi.conf, or ask by DUNDILOOKUP()',
  noPlace: 'the dialplan has no such place: "dundisim check" says where it is named',
  serverSilent: 'the messages between the two servers were lost, or not read',
  noExtension: 'the dialplan has no such extension: add it to extensions.conf',
  numberIncomplete:
    'dial the whole number, or add an extension of this length to extensions.conf; allowoverlap=no (pjsip.conf: allow_overlap=no) makes it a 404',
  askerUnknown:
    'dundi.conf of the server that was asked needs a section with the EID of the one that asks; then reload DUNDi there',
  nobodyAsked:
    'no peer could be asked: "include" in dundi.conf says for which contexts each is, and qualify which are reachable',
  lookupRefused:
    'the servers that were asked have no mapping of the context, or do not permit it: see their dundi.conf',
  holderNotAsked:
    'the server of the called phone was not asked: dundi.conf has no section for it, or qualify has it for unreachable',
  notAdvertised: 'the local context of its mapping does not hold its registered phones: see regcontext there',
  localMissed: 'the dialplan of its own server does not look where registered phones are: see regcontext there',
  callLimit: 'the phone was in as many calls as its call-limit allows: raise call-limit in sip.conf or in its row',
  noDevice: 'the .conf files have no such device: "dundisim check" says where it is dialled',
  noAddress: 'pjsip.conf says of no address where the endpoint is: "dundisim check" names the line',
  unknownCaller: 'the called server has no section, endpoint or identify for who called: add one with its address',
  secretRefused: 'the .conf files of the two servers do not agree on the secret',
};

/** Where a server is asked whether it answers, by what called it, and how often (chan_sip.c: DEFAULT_FREQ_NOTOK). */
const ASKED_AGAIN = {
  SIP: 'every 10 s by chan_sip, which has no setting for it; without qualify=yes in its section of sip.conf the call would have been sent',
  PJSIP: 'after its qualify interval: shorten qualify_frequency of its AOR in pjsip.conf',
  IAX2: 'after its qualify interval: shorten qualifyfreqnotok of its section in iax.conf',
} as const;

/** A server that is down is called in vain, however often it is asked. */
function silentReason({ tech, isBack }: SilentTrunk): string {
  if (!isBack)
    return 'the other server did not answer, and no setting of its section helps: the dialplan may try another server when DIALSTATUS is CHANUNAVAIL';
  return `the other server is asked again only ${ASKED_AGAIN[tech]}`;
}

/** Of a call that is SIP all the way; keys of sections in a file are not tried (rtp.c:ast_rtp_bridge). */
const PAST_THE_SERVER =
  'only media that goes past it would have lasted: direct_media = yes for both endpoints in pjsip.conf, or canreinvite = yes in sip.conf';

/** What was tried to save a call, in sentences; none: it needed none, or nothing can be said. */
export function remedySentences(record: CallRecord, { trials, changes }: Tries): readonly string[] {
  if (record.cause === '') return [];
  const helped = leastOf(trials.filter((trial) => trial.helped));
  if (helped.length > 0)
    return helped.map(
      (trial, i) => `${i === 0 ? 'What would have helped, tried with the same seed: ' : ''}${said(trial)}.`,
    );
  const nothing = `Nothing that dundisim can try in this scenario would have ${saved(record)}`;
  const reason = reasonOf(record);
  if (changes === 0) return [`${nothing}: ${reason === '' ? 'no setting has a part in its cause' : reason}.`];
  if (trials.length === 0) return []; // The call is in none of the other runs.
  return [`${nothing}${reason === '' ? '' : `: ${reason}`}.`, `Tried in vain: ${trials.map(said).join('; ')}.`];
}

/** Without those that do more than another one, which helped alone. */
function leastOf(trials: readonly Trial[]): readonly Trial[] {
  return trials.filter(
    ({ overrides }) =>
      !trials.some(
        (less) => less.overrides.length < overrides.length && less.overrides.every((one) => overrides.includes(one)),
      ),
  );
}

function reasonOf({ cause, outcome, tech, silent, offeredAt, endedAt }: CallRecord): string {
  if (silent !== undefined) return silentReason(silent);
  const waited = endedAt - offeredAt;
  if ((cause === 'ownServerDown' || cause === 'ownServerHung') && outcome === 'unserved' && waited < TIMER_B)
    return `the caller hung up after ${span(waited)}, and a phone turns to another server after 32 s without an answer (Timer B, RFC 3261, 17.1.1.2) or when its registration fails`;
  const reason = REASONS[cause as CauseName] ?? '';
  const isElsewhere = outcome === 'dundi' || outcome === 'otherServer';
  return cause === 'mediaCut' && isElsewhere && tech !== 'IAX2' ? `${reason}; ${PAST_THE_SERVER}` : reason;
}

function saved({ lost, dropped }: CallRecord): string {
  if (dropped) return 'kept this call';
  return lost ? 'connected this call' : 'made this call ring within 2 s';
}

/** `--set phones.office.backup=next (…): answered through DUNDi and IAX2, ringing after 8.2 ms` */
function said({ overrides, says, line, ended, helped }: Trial): string {
  const flags = overrides.map((one) => `--set ${/^[\w.=:/-]+$/.test(one) ? one : `'${one}'`}`).join(' ');
  const explained = helped ? ` (${line === '' ? says : `${says}; ${line}`})` : '';
  return `${flags}${explained}: ${becameOf(ended)}`;
}

function becameOf(ended: CallRecord): string {
  const text = lossSaid(ended);
  if (ended.dropped) return `${text}, and cut`;
  const rang = ended.ringingAt < 0 ? '' : `, ringing after ${span(ended.ringingAt - ended.offeredAt)}`;
  return `${text}${rang}`;
}

/** As JSON has it. */
export function triedOf({ overrides, says, line, helped, ended }: Trial): Tried {
  const { call, outcome, ringingAt, offeredAt, dropped, lost, cause, because } = ended;
  const postDialDelayMs = ringingAt < 0 ? null : (ringingAt - offeredAt) / MILLISECOND;
  return { overrides, says, line, helped, call, outcome, postDialDelayMs, dropped, lost, cause, because };
}
