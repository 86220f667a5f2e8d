import { kind } from './riskKind.ts';

/** Phones, their registrations, and what serves them: sip.conf, pjsip.conf, queues.conf, parking. */
export const PHONE_RISKS = {
  guestsAllowed: kind('allowguest not set', 'chan_sip.c:check_user_full, facts B6'),
  rowBlanked: kind(
    'rtupdate and a table that servers share, without ignoreregexpire',
    'chan_sip.c:destroy_association, chan_sip.c:expire_register, facts B4',
  ),
  neverExpires: kind(
    'phones from the database and regcontext, without rtcachefriends',
    'chan_sip.c:build_peer, facts B2',
  ),
  contextMissing: kind('calls that begin in a context that there is not', 'pbx.c:pbx_find_extension, facts A8'),
  phoneWithoutHost: kind('a section of sip.conf without a host', 'chan_sip.c:build_peer'),
  notInsecure: kind('a value of insecure that there is not', 'chan_sip.c:set_insecure_flags'),
  registerLine: kind('register => that is not understood', 'chan_sip.c:sip_register'),
  registrationRefused: kind('register => that the other server refuses', {
    'sip.conf': 'chan_sip.c:register_verify, facts B6',
    'iax.conf': 'chan_iax2.c:register_verify',
  }),
  severalRegContexts: kind('several contexts in regcontext', 'chan_sip.c:register_peer_exten'),
  regContextUnused: kind('a regcontext that no context includes and no mapping names', {
    'sip.conf': 'chan_sip.c:register_peer_exten',
    'pjsip.conf': 'pjsip_configuration.c:add_to_regcontext',
    'iax.conf': 'chan_iax2.c:register_peer_exten',
  }),
  sharedContacts: kind('regcontext and contacts in a shared table', 'res_pjsip/location.c, facts Asterisk 22'),
  noTestForHere: kind(
    'PJSIP_DIAL_CONTACTS() as a test, and contacts in a shared table',
    'chan_pjsip/dialplan_functions.c, facts Asterisk 22',
  ),
  noTransport: kind('pjsip.conf without a transport', 'config_transport.c:transport_apply'),
  nobodyMayRegister: kind('max_contacts 0', 'res_pjsip_registrar.c:register_aor'),
  endpointWithoutAor: kind(
    'an endpoint without an AOR, which can neither register nor be called',
    'chan_pjsip.c:request, res_pjsip_registrar.c:registrar_find_aor',
  ),
  contactIsNoUri: kind('a contact of an AOR that is no SIP URI', 'res_pjsip/location.c:permanent_uri_handler'),
  sectionMissing: kind('a name that pjsip.conf does not have', 'sorcery.c:ast_sorcery_retrieve_by_id'),
  registrationIncomplete: kind(
    'a registration without server_uri or client_uri',
    'res_pjsip_outbound_registration.c:sip_outbound_registration_apply',
  ),
  wizardSection: kind(
    'a section that pjsip_wizard.conf makes nothing of',
    'res_pjsip_config_wizard.c:wizard_apply_handler',
  ),
  wizardHint: kind('hint_exten', 'res_pjsip_config_wizard.c:wizard_apply_handler'),
  findSlot: kind('a value of findslot that there is not', 'res_parking.c:option_handler_findslot'),
  parkingRange: kind('a range of slots that is not understood', 'res_parking.c:option_handler_parkpos'),
  sharedSlots: kind(
    'the same parking slots on servers that share an office',
    'parking_controller.c:parking_lot_get_space, facts F',
  ),
  queueStrategy: kind('a strategy that there is not', 'app_queue.c:strat2int'),
  queueOption: kind('an option of a queue that there is not', 'app_queue.c:parse_empty_options'),
  queueRounding: kind('a rounding of announced times that there is not', 'app_queue.c:queue_set_param'),
  queueMember: kind('a member that is no device', 'app_queue.c:reload_single_member'),
} as const;
