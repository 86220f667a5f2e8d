import { useComputed } from '@preact/signals';
import { announcement, at, facts, forkHere, isPlaying, parts, run, speed } from './labStore.ts';
import { playOrPause, seek, setSpeed, step, FASTEST, SLOWEST } from './player.ts';
import { clockText, speedText } from './texts.ts';
import { Timeline } from './timeline.tsx';
import { Working } from './working.tsx';

/** Play, pause, speed, steps, and the whole run to drag over. */
export function Transport() {
  const duration = facts.value?.duration ?? 1;
  void parts.value;
  const state = run.value?.ending === undefined ? 'running' : 'ended';
  const shown = useComputed(() => clockText(at.value, speed.value));
  return (
    <section class="transport" aria-label="Time" data-state={state}>
      <div class="buttons">
        <button type="button" onClick={() => seek(0)} title="To the beginning">
          <span aria-hidden="true">|◂</span>
          <span class="hidden">To the beginning</span>
        </button>
        <button type="button" onClick={() => step(-1)} title="Event before (key ,)">
          <span aria-hidden="true">◂</span>
          <span class="hidden">Event before</span>
        </button>
        <button type="button" class="play" onClick={playOrPause} title="Key k">
          {isPlaying.value ? 'Pause' : 'Play'}
        </button>
        <button type="button" onClick={() => step(1)} title="Next event (key .)">
          <span aria-hidden="true">▸</span>
          <span class="hidden">Next event</span>
        </button>
        <label class="speed">
          Speed
          <input
            type="range"
            min={Math.log10(SLOWEST)}
            max={Math.log10(FASTEST)}
            step="0.1"
            value={Math.log10(speed.value)}
            aria-valuetext={speedText(speed.value)}
            onInput={(event) => setSpeed(10 ** Number(event.currentTarget.value))}
          />
          <output>{speedText(speed.value)}</output>
        </label>
        <output class="clock" aria-label="Virtual time">
          {shown}
        </output>
        <button type="button" onClick={forkHere} disabled={run.value?.ending === undefined}>
          Fork here
        </button>
        <Working />
      </div>
      <Timeline />
      <input
        class="slider"
        type="range"
        aria-label="Time in the run"
        min="0"
        max={duration}
        step="1000"
        value={at.value}
        aria-valuetext={shown}
        onInput={(event) => seek(Number(event.currentTarget.value))}
      />
      <p class="hidden" role="status">
        {announcement}
      </p>
    </section>
  );
}
