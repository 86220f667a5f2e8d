import { roomFor } from '../../kernel/resource/room.ts';
import type { HostId } from '../ids.ts';
import type { MessageRecord } from '../records.ts';

/**
 * What is on its way, found by the slot of its event.
 *
 * Of all pending events few are messages, mostly timers: for each slot there is only the number of a row, and the rows
 * are as many as messages were on their way at once.
 */
export class UnderWay {
  private rows = new Int32Array(0);
  private readonly fields: unknown[] = [];
  private readonly senders: HostId[] = [];
  /** With a tap only. */
  private readonly records: (MessageRecord | undefined)[] = [];
  private readonly free: number[] = [];

  add(slot: number, from: HostId, fields: unknown, record: MessageRecord | undefined): void {
    if (slot >= this.rows.length) this.grow(slot);
    const row = this.free.pop() ?? this.fields.length;
    this.rows[slot] = row;
    this.fields[row] = fields;
    this.senders[row] = from;
    this.records[row] = record;
  }

  /** The row of the message whose event runs. The row is free for another message from the next `add` on. */
  arrive(slot: number): number {
    const row = this.rows[slot]!;
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

  private grow(slot: number): void {
    const rows = new Int32Array(roomFor(slot));
    rows.set(this.rows);
    this.rows = rows;
  }
}
