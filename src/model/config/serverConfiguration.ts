import type { Micros } from '../../kernel/units.ts';
import type { Distribution } from '../../kernel/random/distributions.ts';
import type { DialplanConfig } from '../server/dialplan/compiledPlan.ts';
import type { DundiConfig } from './dundiConfiguration.ts';
import type { IaxConfig, ParkingConfig } from './iaxAndParking.ts';
import type { QueueConfig } from './queueConfiguration.ts';
import type { PjsipConfig, SipConfig } from './sipConfiguration.ts';

export interface ServerConfig {
  /** `regpbx1`; letters, digits, `-` and `_`. */
  readonly name: string;
  /** Dotted address, unique among hosts. */
  readonly address: string;
  /** Time from `restart` until Asterisk answers again. Default 10 s. */
  readonly bootTime: Micros;
  readonly dundi: DundiConfig;
  /** Read under chan_sip; `pjsip` under chan_pjsip (rule channelDriver). */
  readonly sip: SipConfig;
  readonly pjsip: PjsipConfig;
  readonly iax: IaxConfig;
  readonly parking: ParkingConfig;
  /** queues.conf; none without the file. */
  readonly queues: readonly QueueConfig[];
  readonly dialplan: DialplanConfig;
  /** Trunk channels by group name as dialled (`g1` of `Zap/g1/…`); a missing group has none. */
  readonly trunks: Readonly<Record<string, TrunkConfig>>;
}

export interface TrunkConfig {
  /** Of all spans together. */
  readonly channels: number;
  /** Lines that fail one by one; each has the same number of channels. */
  readonly spans: number;
  /** Time from seizing the trunk until the far end rings. */
  readonly setup: Distribution;
}
