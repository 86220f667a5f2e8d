import { SECOND } from '../../../kernel/units.ts';
import type { AccountRegistration } from '../../../model/config/accountRegistration.ts';
import type { AllowOverlap, SipConfig } from '../../../model/config.ts';
import { boundedInteger, leadingInteger, millisecondsOrYes, secondsFrom, yesOrNo } from '../../confValues.ts';
import { parseRegister } from '../../registerText.ts';
import { quote, type Remarks } from '../../remarks.ts';
import type { Setting } from '../../setting.ts';
import { keyNames, type Draft, type KeyTable, type Setter } from '../../settings.ts';

/** chan_sip.c, sip.h: DEFAULT_CONTEXT, DEFAULT_MAX_EXPIRY, DEFAULT_DEFAULT_EXPIRY; seconds. */
export const DEFAULTS = { context: 'default', maxExpiry: 3600, defaultExpiry: 120 } as const;
/** sip.h: DEFAULT_MIN_EXPIRY, where a value below 1 falls back to. */
const MIN_EXPIRY = 60;
/** sip.h: DEFAULT_FREQ_OK; chan_sip.c of 1.2.6 has the same 60 s fixed. */
export const DEFAULT_QUALIFY_FREQ = 60;
/** callcounter=yes counts without a limit (chan_sip.c:build_peer, INT_MAX). */
export const COUNTED = 2_147_483_647;

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
export function setDirectMedia(draft: { directMedia: boolean }, setting: Setting): void {
  draft.directMedia = !/^(no|n|false|f|0|off)$/i.test(setting.value.trim());
}

/** `dtmf`, or what ast_true() takes for yes (handle_common_options). */
export function setAllowOverlap(draft: { allowOverlap?: AllowOverlap | undefined }, setting: Setting): void {
  const value = setting.value.trim().toLowerCase();
  draft.allowOverlap = /^(yes|true|y|t|1|on)$/.test(value) ? 'yes' : value === 'dtmf' ? 'dtmf' : 'no';
}

/** sip.h: DEFAULT_REGISTRATION_TIMEOUT, seconds. */
const DEFAULT_REGISTER_TIMEOUT = 20;

/** `register =>` of sip.conf or iax.conf. */
export function addRegistration(
  draft: { registers?: readonly AccountRegistration[] },
  setting: Setting,
  remarks: Remarks,
): void {
  const read = parseRegister(setting);
  if (read !== undefined) draft.registers = [...(draft.registers ?? []), read];
  else
    remarks.risk(
      'registerLine',
      setting.valuePlace,
      `register => ${quote(setting.value)} is not understood; expected user:secret@host; Asterisk ignores it`,
    );
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
            'severalRegContexts',
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
    ['allowoverlap', setAllowOverlap],
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
    ['register', addRegistration],
    [
      'registertimeout',
      (draft, setting, remarks) => {
        draft.registerTimeout = boundedInteger(setting, secondsFrom(1, DEFAULT_REGISTER_TIMEOUT), remarks);
      },
    ],
    [
      'registerattempts',
      (draft, setting, remarks) => {
        draft.registerAttempts = boundedInteger(
          setting,
          { from: 0, to: 2_147_483_647, unit: 'attempts', otherwise: 0 },
          remarks,
        );
      },
    ],
    [
      'callcounter',
      (draft, setting, remarks) => {
        draft.callLimit = yesOrNo(setting, remarks) ? COUNTED : 0;
      },
    ],
  ]),
  since16: keyNames(
    'minexpiry minexpirey regextenonqualify alwaysauthreject qualifyfreq callcounter directmedia allowoverlap',
  ),
  unmodelled: new Map([
    ['rtautoclear', 'a cached phone would be forgotten some time after its registration ended'],
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
    accept_outofcall_message accountcode acl allow allowexternaldomains allowsubscribe allowtransfer amaflags auth
    auth_message_requests auth_options_requests authfailureevents autodomain autoframing avpf bindaddr bindport buggymwi busylevel callerid callevents
    callgroup callingpres checkmwi compactheaders contactacl contactdeny contactpermit cos_audio cos_sip cos_text cos_video deny
    directmediaacl directmediadeny directmediapermit directrtpsetup disallow disallowed_methods discard_remote_hold_retrieval domain
    domainsasrealm dtmfmode dumphistory dynamic_exclude_static dynamic_excludes_static encryption encryption_taglen externaddr externhost externip
    externrefresh externtcpport externtlsport faxdetect force_avp fromdomain g726nonstandard icesupport ignore_requested_pref ignoresdpversion insecure
    jbenable jbforce jbimpl jblog jbmaxsize jbresyncthreshold jbsyncvideo jbtargetextra language legacy_useroption_parsing localmask localnet
    match_auth_username matchexternaddrlocally matchexterniplocally maxcallbitrate maxforwards media_address mohinterpret mohsuggest musicclass
    musiconhold mwi mwi_from mwiexpirey mwiexpiry nat notifycid notifyhold notifymimetype notifyringing outboundproxy outboundproxyport
    outofcall_message_context parkinglot pedantic permit port preferred_codec_only prematuremedia progressinband promiscredir realm recordhistory
    recordofffeature recordonfeature refer_addheaders register_retry_403 relaxdtmf rfc2833compensate rpid_immediate
    rpid_update rtcp_mux rtp_engine rtpbindaddr rtpholdtimeout rtpkeepalive rtptimeout rtsavepath sdpowner sdpsession send_diversion sendrpid
    session-expires session-minse session-refresher shrinkcallerid sipdebug snom_aoc_enabled srvlookup storesipcause submaxexpirey submaxexpiry
    subminexpirey subminexpiry subscribe_network_change_event subscribecontext supportpath t38pt_udptl t38pt_usertpsource tcpauthlimit tcpauthtimeout tcpbindaddr
    textsupport tlsbindaddr tlscadir tlscafile tlscapath tlscertfile tlscipher tlsclientmethod tlsdontverifyserver tlsenable tlsprivatekey
    tlsverifyclient tonezone tos tos_audio tos_sip tos_text tos_video trust_id_outbound trustrpid udpbindaddr use_q850_reason useragent useclientcode
    usereqphone videosupport vmexten websocket_enabled websocket_write_timeout`),
};

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
