import { describe, expect, it } from 'vitest';
import { LESSONS, lessonNamed, type Lesson } from '../../../src/lab/setup/lessons.ts';
import type { Setup } from '../../../src/lab/setup/labSetup.ts';
import type { ReplayedRun } from '../../../src/lab/replay/replayedRun.ts';
import { documentOf, library, recorded } from '../lessonRuns.ts';

const S = 1_000_000;

/** What each lesson's run answers, and what the run behind its button answers to the same question. */
const ANSWERS: readonly (readonly [id: string, answer: number, next: number])[] = [
  ['server-dies', 63, 33],
  ['five-seconds', 1, 3590],
  ['who-pays', 33, 0],
  ['why-ttl-2', 0, 234],
  ['two-registrations', 2, 0.1],
  ['hub-alone', 0, 156],
  ['slow-mysql', 15.9, 0],
  ['collapse', 68, 0],
];

/** As the page does it; a lesson that asks for nothing but a figure of the document needs no recording. */
async function answerOf({ predict }: Lesson, setup: Setup): Promise<number> {
  if (predict.answer.length === 1) return predict.answer(await documentOf(setup), undefined as unknown as ReplayedRun);
  const { ending, run } = await recorded(setup);
  return predict.answer(ending.document, run);
}

// First, so that their recordings are there for the answers.
describe('what a lesson says besides is so:', () => {
  it('who loses calls when a server dies, and when its phones turn red', async () => {
    const { run, ending } = await recorded(lessonNamed('server-dies')!.setup);
    expect(lessonNamed('server-dies')!.predict.question).toContain('About 900 calls');
    expect(Math.round(run.calls.length / 100)).toBe(9);
    const lost = run.calls.filter((call) => call.lost);
    const share = (cause: string): number => lost.filter((call) => call.cause === cause).length / lost.length;
    expect(Math.abs(share('ownServerDown') - 2 / 3)).toBeLessThan(0.05);
    expect(Math.abs(share('mediaCut') - 1 / 3)).toBeLessThan(0.05);
    for (const call of lost) if (call.cause === 'mediaCut') expect(call.endedAt).toBe(60 * S);
    expect(lessonNamed('server-dies')!.see).toContain('from about 3:35 on');
    const red = (at: number): number => run.registeredAt(at * S).filter((one) => one === 0).length;
    expect([59, 200, 210].map(red)).toEqual([0, 0, 0]);
    expect(red(220)).toBeGreaterThan(5);
    expect(red(300)).toBeGreaterThan(100);
    expect(ending.document.calls.saved).toBeGreaterThan(30);
  });

  it('the hub has noticed the crash at 1:54, after 290 calls in 5 minutes', async () => {
    const { run } = await recorded(lessonNamed('who-pays')!.setup);
    const noticed = run.marks.find(({ server, status }) => server === 0 && status === 'UNREACHABLE');
    expect(Math.round(noticed!.at / S)).toBe(114);
    expect(lessonNamed('who-pays')!.see).toContain('until 1:54');
    expect(lessonNamed('who-pays')!.predict.question).toContain(`${run.calls.length} calls`);
  });

  it('what cachetime trades: fewer lookups against more lost calls', async () => {
    const { because, setup, next } = lessonNamed('five-seconds')!;
    const [short, long] = [await documentOf(setup), await documentOf(next.setup)];
    expect(because).toContain(`${short.servers['dunpbx1']!.lookups} lookups in 15 minutes`);
    expect(because).toContain(`${short.calls.lost} calls are lost`);
    expect(next.shows).toContain(
      `${long.servers['dunpbx1']!.lookups} lookups instead of ${short.servers['dunpbx1']!.lookups}`,
    );
    expect(next.shows).toContain(`${long.calls.lost} are lost instead of ${short.calls.lost}`);
    expect(short.calls.outcomes.misrouted).toBe(0);
    expect(long.calls.outcomes.misrouted).toBeGreaterThan(10);
  });

  it('the line that cures the collapse is one of the dialplan, and so is the one before', () => {
    const { file, before, now } = lessonNamed('collapse')!.next.line!;
    const { text } = library.folder('collapse', 'paper-16')!.find(({ path }) => path === `regpbx1/${file}`)!;
    for (const line of [before, now]) expect(text.split('\n')).toContain(line);
  });

  it('with ttl 2 a lookup finds the phone for four fifths of 290 calls', async () => {
    const { calls } = await documentOf(lessonNamed('why-ttl-2')!.next.setup);
    expect(lessonNamed('why-ttl-2')!.predict.question).toContain(`${calls.offered} calls`);
    expect(Math.abs(calls.outcomes.dundi / calls.offered - 4 / 5)).toBeLessThan(0.05);
  });

  it('about 360 calls are made while the hub is alone', async () => {
    const { calls } = await documentOf(lessonNamed('hub-alone')!.setup);
    expect(lessonNamed('hub-alone')!.predict.question).toContain(`${10 * Math.round(calls.offered / 10)} calls`);
  });

  it('the load of the registrations, were there no copies: 40 % of a thread', async () => {
    const { simulatedSeconds, database } = await documentOf(lessonNamed('slow-mysql')!.next.setup);
    const perServer = database.byKind.update / simulatedSeconds / 5;
    expect(Math.abs(perServer - 1.3)).toBeLessThan(0.1);
    expect(Math.abs(0.3 * perServer - 0.4)).toBeLessThan(0.03);
  });
});

describe('lessons', () => {
  it('are eight, and all are asserted here', () => {
    expect(LESSONS.map(({ id }) => id)).toEqual(ANSWERS.map(([id]) => id));
  });

  it.each(ANSWERS)('%s: %d, and behind its button %d', async (id, answer, next) => {
    const lesson = lessonNamed(id)!;
    expect(await answerOf(lesson, lesson.setup)).toBe(answer);
    expect(await answerOf(lesson, lesson.next.setup)).toBe(next);
  });

  it.each(LESSONS.map((lesson) => [lesson.id, lesson] as const))(
    '%s says what is seen in three sentences',
    (_, lesson) => {
      expect(lesson.see.split(/\. (?=[A-Z])/)).toHaveLength(3);
      expect(lesson.from).toBeGreaterThanOrEqual(0);
    },
  );
});
