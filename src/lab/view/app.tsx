import { PANELS, bug, facts, path, remarks, scenarios, setup, runSetup, version } from './labStore.ts';
import { EMPTY } from '../setup/labSetup.ts';
import { LinkButton } from './linkButton.tsx';
import { Panels } from './panels.tsx';
import { SelectedHost } from './selectedHost.tsx';
import { Stage } from './stage.tsx';
import { Transport } from './transport.tsx';

export function App() {
  return (
    <>
      <a class="skip" href="#panels">
        Skip to the lessons and controls
      </a>
      <header>
        <h1>dundisim lab</h1>
        <label>
          Scenario{' '}
          <select
            value={setup.value.scenario}
            onChange={(event) => runSetup({ ...EMPTY, scenario: event.currentTarget.value })}
          >
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
      <main>
        <div class="left">
          <p class="question">{facts.value?.question ?? ''}</p>
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
        dundisim {version} · {path} · keys: k play, , and . one event, j and l 10 s, + and − speed
      </footer>
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
