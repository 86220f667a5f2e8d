import { CONTINUE, type ApplicationCode, type Family } from './results.ts';
import { spending } from './spending.ts';

/**
 * Applications whose whole effect is outside of what is modelled: recordings made beside the call, billing records,
 * languages, tones and music while the plan continues, headers and messages to others. The call itself continues as it does
 * there, after the time of a step.
 */
const NAMES = `
  MixMonitor StopMixMonitor Monitor StopMonitor ChangeMonitor PauseMonitor UnpauseMonitor
  NoCDR ResetCDR ForkCDR SetCDRUserField AppendCDRUserField SetAccount SetAMAFlags CELGenUserEvent QueueLog
  SetLanguage SetMusicOnHold SetTransferCapability SetCallerPres SetRDNIS StartMusicOnHold StopMusicOnHold PlayTones StopPlayTones
  SIPAddHeader SIPRemoveHeader SIPDtmfMode SIPSendCustomINFO PJSIPNotify SendText SendImage SendURL MessageSend MobileSendSMS
  JabberSend JabberSendGroup JabberJoin JabberLeave UserEvent StatsD DumpChan Verbose Log
  ADSIProg GetCPEID IAX2Provision ClearHash HangupCauseClear StoreDTMF MinivmMWI MinivmNotify
  misdn_set_opt misdn_facility misdn_command DAHDISendKeypadFacility
`;

export const PASSING: Family = Object.fromEntries(
  NAMES.trim()
    .split(/\s+/)
    .map((name) => [name, passing(name)]),
);

function passing(name: string): ApplicationCode {
  const given = spending(name, { runsOn: true });
  return (thread, args) => (thread.times.has(name) ? given(thread, args) : CONTINUE);
}
