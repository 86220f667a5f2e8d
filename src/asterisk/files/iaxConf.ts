import type { IaxConfig, IaxUser } from '../../model/config.ts';
import type { Rules } from '../../model/rules.ts';
import type { Place } from '../../text/place.ts';
import { lastValue, otherSections, sectionOf, type Conf, type Section } from '../conf/sections.ts';
import { quote, type Remarks } from '../remarks.ts';
import { keyNames, SettingsReader, type Dialect, type Draft, type KeyTable, type Setter } from '../settings.ts';
import { boundedInteger, millisecondsOrYes } from '../confValues.ts';

export type IaxDraft = Draft<Pick<IaxConfig, 'autokillMs' | 'maxAuthReq'>> & { regContext: string };

const setMaxAuthReq: Setter<{ maxAuthReq: number }> = (draft, setting, remarks) => {
  draft.maxAuthReq = boundedInteger(setting, { from: 0, to: 2_147_483_647, unit: 'challenges', otherwise: 0 }, remarks);
};

const LABELS = keyNames(`
  accountcode acl adsi allow allowfwdownload amaflags auth authdebug bandwidth bindaddr bindport callerid calltokenexpiration calltokenoptional
  cid_number codecpriority connectedline cos defaultip delayreject deny description disallow dropcount encryption forceencryption forcejitterbuffer
  fullname hasvoicemail host iaxcompat iaxmaxthreadcount iaxthreadcount immediate inkeys jitterbuffer jittershrinkrate jittertargetextra keyrotate lagrqtime language
  mailbox mailboxdetail mask maxcallnumbers maxcallnumbers_nonvalidated maxexcessbuffer maxjitterbuffer maxjitterinterps maxregexpire minexcessbuffer
  minregexpire mohinterpret mohsuggest nochecksums notransfer outkey parkinglot peercontext permit port qualifyfreqnotok qualifyfreqok
  qualifysmoothing requirecalltoken resyncthreshold rtautoclear rtcachefriends rtignoreregexpire rtsavesysname rtupdate sendani setvar shrinkcallerid
  sourceaddress srvlookup subscribe_network_change_event timezone tos transfer trunkmaxsize trunkmtu trunktimestamps username`);

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
    [
      'regcontext',
      (draft, setting, remarks) => {
        draft.regContext = setting.value;
        remarks.note(
          setting.place,
          `key regcontext of [general] in iax.conf is not modelled: [${setting.value}] stays without the phones that register over IAX2`,
        );
      },
    ],
  ]),
  since16: keyNames('maxauthreq'),
  unmodelled: new Map([
    ['register', 'this server would register over IAX2 elsewhere'],
    ['pingtime', 'a lost call is noticed after the time of its retransmissions'],
    ['trunkfreq', 'every call has packets of its own'],
  ]),
  without: LABELS,
};

interface UserDraft extends Draft<IaxUser> {
  maxAuthReq: number;
}

/** A user's section (chan_iax2.c:build_user). */
const IAX_USER: KeyTable<UserDraft> = {
  modelled: new Map<string, Setter<UserDraft>>([
    ['type', () => {}],
    [
      'context',
      (draft, setting) => {
        draft.context = setting.value;
      },
    ],
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
  unmodelled: new Map([
    ['qualify', 'calls found through DUNDi name an address, and no state is kept of it'],
    ['trunk', 'every call has packets of its own'],
    ['regexten', 'nothing registers over IAX2'],
  ]),
  without: LABELS,
};

export interface ReadIax {
  readonly config: IaxConfig;
  readonly userPlaces: readonly Place[];
  /** Also made by Asterisk without being in extensions.conf. */
  readonly regContext: string;
}

/** iax.conf. Without the file nothing can call in over IAX2. */
export function readIax(conf: Conf | undefined, rules: Rules, dialect: Dialect, remarks: Remarks): ReadIax {
  const general: IaxDraft = { autokillMs: 0, maxAuthReq: rules.maxAuthReq, regContext: '' };
  const users: IaxUser[] = [];
  const userPlaces: Place[] = [];
  if (conf !== undefined) {
    const settings = new SettingsReader(conf.path, dialect, remarks);
    settings.read(general, sectionOf(conf, 'general')?.entries ?? [], IAX_GENERAL, '[general]');
    for (const section of otherSections(conf, 'general', 'callnumberlimits')) {
      const user = readUser(section, general, settings, remarks);
      if (user === undefined) continue;
      users.push(user);
      userPlaces.push(lastValue(section, 'context')?.valuePlace ?? section.place);
    }
    settings.end();
  }
  const { regContext, ...config } = general;
  return { config: { ...config, users }, userPlaces, regContext };
}

function readUser(
  section: Section,
  general: IaxDraft,
  settings: SettingsReader,
  remarks: Remarks,
): IaxUser | undefined {
  const type = lastValue(section, 'type');
  const kind = type?.value.toLowerCase();
  if (type === undefined) {
    remarks.risk(section.place, `[${section.name}] of iax.conf has no type: Asterisk ignores the section`);
    return undefined;
  }
  if (kind !== 'friend' && kind !== 'peer' && kind !== 'user') {
    remarks.risk(
      type.valuePlace,
      `type is ${quote(type.value)}; expected friend, peer or user: Asterisk ignores the section`,
    );
    return undefined;
  }
  const draft: UserDraft = {
    name: section.name,
    context: 'default',
    secret: '',
    dbSecret: '',
    maxAuthReq: general.maxAuthReq,
  };
  settings.read(draft, section.entries, IAX_USER, `[${section.name}]`);
  const { maxAuthReq, ...user } = draft;
  if (maxAuthReq !== general.maxAuthReq) {
    remarks.note(section.place, `maxauthreq of [${section.name}] is taken for all users: ${maxAuthReq}`);
    general.maxAuthReq = maxAuthReq;
  }
  if (kind === 'peer') {
    remarks.note(
      section.place,
      `[${section.name}] is a peer, which is called but never calls: a Dial that names it is not modelled`,
    );
    return undefined;
  }
  return user;
}
