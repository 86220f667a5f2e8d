import { useRef } from 'preact/hooks';
import { AnswerPanel } from './answerPanel.tsx';
import { CallsPanel } from './callsPanel.tsx';
import { ControlsPanel } from './controlsPanel.tsx';
import { FaultsPanel } from './faultsPanel.tsx';
import { isAnswerHidden, leaveLesson, panel, type Panel } from './labStore.ts';
import { LessonPanel } from './lessonPanel.tsx';
import { ScenarioPanel } from './scenarioPanel.tsx';
import { TradeoffPanel } from './tradeoffPanel.tsx';

/** `tells`: it gives away what a lesson asks, and waits for the guess; the text of a scenario says what comes of it. */
const PARTS: Readonly<
  Record<Panel, { readonly title: string; readonly tells?: true; readonly show: () => preact.JSX.Element }>
> = {
  lessons: { title: 'Lessons', show: () => <LessonPanel /> },
  controls: { title: 'Controls', show: () => <ControlsPanel /> },
  faults: { title: 'Faults', show: () => <FaultsPanel /> },
  calls: { title: 'Calls', tells: true, show: () => <CallsPanel /> },
  tradeoff: { title: 'Trade-off', tells: true, show: () => <TradeoffPanel /> },
  scenario: { title: 'Scenario', tells: true, show: () => <ScenarioPanel /> },
  answer: { title: 'Answer', tells: true, show: () => <AnswerPanel /> },
};

/** Tabs, after the pattern of the ARIA Authoring Practices: arrows move, one tab stop. */
export function Panels({ names }: { names: readonly Panel[] }) {
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const next = names[(names.indexOf(panel.value) + by + names.length) % names.length]!;
    panel.value = next;
    list.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };
  return (
    <>
      <div role="tablist" aria-label="What to do" class="tabs" ref={list} onKeyDown={move}>
        {names.map((name) => (
          <button
            type="button"
            key={name}
            id={`tab-${name}`}
            role="tab"
            aria-selected={panel.value === name}
            aria-controls="panel"
            tabIndex={panel.value === name ? 0 : -1}
            onClick={() => (panel.value = name)}
          >
            {PARTS[name].title}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="panel" aria-labelledby={`tab-${panel.value}`} class="panel" tabIndex={0}>
        {PARTS[panel.value].tells === true && isAnswerHidden.value ? <GuessFirst /> : PARTS[panel.value].show()}
      </div>
    </>
  );
}

function GuessFirst() {
  return (
    <>
      <p>Your guess first: this panel would give away the number that the lesson asks for.</p>
      <p class="buttons">
        <button type="button" class="play" onClick={() => (panel.value = 'lessons')}>
          To the lesson
        </button>
        <button type="button" onClick={leaveLesson}>
          Leave the lesson
        </button>
      </p>
    </>
  );
}
