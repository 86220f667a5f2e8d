import { SECOND } from '../../../kernel/units.ts';
import { boundedInteger, secondsFrom, yesOrNo } from '../../confValues.ts';
import { quote } from '../../remarks.ts';
import { keyNames, type KeyTable, type Setter } from '../../settings.ts';
import { fractionalSeconds, type AorDraft, type EndpointDraft, type GeneralDraft } from './pjsipDrafts.ts';

/** Key tables of pjsip.conf. Names: configs/samples/pjsip.conf.sample and the sorcery fields of 22.10.1. */

const setContext: Setter<{ context: string }> = (draft, setting) => {
  draft.context = setting.value;
};
const setDirectMedia: Setter<{ directMedia: boolean }> = (draft, setting, remarks) => {
  draft.directMedia = yesOrNo(setting, remarks);
};
const setAllowOverlap: Setter<{ allowOverlap: boolean }> = (draft, setting, remarks) => {
  draft.allowOverlap = yesOrNo(setting, remarks);
};
const setBusyAt: Setter<{ busyAt: number }> = (draft, setting, remarks) => {
  draft.busyAt = boundedInteger(setting, { from: 0, to: 2_147_483_647, unit: 'calls', otherwise: 0 }, remarks);
};

function names(text: string): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** type=endpoint */
export const PJSIP_ENDPOINT: KeyTable<EndpointDraft> = {
  modelled: new Map<string, Setter<EndpointDraft>>([
    ['type', () => {}],
    ['context', setContext],
    ['direct_media', setDirectMedia],
    ['allow_overlap', setAllowOverlap],
    ['device_state_busy_at', setBusyAt],
    [
      'aors',
      (draft, setting) => {
        draft.aors = names(setting.value);
      },
    ],
    [
      'auth',
      (draft, setting) => {
        draft.auth = names(setting.value);
      },
    ],
    [
      'outbound_auth',
      (draft, setting) => {
        draft.outboundAuth = names(setting.value);
      },
    ],
    [
      'from_user',
      (draft, setting) => {
        draft.fromUser = setting.value;
      },
    ],
  ]),
  unmodelled: new Map([
    ['outbound_proxy', 'requests go to the contact itself'],
    ['redirect_method', 'a 3xx answer is a refusal'],
    ['overlap_context', 'the number is looked for in the context of the endpoint'],
    ['timers', 'calls are not refreshed while they last'],
    ['rtp_timeout', 'a call is not ended for want of media'],
    ['rtp_timeout_hold', 'a call is not ended for want of media'],
    ['allow_unauthenticated_options', 'OPTIONS are answered without a challenge here'],
  ]),
  without: keyNames(`
    100rel accept_multiple_sdp_answers accountcode acl aggregate_mwi allow allow_subscribe allow_transfer asymmetric_rtp_codec
    bind_rtp_to_media_address bundle call_group callerid callerid_privacy callerid_tag codec_prefs_incoming_answer codec_prefs_incoming_offer
    codec_prefs_outgoing_answer codec_prefs_outgoing_offer connected_line_method contact_acl contact_deny contact_permit contact_user cos_audio cos_video deny
    direct_media_glare_mitigation direct_media_method disable_direct_media_on_nat disallow dtls_auto_generate_cert dtls_ca_file dtls_ca_path
    dtls_cert_file dtls_cipher dtls_fingerprint dtls_private_key dtls_rekey dtls_setup dtls_verify dtmf_mode fax_detect fax_detect_timeout
    follow_early_media_fork follow_redirect_methods force_avp force_rport from_domain g726_non_standard geoloc_incoming_call_profile
    geoloc_outgoing_call_profile ice_support identify_by ignore_183_without_sdp inband_progress incoming_call_offer_pref incoming_mwi_mailbox language
    mailboxes max_audio_streams max_video_streams media_address media_encryption media_encryption_optimistic media_use_received_transport
    message_context moh_passthrough moh_suggest mwi_from_user mwi_subscribe_replaces_unsolicited named_call_group named_pickup_group
    notify_early_inuse_ringing one_touch_recording outgoing_call_offer_pref permit pickup_group preferred_codec_only record_off_feature record_on_feature
    refer_blind_progress rewrite_contact rpid_immediate rtcp_mux rtp_engine rtp_ipv6 rtp_keepalive rtp_port_end rtp_port_start rtp_symmetric sdp_owner
    sdp_session security_mechanisms security_negotiation send_aoc send_connected_line send_diversion send_history_info send_pai send_rpid set_var
    srtp_tag_32 stir_shaken stir_shaken_profile sub_min_expiry subscribe_context suppress_moh_on_sendonly suppress_q850_reason_headers t38_bind_rtp_to_media_address
    t38_bind_udptl_to_media_address t38_udptl t38_udptl_ec t38_udptl_ipv6 t38_udptl_maxdatagram t38_udptl_nat tenantid timers_min_se timers_sess_expires
    tone_zone tos_audio tos_video transport trust_connected_line trust_id_inbound trust_id_outbound use_avpf use_ptime user_eq_phone voicemail_extension
    webrtc`),
};

const setMaxContacts: Setter<AorDraft> = (draft, setting, remarks) => {
  draft.maxContacts = boundedInteger(setting, { from: 0, to: 2_147_483_647, unit: 'contacts', otherwise: 0 }, remarks);
};

function seconds(name: 'minExpiration' | 'maxExpiration' | 'defaultExpiration', otherwise: number): Setter<AorDraft> {
  return (draft, setting, remarks) => {
    draft[name] = boundedInteger(setting, secondsFrom(0, otherwise), remarks);
  };
}

/** type=aor; `contact` may be given several times, and holds several URIs. */
export const PJSIP_AOR: KeyTable<AorDraft> = {
  modelled: new Map<string, Setter<AorDraft>>([
    ['type', () => {}],
    [
      'contact',
      (draft, setting) => {
        draft.contacts = [...draft.contacts, ...names(setting.value)];
      },
    ],
    ['minimum_expiration', seconds('minExpiration', 60)],
    ['maximum_expiration', seconds('maxExpiration', 7200)],
    ['default_expiration', seconds('defaultExpiration', 3600)],
    ['max_contacts', setMaxContacts],
    [
      'remove_existing',
      (draft, setting, remarks) => {
        draft.removeExisting = yesOrNo(setting, remarks);
      },
    ],
    [
      'remove_unavailable',
      (draft, setting, remarks) => {
        draft.removeUnavailable = yesOrNo(setting, remarks);
      },
    ],
    [
      'qualify_frequency',
      (draft, setting, remarks) => {
        draft.qualifyFrequency = boundedInteger(setting, secondsFrom(0, 0), remarks) * SECOND;
      },
    ],
    [
      'qualify_timeout',
      (draft, setting, remarks) => {
        const timeout = fractionalSeconds(setting.value);
        if (timeout === undefined)
          remarks.risk(
            'notANumber',
            setting.valuePlace,
            `qualify_timeout is ${quote(setting.value)}; expected seconds, such as 3.0`,
          );
        else draft.qualifyTimeout = timeout;
      },
    ],
  ]),
  unmodelled: new Map([['outbound_proxy', 'requests go to the contact itself']]),
  without: keyNames('authenticate_qualify mailboxes qualify_2xx_only support_path voicemail_extension'),
};

const IDENTIFY_BY = ['ip', 'username', 'anonymous'] as const;

/** Further ways to find an endpoint need headers that no message has here. */
const setIdentifyBy: Setter<GeneralDraft> = (draft, setting) => {
  draft.identifyBy = names(setting.value)
    .map((name) => IDENTIFY_BY.find((known) => known === name.toLowerCase()))
    .filter((name) => name !== undefined);
};

/** type=global */
export const PJSIP_GLOBAL: KeyTable<GeneralDraft> = {
  modelled: new Map<string, Setter<GeneralDraft>>([
    ['type', () => {}],
    [
      'regcontext',
      (draft, setting) => {
        draft.regContext = setting.value;
      },
    ],
    [
      'contact_expiration_check_interval',
      (draft, setting, remarks) => {
        draft.expiryCheck = boundedInteger(setting, secondsFrom(0, 30), remarks);
      },
    ],
    ['endpoint_identifier_order', setIdentifyBy],
    [
      'max_initial_qualify_time',
      (draft, setting, remarks) => {
        draft.maxInitialQualify = boundedInteger(setting, secondsFrom(0, 0), remarks) * SECOND;
      },
    ],
  ]),
  unmodelled: new Map([
    ['default_outbound_endpoint', 'a call to a plain URI goes out as that of an endpoint without a section'],
    ['taskprocessor_overload_trigger', 'requests are not ignored while many tasks wait'],
    ['keep_alive_interval', 'no packets are sent to keep an address translation open'],
  ]),
  without: keyNames(`
    all_codecs_on_empty_reinvite allow_sending_180_after_183 debug default_auth_algorithms_uac default_auth_algorithms_uas default_from_user
    default_realm default_voicemail_extension disable_multi_domain ignore_uri_user_options max_forwards
    mwi_disable_initial_unsolicited mwi_tps_queue_high mwi_tps_queue_low norefersub send_contact_status_on_update_registration
    unidentified_request_count unidentified_request_period unidentified_request_prune_interval use_callerid_contact user_agent`),
};

function threads(name: 'atStart' | 'most' | 'growBy', otherwise: number): Setter<GeneralDraft> {
  return (draft, setting, remarks) => {
    const bounds = { from: name === 'atStart' ? 1 : 0, to: 10_000, unit: 'threads', otherwise };
    draft.threads[name] = boundedInteger(setting, bounds, remarks);
  };
}

/** type=system */
export const PJSIP_SYSTEM: KeyTable<GeneralDraft> = {
  modelled: new Map<string, Setter<GeneralDraft>>([
    ['type', () => {}],
    ['taskpool_minimum_size', threads('atStart', 4)],
    ['taskpool_max_size', threads('most', 50)],
    ['taskpool_auto_increment', threads('growBy', 1)],
  ]),
  unmodelled: new Map([
    ['taskpool_initial_size', 'there are as many threads at the start as taskpool_minimum_size says'],
    ['taskpool_idle_timeout', 'a thread that was added stays'],
    ['threadpool_initial_size', 'its successor since 22.8 is taskpool_minimum_size'],
    ['threadpool_auto_increment', 'its successor since 22.8 is taskpool_auto_increment'],
    ['threadpool_idle_timeout', 'its successor since 22.8 is taskpool_idle_timeout'],
    ['threadpool_max_size', 'its successor since 22.8 is taskpool_max_size'],
    ['timer_t1', 'T1 is the rule t1Min'],
    ['timer_b', 'an INVITE is given up as the rule inviteGiveUp says'],
  ]),
  without: keyNames(
    'accept_multiple_sdp_answers compact_headers disable_rport disable_tcp_switch follow_early_media_fork',
  ),
};

/** Sections whose objects do nothing that is modelled, with their keys: one line for each kind. */
export const PJSIP_OTHERS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    'transport',
    keyNames(`type allow_reload allow_wildcard_certs async_operations bind ca_list_file ca_list_path cert_file cipher cos domain external_media_address
      external_signaling_address external_signaling_port local_net method password priv_key_file protocol require_client_cert symmetric_transport
      tcp_keepalive_enable tcp_keepalive_idle_time tcp_keepalive_interval_time tcp_keepalive_probe_count tos verify_client verify_server
      websocket_write_timeout`),
  ],
  [
    'auth',
    keyNames(`type auth_type md5_cred nonce_lifetime oauth_clientid oauth_secret password password_digest realm refresh_token supported_algorithms_uac
      supported_algorithms_uas username`),
  ],
  ['identify', keyNames('type endpoint match match_header match_request_uri srv_lookups')],
  ['domain_alias', keyNames('type domain')],
  ['acl', keyNames('type acl contact_acl contact_deny contact_permit deny permit')],
  [
    'registration',
    keyNames(`type auth_rejection_permanent client_uri contact_header_params contact_user endpoint expiration fatal_retry_interval
      forbidden_retry_interval line max_random_initial_delay max_retries outbound_auth outbound_proxy retry_interval security_mechanisms
      security_negotiation server_uri support_outbound support_path transport user_agent`),
  ],
  ['phoneprov', keyNames('type endpoint PROFILE MAC OTHERVAR')],
  [
    'outbound-publish',
    keyNames(`type event expiration from_uri max_auth_attempts multi_user outbound_auth outbound_proxy server_uri to_uri
      transport`),
  ],
  ['resource_list', keyNames('type event full_state list_item notification_batch_interval resource_display_name')],
  ['inbound-publication', keyNames('type endpoint')],
  [
    'asterisk-publication',
    keyNames(`type device_state device_state_filter devicestate_publish mailbox_state mailbox_state_filter
      mailboxstate_publish`),
  ],
  ['contact', keyNames('type')],
]);

/** What it costs that a kind of section is not modelled; the others change nothing of what is. */
export const PJSIP_NOT_MODELLED: ReadonlyMap<string, string> = new Map([
  ['resource_list', 'subscriptions are not modelled'],
  ['outbound-publish', 'states are not published'],
  ['asterisk-publication', 'states are not published'],
]);

/** Keys that a scenario may set at a server: those of [global] and [system], and columns of the rows in the database. */
export const PJSIP_GENERAL: KeyTable<GeneralDraft> = {
  modelled: new Map<string, Setter<GeneralDraft>>([
    ...[...PJSIP_GLOBAL.modelled, ...PJSIP_SYSTEM.modelled].filter(([key]) => key !== 'type'),
    ['context', (draft, setting, remarks) => setContext(draft.row, setting, remarks)],
    ['direct_media', (draft, setting, remarks) => setDirectMedia(draft.row, setting, remarks)],
    ['allow_overlap', (draft, setting, remarks) => setAllowOverlap(draft.row, setting, remarks)],
    ['device_state_busy_at', (draft, setting, remarks) => setBusyAt(draft.row, setting, remarks)],
    ...[...PJSIP_AOR.modelled]
      .filter(([key]) => key !== 'type' && key !== 'contact')
      .map(([key, set]): [string, Setter<GeneralDraft>] => [
        key,
        (draft, setting, remarks) => set(draft.rowAor, setting, remarks),
      ]),
  ]),
  unmodelled: new Map(),
  without: new Set(),
};
