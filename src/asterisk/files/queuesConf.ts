import type { AbsentWhen, EmptyRule, QueueConfig, QueueMemberConfig, QueueStrategy } from '../../model/config.ts';
import { didYouMean } from '../../text/nearest.ts';
import { otherSections, sectionOf, type Conf, type Section } from '../conf/sections.ts';
import { boundedInteger, isFalse, isTrue, leadingInteger, secondsFrom, yesOrNo } from '../confValues.ts';
import { quote, type Remarks } from '../remarks.ts';
import type { Setting } from '../setting.ts';
import { ANNOUNCING, silence, type AnnouncingDraft } from './queueAnnouncements.ts';
import { keyNames, SettingsReader, type Dialect, type Draft, type KeyTable, type Setter } from '../settings.ts';

/** A queue being read. `members` have the queue's own `ringinuse` until the section is over. */
export interface QueueDraft extends Draft<Omit<QueueConfig, keyof AnnouncingDraft>>, AnnouncingDraft {
  ringInUse: boolean;
  readonly dialect: Dialect;
}

const OLD: readonly QueueStrategy[] = ['ringall', 'roundrobin', 'leastrecent', 'fewestcalls', 'random', 'rrmemory'];
const NEW: readonly QueueStrategy[] = [
  'ringall',
  'leastrecent',
  'fewestcalls',
  'random',
  'rrmemory',
  'linear',
  'wrandom',
];

const NOBODY: EmptyRule = { absentWhen: ['invalid'], said: 'EMPTY' };
const UNREACHABLE: EmptyRule = { absentWhen: ['invalid', 'unavailable'], said: 'UNAVAIL' };

const SOUNDS = `music musiconhold musicclass context monitor-join monitor-format monitor-type servicelevel weight
  queue-less-than eventwhencalled eventmemberstatus
  setinterfacevar setqueuevar setqueueentryvar membermacro membergosub defaultrule log-restricted-caller-id
  log_membername_as_agent force_longest_waiting_caller updatecdr keepstats shared_lastcall
  negative_penalty_invalid log_unpause_on_reason_change log-caller-id-name`;

/** A section of queues.conf (app_queue.c:queue_set_param). */
const QUEUE: KeyTable<QueueDraft> = {
  modelled: new Map<string, Setter<QueueDraft>>([
    ['strategy', readStrategy],
    ['timeout', seconds('timeout', 0, 15)],
    ['retry', seconds('retry', 0, 5)],
    ['wrapuptime', seconds('wrapUpTime', 0, 0)],
    [
      'maxlen',
      (draft, setting, remarks) => {
        draft.maxLength = boundedInteger(setting, { ...secondsFrom(0, 0), unit: 'callers' }, remarks);
      },
    ],
    ['joinempty', (draft, setting, remarks) => void (draft.joinEmpty = readEmpty(setting, draft, true, remarks))],
    [
      'leavewhenempty',
      (draft, setting, remarks) => void (draft.leaveWhenEmpty = readEmpty(setting, draft, false, remarks)),
    ],
    ['ringinuse', (draft, setting, remarks) => void (draft.ringInUse = yesOrNo(setting, remarks))],
    ['autofill', (draft, setting, remarks) => void (draft.autofill = yesOrNo(setting, remarks))],
    ['timeoutrestart', (draft, setting, remarks) => void (draft.timeoutRestart = yesOrNo(setting, remarks))],
    [
      'timeoutpriority',
      (draft, { value }) => void (draft.timeoutPriority = value.trim().toLowerCase() === 'conf' ? 'conf' : 'app'),
    ],
    ['persistentmembers', (draft, setting, remarks) => void (draft.persistentMembers = yesOrNo(setting, remarks))],
    ['member', readMember],
    ...ANNOUNCING,
  ]),
  since16:
    keyNames(`ringinuse autofill timeoutpriority queue-callerannounce queue-minute queue-quantity1 queue-quantity2
    min-announce-frequency announce-position announce-position-limit announce-position-only-up announce-to-first-user
    random-periodic-announce relative-periodic-announce periodic-announce-startdelay`),
  unmodelled: new Map([
    ['autopause', 'a member who does not answer is called again'],
    ['autopausedelay', 'a member who does not answer is called again'],
    ['autopausebusy', 'a member who is busy is called again'],
    ['autopauseunavail', 'a member who is not there is called again'],
    ['penaltymemberslimit', 'the penalties of the members always count'],
  ]),
  without: keyNames(SOUNDS),
};

/** The queues of a server, in the order of the file. Without a file there are none. */
export function readQueues(conf: Conf | undefined, dialect: Dialect, remarks: Remarks): readonly QueueConfig[] {
  if (conf === undefined) return [];
  const settings = new SettingsReader(conf.path, dialect, remarks);
  const general = standard('general', dialect);
  const head = sectionOf(conf, 'general');
  if (head !== undefined) settings.read(general, head.entries, QUEUE, '[general]');
  const queues = otherSections(conf, 'general').map((section) =>
    readQueue(
      section,
      {
        ...standard(section.name, dialect),
        autofill: general.autofill,
        persistentMembers: general.persistentMembers,
      },
      settings,
    ),
  );
  settings.end();
  return queues;
}

function readQueue(section: Section, draft: QueueDraft, settings: SettingsReader): QueueConfig {
  settings.read(draft, section.entries, QUEUE, `[${section.name}]`);
  const { ringInUse, dialect: _, ...queue } = draft;
  return {
    ...queue,
    ringInUse,
    members: queue.members.map((member) => ({ ...member, ringInUse: member.ringInUse && ringInUse })),
  };
}

/** app_queue.c:init_queue. In 1.2 members ring without limit unless `timeout` is set. */
function standard(name: string, dialect: Dialect): QueueDraft {
  return {
    name,
    dialect,
    strategy: 'ringall',
    timeout: dialect === '1.2' ? 0 : 15,
    retry: 5,
    wrapUpTime: 0,
    maxLength: 0,
    joinEmpty: dialect === '1.2' ? [NOBODY] : [],
    leaveWhenEmpty: [],
    ringInUse: true,
    autofill: false,
    timeoutRestart: false,
    timeoutPriority: 'app',
    persistentMembers: false,
    ...silence(dialect),
    members: [],
  };
}

function seconds(key: 'timeout' | 'retry' | 'wrapUpTime', from: number, otherwise: number): Setter<QueueDraft> {
  return (draft, setting, remarks) => {
    draft[key] = boundedInteger(setting, secondsFrom(from, otherwise), remarks);
  };
}

function readStrategy(draft: QueueDraft, setting: Setting, remarks: Remarks): void {
  const known = draft.dialect === '1.2' ? OLD : NEW;
  const written = setting.value.trim().toLowerCase();
  const found = known.find((strategy) => strategy === written) ?? (written === 'rrordered' ? 'rrmemory' : undefined);
  if (found !== undefined) draft.strategy = found;
  else
    remarks.risk(
      'queueStrategy',
      setting.valuePlace,
      `strategy is ${quote(setting.value)}; expected one of ${known.join(', ')}; Asterisk takes ringall${didYouMean(written, known)}`,
    );
}

/** app_queue.c: yes, no and strict; since 1.6.2 also a list of states (parse_empty_options). */
function readEmpty(setting: Setting, { dialect }: QueueDraft, joins: boolean, remarks: Remarks): readonly EmptyRule[] {
  const written = setting.value.trim().toLowerCase();
  if (dialect === '1.2') {
    const lets = isTrue(written);
    if (written === 'strict') return joins ? [UNREACHABLE] : [NOBODY, UNREACHABLE];
    if (!lets && !isFalse(written)) yesOrNo(setting, remarks);
    return lets === joins ? [] : [NOBODY];
  }
  const absentWhen = new Set<AbsentWhen>();
  for (const word of written.split(',').map((text) => text.trim())) {
    if (word === 'strict') for (const state of ['invalid', 'unavailable', 'paused'] as const) absentWhen.add(state);
    else if (word === 'loose') absentWhen.add('invalid');
    else if (isTrue(word) || isFalse(word)) {
      absentWhen.clear();
      if (isTrue(word) !== joins) absentWhen.add('invalid');
    } else if (isState(word)) absentWhen.add(word);
    else if (!UNSEEN.has(word))
      remarks.risk(
        'queueOption',
        setting.valuePlace,
        `unknown option ${quote(word)} of ${setting.key}: Asterisk ignores it${didYouMean(word, [...STATES, ...UNSEEN, 'strict', 'loose'])}`,
      );
  }
  return absentWhen.size === 0 ? [] : [{ absentWhen: [...absentWhen], said: 'EMPTY' }];
}

const STATES: readonly AbsentWhen[] = ['invalid', 'unavailable', 'unknown', 'inuse', 'wrapup', 'paused'];
/** States that no member of the model has: ringing apart from in use, outside of a range of penalties. */
const UNSEEN: ReadonlySet<string> = new Set(['penalty', 'ringing']);

function isState(word: string): word is AbsentWhen {
  return (STATES as readonly string[]).includes(word);
}

/** `member => SIP/1001,2,Ann`: an interface and a penalty; since 12 a name, a device and `ringinuse` too. */
function readMember(draft: QueueDraft, setting: Setting, remarks: Remarks): void {
  const [device = '', penalty = '', , , rings = ''] = setting.value.split(draft.dialect === '1.2' ? /[,|]/ : ',');
  const [tech = '', ...rest] = device.trim().split('/');
  const resource = rest.join('/');
  if (tech === '' || resource === '') {
    remarks.risk(
      'queueMember',
      setting.valuePlace,
      `member is ${quote(setting.value)}; expected a device such as SIP/1001; nobody is called`,
    );
    return;
  }
  const member: QueueMemberConfig = {
    tech,
    resource,
    penalty: Math.max(0, leadingInteger(penalty) ?? 0),
    ringInUse: rings.trim() === '' || isTrue(rings.trim()),
  };
  draft.members = [...draft.members, member];
}
