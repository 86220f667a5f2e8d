import { signal } from '@preact/signals';
import { isSame } from '../setup/labSetup.ts';
import { LESSONS, type Lesson } from '../setup/lessons.ts';
import { beginLesson, guess, isPlaying, lesson, panel, parts, run, runSetup, setup } from './labStore.ts';

const written = signal('');

/** Predict, run, check. */
export function LessonPanel() {
  const chosen = lesson.value;
  return (
    <>
      <label>
        Lesson{' '}
        <select
          value={chosen?.id ?? ''}
          onChange={(event) => {
            const next = LESSONS.find(({ id }) => id === event.currentTarget.value);
            written.value = '';
            if (next !== undefined) beginLesson(next);
          }}
        >
          {chosen === undefined && <option value="">choose one</option>}
          {LESSONS.map(({ id, title }, i) => (
            <option key={id} value={id}>
              {i + 1}. {title}
            </option>
          ))}
        </select>
      </label>
      {chosen === undefined ? <p>Eight lessons of five minutes each.</p> : <LessonText lesson={chosen} />}
    </>
  );
}

function LessonText({ lesson: shown }: { lesson: Lesson }) {
  const { title, see, predict, teacher } = shown;
  return (
    <>
      <h2>{title}</h2>
      <p>{see}</p>
      <form
        class="predict"
        onSubmit={(event) => {
          event.preventDefault();
          const number = Number(written.value);
          if (written.value.trim() === '' || !Number.isFinite(number)) return;
          guess.value = number;
          isPlaying.value = true;
        }}
      >
        <label>
          <strong>Your guess first.</strong> {predict.question}{' '}
          <input
            type="number"
            step="any"
            required
            value={written.value}
            onInput={(event) => (written.value = event.currentTarget.value)}
          />{' '}
          {predict.unit}
        </label>
        <button type="submit" class="play">
          Run and check
        </button>
      </form>
      <Answer lesson={shown} />
      <details>
        <summary>For the teacher</summary>
        <p>{teacher}</p>
      </details>
    </>
  );
}

/** Only when a number was guessed, and the run is over. */
function Answer({ lesson: { setup: own, predict, because, next } }: { lesson: Lesson }) {
  void parts.value;
  if (guess.value === undefined) return null;
  const known = run.value;
  if (!isSame(setup.value, own)) {
    const isNext = isSame(setup.value, next.setup);
    return (
      <div class="answer">
        <p>{isNext ? next.shows : 'This is no longer the run of the lesson.'}</p>
        <button type="button" onClick={() => runSetup(own, 0)}>
          Back to the lesson
        </button>
        <button type="button" onClick={() => (panel.value = 'answer')}>
          What came of it
        </button>
      </div>
    );
  }
  if (known?.ending === undefined) return <p role="status">It runs …</p>;
  const answer = predict.answer(known.ending.document, known);
  const isClose = Math.abs(guess.value - answer) <= predict.close;
  return (
    <div class="answer" role="status">
      <p class="result">
        {answer} {predict.unit}. {isClose ? 'You had it.' : `You said ${guess.value}.`}
      </p>
      <p>{because}</p>
      <button type="button" class="play" onClick={() => runSetup(next.setup, 0)}>
        {next.label}
      </button>
    </div>
  );
}
