import type { LookupRecord } from '../records.ts';

/** The last lookup of each number for another server, while some peer was silent in it: for the causes of calls. */
export class RelayBook {
  private readonly last = new Map<string, LookupRecord>();

  note(record: LookupRecord): void {
    if (record.silent.length > 0) this.last.set(record.number, record);
    else this.last.delete(record.number);
  }

  get(number: string): LookupRecord | undefined {
    return this.last.get(number);
  }
}
