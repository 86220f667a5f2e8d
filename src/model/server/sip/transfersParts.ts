import type { Simulation } from '../../../kernel/clock/simulation.ts';
import type { Signal } from '../../../kernel/signal.ts';
import type { CallId, ChannelId, PhoneId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { Network } from '../../network/network.ts';
import type { Audio } from '../../people/audio.ts';
import type { Rules } from '../../rules.ts';
import type { Stories } from '../../story/stories.ts';
import type { ChannelSide } from '../channels/callerSide.ts';
import { type LegTable } from '../channels/channelRows.ts';
import type { ChannelTable } from '../channels/channelTable.ts';
import type { Dialer } from '../channels/dialer.ts';
import type { HandOvers } from '../channels/handOvers.ts';
import type { Legs } from '../channels/legs.ts';
import type { ParkingLots } from '../parking/parkingLots.ts';
import type { PhoneDevices, PhoneThreads } from '../channelDriver.ts';

/** What the parker hears on the own leg: the number of the slot; 0: there is none free, and the talk continues. */
export type ParkerHears = Signal<[call: CallId, phone: PhoneId, slot: number]>;

/** What transfers work with. */
export interface TransfersParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly network: Network;
  readonly sip: PhoneThreads;
  readonly devices: PhoneDevices;
  readonly stories: Stories;
  readonly table: LegTable;
  readonly channels: ChannelTable;
  readonly legs: Legs;
  readonly dialer: Dialer;
  readonly handOvers: HandOvers;
  readonly parking: ParkingLots;
  readonly rules: Rules;
  readonly side: ChannelSide;
  /** What the caller hears. */
  readonly audio: Signal<[call: CallId, audio: Audio]>;
  /** To the channels: that one ends. */
  readonly callerHangsUp: Signal<[channel: ChannelId]>;
  /** Nothing of the dialplan file or of a registration fits that number. */
  readonly isUnknown: (server: ServerId, context: string, exten: string) => boolean;
  readonly parkerHears: ParkerHears;
}
