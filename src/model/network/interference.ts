import type { Micros } from '../../kernel/units.ts';
import type { HostId } from '../ids.ts';
import type { Message } from '../protocol/index.ts';

/** A message that is handed to the network. */
export interface Sent {
  readonly at: Micros;
  readonly message: Message<never>;
  readonly fields: unknown;
  readonly from: HostId;
  readonly to: HostId;
}

/** What a test does to the messages of a run. */
export interface Interference {
  /** How much later than usual each copy arrives, µs: `[0]` as usual, `[]` dropped, `[0, 0]` duplicated. */
  meets(sent: Sent): readonly Micros[];
}
