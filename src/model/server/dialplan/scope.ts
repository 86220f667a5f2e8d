import { SECOND } from '../../../kernel/units.ts';
import type { Dialect } from './patterns.ts';
import { atoi } from './arguments.ts';
import { FUNCTION_CODE } from './functions.ts';
import { setLocal } from './applications/gosub.ts';
import { setGlobal } from './applications/setting.ts';
import type { Pending } from './services.ts';
import type { Scope } from './substitution.ts';
import type { Thread } from './channelThread.ts';
import { DIALPLAN_TIME } from './timePatterns.ts';

/** Variables and functions as the channel sees them whose turn it is (pbx.c:pbx_retrieve_variable). */
export class ChannelScope implements Scope {
  readonly dialect: Dialect;
  private readonly thread: Thread;
  private readonly setAbsoluteTimeout: (seconds: number) => void;

  constructor(thread: Thread, setAbsoluteTimeout: (seconds: number) => void) {
    this.thread = thread;
    this.dialect = thread.dialect;
    this.setAbsoluteTimeout = setAbsoluteTimeout;
  }

  variable(name: string): string | undefined {
    const { channel, plan, sim } = this.thread;
    switch (name) {
      case 'EXTEN':
        return channel.exten;
      case 'CONTEXT':
        return channel.context;
      case 'PRIORITY':
        return String(channel.priority);
      case 'CHANNEL':
        return channel.name;
      case 'UNIQUEID':
        return channel.uniqueId;
      case 'HANGUPCAUSE':
        return String(channel.cause);
      case 'EPOCH':
        return String(DIALPLAN_TIME.epoch + Math.floor(sim.now / SECOND));
      default:
        return this.oldVariable(name) ?? this.thread.get(name) ?? plan.global(name);
    }
  }

  call(name: string, args: string): string | Pending {
    const code = FUNCTION_CODE.get(name.toUpperCase());
    // A function that is not there is "0" in 1.2 and nothing in 16 (pbx.c:ast_func_read).
    return code === undefined ? (this.dialect === '1.2' ? '0' : '') : code(this.thread, args, this);
  }

  /** `Set(FUNCTION(args)=value)` */
  write(name: string, args: string, value: string): void {
    WRITERS.get(name.toUpperCase())?.(this.thread, args, value, this.setAbsoluteTimeout);
  }

  /** Names that 1.2 knows without brackets. */
  private oldVariable(name: string): string | undefined {
    if (this.dialect === '16') return undefined;
    const { channel } = this.thread;
    switch (name) {
      case 'CALLERIDNUM':
        return callerId(this.thread, 'num');
      case 'CALLERIDNAME':
        return callerId(this.thread, 'name');
      case 'CALLERID':
        return callerId(this.thread, 'all');
      case 'DNID':
        return channel.dialled;
      default:
        return undefined;
    }
  }
}

type Writer = (thread: Thread, args: string, value: string, setAbsoluteTimeout: (seconds: number) => void) => void;

/** Functions that keep what is set; of all others nothing is kept, and `check` says so. */
export const WRITERS: ReadonlyMap<string, Writer> = new Map<string, Writer>([
  [
    'CALLERID',
    (thread, args, value) => void thread.channel.callerId.set(args.toLowerCase().replace('number', 'num'), value),
  ],
  ['GLOBAL', setGlobal],
  ['LOCAL', setLocal],
  [
    'TIMEOUT',
    (thread, args, value, setAbsoluteTimeout) => {
      if (args.toLowerCase() === 'absolute') setAbsoluteTimeout(Number.parseFloat(value) || 0);
      if (args.toLowerCase() === 'response') thread.channel.responseTimeout = atoi(value);
    },
  ],
]);

export function callerId(thread: Thread, part: string): string {
  const { callerId: set, callerNumber, callerName, dialled } = thread.channel;
  const number = set.get('num') ?? callerNumber;
  const name = set.get('name') ?? callerName;
  switch (part.toLowerCase()) {
    case 'num':
    case 'number':
    case 'ani':
      return number;
    case 'name':
      return name;
    case 'all':
      return name === '' ? number : `"${name}" <${number}>`;
    case 'dnid':
      return dialled;
    default:
      return '';
  }
}
