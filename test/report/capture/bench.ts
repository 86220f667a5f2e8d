import type { ClusterConfig } from '../../../src/model/config.ts';
import type { HostId } from '../../../src/model/ids.ts';
import type { Message } from '../../../src/model/protocol/message.ts';
import type { MessageRecord } from '../../../src/model/records.ts';
import { configOf } from '../../measure/synthetic.ts';

/** Hosts of `config`: servers 0 to 2, the database 3, phones 1001 (4) to 1004 (7). */
export const [HUB, SERVER, OTHER, PHONE, CALLED] = [0, 1, 2, 4, 5] as const;

const synthetic = configOf();
export const config: ClusterConfig = {
  ...synthetic,
  database: { address: '10.10.10.110' } as ClusterConfig['database'],
  servers: synthetic.servers.map((server, n) => ({ ...server, address: `10.10.10.12${n}` })),
  phones: synthetic.phones.map((phone, n) => ({ ...phone, address: `10.20.0.${n + 1}` })),
};

let number = 0;

/** A message that leaves at `at` µs. */
export function sent<F>(message: Message<F>, from: number, to: number, fields: F, at = 0): MessageRecord {
  return {
    number: ++number,
    at,
    leavesAt: at,
    message: message as Message<never>,
    fields,
    from: from as HostId,
    to: to as HostId,
    call: 0,
  };
}

export function hex(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString('hex');
}
