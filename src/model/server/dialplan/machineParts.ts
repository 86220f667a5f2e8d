import type { Lock } from '../../../kernel/resource/lock.ts';
import type { Clock } from '../../network/hosts.ts';
import type { ServerId } from '../../ids.ts';
import type { Rules } from '../../rules.ts';
import type { Queues } from '../queues/queues.ts';
import type { ApplicationTimes } from './applications/applicationTimes.ts';
import type { Astdb } from './astdb.ts';
import type { Dialplan } from './compile.ts';
import type { Channel } from './dialplanChannel.ts';
import type { DialplanEvents } from './dialplanEvents.ts';
import type { Finder } from './finder.ts';
import type { ChannelServices, DialplanHooks, Pending, SwitchLookups } from './services.ts';
import type { RealtimeSwitches } from './realtimeSwitch.ts';
import type { OutgoingCalls } from './switchTarget.ts';

/** What the dialplan machine of a server is made of. */
export interface MachineParts {
  readonly sim: Clock;
  readonly server: ServerId;
  /** The server's name, part of the names of its event types. */
  readonly name: string;
  readonly plan: Dialplan;
  readonly finder: Finder;
  /** MYSQL() runs one statement at a time on a server (app_mysql.c:_mysql_mutex). */
  readonly statementLock: Lock;
  readonly lookups: SwitchLookups;
  readonly realtime: RealtimeSwitches;
  readonly services: ChannelServices;
  readonly rules: Rules;
  /** How a switch calls what it has found (dundi.conf). */
  readonly outgoing: OutgoingCalls;
  readonly times: ApplicationTimes;
  readonly astdb: Astdb;
  readonly queues: Queues;
  readonly hooks: DialplanHooks;
  readonly events: DialplanEvents;
}

/** What the thread's code may ask of the machine that runs it. */
export interface ThreadOwner {
  /** Functions that are written to: `Set(CALLERID(num)=…)`. */
  write(name: string, args: string, value: string): void | Pending;
  setAbsoluteTimeout(seconds: number): void;
  /** Channels of this server, in order of their start. */
  all(): Iterable<Channel>;
}
