import { MILLISECOND, type Micros } from '../../kernel/units.ts';
import type { PhoneId } from '../../model/ids.ts';
import type { CallRecord, LookupRecord, LookupReply } from '../../model/observations.ts';
import {
  deviceText,
  heldBy,
  lackText,
  secondsText,
  silenceNow,
  timeText,
  type StoryEvent,
} from '../../model/story/index.ts';
import type { Watched } from './callWatch.ts';
import type { Note } from './ladder.ts';
import type { Scene } from './scene.ts';

/** A shorter wait for a lock is not worth a line. */
const NOTICEABLE: Micros = 10 * MILLISECOND;

/** What the story of the call and its lookups say between the messages, in words. */
export function notesOf(scene: Scene, { record, story, lookups }: Watched): readonly Note[] {
  const sent = sentPerson(record, story);
  const notes = story.flatMap((event) => {
    const text = textOf(scene, event, sent);
    if (text === '') return [];
    const at = 'since' in event && event.what !== 'talks' ? event.since : event.at;
    return [noteAt(scene, at, 'server' in event ? event.server : -1, text)];
  });
  return [...notes, ...lookups.map((one) => noteAt(scene, one.at + one.took, one.server, lookupText(scene, one)))];
}

function noteAt(scene: Scene, at: Micros, host: number, text: string): Note {
  return { kind: 'note', at, of: host < 0 ? -1 : scene.place(host), text };
}

/** Who of the two is parked or sent to a colleague by the other; the caller in a call without either. */
function sentPerson({ caller }: CallRecord, story: readonly StoryEvent[]): string {
  const by = story.map((event) => (event.what === 'sendsOn' || event.what === 'refers' ? event.phone : -1));
  return caller >= 0 && by.includes(caller as PhoneId) ? 'the called person' : 'the caller';
}

/** Empty: the messages say it already. `sent`: who is parked or sent on. */
function textOf(scene: Scene, event: StoryEvent, sent: string): string {
  const name = (host: number): string => scene.nameOf(host);
  const number = (phone: number): string => (phone < 0 ? 'the PSTN' : scene.config.phones.at(phone)!.number);
  switch (event.what) {
    case 'invited':
      return event.lastResort ? `the phone turns to its proxy of last resort, ${name(event.server)}` : '';
    case 'timedOut':
      return `no answer of ${scene.deadText(event.server, event.at, event.server).replace(/, not noticed[^)]*/, '')} to the INVITE: the phone stops waiting`;
    case 'gaveUp':
      return `${sent} hangs up: the patience is over`;
    case 'talks':
      return event.way === 'local' ? 'they talk' : `they talk (${WAYS[event.way]})`;
    case 'threadWaited':
      return `the INVITE waits ${secondsText(event.at - event.since)} in the socket of ${name(event.server)}${heldBy(scene, event.holder, event.at, event.server)}`;
    case 'lockWaited':
      return event.at - event.since < NOTICEABLE
        ? ''
        : `waits ${secondsText(event.at - event.since)} for ${name(event.server)}'s dialplan lock${heldBy(scene, event.holder, event.at, event.server)}`;
    case 'noDevice':
      return `${name(event.server)} has no device ${deviceText(event)}: no channel is made`;
    case 'unknownCaller':
      return `${name(event.server)} knows nobody by the address of ${name(event.host)} or the name ${event.name}`;
    case 'noAddress':
      return `${name(event.server)} makes no channel to PJSIP/${event.endpoint}: ${lackText(event)}`;
    case 'unavailable':
      return `${name(event.server)} has no device ${event.phone < 0 ? 'of that name' : `for ${number(event.phone)}`}`;
    case 'callLimit':
      return `${name(event.server)} ${event.direction === 'to' ? 'makes no call to' : 'refuses the call of'} ${number(event.phone)}, which has ${event.limit}: its call-limit`;
    case 'trunkSilent':
      return `${silenceNow(scene, event)}: no call is made to it`;
    case 'dials':
      return `${name(event.server)}: Dial(${deviceText(event)})${event.to < 0 ? '' : `, which is ${scene.deadText(event.to, event.at, event.server)}`}`;
    case 'switchCallsNobody':
      return `${name(event.server)}: switch => DUNDi calls nobody: dundi.conf has neither outgoing_sip_tech=SIP nor pjsip_outgoing_endpoint`;
    case 'noPlace':
      return `${name(event.server)}: the dialplan goes to ${event.exten}@${event.context}: there is no ${event.isContext ? 'such extension' : 'such context'}`;
    case 'noExtension':
      return `${name(event.server)}: there is no extension ${event.exten} in [${event.context}]${event.knows ? '' : ', the context of callers that it does not know'}${event.status === 484 ? ', only longer ones that begin with it: the number is incomplete' : ''}`;
    case 'dialsOutside':
      return `${event.tech}/${event.host} is no host of the scenario: what is sent there is lost`;
    case 'legEnded':
      return `the call to the other server ends with cause ${event.cause}`;
    case 'dialEnded':
      return `Dial ends: ${event.status}${event.silent ? ', the called phone said nothing' : ''}`;
    case 'seizes':
      return `takes a channel of trunk group ${event.group} of ${name(event.server)}`;
    case 'noTrunk':
      return `trunk group ${event.group} of ${name(event.server)} has no free channel`;
    case 'tone':
      return `${name(event.server)} plays the ${event.tone} tone`;
    case 'voicemail':
      return 'voicemail';
    case 'databaseFailed':
      return `the database ${event.full ? 'refuses a connection' : `fails the ${event.kind}`} of ${name(event.server)}${event.full ? ': too many are open (error 1040)' : ''}`;
    case 'rings':
      return event.phone < 0 ? 'the far end of the trunk rings' : `${number(event.phone)} rings`;
    case 'pickedUp':
      return `${number(event.phone)} is picked up`;
    case 'cut':
      if (event.phone >= 0) return `${number(event.phone)} loses its power: the call is cut`;
      if (event.group !== undefined)
        return `the call is cut: its span of group ${event.group} of ${name(event.server)} fails`;
      return event.server < 0 ? 'the talk is cut' : `the talk is cut: it went through ${name(event.server)}`;
    case 'sendsOn':
      return `${number(event.phone)} ${event.attended ? 'will ask' : `sends ${sent} to`} ${number(event.to)}`;
    case 'held':
      return `${number(event.phone)} puts ${sent} on hold: ${name(event.server)} plays music`;
    case 'sentOn':
      return `${name(event.server)} looks for the colleague`;
    case 'joined':
      return `${name(event.server)} joins ${sent} with the colleague of call ${event.with}`;
    case 'takenBack':
      return event.phone < 0 ? `${sent} is taken back` : `${number(event.phone)} takes ${sent} back`;
    case 'refers':
      return `${number(event.phone)} transfers ${sent} to ${event.to}`;
    case 'parked':
      return event.by < 0
        ? `parked in slot ${event.slot} of ${name(event.server)}`
        : `${number(event.by)} parks ${sent} in slot ${event.slot} of ${name(event.server)}`;
    case 'parkingFull':
      return `no slot of ${name(event.server)} is free: nobody is parked`;
    case 'queued':
      return `waits in the queue ${event.queue} of ${name(event.server)}`;
    case 'leavesQueue':
      return `leaves the queue ${event.queue} of ${name(event.server)}: ${event.said}`;
    case 'fetched':
      return `call ${event.by} fetches ${sent} from slot ${event.slot}${event.isRight ? '' : ': it wanted another call'}`;
    case 'parkingEnds':
      return event.to < 0
        ? `nobody has fetched the call from slot ${event.slot}`
        : `nobody has fetched the call from slot ${event.slot}: it goes back to ${number(event.to)}`;
    case 'leavesSlot':
      return `${sent} leaves slot ${event.slot}`;
    case 'picksUp':
      return event.found === 0
        ? `nobody is parked in slot ${event.slot} of ${name(event.server)}`
        : `slot ${event.slot} of ${name(event.server)} holds call ${event.found}: they talk`;
    case 'wants':
      return `dials slot ${event.slot} for call ${event.wanted}, which is ${event.wantedAt < 0 ? 'parked nowhere any more' : `parked at ${name(event.wantedAt)}`}`;
    case 'runEnds':
      return 'the run ends here';
    default:
      return '';
  }
}

const WAYS = {
  otherServer: 'through another server',
  direct: 'by the address in the database',
  pstn: 'through the PSTN',
} as const;

/** `lookup 12 of 1002 took 2.4 s: asked regpbx2 and regpbx3; regpbx3 said nothing; regpbx2 was silent …` */
function lookupText(scene: Scene, lookup: LookupRecord): string {
  const { server, asked, replies, silent, took, at } = lookup;
  const names = (hosts: readonly number[]): string => hosts.map((host) => scene.nameOf(host)).join(', ');
  if (asked.length === 0 && replies.length > 0) {
    const says = replies.map((reply) => replyText(scene, reply)).join('; ');
    return `${scene.nameOf(server)}: lookup ${lookup.lookup} of ${lookup.number}: ${says}`;
  }
  const parts = [
    asked.length === 0 ? 'asked nobody' : `asked ${names(asked)}`,
    ...replies.map((reply) => replyText(scene, reply)),
    ...silent.map((host) => `${scene.deadText(host, at + took, server)} was silent`),
  ];
  const end = lookup.budgetEnded ? `; the wait was over at ${timeText(at + took)}` : '';
  const found = lookup.answers.length > 0 ? `: found at ${names(lookup.answers)}` : ': not found';
  const purpose = { find: ' under the dialplan lock', relay: ' for another server' }[lookup.purpose as string] ?? '';
  return `${scene.nameOf(server)}: lookup ${lookup.lookup} of ${lookup.number}${purpose} took ${secondsText(took)}${found}. It ${parts.join('; ')}${end}`;
}

function replyText(scene: Scene, { from, source, found, refused, prefix, holds }: LookupReply): string {
  const name = scene.nameOf(from);
  if (source === 'hint') return `a hint in the cache says for ${holds} s more not to ask ${name} for ${prefix}…`;
  const says = found ? 'yes' : 'no';
  if (source === 'cache') return `the cache says ${says} for ${name}, for ${holds} s more`;
  return refused ? `${name} refused` : `${name} said ${says}${holds > 0 ? `, for ${holds} s` : ''}`;
}
