import type { Simulation } from '../../../kernel/clock/simulation.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { ChannelRow, LegTable } from './channelRows.ts';
import type { Phones } from '../../config.ts';
import type { Stories } from '../../story/stories.ts';
import type { Unaided } from './unaided.ts';
import type { PhoneDevices } from '../channelDriver.ts';
import type { SipPeers } from '../registrar/sipPeers.ts';
import type { InviteClient } from '../sip/inviteClient.ts';
import type { IaxCalling } from '../iax2/callingEnd.ts';
import type { Trunks } from '../../trunk/trunks.ts';
import type { LocalLegs } from './localLegs.ts';
import type { Console, Wording } from './consoleLines.ts';

export interface LegsParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly table: LegTable;
  readonly phones: Phones;
  readonly stories: Stories;
  readonly unaided: Unaided;
  readonly devices: PhoneDevices;
  readonly peers: SipPeers;
  readonly inviteClient: InviteClient;
  readonly iax: IaxCalling;
  readonly trunks: Trunks;
  readonly local: LocalLegs;
  readonly console: Console;
  readonly wording: Wording;
  /** The call of that channel comes to something that is not modelled. */
  readonly notModelled: (row: ChannelRow, what: string) => void;
}
