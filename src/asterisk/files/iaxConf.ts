import type { IaxConfig, IaxPeer, IaxUser } from '../../model/config.ts';
import type { Rules } from '../../model/rules.ts';
import { didYouMean } from '../../text/nearest.ts';
import type { Place } from '../../text/place.ts';
import { lastValue, otherSections, sectionOf, type Conf, type Section } from '../conf/sections.ts';
import { quote, type Remarks } from '../remarks.ts';
import { keyNames, SettingsReader, type Dialect, type Draft, type KeyTable, type Setter } from '../settings.ts';
import { extensionsOf } from '../callerIdText.ts';
import { boundedInteger, millisecondsOrYes } from '../confValues.ts';
import { addRegistration } from './sip/sipGeneralKeys.ts';

export type IaxDraft = Draft<Pick<IaxConfig, 'autokillMs' | 'maxAuthReq' | 'registers' | 'regExpiry' | 'regContext'>>;

const setMaxAuthReq: Setter<{ maxAuthReq: number }> = (draft, setting, remarks) => {
  draft.maxAuthReq = boundedInteger(setting, { from: 0, to: 2_147_483_647, unit: 'challenges', otherwise: 0 }, remarks);
};

const LABELS = keyNames(`
  accountcode acl adsi allow allowfwdownload amaflags auth authdebug bandwidth bindaddr bindport callerid calltokenexpiration calltokenoptional
  cid_number codecpriority connectedline cos defaultip delayreject deny description disallow dropcount encryption forceencryption forcejitterbuffer
  fullname hasvoicemail host iaxcompat iaxmaxthreadcount iaxthreadcount immediate inkeys jitterbuffer jittershrinkrate jittertargetextra keyrotate lagrqtime language
  mailbox mailboxdetail mask maxcallnumbers maxcallnumbers_nonvalidated maxexcessbuffer maxjitterbuffer maxjitterinterps minexcessbuffer
  mohinterpret mohsuggest nochecksums notransfer outkey parkinglot peercontext permit port
  qualifysmoothing requirecalltoken resyncthreshold rtautoclear rtcachefriends rtignoreregexpire rtsavesysname rtupdate sendani setvar shrinkcallerid
  sourceaddress srvlookup subscribe_network_change_event timezone tos transfer trunkmaxsize trunkmtu trunktimestamps username`);

/** Seconds; 60 unless they are set (iax2.h: IAX_DEFAULT_REG_EXPIRE). */
function setExpiry(end: 'min' | 'max'): Setter<IaxDraft> {
  return (draft, setting, remarks) => {
    const seconds = boundedInteger(setting, { from: 0, to: 65_535, unit: 'seconds', otherwise: 60 }, remarks);
    draft.regExpiry = { min: 60, max: 60, ...draft.regExpiry, [end]: seconds };
  };
}

/** [general] of iax.conf (chan_iax2.c:set_config, 1.2.6 and 16.28.0). */
export const IAX_GENERAL: KeyTable<IaxDraft> = {
  modelled: new Map<string, Setter<IaxDraft>>([
    [
      'autokill',
      (draft, setting, remarks) => {
        draft.autokillMs = millisecondsOrYes(setting, remarks);
      },
    ],
    ['maxauthreq', setMaxAuthReq],
    ['register', addRegistration],
    [
      'regcontext',
      (draft, setting) => {
        draft.regContext = setting.value;
      },
    ],
    ['minregexpire', setExpiry('min')],
    ['maxregexpire', setExpiry('max')],
  ]),
  since16: keyNames('maxauthreq'),
  unmodelled: new Map([
    ['pingtime', 'a lost call is noticed after the time of its retransmissions'],
    ['trunkfreq', 'every call has packets of its own'],
  ]),
  without: LABELS,
};

/** The user and the peer of a section; a friend is both. */
interface SectionDraft extends Draft<Omit<IaxPeer, 'name'>> {
  contexts: string[];
  maxAuthReq: number;
}

function setText(name: 'userName' | 'peerContext'): Setter<SectionDraft> {
  return (draft, setting) => {
    draft[name] = setting.value;
  };
}

/** Milliseconds (chan_iax2.c:build_peer). */
function setFrequency(name: 'qualifyOkMs' | 'qualifyNotOkMs', otherwise: number): Setter<SectionDraft> {
  return (draft, setting, remarks) => {
    draft[name] = boundedInteger(setting, { from: 1, to: 2_147_483_647, unit: 'milliseconds', otherwise }, remarks);
  };
}

/** The section of a user, a peer or both (chan_iax2.c:build_user, build_peer). */
const IAX_SECTION: KeyTable<SectionDraft> = {
  modelled: new Map<string, Setter<SectionDraft>>([
    ['type', () => {}],
    [
      'context',
      (draft, setting) => {
        draft.contexts.push(setting.value);
      },
    ],
    [
      'host',
      (draft, setting) => {
        draft.host = setting.value.toLowerCase() === 'dynamic' ? 'dynamic' : setting.value.replace(/:\d+$/, '');
      },
    ],
    ['username', setText('userName')],
    ['peercontext', setText('peerContext')],
    [
      'qualify',
      (draft, setting, remarks) => {
        draft.qualifyMs = millisecondsOrYes(setting, remarks);
      },
    ],
    [
      'regexten',
      (draft, setting) => {
        draft.regExten = extensionsOf(setting.value);
      },
    ],
    ['qualifyfreqok', setFrequency('qualifyOkMs', 60_000)],
    ['qualifyfreqnotok', setFrequency('qualifyNotOkMs', 10_000)],
    [
      'secret',
      (draft, setting) => {
        draft.secret = setting.value;
      },
    ],
    [
      'dbsecret',
      (draft, setting, remarks) => {
        draft.dbSecret = setting.value;
        if (setting.value !== 'dundi/secret')
          remarks.note(
            setting.valuePlace,
            `dbsecret is ${quote(setting.value)}; only dundi/secret, which DUNDi renews, is modelled`,
          );
      },
    ],
    ['maxauthreq', setMaxAuthReq],
  ]),
  since16: keyNames('maxauthreq'),
  unmodelled: new Map([['trunk', 'every call has packets of its own']]),
  without: LABELS,
};

export interface ReadIax {
  readonly config: IaxConfig;
  readonly userPlaces: readonly Place[];
}

/** iax.conf. Without the file nothing can call in over IAX2. */
export function readIax(conf: Conf | undefined, rules: Rules, dialect: Dialect, remarks: Remarks): ReadIax {
  const general: IaxDraft = { autokillMs: 0, maxAuthReq: rules.maxAuthReq };
  const users: IaxUser[] = [];
  const peers: IaxPeer[] = [];
  const userPlaces: Place[] = [];
  if (conf !== undefined) {
    const settings = new SettingsReader(conf.path, dialect, remarks);
    settings.read(general, sectionOf(conf, 'general')?.entries ?? [], IAX_GENERAL, '[general]');
    for (const section of otherSections(conf, 'general', 'callnumberlimits')) {
      const kind = kindOf(section, remarks);
      if (kind === undefined) continue;
      const { contexts, host, userName, secret, dbSecret, peerContext, ...rest } = readSection(
        section,
        general,
        settings,
        remarks,
      );
      const { name } = section;
      if (kind !== 'peer') {
        users.push({ name, contexts, secret, dbSecret });
        userPlaces.push(lastValue(section, 'context')?.valuePlace ?? section.place);
      }
      if (kind !== 'user') peers.push({ name, host, userName, secret, dbSecret, peerContext, ...registeringOf(rest) });
      if (kind === 'peer') sayUnreachable(section, host, remarks);
    }
    settings.end();
  }
  return { config: { ...general, users, peers }, userPlaces };
}

type OfQualify = Pick<IaxPeer, 'qualifyMs' | 'qualifyOkMs' | 'qualifyNotOkMs' | 'regExten'>;

/** Without the keys that are not set. */
function registeringOf({ qualifyMs, qualifyOkMs, qualifyNotOkMs, regExten }: OfQualify): OfQualify {
  return {
    qualifyMs,
    ...(regExten === undefined ? {} : { regExten }),
    ...(qualifyOkMs === undefined ? {} : { qualifyOkMs }),
    ...(qualifyNotOkMs === undefined ? {} : { qualifyNotOkMs }),
  };
}

function kindOf(section: Section, remarks: Remarks): 'friend' | 'peer' | 'user' | undefined {
  const type = lastValue(section, 'type');
  const kind = type?.value.toLowerCase();
  if (type === undefined) {
    remarks.risk(
      'noTypeOfSection',
      section.place,
      `[${section.name}] of iax.conf has no type: Asterisk ignores the section`,
    );
    return undefined;
  }
  if (kind === 'friend' || kind === 'peer' || kind === 'user') return kind;
  remarks.risk(
    'noTypeOfSection',
    type.valuePlace,
    `type is ${quote(type.value)}; expected friend, peer or user: Asterisk ignores the section${didYouMean(type.value, ['friend', 'peer', 'user'])}`,
  );
  return undefined;
}

function readSection(section: Section, general: IaxDraft, settings: SettingsReader, remarks: Remarks): SectionDraft {
  const draft: SectionDraft = {
    contexts: [],
    host: '',
    userName: '',
    secret: '',
    dbSecret: '',
    peerContext: '',
    qualifyMs: 0,
    maxAuthReq: general.maxAuthReq,
  };
  settings.read(draft, section.entries, IAX_SECTION, `[${section.name}]`);
  if (draft.maxAuthReq !== general.maxAuthReq) {
    remarks.note(section.place, `maxauthreq of [${section.name}] is taken for all users: ${draft.maxAuthReq}`);
    general.maxAuthReq = draft.maxAuthReq;
  }
  return draft;
}

function sayUnreachable(section: Section, host: string, remarks: Remarks): void {
  if (host === '')
    remarks.risk(
      'iaxPeerWithoutHost',
      section.place,
      `peer [${section.name}] of iax.conf has no host: it cannot be called`,
    );
  else if (host === 'dynamic')
    remarks.note(
      section.place,
      `peer [${section.name}] has host=dynamic: it can be called while a server of the scenario is registered for it (register => in its iax.conf); devices do not register over IAX2`,
    );
}
