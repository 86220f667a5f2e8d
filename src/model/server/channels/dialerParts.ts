import type { Micros } from '../../../kernel/units.ts';
import type { Simulation } from '../../../kernel/clock/simulation.ts';
import type { Signal } from '../../../kernel/signal.ts';
import type { ChannelId } from '../../ids.ts';
import type { Stories } from '../../story/index.ts';
import type { DatabaseClients } from '../mysql/databaseClients.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { Rules } from '../../rules.ts';
import type { PhoneDevices } from '../channelDriver.ts';
import type { Finder } from '../dialplan/finder.ts';
import type { Machine } from '../dialplan/machine.ts';
import type { Bridges } from './bridges.ts';
import type { ChannelSide } from './callerSide.ts';
import type { Console, Wording } from './consoleLines.ts';
import type { ChannelTable } from './channelTable.ts';
import type { Legs } from './legs.ts';
import type { ChannelRow, Leg } from './channelRows.ts';

/** What a `Dialer` works with. */
export interface DialerParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly rules: Rules;
  readonly database: DatabaseClients;
  readonly devices: PhoneDevices;
  readonly legs: Legs;
  readonly channels: ChannelTable;
  readonly stories: Stories;
  /** From the legs: one rings, was answered, or has ended. */
  readonly legChanged: Signal<[leg: Leg]>;
  /** To the channels: the party whom a caller has sent on has hung up. */
  readonly callerHangsUp: Signal<[channel: ChannelId]>;
  /**
   * To the queues: a member has answered the channel, if it is in one. `target`: which of the Dial. Gives the time until
   * the two are bridged; 0: at once.
   */
  readonly memberAnswers: (row: ChannelRow, target: number) => Micros;
  /** To the queues: they are bridged now. */
  readonly memberTalks: (row: ChannelRow) => void;
  readonly finders: readonly Finder[];
  readonly machines: readonly Machine[];
  readonly side: ChannelSide;
  readonly bridges: Bridges;
  readonly console: Console;
  readonly wording: Wording;
}
