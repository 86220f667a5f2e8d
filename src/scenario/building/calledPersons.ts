import type { CallSource, Transferrers } from '../../model/config.ts';
import type { PhoneNames } from '../reading/names.ts';
import type { Reading } from '../reading/reader.ts';
import type { CallData } from '../reading/schema.ts';
import type { Path } from '../reading/tree.ts';
import { DIALLED } from './callFile.ts';

type CalledPersonsDo = Pick<CallSource, 'park' | 'transfer'>;

/** What the two of a call do besides talking: one parks the other, or sends the other to a colleague. */
export class CalledPersons {
  private readonly reading: Reading;
  private readonly phones: PhoneNames;

  constructor(reading: Reading, phones: PhoneNames) {
    this.reading = reading;
    this.phones = phones;
  }

  /** What the person at the dialled phone does with the call. */
  atNumber(call: CallData, dialled: string, path: Path): CalledPersonsDo {
    return this.read(call, path, this.phones.has(dialled) ? this.phones.several([dialled], path) : []);
  }

  /** `callees`: who fetches, and who is the colleague, where nothing is said. */
  read(call: CallData, path: Path, callees: readonly number[]): CalledPersonsDo {
    return { park: this.park(call, path, callees), transfer: this.transfer(call, path, callees) };
  }

  private transfer(call: CallData, path: Path, callees: readonly number[]): CallSource['transfer'] {
    const { transfer } = call;
    if (transfer === undefined) return undefined;
    const { by, to, probability, after, attended, consultation, patience } = transfer;
    this.needsPhone(call, by!, [...path, 'transfer', 'by']);
    const colleagues = to === undefined ? callees : this.phones.several(to, [...path, 'transfer', 'to']);
    if (colleagues.length === 0 && !this.phones.incomplete)
      this.reading.mistake([...path, 'transfer'], 'the key "to" is missing: a call is sent to a phone');
    return {
      by: by!,
      probability: probability!,
      after: after!,
      colleagues,
      attended: attended!,
      consultation: consultation!,
      patience: patience!,
    };
  }

  /** A caller in the PSTN has no phone that could ask a server of the cluster. */
  private needsPhone({ from }: CallData, by: Transferrers, at: Path): void {
    if (by !== 'callee' && from?.includes('pstn') === true)
      this.reading.mistake(at, `a caller in the PSTN has no phone that transfers: "by" is "callee" here, not "${by}"`);
  }

  private park(call: CallData, path: Path, callees: readonly number[]): CallSource['park'] {
    const { park } = call;
    if (park === undefined) return undefined;
    const at: Path = [...path, 'park'];
    if (!DIALLED.test(park.extension!))
      this.reading.mistake([...at, 'extension'], `"${park.extension!}" cannot be dialled`);
    const fetchers = park.fetchedBy === undefined ? callees : this.phones.several(park.fetchedBy, [...at, 'fetchedBy']);
    this.needsPhone(call, park.by!, [...at, 'by']);
    return {
      by: park.by!,
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
