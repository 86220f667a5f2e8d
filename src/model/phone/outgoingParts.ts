import type { Simulation } from '../../kernel/clock/simulation.ts';
import type { Signal } from '../../kernel/signal.ts';
import type { Micros } from '../../kernel/units.ts';
import type { PhoneConfig } from '../config.ts';
import type { CallId } from '../ids.ts';
import type { Hosts } from '../network/hosts.ts';
import type { Network } from '../network/network.ts';
import type { Stories } from '../story/stories.ts';
import type { CallEnd } from './outgoingCall.ts';
import type { ClientRegistrations } from './registration/clientRegistration.ts';

/** What `OutgoingCalls` work with. */
export interface OutgoingParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly network: Network;
  readonly phones: readonly PhoneConfig[];
  readonly registrations: ClientRegistrations;
  readonly stories: Stories;
  /** µs that a phone takes to answer a challenge. */
  readonly replyTime: () => Micros;
  /** To the person: the call is over. */
  readonly ends: Signal<[call: CallId, end: CallEnd]>;
}
