import { cut, isTrue, isYes, splitArguments } from '../arguments.ts';
import { PENDING, type Pending } from '../services.ts';
import type { Thread } from '../channelThread.ts';
import { applicationNamed, hasApplication } from './knownApplications.ts';
import { jumps, jumpTo101 } from './goto.ts';
import { CONTINUE, HANG_UP, INTO_MACRO, type Family } from './results.ts';

type Run = (thread: Thread, name: string, args: string) => number | Pending;

/** Applications that run others, and DUNDiLookup. `run` is given, to leave the table out of here. */
export function executing(run: Run): Family {
  const execute = (thread: Thread, name: string, args: string): number | Pending => {
    if (hasApplication(thread.release, name)) return run(thread, applicationNamed(name)!.name, args);
    thread.log('WARNING', 'noApplicationToExecute', `Could not find application! (${name})`);
    return HANG_UP;
  };
  const call = (thread: Thread, text: string): number | Pending => {
    const [name, rest] = cut(text, '(');
    return execute(thread, name.trim(), (rest ?? '').replace(/\)[^)]*$/, ''));
  };
  return {
    Exec: call,
    TryExec: (thread, args) => {
      const isThere = hasApplication(thread.release, cut(args, '(')[0].trim());
      const result = call(thread, args);
      if (result === PENDING || result === INTO_MACRO) return result;
      thread.set('TRYSTATUS', isThere ? (result === CONTINUE ? 'SUCCESS' : 'FAILED') : 'NOAPP');
      return CONTINUE;
    },
    ExecIf(thread, args) {
      // 1.2 knows `condition|application|arguments` only, and takes yes, true and 1 for true, no other number
      // (app_while.c:execif_exec).
      if (thread.dialect === '1.2') {
        const [condition = '', name, rest = ''] = splitArguments(args, '1.2', 3);
        if (name === undefined) return HANG_UP;
        return isYes(condition) ? execute(thread, name.trim(), rest) : CONTINUE;
      }
      const question = args.indexOf('?');
      const comma = args.indexOf(',');
      if (question < 0 || (comma >= 0 && comma < question)) {
        const [condition = '', name = '', rest = ''] = splitArguments(args, thread.dialect, 3);
        return isTrue(condition) ? execute(thread, name.trim(), rest) : CONTINUE;
      }
      const branch = splitCalls(args.slice(question + 1))[isTrue(args.slice(0, question)) ? 0 : 1];
      return branch === undefined || branch === '' ? CONTINUE : call(thread, branch);
    },
    DUNDiLookup: dundiLookup,
  };
}

/** `App(a:b):Other(c)`: only a colon outside brackets parts them. */
function splitCalls(text: string): string[] {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')') depth--;
    else if (text[at] === ':' && depth === 0) return [text.slice(0, at), text.slice(at + 1)];
  }
  return [text];
}

/** 1.2's application of that name (pbx_dundi.c:dundi_lookup_exec): sets DUNDTECH and DUNDDEST. */
function dundiLookup(thread: Thread, args: string): number | Pending {
  const [number = '', context = '', options = ''] = args.split('|');
  if (number === '') return CONTINUE;
  const answers = thread.lookup(number, context === '' ? 'e164' : context, 'function', options.includes('b'));
  if (answers === PENDING) return PENDING;
  const answer = answers.find((candidate) => candidate.exists);
  if (answer !== undefined) {
    thread.set('DUNDTECH', answer.tech);
    thread.set('DUNDDEST', answer.destination);
  } else if (answers.length === 0 && jumps(thread, '') && jumpTo101(thread) === PENDING) {
    return PENDING;
  }
  return CONTINUE;
}
