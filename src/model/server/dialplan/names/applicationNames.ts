import type { NameList } from './releases.ts';

/**
 * Every application of each release, whether or not it is modelled. Sources: ast_register_application in the source of
 * 1.2.6, its builtins in pbx.c and asterisk-addons 1.2; the documentation of applications in the source of 16.28.0 and
 * 22.10.1, chan_misdn.c and addons/. Without app_skel.c, which shows how to write one.
 */
export const APPLICATION_NAMES: NameList = [
  [
    ['1.2', '16', '22'],
    `
    AddQueueMember ADSIProg AgentLogin AGI AlarmReceiver Answer Authenticate BackGround BackgroundDetect Busy
    ChanIsAvail ChanSpy Congestion ControlPlayback DateTime DBdeltree DeadAGI Dial Dictate Directory DISA DumpChan
    EAGI Echo EndWhile Exec ExecIf ExecIfTime ExternalIVR Festival Flash ForkCDR GetCPEID Gosub GosubIf Goto GotoIf
    GotoIfTime Hangup IAX2Provision IVRDemo MeetMe MeetMeAdmin MeetMeCount Milliwatt MixMonitor MP3Player
    MusicOnHold NoOp Page Park ParkAndAnnounce ParkedCall PauseQueueMember Pickup Playback PlayTones PrivacyManager
    Progress Queue Read Record RemoveQueueMember ResetCDR RetryDial Return Ringing SayAlpha SayDigits SayNumber
    SayPhonetic SayUnixTime SendDTMF SendText Set SMS SoftHangup StackPop StartMusicOnHold StopMusicOnHold
    StopPlayTones System TestClient TestServer Transfer TrySystem UnpauseQueueMember UserEvent Verbose
    VMAuthenticate VoiceMail VoiceMailMain Wait WaitExten WaitForRing WaitForSilence While Zapateller
    `,
  ],
  [
    ['1.2', '16'],
    `
    ChangeMonitor ICES ImportVar Macro MacroExit MacroIf MailboxExists misdn_facility misdn_set_opt Monitor MYSQL
    NBScat NoCDR OSPFinish OSPLookup OSPNext SendImage SendURL SetAMAFlags SIPAddHeader SIPDtmfMode StopMonitor
    `,
  ],
  [
    ['1.2'],
    `
    AbsoluteTimeout AgentCallbackLogin AgentMonitorOutgoing AppendCDRUserField CheckGroup Curl Cut DBdel DBget DBput
    DigitTimeout DUNDiLookup EnumLookup Eval GetGroupCount GetGroupMatchCount HasNewVoicemail HasVoicemail Intercom
    LookupBlacklist LookupCIDName Math MD5 MD5Check PGSQL Random ReadFile RealTime RealTimeUpdate ResponseTimeout
    Rpt SayCountPL SetAccount SetCallerID SetCallerPres SetCDRUserField SetCIDName SetCIDNum SetGlobalVar SetGroup
    SetLanguage SetMusicOnHold SetRDNIS SetTransferCapability SetVar SIPGetHeader Sort TXTCIDName WaitMusicOnHold
    ZapBarge ZapRAS ZapScan
    `,
  ],
  [
    ['16'],
    `
    DAHDIRAS JabberStatus MacroExclusive misdn_check_l2l1 misdn_command OSPAuth PauseMonitor SIPRemoveHeader
    SIPSendCustomINFO UnpauseMonitor
    `,
  ],
  [
    ['16', '22'],
    `
    AELSub AgentRequest AMD AttendedTransfer BlindTransfer Bridge BridgeAdd BridgeWait CallCompletionCancel
    CallCompletionRequest CELGenUserEvent ChannelRedirect ClearHash ConfBridge ConfKick ContinueWhile
    DAHDIAcceptR2Call DAHDIScan DAHDISendCallreroutingFacility DAHDISendKeypadFacility ExitWhile ExtenSpy FollowMe
    HangupCauseClear Incomplete JabberJoin JabberLeave JabberSend JabberSendGroup JACK Log MeetMeChannelAdmin
    MessageSend MinivmAccMess MinivmDelete MinivmGreet MinivmMWI MinivmNotify MinivmRecord MobileSendSMS
    MobileStatus Morsecode MSet ODBC_Commit ODBC_Rollback ODBCFinish Originate PickupChan Proceeding QueueLog
    QueueUpdate RaiseException ReadExten ReceiveFAX ReceiveMF ReceiveSF ReceiveText Reload SayAlphaCase
    SayCountedAdj SayCountedNoun SayMoney SayOrdinal SendFAX SendMF SendSF SLAStation SLATrunk SpeechActivateGrammar
    SpeechBackground SpeechCreate SpeechDeactivateGrammar SpeechDestroy SpeechLoadGrammar SpeechProcessingSound
    SpeechStart SpeechUnloadGrammar Stasis StatsD StopMixMonitor StoreDTMF StreamEcho ToneScan TryExec VMSayName
    VoiceMailPlayMsg WaitDigit WaitForCondition WaitForNoise WaitForTone WaitUntil
    `,
  ],
  [
    ['22'],
    `
    AudioSocket Broadcast Else ElseIf EndIf ExitIf If PJSIPHangup PJSIPNotify Signal StasisBroadcast WaitForSignal
    `,
  ],
];
