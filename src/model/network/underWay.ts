import { broken } from '../../kernel/assert.ts';
import type { HostId } from '../ids.ts';
import type { MessageRecord } from '../records.ts';

const NONE = -1;
const FIRST_CHAINS = 64;

/**
 * What is on its way, found by the slot of its event.
 *
 * Of all pending events few are messages, mostly timers: the rows are as many as messages were on their way at once, and
 * hang on chains by the last bits of their slots. An array by slot, 4 bytes for each pending event, took 8 MB with
 * 1,000,000 phones, and cost a cache miss for each message.
 */
export class UnderWay {
  /** First row of each chain. As many chains as rows or more, a power of 2. */
  private chains = new Int32Array(FIRST_CHAINS).fill(NONE);
  private readonly slots: number[] = [];
  private readonly following: number[] = [];
  private readonly fields: unknown[] = [];
  private readonly senders: HostId[] = [];
  /** With a tap only. */
  private readonly records: (MessageRecord | undefined)[] = [];
  private readonly free: number[] = [];

  add(slot: number, from: HostId, fields: unknown, record: MessageRecord | undefined): void {
    const row = this.free.pop() ?? this.fields.length;
    if (row === this.chains.length) this.lengthen();
    this.slots[row] = slot;
    this.fields[row] = fields;
    this.senders[row] = from;
    this.records[row] = record;
    this.hang(row);
  }

  /** The row of the message whose event runs. The row is free for another message from the next `add` on. */
  arrive(slot: number): number {
    const { chains, slots, following } = this;
    const chain = slot & (chains.length - 1);
    let row = chains[chain]!;
    let before = NONE;
    while (slots[row] !== slot) {
      if (row === NONE) broken(`no message is on its way with the event of slot ${slot}`);
      before = row;
      row = following[row]!;
    }
    if (before === NONE) chains[chain] = following[row]!;
    else following[before] = following[row]!;
    this.free.push(row);
    return row;
  }

  /** Takes the fields out, so that nothing keeps them. */
  takeFields(row: number): unknown {
    const fields = this.fields[row];
    this.fields[row] = undefined;
    return fields;
  }

  sender(row: number): HostId {
    return this.senders[row]!;
  }

  record(row: number): MessageRecord | undefined {
    return this.records[row];
  }

  private hang(row: number): void {
    const chain = this.slots[row]! & (this.chains.length - 1);
    this.following[row] = this.chains[chain]!;
    this.chains[chain] = row;
  }

  /** All rows are in use. */
  private lengthen(): void {
    const rows = this.chains.length;
    this.chains = new Int32Array(2 * rows).fill(NONE);
    for (let row = 0; row < rows; row++) this.hang(row);
  }
}
