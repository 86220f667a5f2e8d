import { CHUNK_NODES, firstPlace, type Chunks } from './chunks.ts';
import type { Micros } from '../../units.ts';

/**
 * Events that a bucket should hold when its turn comes: fewer, and opening dominates; more, and moving for late ones.
 */
const BUCKET_EVENTS = 64;
/** Fuller buckets, when there would be more than these, whose ends (64 bytes each) a processor's second cache holds. */
const BUCKETS_IN_CACHE = 4096;
const BUCKET_EVENTS_MAX = 256;
const BUCKETS_MIN = 64;
/** Events at hand for each bucket, at least: a rung of full buckets then reaches over four times their number. */
const EVENTS_PER_BUCKET_MIN = 16;
/** One event of this number is looked at; of short lists more, of long ones fewer, between these sizes of a sample. */
const SAMPLE_STRIDE = 16;
const SAMPLE_MIN = 64;
const SAMPLE_MAX = 512;
/** The share of the sample that is the head: long enough to count, short enough to show what comes first. */
const HEAD = 1 / 8;
/** The head counts when it is denser than the past by this factor: the count of a few in a sample is rough. */
const DENSER = 1.5;

/** Events before `start` belong to the first bucket. */
export interface Layout {
  readonly start: Micros;
  readonly width: Micros;
  readonly buckets: number;
}

/**
 * The layout of a rung over a list of more than a few events.
 *
 * The width is that which the denser of two paces fills: `pace`, at which events came of late (per microsecond), and the
 * density at the head of the list, which shows a change that the past does not. It may be wrong after a change, so the
 * rung reaches at least over half of the list, at the cost of fuller buckets: else each event would be dealt out many
 * times.
 */
export function layout(chunks: Chunks, first: number, count: number, pace: number): Layout {
  const sample = sampleOf(chunks, first, count);
  const start = sample[0]!;
  const span = sample.at(-1)! - start + 1;
  const buckets = Math.max(BUCKETS_MIN, Math.ceil(count / EVENTS_PER_BUCKET_MIN));
  const toMedian = sample[sample.length >> 1]! - start + 1;
  const width = Math.max(bucketTime(sample, count, pace), Math.ceil(toMedian / buckets));
  return { start, width, buckets: Math.min(buckets, Math.ceil(span / width)) };
}

function bucketTime(sample: Float64Array, count: number, pace: number): Micros {
  const headTime = sample[Math.ceil(sample.length * HEAD)]! - sample[0]!;
  const density = headTime > 0 ? (count * HEAD) / headTime : 0; // 0: all at one time, which shows no pace.
  const dense = density > DENSER * pace ? density : pace;
  const events = Math.min(Math.max(BUCKET_EVENTS, count / BUCKETS_IN_CACHE), BUCKET_EVENTS_MAX);
  return dense > 0 ? Math.ceil(events / dense) : 1;
}

/** Some of the times, sorted; all when there are few. */
function sampleOf(chunks: Chunks, first: number, count: number): Float64Array {
  const size = Math.min(count, SAMPLE_MAX, Math.max(SAMPLE_MIN, Math.ceil(count / SAMPLE_STRIDE)));
  const sample = new Float64Array(size);
  let chunk = first;
  let chunkStart = 0;
  for (let i = 0; i < size; i++) {
    const index = Math.floor((i * count) / size);
    for (; index >= chunkStart + CHUNK_NODES; chunkStart += CHUNK_NODES) chunk = chunks.next(chunk);
    sample[i] = chunks.time(firstPlace(chunk) + index - chunkStart);
  }
  return sample.sort();
}
