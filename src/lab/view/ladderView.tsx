import type { Ladder, Note, Step } from '../../report/ladder/ladder.ts';
import { seek } from './player.ts';
import { clockText } from './texts.ts';

/** Each message and each reason of a call in its order; what is over at the moment is marked, a click goes there. */
export function LadderView({ ladder, at }: { ladder: Ladder; at: number }) {
  const { participants, steps, outcome, because, remedies } = ladder;
  return (
    <>
      <p>
        {outcome} {because}
      </p>
      {remedies.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <div class="ladder" role="region" aria-label="Messages of the call" tabIndex={0}>
        <table style={{ width: `${5 + 7 * participants.length}rem` }}>
          <colgroup>
            <col class="moment" />
            <col span={participants.length} />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">Time</th>
              {participants.map(({ name }) => (
                <th scope="col" key={name}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {steps.map((step, i) => (
              <tr key={i} class={step.at <= at ? 'over' : ''}>
                <td>
                  <button type="button" class="time" onClick={() => seek(step.at)}>
                    {clockText(step.at, 1)}
                  </button>
                </td>
                {step.kind === 'note' ? (
                  <NoteCells note={step} lanes={participants.length} />
                ) : (
                  <StepCells step={step} lanes={participants.length} />
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function NoteCells({ note, lanes }: { note: Note; lanes: number }) {
  return (
    <td class="remark" colSpan={lanes}>
      {note.text}
    </td>
  );
}

/** An arrow over the lanes between the two ends. */
function StepCells({ step, lanes }: { step: Step; lanes: number }) {
  const [left, right] = [Math.min(step.from, step.to), Math.max(step.from, step.to)];
  const isForth = step.from < step.to;
  const isLost = step.fate === 'lost' || step.fate === 'off';
  return (
    <>
      {left > 0 && <td colSpan={left} />}
      <td colSpan={right - left + 1} class={`arrow ${step.protocol.toLowerCase()} ${isLost ? 'lost' : ''}`}>
        <span>
          <b>
            {isForth ? '' : '◂ '}
            {step.label}
            {isForth ? ' ▸' : ''}
          </b>
        </span>
        {step.remark !== '' && <em> {step.remark}</em>}
      </td>
      {right < lanes - 1 && <td colSpan={lanes - 1 - right} />}
    </>
  );
}
