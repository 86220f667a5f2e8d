import { signal } from '@preact/signals';
import { commandOf } from '../setup/labSetup.ts';
import { leversOf, withLever, type Lever } from '../setup/controls.ts';
import { change, facts, path, reset, setSeed, setup } from './labStore.ts';

/** While a slider is dragged: the value that it would have. */
const dragged = signal<{ readonly id: string; readonly index: number } | undefined>(undefined);
/** While a seed is typed: facts of an earlier change that arrive meanwhile do not overwrite it. */
const typed = signal<string | undefined>(undefined);

/** What the scenario says, to be changed: each change is a `--set` of the command line. */
export function ControlsPanel() {
  const known = facts.value;
  if (known === undefined) return <p>The scenario cannot be run yet.</p>;
  return (
    <>
      {leversOf(known).map((lever) =>
        lever.kind === 'stops' ? <Stops key={lever.id} lever={lever} /> : <Choice key={lever.id} lever={lever} />,
      )}
      <label class="control">
        <span>Seed</span>
        <input
          type="text"
          value={typed.value ?? (setup.value.seed || known.seed)}
          onInput={(event) => (typed.value = event.currentTarget.value)}
          onChange={(event) => setSeed(event.currentTarget.value.trim())}
          onBlur={() => (typed.value = undefined)}
        />
      </label>
      <p>
        <button type="button" onClick={reset}>
          As the scenario says
        </button>
      </p>
      <p>The same in a terminal:</p>
      <pre tabIndex={0}>{commandOf(setup.value, path.value)}</pre>
    </>
  );
}

function Choice({ lever }: { lever: Lever }) {
  return (
    <label class="control">
      <span>{lever.label}</span>
      <select
        value={lever.present}
        onChange={(event) => change(withLever(setup.value, lever, event.currentTarget.value))}
      >
        {lever.values.map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      <small>{lever.help}</small>
    </label>
  );
}

function Stops({ lever }: { lever: Lever }) {
  const { id, values } = lever;
  const present = values.findIndex(({ value }) => value === lever.present);
  const index = dragged.value?.id === id ? dragged.value.index : Math.max(0, present);
  const shown = values[index]?.text ?? lever.present;
  return (
    <label class="control">
      <span>{lever.label}</span>
      <input
        type="range"
        min="0"
        max={values.length - 1}
        step="1"
        value={index}
        aria-valuetext={shown}
        onInput={(event) => (dragged.value = { id, index: Number(event.currentTarget.value) })}
        onChange={(event) => {
          dragged.value = undefined;
          change(withLever(setup.value, lever, values[Number(event.currentTarget.value)]!.value));
        }}
      />
      <output>{shown}</output>
      <small>{lever.help}</small>
    </label>
  );
}
