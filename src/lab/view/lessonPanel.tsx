import { signal } from '@preact/signals';
import { isSame } from '../setup/labSetup.ts';
import { CLOSE, judged } from '../setup/guess.ts';
import { LESSONS, type Lesson } from '../setup/lessons.ts';
import { beginLesson, guess, isPlaying, leaveLesson, lesson, panel, parts, run, runSetup, setup } from './labStore.ts';

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
      {chosen === undefined ? (
        <p>Eight lessons of a few minutes each: you guess a number, run the cluster, and see why it is another.</p>
      ) : (
        <LessonText lesson={chosen} />
      )}
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
        <p class="note">
          Within {100 * CLOSE} % counts as right. Until then the page shows nothing that gives the answer away.{' '}
          <button type="button" class="link" onClick={leaveLesson}>
            Leave the lesson
          </button>
        </p>
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
          All figures of this run
        </button>
      </div>
    );
  }
  if (known?.ending === undefined) return <p role="status">The run is computed, then the answer is here …</p>;
  const answer = predict.answer(known.ending.document, known);
  return (
    <div class="answer" role="status">
      <p class="result">
        {answer} {predict.unit}. {judged(guess.value, answer, predict.unit).text}
      </p>
      <p>{because}</p>
      <button type="button" class="play" onClick={() => runSetup(next.setup, 0)}>
        {next.label}
      </button>
      {known.calls.some(({ lost }) => lost) && (
        <p class="note">Or click a red bar below the picture: it shows how that call was lost.</p>
      )}
    </div>
  );
}
