import { atoi, cut, splitArguments } from '../arguments.ts';
import { PENDING } from '../services.ts';
import type { Thread } from '../channelThread.ts';
import { count, countMatching, enter, own } from '../functions/groups.ts';
import { jump, jumps, jumpTo101 } from './goto.ts';
import { CONTINUE, HANG_UP, type ApplicationCode, type Family } from './results.ts';

/** Applications of 1.2 that are functions today. Sources: app_groupcount.c, app_setcidname.c and their kin, app_random.c. */
export const OLD_NAMES: Family = {
  SetGroup(thread, args) {
    enter(thread, args);
    return CONTINUE;
  },
  GetGroupCount(thread, args) {
    const [group, category = ''] = cut(args, '@');
    thread.set('GROUPCOUNT', String(count(thread, group === '' ? own(thread, category) : group, category)));
    return CONTINUE;
  },
  GetGroupMatchCount(thread, args) {
    const [group, category = ''] = cut(args, '@');
    if (group !== '') thread.set('GROUPCOUNT', String(countMatching(thread, group, category)));
    return CONTINUE;
  },
  /** CheckGroup(most[@category][|j]) */
  CheckGroup(thread, args) {
    const [wanted = '', options = ''] = splitArguments(args, thread.dialect, 2);
    const [most, category = ''] = cut(wanted, '@');
    if (!/^\s*\+?\d/.test(most)) return CONTINUE;
    const isOver = thread.note(() => count(thread, own(thread, category), category) > atoi(most));
    thread.set('CHECKGROUPSTATUS', isOver ? 'OVERMAX' : 'OK');
    if (!isOver || !jumps(thread, options)) return CONTINUE;
    const jumped = jumpTo101(thread);
    return jumped === PENDING ? PENDING : jumped ? CONTINUE : HANG_UP;
  },
  SetCIDNum: setting('num'),
  SetCIDName: setting('name'),
  /** SetCallerID("name" <number>) */
  SetCallerID(thread, args) {
    const [written = ''] = splitArguments(args, thread.dialect, 2);
    const [, name = '', number = ''] = /^\s*"?([^"<]*?)"?\s*<([^>]*)>/.exec(written) ?? ['', '', written.trim()];
    thread.channel.callerId.set('num', number).set('name', name);
    return CONTINUE;
  },
  /** Random(percent:place) */
  Random(thread, args) {
    const [percent, place] = cut(args, ':');
    return thread.randomBelow(100) + atoi(percent) > 100 ? jump(thread, place ?? '') : CONTINUE;
  },
};

function setting(part: 'num' | 'name'): ApplicationCode {
  return (thread: Thread, args) => {
    thread.channel.callerId.set(part, splitArguments(args, thread.dialect, 2)[0] ?? '');
    return CONTINUE;
  };
}
