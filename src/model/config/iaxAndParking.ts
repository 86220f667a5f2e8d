import type { Micros } from '../../kernel/units.ts';
import type { AccountRegistration } from './accountRegistration.ts';

/** iax.conf. */
export interface IaxConfig {
  /** Sections of type user or friend: who may call in. */
  readonly users: readonly IaxUser[];
  /** Sections of type peer or friend: who may be named in a Dial. */
  readonly peers: readonly IaxPeer[];
  /** Where this server registers itself. */
  readonly registers?: readonly AccountRegistration[];
  /** Seconds for which a registration is granted, at least and at most; absent: 60. */
  readonly regExpiry?: { readonly min: number; readonly max: number };
  /** Context that gets an extension for each peer that is registered; absent or empty: none does. */
  readonly regContext?: string;
  /** 0 is off; yes is 2000 (congestion after twice this, facts D). Milliseconds. */
  readonly autokillMs: number;
  /** Outstanding AUTHREQs for one user; 0: no limit. */
  readonly maxAuthReq: number;
}

export interface IaxUser {
  readonly name: string;
  /** The first is where calls begin that name none; a call may name another one of them, `*` allows any. */
  readonly contexts: readonly string[];
  readonly secret: string;
  /** `dundi/secret` */
  readonly dbSecret: string;
}

export interface IaxPeer {
  readonly name: string;
  /** Address or server name; `dynamic`: that of the server that has registered for it. */
  readonly host: string;
  /** USERNAME that a call to it carries; empty: none. */
  readonly userName: string;
  readonly secret: string;
  /** `dundi/secret` */
  readonly dbSecret: string;
  /** CALLED CONTEXT of a call that names none; empty: none. */
  readonly peerContext: string;
  /** Threshold of its qualify in milliseconds, 0 off. */
  readonly qualifyMs: number;
  /** Between two questions, while it answers and while it does not, milliseconds; undefined: 60 s and 10 s. */
  readonly qualifyOkMs?: number | undefined;
  readonly qualifyNotOkMs?: number | undefined;
  /** Extensions that its registration makes; absent or empty: its name. */
  readonly regExten?: readonly string[];
}

/** Call parking: res_parking.conf, or features.conf of the releases before 12. */
export interface ParkingConfig {
  /** None: the server has no parking. The first is the default lot. */
  readonly lots: readonly ParkingLotConfig[];
}

export interface ParkingLotConfig {
  readonly name: string;
  /** `parkext`: a call that is sent there is parked. */
  readonly extension: string;
  /** Dialplan context of `extension` and of the slots. */
  readonly context: string;
  /** `parkpos`: the numbers of the slots. */
  readonly firstSlot: number;
  readonly lastSlot: number;
  /** After which a parked call goes back to the parker. */
  readonly parkingTime: Micros;
  /** `first`: the lowest free slot; `next`: the one after the last that was given. */
  readonly findSlot: 'first' | 'next';
  /** Back to the parker's device; no: into the context below. */
  readonly comebackToOrigin: boolean;
  /** How long the parker's device rings then, seconds; 0: without limit. */
  readonly comebackDialTime: number;
  readonly comebackContext: string;
}
