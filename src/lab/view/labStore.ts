import { batch, computed, signal } from '@preact/signals';
import type { Ladder } from '../../report/ladder/ladder.ts';
import type { ClusterFacts } from '../engine/clusterFacts.ts';
import type { Reply, ShownRemark } from '../engine/exchange.ts';
import type { Given } from '../engine/labScenario.ts';
import type { scenarioKeys } from '../engine/scenarioKeys.ts';
import type { TradeoffPoint } from '../engine/tradeoffRuns.ts';
import { ReplayedRun } from '../replay/replayedRun.ts';
import { faultLine } from '../setup/faultLines.ts';
import { EMPTY, type Setup } from '../setup/labSetup.ts';
import { lessonNamed, type Lesson } from '../setup/lessons.ts';
import type { View } from '../setup/labLink.ts';
import { selectionName, selectionNamed, type Selection } from './selection.ts';
import { layoutOf } from './stageLayout.ts';
import { WorkerClient, workerScript } from './workerClient.ts';

export const PANELS = ['lessons', 'controls', 'faults', 'calls', 'tradeoff', 'scenario', 'answer'] as const;
export type Panel = (typeof PANELS)[number];

/** A run that another has taken the place of: its future stays in view. */
export interface Ghost {
  readonly run: ReplayedRun;
  /** From here on the two may differ, µs. */
  readonly since: number;
}

// The run.
export const scenarios = signal<readonly { readonly name: string; readonly title: string; readonly text: string }[]>(
  [],
);
export const keys = signal<ReturnType<typeof scenarioKeys>>([]);
export const setup = signal<Setup>(EMPTY);
export const facts = signal<ClusterFacts | undefined>(undefined);
export const layout = computed(() => (facts.value === undefined ? undefined : layoutOf(facts.value)));
export const remarks = signal<readonly ShownRemark[]>([]);
/** The scenario with the faults of the setup, and its path on the command line. */
export const text = signal('');
export const path = signal('');
export const run = signal<ReplayedRun | undefined>(undefined);
/** Rises with each part of the recording: what is drawn of it has to be drawn anew. */
export const parts = signal(0);
export const ghost = signal<Ghost | undefined>(undefined);
export const bug = signal('');
export const version = signal('');

// The moment.
export const at = signal(0);
export const speed = signal(1);
export const isPlaying = signal(false);

// What is looked at.
export const selection = signal<Selection>({ kind: 'none' });
export const panel = signal<Panel>('lessons');
export const call = signal(0);
export const ladder = signal<Ladder | undefined>(undefined);
export const lesson = signal<Lesson | undefined>(undefined);
export const guess = signal<number | undefined>(undefined);
/** The lesson has asked, and has no guess yet: nothing on the page gives the answer away. */
export const isAnswerHidden = computed(() => lesson.value !== undefined && guess.value === undefined);
/** The lives of cached answers, where they are what the lesson asks for. */
export const areLivesHidden = computed(() => isAnswerHidden.value && lesson.value!.asksForLives === true);
export const tradeoff = signal<readonly TradeoffPoint[]>([]);
export const isTradeoffRunning = signal(false);
/** What is announced to a screen reader. */
export const announcement = signal('');

let runner: WorkerClient | undefined;
/** For all that is no run: it starts when something is asked first. */
let asker: () => WorkerClient | undefined = () => undefined;

/** Starts the workers; `restored`: the view of a link. */
export async function start(given: Given | undefined, restored: View | undefined): Promise<void> {
  const script = await workerScript();
  runner = new WorkerClient(script, given, fromRunner);
  let started: WorkerClient | undefined;
  asker = () => (started ??= new WorkerClient(script, given, fromAsker));
  if (restored !== undefined) {
    restore(restored);
  } else if (given === undefined) {
    beginLesson(lessonNamed('server-dies')!);
    // Not where motion was asked to be left out.
    isPlaying.value = !matchMedia('(prefers-reduced-motion: reduce)').matches;
  } else {
    panel.value = 'controls';
    runSetup({ ...EMPTY, scenario: given.path });
  }
}

function restore(view: View): void {
  batch(() => {
    const shown = PANELS.find((name) => name === view.panel);
    if (shown !== undefined) panel.value = shown;
    lesson.value = lessonNamed(view.lesson);
    guess.value = view.guess;
    wanted = view;
    runSetup(view.setup);
    speed.value = view.speed;
  });
}

/** Of a link: the moment, selection and call, until the run has come to them. */
let wanted: View | undefined;

/** Runs a setup from its beginning; the run before stays as a ghost when they have a past in common until `since`. */
export function runSetup(next: Setup, since?: number): void {
  const before = run.value;
  batch(() => {
    ghost.value = before === undefined || since === undefined ? undefined : { run: before, since };
    setup.value = next;
    run.value = undefined;
    ladder.value = undefined;
    if (since === undefined) {
      at.value = 0;
      selection.value = { kind: 'none' };
      call.value = 0;
    }
    tradeoff.value = [];
    bug.value = '';
  });
  runner?.ask({ kind: 'run', setup: next });
}

/** A control was moved: the same scenario runs again, and the old run stays in view. The moment stays too. */
export function change(next: Setup): void {
  const moment = at.value;
  runSetup(next, 0);
  at.value = moment;
}

/** Something breaks at the present moment: a line more in the scenario's faults. Until then both runs are the same. */
export function breakNow(fault: string): void {
  const moment = at.value;
  const line = faultLine(moment, fault);
  announcement.value = `Added ${line}`;
  runSetup({ ...setup.value, faults: [...setup.value.faults, line] }, moment);
  at.value = moment;
}

export function removeFault(line: string): void {
  change({ ...setup.value, faults: setup.value.faults.filter((one) => one !== line) });
}

/** Keeps the run that is shown in grey, so that what is done next can be held against it. */
export function forkHere(): void {
  if (run.value !== undefined) ghost.value = { run: run.value, since: at.value };
  announcement.value = 'This run stays in view, in grey.';
}

export function reset(): void {
  change({ ...EMPTY, scenario: setup.value.scenario });
}

export function beginLesson(next: Lesson): void {
  batch(() => {
    lesson.value = next;
    guess.value = undefined;
    panel.value = 'lessons';
    runSetup(next.setup);
    at.value = next.from;
    speed.value = next.speed;
    isPlaying.value = false;
  });
}

export function leaveLesson(): void {
  lesson.value = undefined;
  guess.value = undefined;
}

/** A shipped scenario from its beginning, outside any lesson. */
export function openScenario(name: string): void {
  leaveLesson();
  runSetup({ ...EMPTY, scenario: name });
}

export function showCall(number: number): void {
  const row = run.value?.calls.find((one) => one.call === number);
  batch(() => {
    call.value = number;
    panel.value = 'calls';
    ladder.value = undefined;
    isPlaying.value = false;
    if (row !== undefined) at.value = row.offeredAt;
  });
  asker()?.ask({ kind: 'ladder', setup: setup.value, call: number });
}

export function computeTradeoff(profiles: readonly string[]): void {
  tradeoff.value = [];
  isTradeoffRunning.value = true;
  asker()?.ask({ kind: 'tradeoff', setup: setup.value, profiles });
}

/** What the command line would say of a text that is being edited. */
export function review(edited: string): void {
  asker()?.ask({ kind: 'review', setup: { ...setup.value, text: edited, faults: [] } });
}
export const editedRemarks = signal<readonly ShownRemark[]>([]);

export function setSeed(seed: string): void {
  change({ ...setup.value, seed });
}

function fromRunner(reply: Reply): void {
  switch (reply.kind) {
    case 'ready':
      scenarios.value = reply.scenarios;
      version.value = reply.version;
      keys.value = reply.keys;
      return;
    case 'review':
      batch(() => {
        remarks.value = reply.remarks;
        text.value = reply.text;
        path.value = reply.path;
        if (reply.facts === undefined) return;
        facts.value = reply.facts;
        run.value = new ReplayedRun(reply.facts.phones.numbers.length);
      });
      return;
    case 'part':
      run.value?.append(reply.part);
      parts.value += 1;
      restoreMoment();
      return;
    case 'ended':
      if (run.value !== undefined) run.value.ending = reply.ending;
      parts.value += 1;
      restoreMoment();
      return;
    case 'bug':
      bug.value = reply.text;
      return;
    default:
  }
}

function restoreMoment(): void {
  const known = run.value;
  if (wanted === undefined || known === undefined || facts.value === undefined) return;
  if (known.ending === undefined && (known.until < wanted.at || wanted.call > 0)) return;
  const { at: moment, selected, call: number } = wanted;
  wanted = undefined;
  batch(() => {
    if (number > 0) showCall(number);
    at.value = Math.min(moment, facts.value!.duration);
    selection.value = selectionNamed(selected, facts.value!);
  });
}

function fromAsker(reply: Reply): void {
  if (reply.kind === 'ladder') ladder.value = reply.ladder;
  else if (reply.kind === 'tradeoff') tradeoff.value = [...tradeoff.value, reply.point];
  else if (reply.kind === 'tradeoffEnded') isTradeoffRunning.value = false;
  else if (reply.kind === 'review') editedRemarks.value = reply.remarks;
  else if (reply.kind === 'bug') bug.value = reply.text;
}

/** What a link to the present view holds. */
export function presentView(): View {
  const known = facts.value;
  return {
    setup: setup.value,
    at: Math.round(at.value),
    speed: speed.value,
    selected: known === undefined ? '' : selectionName(selection.value, known),
    call: call.value,
    panel: panel.value,
    lesson: lesson.value?.id ?? '',
    guess: guess.value,
  };
}
