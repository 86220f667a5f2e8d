import { facts, isAnswerHidden, parts, remarks, run } from './labStore.ts';

/** What `dundisim run` prints of this run. */
export function AnswerPanel() {
  void parts.value;
  if (isAnswerHidden.value) return <p>Your guess first: the lesson asks for a number.</p>;
  const ending = run.value?.ending;
  if (ending === undefined) return <p role="status">It runs …</p>;
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
      <pre class="summary" tabIndex={0}>
        {ending.summary}
      </pre>
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
