/**
 * The applications that an extensions.conf may name. `modelled`: it does here what it does there, in so far as calls
 * are concerned. Others are read, take the time of a step and do nothing more; `check` names them.
 * Names of Asterisk 1.2.6 (with asterisk-addons) and 16.28, as `show applications` lists them.
 */
export interface KnownApplication {
  /** As Asterisk prints it. */
  readonly name: string;
  readonly modelled: boolean;
  /** Only that release has it. */
  readonly only?: '1.2' | '16';
}

const MODELLED = `
  Answer Hangup Busy Congestion Ringing Progress Dial ChanIsAvail Goto GotoIf GotoIfTime Set NoOp MYSQL Playback BackGround
  VoiceMail VoiceMailMain Wait WaitExten Macro MacroIf MacroExit Gosub GosubIf Return StackPop ExecIf
  SayNumber SayDigits SayAlpha SayPhonetic Exec Record Echo Directory MusicOnHold Milliwatt Read
`;
const MODELLED_ONLY_12 = 'SetVar SetGlobalVar DUNDiLookup AbsoluteTimeout ResponseTimeout DigitTimeout';
const MODELLED_ONLY_16 = 'MSet Proceeding MacroExclusive TryExec';

const NOT_MODELLED = `
  ADSIProg AGI AddQueueMember AgentLogin AlarmReceiver Authenticate BackgroundDetect ChanSpy ControlPlayback DBdel DBdeltree
  DISA DateTime DeadAGI Dictate DumpChan EAGI EndWhile ExternalIVR Festival Flash ForkCDR GetCPEID IAX2Provision ICES IVRDemo
  ImportVar MailboxExists MeetMe MeetMeAdmin MeetMeCount MixMonitor Monitor ChangeMonitor StopMonitor MP3Player NBScat NoCDR
  OSPFinish OSPLookup OSPNext Page Park ParkAndAnnounce ParkedCall PauseQueueMember Pickup PrivacyManager Queue
  RemoveQueueMember ResetCDR RetryDial SIPAddHeader SIPDtmfMode SMS SayUnixTime SendDTMF SendImage SendText SendURL
  SetAMAFlags SoftHangup StartMusicOnHold StopMusicOnHold System TestClient TestServer Transfer TrySystem UnpauseQueueMember
  UserEvent VMAuthenticate Verbose WaitForRing WaitForSilence While Zapateller ExecIfTime AppendCDRUserField SetCDRUserField
  WaitMusicOnHold SetMusicOnHold Log Morsecode
`;
const NOT_MODELLED_12 = `
  AgentCallbackLogin AgentMonitorOutgoing CheckGroup Curl Cut DBget DBput EnumLookup Eval GetGroupCount GetGroupMatchCount
  HasNewVoicemail HasVoicemail Intercom LookupBlacklist LookupCIDName MD5 MD5Check Math PGSQL Random ReadFile RealTime
  RealTimeUpdate Rpt SIPGetHeader SetCIDName SetCIDNum SetCallerID SetCallerPres SetGroup SetRDNIS
  SetTransferCapability Sort TXTCIDName ZapBarge ZapRAS ZapScan SetAccount SetLanguage
`;
const NOT_MODELLED_16 = `
  AMD AgentRequest BlindTransfer AttendedTransfer BridgeAdd BridgeWait Bridge CELGenUserEvent ChannelRedirect ClearHash
  ConfBridge ConfKick ContinueWhile DAHDIRAS DAHDIScan ExitWhile ExtenSpy FollowMe HangupCauseClear Incomplete JACK JabberJoin
  JabberLeave JabberSend JabberSendGroup JabberStatus MessageSend MinivmAccMess MinivmDelete MinivmGreet MinivmMWI
  MinivmNotify MinivmRecord ODBC_Commit ODBC_Rollback ODBCFinish OSPAuth Originate PauseMonitor UnpauseMonitor PickupChan
  PlayTones StopPlayTones QueueLog QueueUpdate RaiseException ReadExten ReceiveFAX SendFAX Reload SIPRemoveHeader
  SIPSendCustomINFO SLAStation SLATrunk SayAlphaCase SayCountedAdj SayCountedNoun SpeechActivateGrammar SpeechBackground
  SpeechCreate SpeechDeactivateGrammar SpeechDestroy SpeechLoadGrammar SpeechProcessingSound SpeechStart SpeechUnloadGrammar
  Stasis StatsD StopMixMonitor StoreDTMF StreamEcho ToneScan VMSayName VoiceMailPlayMsg WaitDigit WaitForCondition WaitForNoise
  WaitForTone WaitUntil
`;

/** By the name in small letters. */
export const APPLICATIONS: ReadonlyMap<string, KnownApplication> = new Map([
  ...rows(MODELLED, true),
  ...rows(MODELLED_ONLY_12, true, '1.2'),
  ...rows(MODELLED_ONLY_16, true, '16'),
  ...rows(NOT_MODELLED, false),
  ...rows(NOT_MODELLED_12, false, '1.2'),
  ...rows(NOT_MODELLED_16, false, '16'),
]);

/** Undefined: nobody knows it. Case does not matter, as in pbx_findapp. */
export function applicationNamed(name: string): KnownApplication | undefined {
  return APPLICATIONS.get(name.toLowerCase());
}

function rows(names: string, modelled: boolean, only?: '1.2' | '16'): [string, KnownApplication][] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => [name.toLowerCase(), only === undefined ? { name, modelled } : { name, modelled, only }]);
}
