import type { Lock } from '../../../kernel/resource/lock.ts';
import type { ServerId } from '../../ids.ts';
import type { Clock } from '../../network/hosts.ts';
import type { Rules } from '../../rules.ts';
import type { Autoservice } from './autoservice.ts';
import type { Dialplan } from './compile.ts';
import type { DialplanEvents } from './dialplanEvents.ts';
import type { RealtimeSwitches } from './realtimeSwitch.ts';
import type { DialplanHooks, SwitchLookups } from './services.ts';

/** What a `Finder` works with. */
export interface FinderParts {
  readonly sim: Clock;
  readonly server: ServerId;
  readonly events: DialplanEvents;
  readonly plan: Dialplan;
  readonly lock: Lock;
  readonly lookups: SwitchLookups;
  readonly realtime: RealtimeSwitches;
  readonly hooks: DialplanHooks;
  readonly rules: Rules;
  readonly autoservice: Autoservice;
}
