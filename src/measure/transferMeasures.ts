import type { CallRecord } from '../model/observations.ts';
import { TRANSFER_ENDS, transferFate, type StoryEvent, type TransferEnd } from '../model/story/index.ts';

/** Calls in which one of the two sent the other to a colleague. `sentOn`: the sum of what became of them. */
export interface TransferFigures extends Readonly<Record<TransferEnd, number>> {
  readonly sentOn: number;
  /** Of those: the colleague was asked first. */
  readonly attended: number;
  /** Of all: the caller has sent the called person on. */
  readonly byCaller: number;
}

/** What an expression may name, in the order of the document. */
export const TRANSFER_COUNTS = ['sentOn', 'attended', 'byCaller', ...TRANSFER_ENDS] as const;

/** Counts what became of transfers, by the story of each call at its end. */
export class TransferMeasures {
  private readonly counts = Object.fromEntries(TRANSFER_COUNTS.map((name) => [name, 0])) as Record<
    (typeof TRANSFER_COUNTS)[number],
    number
  >;

  callEnded({ caller }: CallRecord, story: readonly StoryEvent[]): void {
    const fate = transferFate(story);
    if (fate === undefined) return;
    this.counts.sentOn += 1;
    this.counts[fate.end] += 1;
    if (fate.attended) this.counts.attended += 1;
    if (fate.by === caller) this.counts.byCaller += 1;
  }

  figures(): TransferFigures {
    return { ...this.counts };
  }
}
