import type { Micros } from '../../kernel/units.ts';
import type { Measures } from '../../measure/measures.ts';
import { isAnswered } from '../../measure/outcomes.ts';
import { noticeMarks } from './noticed.ts';
import { SLOW } from './slowCalls.ts';
import { peerMarkText } from './worst.ts';

/** A window of the run between two things that happened, and the calls of it. */
export interface Phase {
  readonly from: Micros;
  readonly until: Micros;
  /** What began it; `start` for the first. */
  readonly begins: string;
  readonly offered: number;
  readonly answered: number;
  /** As in the document: offered in it and lost without a talk, or dropped in it. */
  readonly lost: number;
  /** Of those: cut in it while talking, whenever they were offered. */
  readonly dropped: number;
  readonly saved: number;
  /** Rang later than `SLOW`. */
  readonly slow: number;
  readonly p50: number | null;
  readonly p99: number | null;
}

/** More rows than this are no longer read. */
const MOST_PHASES = 14;
/**
 * Peer marks make phases of their own while they are as few as in a star. In a mesh every server marks every other: there
 * a phase begins when the last of those that ask a dead server has noticed.
 */
const MOST_MARKS = 6;

/** The run, cut at every fault and, when they are few, where servers noticed that a peer was gone or back. */
export function phasesOf(measures: Measures, end: Micros): readonly Phase[] {
  const cuts = cutsOf(measures, end);
  return cuts.map((cut, i) => {
    const until = cuts[i + 1]?.at ?? end + 1; // What happens as the run ends belongs to its last phase.
    const {
      offered,
      lost,
      dropped,
      saved,
      postDialDelayMs: { p50, p99 },
    } = measures.calls.figuresDuring(cut.at, until);
    return {
      from: cut.at,
      until,
      begins: cut.text,
      offered,
      lost,
      dropped,
      saved,
      ...countsOf(measures, cut.at, until),
      p50,
      p99,
    };
  });
}

function cutsOf(measures: Measures, end: Micros): { at: Micros; text: string }[] {
  const marks =
    measures.peerMarks.length <= MOST_MARKS
      ? measures.peerMarks.map((mark) => ({ at: mark.at, text: peerMarkText(measures, mark, 'short') }))
      : noticeMarks(measures, end);
  const events = [...measures.faults, ...marks].filter(({ at }) => at < end).sort((a, b) => a.at - b.at);
  const cuts = [{ at: 0, text: 'start' }];
  for (const { at, text } of events) {
    const last = cuts.at(-1)!;
    if (at === last.at && last.text !== 'start') last.text += `, ${text}`;
    else if (at === last.at) last.text = text;
    else if (cuts.length < MOST_PHASES) cuts.push({ at, text });
  }
  return cuts;
}

function countsOf(measures: Measures, from: Micros, until: Micros): Pick<Phase, 'answered' | 'slow'> {
  let [answered, slow] = [0, 0];
  for (const call of measures.calls.log) {
    if (call.offeredAt < from || call.offeredAt >= until) continue;
    if (isAnswered(call.outcome)) answered += 1;
    if (call.postDialDelay > SLOW) slow += 1;
  }
  return { answered, slow };
}
