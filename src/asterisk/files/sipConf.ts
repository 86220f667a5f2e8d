import { SECOND } from '../../kernel/units.ts';
import type { SipConfig, SipFixedPeer, StaticPeer } from '../../model/config.ts';
import type { Rules } from '../../model/rules.ts';
import { lastValue, otherSections, sectionOf, type Conf, type Section } from '../conf/sections.ts';
import type { Setting } from '../setting.ts';
import { quote, type Remarks } from '../remarks.ts';
import { keyNames, SettingsReader, type Dialect, type Draft, type KeyTable, type Setter } from '../settings.ts';
import { extensionsOf, parseCallerId, passesInvites } from '../callerIdText.ts';
import { boundedInteger, leadingInteger, millisecondsOrYes, secondsFrom, yesOrNo } from '../confValues.ts';

/** chan_sip.c, sip.h: DEFAULT_CONTEXT, DEFAULT_MAX_EXPIRY, DEFAULT_DEFAULT_EXPIRY; seconds. */
const DEFAULTS = { context: 'default', maxExpiry: 3600, defaultExpiry: 120 } as const;
/** sip.h: DEFAULT_MIN_EXPIRY, where a value below 1 falls back to. */
const MIN_EXPIRY = 60;
/** sip.h: DEFAULT_FREQ_OK; chan_sip.c of 1.2.6 has the same 60 s fixed. */
const DEFAULT_QUALIFY_FREQ = 60;
/** callcounter=yes counts without a limit (chan_sip.c:build_peer, INT_MAX). */
const COUNTED = 2_147_483_647;

export type SipDraft = Draft<SipConfig>;

const setMaxExpiry: Setter<SipDraft> = (draft, setting, remarks) => {
  draft.maxExpiry = boundedInteger(setting, secondsFrom(1, DEFAULTS.maxExpiry), remarks);
};
const setDefaultExpiry: Setter<SipDraft> = (draft, setting, remarks) => {
  draft.defaultExpiry = boundedInteger(setting, secondsFrom(1, DEFAULTS.defaultExpiry), remarks);
};
const setMinExpiry: Setter<SipDraft> = (draft, setting, remarks) => {
  draft.minExpiry = boundedInteger(setting, secondsFrom(1, MIN_EXPIRY), remarks);
};

/**
 * chan_sip.c:reload_config takes yes, no or a number here; `rtcachefriends`, `rtupdate` and their like are ast_true().
 */
function flag(
  name: 'rtCacheFriends' | 'rtUpdate' | 'regExtenOnQualify' | 'alwaysAuthReject' | 'ignoreRegExpire' | 'allowGuest',
): Setter<SipDraft> {
  return (draft, setting, remarks) => {
    draft[name] = yesOrNo(setting, remarks);
  };
}

/** Anything but a plain no lets media go between the phones: `yes`, `nonat`, `update`, `outgoing` (handle_common_options). */
function setDirectMedia(draft: { directMedia: boolean }, setting: Setting): void {
  draft.directMedia = !/^(no|n|false|f|0|off)$/i.test(setting.value.trim());
}

/** [general] of sip.conf (chan_sip.c:reload_config, 1.2.6 and 16.28.0). */
export const SIP_GENERAL: KeyTable<SipDraft> = {
  modelled: new Map<string, Setter<SipDraft>>([
    [
      'context',
      (draft, setting) => {
        draft.context = setting.value;
      },
    ],
    [
      'regcontext',
      (draft, setting, remarks) => {
        draft.regContext = setting.value;
        if (setting.value.includes('&'))
          remarks.risk(
            setting.valuePlace,
            `regcontext names several contexts (${quote(setting.value)}), which is not modelled: it is taken as one name`,
          );
      },
    ],
    ['minexpiry', setMinExpiry],
    ['minexpirey', setMinExpiry],
    ['maxexpiry', setMaxExpiry],
    ['maxexpirey', setMaxExpiry],
    ['defaultexpiry', setDefaultExpiry],
    ['defaultexpirey', setDefaultExpiry],
    ['rtcachefriends', flag('rtCacheFriends')],
    ['rtupdate', flag('rtUpdate')],
    ['regextenonqualify', flag('regExtenOnQualify')],
    ['alwaysauthreject', flag('alwaysAuthReject')],
    ['ignoreregexpire', flag('ignoreRegExpire')],
    ['allowguest', flag('allowGuest')],
    ['directmedia', setDirectMedia],
    ['canreinvite', setDirectMedia],
    [
      'qualify',
      (draft, setting, remarks) => {
        draft.qualifyMs = millisecondsOrYes(setting, remarks);
      },
    ],
    [
      'qualifyfreq',
      (draft, setting, remarks) => {
        draft.qualifyFreq = boundedInteger(setting, secondsFrom(1, DEFAULT_QUALIFY_FREQ), remarks) * SECOND;
      },
    ],
    [
      'callcounter',
      (draft, setting, remarks) => {
        draft.callLimit = yesOrNo(setting, remarks) ? COUNTED : 0;
      },
    ],
  ]),
  since16: keyNames('minexpiry minexpirey regextenonqualify alwaysauthreject qualifyfreq callcounter directmedia'),
  unmodelled: new Map([
    ['rtautoclear', 'a cached phone would be forgotten some time after its registration ended'],
    ['register', 'this server would register as a phone elsewhere'],
    ['autocreatepeer', 'any phone may register, without a row in the table'],
    ['t1min', 'the least T1 is the rule t1Min'],
    ['timert1', 'T1 is 500 ms, or what qualify measured'],
    ['timerb', 'an INVITE is given up as the rule inviteGiveUp says'],
    ['rtsavesysname', 'the row would tell which server holds the registration'],
    ['session-timers', 'calls are not refreshed while they last'],
    ['tcpenable', 'phones use UDP'],
    ['transport', 'phones use UDP'],
    ['keepalive', 'no packets are sent to keep an address translation open'],
    ['qualifygap', 'the checks after a start are spread evenly'],
    ['qualifypeers', 'the checks after a start are spread evenly'],
  ]),
  without: keyNames(`
    accept_outofcall_message accountcode acl allow allowexternaldomains allowoverlap allowsubscribe allowtransfer amaflags auth
    auth_message_requests auth_options_requests authfailureevents autodomain autoframing avpf bindaddr bindport buggymwi busylevel callerid callevents
    callgroup callingpres checkmwi compactheaders contactacl contactdeny contactpermit cos_audio cos_sip cos_text cos_video deny
    directmediaacl directmediadeny directmediapermit directrtpsetup disallow disallowed_methods discard_remote_hold_retrieval domain
    domainsasrealm dtmfmode dumphistory dynamic_exclude_static dynamic_excludes_static encryption encryption_taglen externaddr externhost externip
    externrefresh externtcpport externtlsport faxdetect force_avp fromdomain g726nonstandard icesupport ignore_requested_pref ignoresdpversion insecure
    jbenable jbforce jbimpl jblog jbmaxsize jbresyncthreshold jbsyncvideo jbtargetextra language legacy_useroption_parsing localmask localnet
    match_auth_username matchexternaddrlocally matchexterniplocally maxcallbitrate maxforwards media_address mohinterpret mohsuggest musicclass
    musiconhold mwi mwi_from mwiexpirey mwiexpiry nat notifycid notifyhold notifymimetype notifyringing outboundproxy outboundproxyport
    outofcall_message_context parkinglot pedantic permit port preferred_codec_only prematuremedia progressinband promiscredir realm recordhistory
    recordofffeature recordonfeature refer_addheaders register_retry_403 registerattempts registertimeout relaxdtmf rfc2833compensate rpid_immediate
    rpid_update rtcp_mux rtp_engine rtpbindaddr rtpholdtimeout rtpkeepalive rtptimeout rtsavepath sdpowner sdpsession send_diversion sendrpid
    session-expires session-minse session-refresher shrinkcallerid sipdebug snom_aoc_enabled srvlookup storesipcause submaxexpirey submaxexpiry
    subminexpirey subminexpiry subscribe_network_change_event subscribecontext supportpath t38pt_udptl t38pt_usertpsource tcpauthlimit tcpauthtimeout tcpbindaddr
    textsupport tlsbindaddr tlscadir tlscafile tlscapath tlscertfile tlscipher tlsclientmethod tlsdontverifyserver tlsenable tlsprivatekey
    tlsverifyclient tonezone tos tos_audio tos_sip tos_text tos_video trust_id_outbound trustrpid udpbindaddr use_q850_reason useragent useclientcode
    usereqphone videosupport vmexten websocket_enabled websocket_write_timeout`),
};

/** A section of either kind: whether it registers is what its `host` says. */
type PeerDraft = Draft<StaticPeer & Omit<SipFixedPeer, 'kind'>>;

function setText(name: 'secret' | 'userName' | 'fromUser'): Setter<PeerDraft> {
  return (draft, setting) => {
    draft[name] = setting.value;
  };
}

const setCallLimit: Setter<PeerDraft> = (draft, setting, remarks) => {
  draft.callLimit = boundedInteger(setting, { from: 0, to: COUNTED, unit: 'calls', otherwise: 0 }, remarks);
};

/** A phone's section (chan_sip.c:build_peer). */
const SIP_PEER: KeyTable<PeerDraft> = {
  modelled: new Map<string, Setter<PeerDraft>>([
    [
      'context',
      (draft, setting) => {
        draft.context = setting.value;
      },
    ],
    [
      'host',
      (draft, setting) => {
        draft.host = setting.value.toLowerCase() === 'dynamic' ? 'dynamic' : setting.value;
      },
    ],
    [
      'qualify',
      (draft, setting, remarks) => {
        draft.qualifyMs = millisecondsOrYes(setting, remarks);
      },
    ],
    ['call-limit', setCallLimit],
    ['incominglimit', setCallLimit],
    [
      'callcounter',
      (draft, setting, remarks) => {
        if (yesOrNo(setting, remarks)) draft.callLimit = COUNTED;
      },
    ],
    ['directmedia', setDirectMedia],
    ['canreinvite', setDirectMedia],
    [
      'regexten',
      (draft, setting) => {
        draft.regExten = extensionsOf(setting.value);
      },
    ],
    [
      'callerid',
      (draft, setting) => {
        draft.callerId = parseCallerId(setting.value);
      },
    ],
    ['type', () => {}],
    ['secret', setText('secret')],
    ['defaultuser', setText('userName')],
    ['username', setText('userName')],
    ['fromuser', setText('fromUser')],
    [
      'insecure',
      (draft, setting, remarks) => {
        draft.insecureInvite = readInsecure(setting, remarks);
      },
    ],
  ]),
  since16: keyNames('callcounter directmedia'),
  unmodelled: new Map([
    ['defaultip', 'a phone that is not registered has no address'],
    ['callbackextension', 'this server would register as a phone elsewhere'],
  ]),
  without: new Set([
    ...[...SIP_GENERAL.without].filter((name) => name !== 'callerid' && name !== 'insecure'),
    ...SIP_GENERAL.unmodelled.keys(),
    ...keyNames(`
    cid_number cid_tag description fullcontact fullname hasvoicemail header ipaddr lastms mailbox md5secret name namedcallgroup
    namedpickupgroup ospauth pickupgroup port qualifyfreq regseconds remotesecret setvar subscribemwi trunkname unsolicited_mailbox`),
  ]),
};

/**
 * `insecure=port,invite`; 1.2 has `very` for both (chan_sip.c:set_insecure_flags). Servers call from port 5060, so that
 * `port` makes no difference here.
 */
function readInsecure(setting: Setting, remarks: Remarks): boolean {
  const words = setting.value
    .toLowerCase()
    .split(',')
    .map((word) => word.trim());
  for (const word of words)
    if (!['port', 'invite', 'very', 'no', 'yes', ''].includes(word))
      remarks.risk(setting.valuePlace, `insecure is ${quote(setting.value)}; expected port, invite or both`);
  return passesInvites(setting.value);
}

export interface ReadSip {
  readonly config: SipConfig;
  readonly general: Section | undefined;
}

/** sip.conf. Without the file: Asterisk's defaults, and no phone can register unless it comes from the database. */
export function readSip(
  conf: Conf | undefined,
  realtime: boolean,
  rules: Rules,
  dialect: Dialect,
  remarks: Remarks,
): ReadSip {
  const draft: SipDraft = {
    ...DEFAULTS,
    regContext: '',
    minExpiry: rules.minExpiry,
    rtCacheFriends: false,
    rtUpdate: true,
    regExtenOnQualify: false,
    qualifyMs: 0,
    qualifyFreq: DEFAULT_QUALIFY_FREQ * SECOND,
    alwaysAuthReject: dialect === '16',
    realtime,
    staticPeers: [],
    fixedPeers: [],
    allowGuest: true,
    directMedia: true,
    ignoreRegExpire: false,
    callLimit: 0,
  };
  if (conf === undefined) return { config: draft, general: undefined };
  const settings = new SettingsReader(conf.path, dialect, remarks);
  const general = sectionOf(conf, 'general');
  if (general !== undefined) settings.read(draft, general.entries, SIP_GENERAL, '[general]');
  const phones = new Map<string, StaticPeer>();
  const fixed = new Map<string, SipFixedPeer>();
  for (const section of otherSections(conf, 'general', 'authentication')) {
    const peer = readPeer(section, draft, settings, remarks);
    if (peer === undefined) continue;
    const name = section.name.toLowerCase();
    phones.delete(name);
    fixed.delete(name);
    if (peer.kind !== 'user') phones.set(name, asPhone(peer));
    if (peer.kind === 'user' || (peer.host !== '' && peer.host !== 'dynamic')) fixed.set(name, asFixed(peer));
  }
  settings.end();
  return { config: { ...draft, staticPeers: [...phones.values()], fixedPeers: [...fixed.values()] }, general };
}

type ReadPeer = PeerDraft & Pick<SipFixedPeer, 'kind'>;

function asPhone(peer: ReadPeer): StaticPeer {
  const { name, context, host, qualifyMs, callLimit, directMedia, regExten, callerId, insecureInvite } = peer;
  return { name, context, host, qualifyMs, callLimit, directMedia, regExten, callerId, insecureInvite };
}

function asFixed(peer: ReadPeer): SipFixedPeer {
  const { name, kind, context, secret, userName, fromUser, insecureInvite, qualifyMs, directMedia } = peer;
  const host = kind === 'user' ? '' : peer.host;
  return { name, kind, host, context, secret, userName, fromUser, insecureInvite, qualifyMs, directMedia };
}

function readPeer(
  section: Section,
  general: SipDraft,
  settings: SettingsReader,
  remarks: Remarks,
): ReadPeer | undefined {
  const type = lastValue(section, 'type');
  if (type === undefined) {
    remarks.risk(section.place, `[${section.name}] of sip.conf has no type: Asterisk ignores the section`);
    return undefined;
  }
  const kind = type.value.toLowerCase();
  if (kind !== 'friend' && kind !== 'peer' && kind !== 'user') {
    remarks.risk(
      type.valuePlace,
      `type is ${quote(type.value)}; expected friend, peer or user: Asterisk ignores the section`,
    );
    return undefined;
  }
  const draft: PeerDraft = {
    name: section.name,
    context: general.context,
    host: '',
    secret: '',
    userName: '',
    fromUser: '',
    insecureInvite: false,
    directMedia: general.directMedia,
    regExten: [],
    qualifyMs: general.qualifyMs,
    callLimit: general.callLimit,
  };
  settings.read(draft, section.entries, SIP_PEER, `[${section.name}]`);
  if (draft.host === '' && kind !== 'user')
    remarks.risk(section.place, `[${section.name}] of sip.conf has no host: it can neither register nor be called`);
  return { ...draft, kind };
}

/**
 * call-limit is a column of the phone's row, so it is no key of [general]; a scenario sets it for all phones of a
 * server.
 */
export function setCallLimitOfAll(draft: SipDraft, text: string): boolean {
  const limit = leadingInteger(text);
  if (limit === undefined || limit < 0) return false;
  draft.callLimit = limit;
  return true;
}
