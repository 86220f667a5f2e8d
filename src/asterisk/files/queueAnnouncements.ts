import type { MemberGreeting, QueueAnnouncements, QueueSound } from '../../model/config.ts';
import { boundedInteger, secondsFrom, yesOrNo } from '../confValues.ts';
import { quote, type Remarks } from '../remarks.ts';
import type { Setting } from '../setting.ts';
import type { Dialect, Draft, Setter } from '../settings.ts';

/** Of a queue being read: what it says to who waits, and before a member talks. */
export interface AnnouncingDraft {
  readonly announcements: Draft<QueueAnnouncements>;
  readonly greeting: Draft<MemberGreeting>;
  readonly dialect: Dialect;
}

type Announcing = Setter<AnnouncingDraft>;

/** Keys of queues.conf that name a recording, and its name without them (app_queue.c:init_queue, queue_set_param). */
const SOUNDS: readonly (readonly [key: string, sound: QueueSound, standard: string])[] = [
  ['queue-youarenext', 'next', 'queue-youarenext'],
  ['queue-thereare', 'thereAre', 'queue-thereare'],
  ['queue-callswaiting', 'calls', 'queue-callswaiting'],
  ['queue-quantity1', 'moreThan', 'queue-quantity1'],
  ['queue-quantity2', 'moreThanEnd', 'queue-quantity2'],
  ['queue-holdtime', 'holdTime', 'queue-holdtime'],
  ['queue-lessthan', 'lessThan', 'queue-less-than'],
  ['queue-minute', 'minute', 'queue-minute'],
  ['queue-minutes', 'minutes', 'queue-minutes'],
  ['queue-seconds', 'seconds', 'queue-seconds'],
  ['queue-thankyou', 'thanks', 'queue-thankyou'],
  ['queue-reporthold', 'reportHold', 'queue-reporthold'],
  ['queue-callerannounce', 'callerIsNext', ''],
];

/** Keys of a section, by name (app_queue.c:queue_set_param). */
export const ANNOUNCING: readonly (readonly [key: string, setter: Announcing])[] = [
  ...SOUNDS.map(([key, sound]): readonly [string, Announcing] => [
    key,
    ({ announcements }, { value }) => void (announcements.sounds = { ...announcements.sounds, [sound]: value.trim() }),
  ]),
  ['announce-frequency', seconds('frequency', 0)],
  ['min-announce-frequency', seconds('minFrequency', 15)],
  ['periodic-announce-frequency', seconds('periodicFrequency', 0)],
  ['periodic-announce-startdelay', seconds('periodicStart', 0)],
  ['announce-position-limit', seconds('positionLimit', 10)],
  ['announce-position-only-up', yes('onlyUp')],
  ['announce-to-first-user', yes('toFirst')],
  ['random-periodic-announce', yes('random')],
  ['relative-periodic-announce', yes('relative')],
  ['announce-position', readPosition],
  ['announce-holdtime', readHoldTime],
  ['announce-round-seconds', readRounding],
  ['periodic-announce', readPeriodic],
  [
    'memberdelay',
    ({ greeting }, setting, remarks) => void (greeting.delay = boundedInteger(setting, secondsFrom(0, 0), remarks)),
  ],
  ['announce', ({ greeting }, { value }) => void (greeting.announce = value.trim())],
  ['reportholdtime', ({ greeting }, setting, remarks) => void (greeting.reportsHoldTime = yesOrNo(setting, remarks))],
];

/** A queue whose section says nothing of it: app_queue.c:init_queue. It says no place, for `frequency` is 0. */
export function silence(dialect: Dialect): Pick<AnnouncingDraft, 'announcements' | 'greeting'> {
  return {
    announcements: {
      frequency: 0,
      minFrequency: 15,
      position: 'yes',
      positionLimit: 10,
      onlyUp: false,
      holdTime: dialect === '1.2' ? 'no' : 'always',
      roundSeconds: 0,
      toFirst: false,
      periodicFrequency: 0,
      periodic: ['queue-periodic-announce'],
      random: false,
      relative: false,
      periodicStart: -1,
      sounds: Object.fromEntries(
        SOUNDS.map(([, sound, standard]) => [sound, standard]),
      ) as QueueAnnouncements['sounds'],
    },
    greeting: { delay: 0, announce: '', reportsHoldTime: false },
  };
}

type Numbers = 'frequency' | 'minFrequency' | 'periodicFrequency' | 'periodicStart' | 'positionLimit';

function seconds(key: Numbers, otherwise: number): Announcing {
  return ({ announcements }, setting, remarks) => {
    const unit = key === 'positionLimit' ? 'callers' : 'seconds';
    announcements[key] = boundedInteger(setting, { ...secondsFrom(0, otherwise), unit }, remarks);
  };
}

function yes(key: 'onlyUp' | 'toFirst' | 'random' | 'relative'): Announcing {
  return ({ announcements }, setting, remarks) => void (announcements[key] = yesOrNo(setting, remarks));
}

function readPosition({ announcements }: AnnouncingDraft, setting: Setting, remarks: Remarks): void {
  const word = setting.value.trim().toLowerCase();
  if (word === 'limit' || word === 'more') announcements.position = word;
  else announcements.position = yesOrNo(setting, remarks) ? 'yes' : 'no';
}

function readHoldTime({ announcements }: AnnouncingDraft, setting: Setting, remarks: Remarks): void {
  const once = setting.value.trim().toLowerCase() === 'once';
  announcements.holdTime = once ? 'once' : yesOrNo(setting, remarks) ? 'always' : 'no';
}

function readRounding({ announcements, dialect }: AnnouncingDraft, setting: Setting, remarks: Remarks): void {
  const value = Number.parseInt(setting.value, 10);
  const fits = dialect === '1.2' ? value >= 0 && value <= 60 : [0, 5, 10, 15, 20, 30].includes(value);
  announcements.roundSeconds = fits ? value : 0;
  if (fits) return;
  const range = dialect === '1.2' ? '0 to 60' : '0, 5, 10, 15, 20 or 30';
  remarks.risk(
    'queueRounding',
    setting.valuePlace,
    `${setting.key} is ${quote(setting.value)}; expected ${range}; Asterisk takes 0`,
  );
}

/** One recording, or since 1.6 several with commas. */
function readPeriodic({ announcements, dialect }: AnnouncingDraft, { value }: Setting): void {
  announcements.periodic = (dialect === '1.2' ? [value] : value.split(/[,|]/)).map((name) => name.trim());
}
