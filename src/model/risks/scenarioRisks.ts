import { kind } from './riskKind.ts';

/** What a scenario says, and what of it the servers' files do not carry. */
export const SCENARIO_RISKS = {
  noPhones: kind('no phones', 'scenarios/README.md, phones'),
  backupUnused: kind('a backup for phones that never use one', 'facts C2'),
  noJitter: kind('many phones that register without jitter', 'facts C2; RFC 5626, section 4.5'),
  noFailback: kind('phones that stay at their backup server', 'facts C2'),
  noTrunkGroup: kind(
    'a trunk group that the scenario does not have',
    'chan_zap.c:zt_request, chan_dahdi.c:dahdi_request',
  ),
  phonesBusy: kind('more calls than phones can make', 'calls a second × length of a call / phones'),
  noTableRows: kind('a table without rows', 'pbx_realtime.c:realtime_switch_common, facts E'),
  noColumn: kind('a column that does nothing', {
    'sip.conf': 'chan_sip.c:build_peer',
    'pjsip.conf': 'pjsip_configuration.c',
  }),
  callsTooLate: kind('calls after the end of the run', 'scenarios/README.md, duration'),
  faultWithoutEffect: kind('a fault that changes nothing', 'src/model/faults.ts'),
  numberUnmatched: kind('numbers that no pattern matches', {
    'sip.conf': 'chan_sip.c:get_destination',
    'pjsip.conf': 'res_pjsip_session.c:get_destination',
  }),
  callerUnknown: kind('calls to a server that does not know the one that sends them', {
    'sip.conf': 'chan_sip.c:check_user_full, chan_sip.c:handle_request_invite',
    'pjsip.conf': 'pjsip_distributor.c:endpoint_lookup',
  }),
  notInFile: kind('phones that the file does not have', {
    'sip.conf': 'chan_sip.c:register_verify',
    'pjsip.conf': 'pjsip_distributor.c:endpoint_lookup',
  }),
} as const;
