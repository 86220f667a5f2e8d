import { SECOND } from '../../kernel/units.ts';
import { at, facts, isPlaying, run, speed } from './labStore.ts';

/** A longer pause between two frames (the page was hidden) does not count, ms. */
const LONGEST_FRAME = 100;

/** Moves the moment on, a frame at a time, while it plays; it waits where the recording has not come to it yet. */
export function startPlayer(): void {
  let before = 0;
  const frame = (now: number): void => {
    const passed = Math.min(now - before, LONGEST_FRAME);
    before = now;
    if (isPlaying.value) advance((passed / 1000) * SECOND * speed.value);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

function advance(by: number): void {
  const { value: known } = run;
  if (known === undefined || facts.value === undefined) return;
  if (at.value < known.until) at.value = Math.min(at.value + by, known.until);
  if (at.value >= facts.value.duration) isPlaying.value = false;
}

/** At the end of the run it begins again. */
export function playOrPause(): void {
  if (!isPlaying.value && facts.value !== undefined && at.value >= facts.value.duration) at.value = 0;
  isPlaying.value = !isPlaying.value;
}

/** To the next event of the simulation, or to the one before. */
export function step(direction: 1 | -1): void {
  isPlaying.value = false;
  const moment = run.value?.neighbour(at.value, direction);
  if (moment !== undefined) at.value = moment;
}

export function seek(moment: number): void {
  at.value = Math.max(0, Math.min(moment, facts.value?.duration ?? 0));
}

export const SLOWEST = 0.01;
export const FASTEST = 1000;

export function setSpeed(factor: number): void {
  speed.value = Math.min(FASTEST, Math.max(SLOWEST, factor));
}
