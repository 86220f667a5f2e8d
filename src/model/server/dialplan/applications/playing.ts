import { splitArguments } from '../arguments.ts';
import { SECOND } from '../../../../kernel/units.ts';
import { PENDING, type Pending } from '../services.ts';
import type { Thread } from '../channelThread.ts';
import { CONTINUE, HANG_UP, type Family } from './results.ts';
import { spending } from './spending.ts';
import { PLAYED } from './timed.ts';

/** What is heard here takes time and nothing else. Sources: app_playback.c, app_voicemail.c, pbx_builtins.c. */
export const PLAYING: Family = {
  Playback: (thread, args) => play(thread, args, 'playback', 'PLAYBACKSTATUS'),
  BackGround: (thread, args) => play(thread, args, 'background', 'BACKGROUNDSTATUS'),
  VoiceMail: voiceMail,
  VoiceMailMain: (thread, args) => {
    thread.answer();
    return voiceMailMain(thread, args);
  },
  Wait(thread, args) {
    const seconds = Number.parseFloat(args);
    if (!(seconds > 0)) return CONTINUE;
    const stays = thread.wait(seconds * SECOND);
    return stays === PENDING ? PENDING : stays ? CONTINUE : HANG_UP;
  },
  WaitExten: waitExten,
};

const playback = spending('Playback', PLAYED.Playback!);
const background = spending('BackGround', PLAYED.BackGround!);
const leaveMessage = spending('VoiceMail', PLAYED.VoiceMail!);
const voiceMailMain = spending('VoiceMailMain', PLAYED.VoiceMailMain!);

function play(thread: Thread, args: string, on: 'playback' | 'background', status: string): number | Pending {
  const [files = '', options = ''] = splitArguments(args, thread.dialect, 4);
  if (files === '') return HANG_UP;
  const asked = options.toLowerCase();
  const isUp = thread.note(() => thread.services.isAnswered(thread.channel.id));
  const skips = asked.includes('skip') || (on === 'background' && asked === 's');
  if (!isUp && skips) return CONTINUE;
  if (!asked.includes('noanswer') && !(on === 'background' && asked.includes('n'))) thread.answer();
  const result = on === 'playback' ? playback(thread, files) : background(thread, files);
  if (result !== PENDING) thread.set(status, 'SUCCESS');
  return result;
}

/** `VoiceMail(u1001)` in 1.2, `VoiceMail(1001@default,u)` in 16. */
function voiceMail(thread: Thread, args: string): number | Pending {
  const [mailboxes = ''] = splitArguments(args, thread.dialect, 2);
  thread.answer();
  const result = leaveMessage(thread, thread.dialect === '1.2' ? mailboxes.replace(/^[subj]+(?=\d)/, '') : mailboxes);
  if (result !== PENDING) thread.set('VMSTATUS', result === CONTINUE ? 'SUCCESS' : 'USEREXIT');
  return result;
}

function waitExten(thread: Thread, args: string): number | Pending {
  const { channel } = thread;
  const [timeout = ''] = splitArguments(args, thread.dialect, 2);
  const seconds = Number.parseFloat(timeout);
  const stays = thread.wait((seconds > 0 ? seconds : channel.responseTimeout) * SECOND);
  if (stays === PENDING) return PENDING;
  if (!stays) return HANG_UP;
  const next = thread.exists(channel.context, channel.exten, channel.priority + 1);
  if (next === PENDING) return PENDING;
  if (next) {
    thread.say(3, () => `Timeout on ${channel.name}, continuing...`);
    return CONTINUE;
  }
  for (const special of thread.dialect === '16' ? ['t', 'e'] : ['t']) {
    const there = thread.exists(channel.context, special, 1);
    if (there === PENDING) return PENDING;
    if (!there) continue;
    if (special === 't') thread.say(3, () => `Timeout on ${channel.name}, going to 't'`);
    thread.goTo('', special, 1);
    return CONTINUE;
  }
  return HANG_UP;
}
