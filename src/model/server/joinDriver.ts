import type { Simulation } from '../../kernel/clock/simulation.ts';
import type { Phones, ServerConfig } from '../config.ts';
import type { SipTable } from '../database/siptable.ts';
import type { HostId, ServerId } from '../ids.ts';
import type { Hosts } from '../network/hosts.ts';
import type { Network } from '../network/network.ts';
import type { Observations } from '../observations.ts';
import type { ProcessingTimes } from '../processing.ts';
import type { Rules } from '../rules.ts';
import type { Stories } from '../story/stories.ts';
import type { PhoneDevices, PhoneRegistrations, PhoneTables } from './channelDriver.ts';
import type { Channels } from './channels/channels.ts';
import type { Astdb } from './dialplan/astdb.ts';
import type { Dialplan } from './dialplan/compile.ts';
import type { Finder } from './dialplan/finder.ts';
import type { DatabaseClients } from './mysql/databaseClients.ts';
import type { SipPeers } from './registrar/sipPeers.ts';
import type { Accounts } from './accounts/accounts.ts';
import type { InviteClient } from './sip/inviteClient.ts';
import type { WallClock } from './wallClock.ts';

/** What a driver is made of before there are channels. */
export interface PhoneNeeds {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly network: Network;
  readonly database: DatabaseClients;
  readonly table: SipTable;
  readonly peers: SipPeers;
  readonly plans: Dialplan[];
  readonly finders: readonly Finder[];
  readonly servers: readonly ServerConfig[];
  readonly rules: Rules;
  readonly clock: WallClock;
  readonly phones: Phones;
  readonly time: ProcessingTimes;
  readonly observations: Observations;
  /** A server by its address or name; -1: there is none. */
  readonly serverAt: (address: string) => ServerId | -1;
  /** Servers that register at servers. */
  readonly accounts: Accounts;
  /** Of each server; filled while its dialplan is made. */
  readonly astdbs: readonly Astdb[];
}

/** What its calls need besides. */
export interface CallNeeds {
  readonly client: InviteClient;
  readonly channels: Channels;
  readonly stories: Stories;
}

/** A driver of all servers, joined in two steps: channels need its devices, and its calls need channels. */
export interface ChannelDriver {
  readonly tables: PhoneTables;
  readonly devices: PhoneDevices;
  readonly registrations: PhoneRegistrations;
  /** What a crash ends besides. */
  readonly others: readonly { crash(server: ServerId): void }[];
  /** Asks servers that register whether they are there; chan_pjsip has none that do. */
  readonly accountQualify?: AccountQualify;
  joinCalls(needs: CallNeeds): void;
}

/** Of the sections for which other servers register. */
export interface AccountQualify {
  moved(server: ServerId, section: string, host: HostId | -1): void;
  renewed(server: ServerId, section: string): void;
}
