import { facts, parts, remarks, run } from './labStore.ts';
import { unwrapped } from './texts.ts';

/** What `dundisim run` prints of this run. */
export function AnswerPanel() {
  void parts.value;
  const ending = run.value?.ending;
  if (ending === undefined) return <p>The run is not computed yet.</p>;
  return (
    <>
      <p>
        Profile {facts.value?.profile}, seed {facts.value?.seed}, fingerprint{' '}
        <code id="fingerprint">{ending.document.fingerprint}</code>: the command line gives the same.
      </p>
      {!ending.isWhole && (
        <p>
          The run has more messages than the page keeps: the later ones are not drawn. The figures are of the whole run.
        </p>
      )}
      <Summary text={ending.summary} />
      {remarks.value.length > 0 && (
        <details>
          <summary>What check says: {remarks.value.length} lines</summary>
          <ul>
            {remarks.value.map(({ text }) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** Its sentences are broken as the column needs it; tables keep their lines, and scroll where they are wider. */
function Summary({ text }: { text: string }) {
  return (
    <div class="summary" role="group" aria-label="Summary" tabIndex={0}>
      {text.split(/(?<=\n\n)/).map((block, i) => (
        <div key={i} class={isTable(block) ? 'table' : 'prose'}>
          {isTable(block) ? block : unwrapped(block)}
        </div>
      ))}
    </div>
  );
}

/** Columns are apart by two blanks or more. */
function isTable(block: string): boolean {
  return /\S {2,}\S/.test(block);
}
