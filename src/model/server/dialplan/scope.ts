import type { Dialect } from './patterns.ts';
import { callerId } from './callerId.ts';
import { FUNCTION_CODE, WRITERS } from './functions.ts';
import { hasFunction } from './functions/knownFunctions.ts';
import { odbcFunction, odbcWrite } from './functions/odbcFunctions.ts';
import { epochOf } from './functions/times.ts';
import type { Pending } from './services.ts';
import type { Scope } from './substitution.ts';
import type { Thread } from './channelThread.ts';

/** Variables and functions as the channel sees them whose turn it is (pbx.c:pbx_retrieve_variable). */
export class ChannelScope implements Scope {
  readonly dialect: Dialect;
  private readonly thread: Thread;

  constructor(thread: Thread) {
    this.thread = thread;
    this.dialect = thread.dialect;
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
        return String(epochOf(sim.now));
      default:
        return this.oldVariable(name) ?? this.thread.get(name) ?? plan.global(name);
    }
  }

  call(name: string, args: string): string | Pending {
    // A function that is not there is "0" in 1.2 and nothing in 16 (pbx.c:ast_func_read).
    if (!this.isThere(name)) return this.dialect === '1.2' ? '0' : '';
    const odbc = this.thread.plan.odbc(name);
    if (odbc !== undefined) return odbcFunction(this.thread, odbc, args, this);
    const code = FUNCTION_CODE.get(name);
    if (code !== undefined) return code(this.thread, args, this);
    this.thread.notModelled(`function ${name}`);
    return '';
  }

  /** `Set(FUNCTION(args)=value)` */
  write(name: string, args: string, value: string): void | Pending {
    if (!this.isThere(name)) return;
    if (this.thread.plan.odbc(name) !== undefined) return odbcWrite(this.thread);
    const writer = WRITERS.get(name);
    if (writer !== undefined) return writer(this.thread, args, value);
    this.thread.notModelled(`function ${name}`);
  }

  private isThere(name: string): boolean {
    const there = this.thread.plan.odbc(name) !== undefined || hasFunction(this.thread.release, name);
    if (!there) this.thread.log('ERROR', 'noFunction', `Function ${name} not registered`);
    return there;
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
