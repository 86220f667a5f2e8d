import {
  PANELS,
  bug,
  facts,
  lesson,
  openScenario,
  panel,
  path,
  remarks,
  scenarios,
  setup,
  version,
} from './labStore.ts';
import { LinkButton } from './linkButton.tsx';
import { Panels } from './panels.tsx';
import { SelectedHost } from './selectedHost.tsx';
import { KEYS, areKeysOn } from './shortcuts.ts';
import { Stage } from './stage.tsx';
import { Transport } from './transport.tsx';

export function App() {
  return (
    <>
      <a class="skip" href="#panels">
        To the lessons and controls
      </a>
      <header>
        <h1>dundisim lab</h1>
        <label>
          Scenario{' '}
          <select value={setup.value.scenario} onChange={(event) => openScenario(event.currentTarget.value)}>
            {scenarios.value.map(({ name, title }) => (
              <option key={name} value={name}>
                {name}: {title}
              </option>
            ))}
          </select>
        </label>
        <LinkButton />
        <ThemeButton />
      </header>
      <main data-panel={panel.value}>
        <div class="left">
          <p class="question">
            {lesson.value === undefined
              ? (facts.value?.question ?? '')
              : `${lesson.value.title}. ${lesson.value.predict.question}`}
          </p>
          <Mistakes />
          <Stage />
          <Transport />
          <SelectedHost />
        </div>
        <div class="right" id="panels" tabIndex={-1}>
          <Panels names={PANELS} />
        </div>
      </main>
      <footer>
        <span>
          dundisim {version} {path}
        </span>
        <Keys />
      </footer>
    </>
  );
}

function Keys() {
  return (
    <>
      <label>
        <input
          type="checkbox"
          checked={areKeysOn.value}
          onChange={(event) => (areKeysOn.value = event.currentTarget.checked)}
        />{' '}
        Keys:
      </label>
      {KEYS.map(({ key, does }) => (
        <span key={key}>
          <kbd>{key}</kbd> {does}
        </span>
      ))}
    </>
  );
}

/** What the command line would refuse with. */
function Mistakes() {
  const mistakes = remarks.value.filter(({ severity }) => severity === 'mistake');
  if (mistakes.length === 0 && bug.value === '') return null;
  return (
    <div class="mistakes" role="alert">
      {bug.value !== '' && <p>A bug of the program, not of the scenario: {bug}</p>}
      {mistakes.slice(0, 5).map(({ text }) => (
        <p key={text}>{text}</p>
      ))}
    </div>
  );
}

function ThemeButton() {
  const turn = (): void => {
    const { dataset } = document.documentElement;
    const isDark =
      dataset['theme'] === 'dark' ||
      (dataset['theme'] === undefined && matchMedia('(prefers-color-scheme: dark)').matches);
    dataset['theme'] = isDark ? 'light' : 'dark';
  };
  return (
    <button type="button" onClick={turn}>
      Light or dark
    </button>
  );
}
