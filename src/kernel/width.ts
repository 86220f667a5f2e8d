import { CHUNK_NODES, firstPlace, type Chunks } from './chunks.ts';
import type { Micros } from './ids.ts';

/** Events that a bucket should hold when its turn comes: fewer, and opening dominates; more, and moving for late ones. */
const BUCKET_EVENTS = 64;
const BUCKETS_MIN = 64;
/** At most one bucket for so many events at hand: a rung of full buckets then reaches over four times their number. */
const EVENTS_PER_BUCKET_MIN = 16;
const SAMPLE = 512;
/** The part of the sample which is the head: dense enough to count, short enough to say what comes first. */
const HEAD = 1 / 16;

export interface Layout {
  readonly start: Micros;
  readonly width: Micros;
  readonly buckets: number;
}

/**
 * How to lay out a rung over a list of `count` > 0 events.
 *
 * The width is that which the denser of two paces fills: `pace`, at which events came of late (per microsecond), and the
 * density at the head of the list, which tells what the past does not know. It may be wrong after a change, so the rung
 * reaches at least over half of the list, at the cost of fuller buckets: else each event would be dealt out many times.
 */
export function layout(chunks: Chunks, first: number, count: number, pace: number): Layout {
  const { earliest, latest, sample } = survey(chunks, first, count);
  const span = latest - earliest + 1;
  if (count <= BUCKET_EVENTS) return { start: earliest, width: span, buckets: 1 };
  const buckets = Math.max(BUCKETS_MIN, Math.ceil(count / EVENTS_PER_BUCKET_MIN));
  const median = sample[sample.length >> 1]!;
  const width = Math.max(bucketTime(sample, count, pace), Math.ceil((median - earliest + 1) / buckets));
  return { start: earliest, width, buckets: Math.min(buckets, Math.ceil(span / width)) };
}

function bucketTime(sample: Float64Array, count: number, pace: number): Micros {
  const headTime = sample[Math.ceil(sample.length * HEAD)]! - sample[0]!;
  const density = headTime > 0 ? (count * HEAD) / headTime : 0; // 0: all at one time, which tells nothing of the pace.
  const dense = Math.max(pace, density);
  return dense > 0 ? Math.ceil(BUCKET_EVENTS / dense) : 1;
}

/** First and last time of a list, and about SAMPLE of its times, sorted. */
function survey(chunks: Chunks, first: number, count: number): { earliest: Micros; latest: Micros; sample: Float64Array } {
  const stride = Math.ceil(count / SAMPLE);
  const sample = new Float64Array(Math.ceil(count / stride));
  let earliest = Infinity;
  let latest = -Infinity;
  let chunk = first;
  for (let i = 0; i < count; chunk = chunks.next(chunk)) {
    const from = firstPlace(chunk);
    const to = from + Math.min(CHUNK_NODES, count - i);
    for (let at = from; at < to; at++, i++) {
      const time = chunks.times[at]!;
      if (time < earliest) earliest = time;
      if (time > latest) latest = time;
      if (i % stride === 0) sample[i / stride] = time;
    }
  }
  sample.sort();
  return { earliest, latest, sample };
}
