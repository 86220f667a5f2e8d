import { signal } from '@preact/signals';
import { isSame } from '../setup/labSetup.ts';
import { CLOSE, judged } from '../setup/guess.ts';
import { LESSONS, type Lesson } from '../setup/lessons.ts';
import { beginLesson, guess, isPlaying, leaveLesson, lesson, panel, parts, run, runSetup, setup } from './labStore.ts';

const written = signal('');

function begin(next: Lesson): void {
  written.value = '';
  beginLesson(next);
}

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
            if (next !== undefined) begin(next);
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
      <AllForTheTeacher />
    </>
  );
}

function LessonText({ lesson: shown }: { lesson: Lesson }) {
  const { title, see, predict, teacher } = shown;
  return (
    <>
      <h2>{title}</h2>
      <p>{see}</p>
      {guess.value === undefined ? <Guess predict={predict} /> : <YourGuess lesson={shown} />}
      <Answer lesson={shown} />
      <details>
        <summary>For the teacher: this lesson</summary>
        <p>{teacher}</p>
      </details>
    </>
  );
}

function Guess({ predict }: { predict: Lesson['predict'] }) {
  return (
    <form
      class="predict"
      onSubmit={(event) => {
        event.preventDefault();
        const number = Number(written.value);
        if (written.value.trim() === '' || !Number.isFinite(number)) return;
        guess.value = number;
        isPlaying.value = true;
        // The form is gone then, and the keyboard's place with it.
        requestAnimationFrame(() => document.querySelector<HTMLElement>('#your-guess')?.focus({ preventScroll: true }));
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
  );
}

/** In the place of the question: the answer is what is to be read now. */
function YourGuess({ lesson: shown }: { lesson: Lesson }) {
  const { question, unit } = shown.predict;
  return (
    <p class="note" id="your-guess" tabIndex={-1}>
      {question} Your guess:{' '}
      <span class="nowrap">
        {guess.value} {unit}.
      </span>{' '}
      <button type="button" class="link" onClick={() => begin(shown)}>
        Guess again
      </button>{' '}
      <button type="button" class="link" onClick={leaveLesson}>
        Leave the lesson
      </button>
    </p>
  );
}

/** Only when a number was guessed, and the run is over. */
function Answer({ lesson: { id, setup: own, predict, because, next } }: { lesson: Lesson }) {
  void parts.value;
  if (guess.value === undefined) return null;
  const known = run.value;
  if (!isSame(setup.value, own)) {
    const isNext = isSame(setup.value, next.setup);
    return (
      <div class="answer">
        <p>{isNext ? next.shows : 'This is no longer the run of the lesson.'}</p>
        {isNext && next.line !== undefined && (
          <pre tabIndex={0}>{`; ${next.line.file}, before:\n${next.line.before}\n; now:\n${next.line.now}`}</pre>
        )}
        <p class="buttons">
          <button type="button" onClick={() => runSetup(own, 0)}>
            Back to the run of the lesson
          </button>
          <button type="button" onClick={() => (panel.value = 'answer')}>
            All figures of this run
          </button>
          <NextLesson after={id} />
        </p>
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

function NextLesson({ after }: { after: string }) {
  const following = LESSONS[LESSONS.findIndex(({ id }) => id === after) + 1];
  if (following === undefined) return null;
  return (
    <button type="button" class="play" onClick={() => begin(following)}>
      Next lesson: {following.title}
    </button>
  );
}

/** To prepare a class: every lesson with its explanation, which gives the answer away. */
function AllForTheTeacher() {
  return (
    <details>
      <summary>For the teacher: all eight lessons, with their answers</summary>
      <ol>
        {LESSONS.map(({ id, title, predict, because, next, teacher }) => (
          <li key={id}>
            <strong>{title}.</strong> {predict.question} {because}
            <br />
            Then: {next.label}. {next.shows}
            <br />
            In class: {teacher}
          </li>
        ))}
      </ol>
    </details>
  );
}
