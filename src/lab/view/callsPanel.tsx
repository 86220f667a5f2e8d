import { signal } from '@preact/signals';
import { CAUSES } from '../../model/story/index.ts';
import { at, call, ladder, parts, run, showCall } from './labStore.ts';
import { LadderView } from './ladderView.tsx';
import { seek } from './player.ts';
import { callText } from './texts.ts';

const MOST_LISTED = 200;
const which = signal<'lost' | 'slow' | 'all'>('lost');
const SLOW = 2_000_000;

/** The calls of the run, and the ladder of one. */
export function CallsPanel() {
  void parts.value;
  const all = run.value?.calls ?? [];
  const chosen = all
    .filter(
      (row) => which.value === 'all' || (which.value === 'lost' ? row.lost : row.ringingAt - row.offeredAt > SLOW),
    )
    .sort((a, b) => a.offeredAt - b.offeredAt);
  return (
    <>
      <label>
        Show{' '}
        <select
          value={which.value}
          onChange={(event) => (which.value = event.currentTarget.value as typeof which.value)}
        >
          <option value="lost">lost calls</option>
          <option value="slow">calls that rang after more than 2 s</option>
          <option value="all">all calls</option>
        </select>
      </label>
      <label class="list">
        {chosen.length} calls
        <select size={6} value={String(call.value)} onChange={(event) => showCall(Number(event.currentTarget.value))}>
          {chosen.slice(0, MOST_LISTED).map((row) => (
            <option key={row.call} value={String(row.call)}>
              {callText(row)}
            </option>
          ))}
        </select>
      </label>
      {call.value > 0 && <OneCall />}
    </>
  );
}

function OneCall() {
  const row = run.value?.calls.find((one) => one.call === call.value);
  const shown = ladder.value;
  return (
    <section aria-label={`Call ${call.value}`}>
      <h2>Call {call.value}</h2>
      {shown === undefined && row !== undefined && row.cause !== '' && Object.hasOwn(CAUSES, row.cause) && (
        <p>
          <strong>{row.because}</strong>
        </p>
      )}
      <p class="buttons">
        <button type="button" onClick={() => row !== undefined && seek(row.offeredAt)}>
          To its beginning
        </button>
        <button type="button" onClick={() => (call.value = 0)}>
          Show all calls again
        </button>
      </p>
      {shown === undefined || shown.call.call !== call.value ? (
        <p role="status">It runs again, to follow this call …</p>
      ) : (
        <LadderView ladder={shown} at={at.value} />
      )}
    </section>
  );
}
