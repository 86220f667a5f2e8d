import { computed } from '@preact/signals';
import { at, bug, facts, parts, remarks, run, scenarios } from './labStore.ts';
import { clockText } from './texts.ts';

/** What the page waits for; empty: nothing. */
export const working = computed(() => {
  void parts.value;
  if (bug.value !== '') return '';
  if (scenarios.value.length === 0) return 'Loading: the simulator starts …';
  const hasMistakes = remarks.value.some(({ severity }) => severity === 'mistake');
  if (run.value === undefined) return hasMistakes ? '' : 'Loading: the scenario is read …';
  return run.value.ending === undefined ? 'The run is computed …' : '';
});

/** What the page waits for, said to a screen reader when it changes, and how far the run has come; else the last event. */
export function Working() {
  void parts.value;
  const text = working.value;
  const known = run.value;
  const duration = facts.value?.duration ?? 1;
  const done = known?.until ?? 0;
  return (
    <div class="working">
      <span role="status">{text === '' ? <span class="hidden">The run is computed.</span> : text}</span>
      {text === '' ? (
        <EventLine />
      ) : (
        <>
          <progress max={duration} value={known === undefined ? undefined : done} aria-label="Computed so far" />
          <span aria-hidden="true">
            {known !== undefined && `${clockText(done, 1000)} of ${clockText(duration, 1000)}`}
          </span>
        </>
      )}
    </div>
  );
}

/** The last event. */
function EventLine() {
  void parts.value;
  const known = run.value;
  if (known === undefined) return <span class="event" />;
  const count = known.eventsUpTo(at.value);
  const { columns } = known.events;
  const name = count === 0 ? '' : known.texts[columns.name[count - 1]!]!;
  const host = count === 0 ? undefined : facts.value?.servers[columns.host[count - 1]!]?.name;
  return (
    <span class="event" title={`${name}${host === undefined ? '' : ` at ${host}`}`}>
      event {count.toLocaleString('en')} {name}
      {host !== undefined && ` at ${host}`}
    </span>
  );
}
