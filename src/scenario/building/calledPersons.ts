import type { CallSource } from '../../model/config.ts';
import type { PhoneNames } from '../reading/names.ts';
import type { Reading } from '../reading/reader.ts';
import type { CallData } from '../reading/schema.ts';
import type { Path } from '../reading/tree.ts';

/** What a call may be dialled as: an extension, not a sentence. */
export const DIALLED = /^[0-9A-Za-z*#+._-]{1,79}$/;

/** `park:` and `transfer:` of an element of `calls:`: what the called person does with the caller. */
export class CalledPersonReader {
  private readonly reading: Reading;
  private readonly phones: PhoneNames;

  constructor(reading: Reading, phones: PhoneNames) {
    this.reading = reading;
    this.phones = phones;
  }

  /** What the person at the dialled phone does with the call. */
  both(call: CallData, dialled: string, path: Path): Pick<CallSource, 'park' | 'transfer'> {
    const callees = this.phones.has(dialled) ? this.phones.several([dialled], path) : [];
    return { park: this.park(call, path, callees), transfer: this.transfer(call, path, callees) };
  }

  /** `callees`: the colleagues where nothing is said. */
  transfer({ transfer }: CallData, path: Path, callees: readonly number[]): CallSource['transfer'] {
    if (transfer === undefined) return undefined;
    const { to, probability, after, attended, consultation, patience } = transfer;
    const colleagues = to === undefined ? callees : this.phones.several(to, [...path, 'transfer', 'to']);
    if (colleagues.length === 0 && !this.phones.incomplete)
      this.reading.mistake([...path, 'transfer'], 'the key "to" is missing: a call is sent to a phone');
    return {
      probability: probability!,
      after: after!,
      colleagues,
      attended: attended!,
      consultation: consultation!,
      patience: patience!,
    };
  }

  /** `callees`: who fetches where nothing is said. */
  park({ park }: CallData, path: Path, callees: readonly number[]): CallSource['park'] {
    if (park === undefined) return undefined;
    const at: Path = [...path, 'park'];
    if (!DIALLED.test(park.extension!))
      this.reading.mistake([...at, 'extension'], `"${park.extension!}" cannot be dialled`);
    const fetchers = park.fetchedBy === undefined ? callees : this.phones.several(park.fetchedBy, [...at, 'fetchedBy']);
    return {
      probability: park.probability!,
      after: park.after!,
      extension: park.extension!,
      fetchers,
      fetchedAfter: park.fetchedAfter!,
      fetchProbability: fetchers.length === 0 ? 0 : park.fetchProbability!,
      patience: park.patience!,
    };
  }
}
