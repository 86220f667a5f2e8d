import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ScenarioEditor } from '../editor/scenarioEditor.ts';
import { loadEditor } from './editorLoader.ts';
import { editedRemarks, keys, review, runSetup, setup, text } from './labStore.ts';

const edited = signal<string | undefined>(undefined);

/** The scenario's text, to be edited; the remarks are those of `dundisim check`. */
export function ScenarioPanel() {
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<ScenarioEditor | undefined>(undefined);
  const shown = text.value;
  useEffect(() => {
    let isGone = false;
    edited.value = undefined;
    void loadEditor().then((make) => {
      if (isGone || place.current === null) return;
      editor.current = make(place.current, shown, keys.peek(), (now) => {
        edited.value = now;
        review(now);
      });
      review(shown);
    });
    return () => {
      isGone = true;
      editor.current?.destroy();
      editor.current = undefined;
    };
  }, [shown]);
  useEffect(() => editor.current?.show(editedRemarks.value), [editedRemarks.value]);
  const hasMistakes = editedRemarks.value.some(({ severity }) => severity === 'mistake');
  return (
    <>
      <p class="buttons">
        <button
          type="button"
          class="play"
          disabled={edited.value === undefined || hasMistakes}
          onClick={() => runSetup({ ...setup.value, text: edited.value!, faults: [] }, 0)}
        >
          Run this text
        </button>
        <button
          type="button"
          disabled={setup.value.text === undefined}
          onClick={() => runSetup({ ...setup.value, text: undefined })}
        >
          As it is shipped
        </button>
      </p>
      <div class="editor" ref={place} />
      <ul class="remarks" aria-label="What check says">
        {editedRemarks.value.slice(0, 20).map(({ severity, text: remark }) => (
          <li key={remark} class={severity}>
            {remark}
          </li>
        ))}
      </ul>
    </>
  );
}
