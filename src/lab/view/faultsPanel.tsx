import { signal } from '@preact/signals';
import { copy } from './linkButton.tsx';
import { facts, ghost, path, removeFault, setup, text, run, parts } from './labStore.ts';
import { commandOf } from '../setup/labSetup.ts';
import { clockText } from './texts.ts';

const copied = signal('');

/** The faults of the scenario and those that were made here; the scenario with them, for the terminal. */
export function FaultsPanel() {
  void parts.value;
  const { faults } = setup.value;
  const happening = run.value?.faults ?? [];
  return (
    <>
      <p>Move to a moment, select a part of the cluster, and break it: each fault becomes a line of the scenario.</p>
      <h2>Made here</h2>
      {faults.length === 0 ? (
        <p>None.</p>
      ) : (
        <ul class="faults">
          {faults.map((line) => (
            <li key={line}>
              <code>- {line}</code>{' '}
              <button type="button" onClick={() => removeFault(line)} aria-label={`Remove ${line}`}>
                Remove
              </button>
            </li>
          ))}
        </ul>
      )}
      <h2>What happens in this run</h2>
      {happening.length === 0 ? (
        <p>No fault.</p>
      ) : (
        <ul>
          {happening.map((fault) => (
            <li key={`${fault.at} ${fault.text}`}>
              {clockText(fault.at, 1000)} {fault.text}
            </li>
          ))}
        </ul>
      )}
      {ghost.value !== undefined && (
        <p>The run before stays in the chart, in grey, from {clockText(ghost.value.since, 1000)} on.</p>
      )}
      <h2>In a terminal</h2>
      <p>
        <button
          type="button"
          disabled={facts.value === undefined}
          onClick={() =>
            void copy(text.value).then(
              (done) => (copied.value = done ? 'Copied' : 'Select the text in the panel Scenario'),
            )
          }
        >
          Copy the scenario with its faults
        </button>{' '}
        <span role="status">{copied}</span>
      </p>
      <p>Written to a file, it runs with:</p>
      <pre tabIndex={0}>{commandOf(setup.value, fileOf(path.value))}</pre>
    </>
  );
}

/** Beside the shipped scenario, so that its folders are found. */
function fileOf(shipped: string): string {
  return shipped.replace(/\.ya?ml$/, '-lab.yaml');
}
