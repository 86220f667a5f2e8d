import { MILLISECOND, SECOND, type Micros } from '../../../../kernel/units.ts';
import type { Pastime } from '../services.ts';

/**
 * An application that spends time, and what is assumed of it where the scenario says nothing (key `applications:`).
 */
export interface Timed {
  /** `endless`: until the caller hangs up, who stays for as long as he would talk. */
  readonly takes: Micros | 'endless';
  readonly on?: Pastime;
  /** Answers a channel that is not answered yet, as its source does. */
  readonly answers?: true;
  /** A program outside: it runs to its end though the caller hangs up. */
  readonly runsOn?: true;
  /** Channel variables afterwards, when the caller is still there. */
  readonly sets?: Readonly<Record<string, string>>;
  /** Where the call goes next depends on what happens inside, of which nothing is known without the scenario. */
  readonly decides?: true;
}

const script: Timed = { takes: 100 * MILLISECOND, decides: true };
const program: Timed = { takes: 20 * MILLISECOND, runsOn: true, sets: { SYSTEMSTATUS: 'SUCCESS' }, decides: true };
const said: Timed = { takes: 2 * SECOND, on: 'say' };
const time: Timed = { takes: 4 * SECOND, on: 'say', answers: true };
const played: Timed = { takes: 3 * SECOND, on: 'playback', answers: true };
const keys: Timed = { takes: 5 * SECOND, answers: true, decides: true };
const stays: Timed = { takes: 'endless', on: 'endless', answers: true };
const fax: Timed = { takes: 60 * SECOND, on: 'record', answers: true };

/**
 * Whether they answer is of the source (1.2.6 and 16.28.0). The times are assumed: scripts and programs as on an idle
 * machine, a recording of three seconds, a message of half a minute, a number of a few keys.
 */
export const TIMED: Readonly<Record<string, Timed>> = {
  AGI: { ...script, sets: { AGISTATUS: 'SUCCESS' } },
  EAGI: { ...script, sets: { AGISTATUS: 'SUCCESS' } },
  DeadAGI: { ...script, sets: { AGISTATUS: 'SUCCESS' } },
  System: program,
  TrySystem: program,
  Curl: { takes: 100 * MILLISECOND, runsOn: true, decides: true },
  ExternalIVR: { ...stays, decides: true },
  Stasis: { ...stays, decides: true },
  SayNumber: said,
  SayDigits: said,
  SayAlpha: said,
  SayAlphaCase: said,
  SayPhonetic: said,
  SayMoney: said,
  SayOrdinal: said,
  SayCountedNoun: said,
  SayCountedAdj: said,
  SayCountPL: said,
  SayUnixTime: time,
  DateTime: time,
  ControlPlayback: { ...played, sets: { CPLAYBACKSTATUS: 'SUCCESS' } },
  Festival: played,
  BackgroundDetect: played,
  MinivmGreet: played,
  IVRDemo: played,
  Morsecode: { takes: 5 * SECOND, on: 'playback' },
  Zapateller: { takes: SECOND, on: 'playback' },
  Flash: { takes: SECOND },
  SendDTMF: { takes: SECOND },
  SendMF: { takes: SECOND },
  SendSF: { takes: SECOND },
  VMSayName: { takes: SECOND, on: 'say' },
  VoiceMailPlayMsg: { takes: 10 * SECOND, on: 'playback' },
  Record: { takes: 10 * SECOND, on: 'record', answers: true },
  MinivmRecord: { takes: 30 * SECOND, on: 'record', answers: true },
  AlarmReceiver: { takes: 30 * SECOND, on: 'record', answers: true },
  ReceiveFAX: fax,
  SendFAX: fax,
  SMS: { takes: 10 * SECOND, on: 'record', answers: true },
  Read: keys,
  ReadExten: keys,
  Authenticate: { takes: 5 * SECOND, answers: true },
  VMAuthenticate: { takes: 5 * SECOND, answers: true },
  PrivacyManager: { takes: 5 * SECOND, answers: true, sets: { PRIVACYMGRSTATUS: 'SUCCESS' } },
  Directory: { ...keys, takes: 10 * SECOND },
  DISA: keys,
  SpeechBackground: keys,
  AMD: { takes: 2.5 * SECOND, sets: { AMDSTATUS: 'HUMAN' }, decides: true },
  WaitForSilence: { takes: SECOND, answers: true, sets: { WAITSTATUS: 'SILENCE' } },
  WaitForNoise: { takes: SECOND, answers: true, sets: { WAITSTATUS: 'NOISE' } },
  WaitForRing: { takes: 6 * SECOND },
  WaitDigit: { takes: SECOND, decides: true },
  Echo: stays,
  StreamEcho: stays,
  MusicOnHold: stays,
  Milliwatt: stays,
  MeetMe: stays,
  ConfBridge: stays,
  Page: stays,
  Intercom: stays,
  BridgeWait: stays,
  ChanSpy: stays,
  ExtenSpy: stays,
  DAHDIScan: stays,
  ZapBarge: stays,
  ZapScan: stays,
  AgentLogin: stays,
  Dictate: stays,
  MP3Player: stays,
  NBScat: stays,
  ICES: stays,
  JACK: stays,
  AudioSocket: stays,
};

/** What is played or recorded by applications that do more besides (`playing.ts`). */
export const PLAYED: Readonly<Record<string, Timed>> = {
  Playback: { takes: 3 * SECOND, on: 'playback' },
  BackGround: { takes: 3 * SECOND, on: 'background' },
  VoiceMail: { takes: 30 * SECOND, on: 'voicemail' },
  VoiceMailMain: { takes: 30 * SECOND, on: 'voicemailMain' },
};

/** All that a scenario may give another time. */
export const TIMES: Readonly<Record<string, Timed>> = { ...TIMED, ...PLAYED };
