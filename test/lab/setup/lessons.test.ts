import { describe, expect, it } from 'vitest';
import { LESSONS } from '../../../src/lab/setup/lessons.ts';
import { recorded } from '../lessonRuns.ts';

/** What each lesson's run answers, and what the run behind its button answers to the same question. */
const ANSWERS: readonly (readonly [id: string, answer: number, next: number])[] = [
  ['server-dies', 63, 33],
  ['five-seconds', 1, 3590],
  ['who-pays', 33, 0],
  ['why-ttl-2', 0, 194],
  ['two-registrations', 2, 0.1],
  ['hub-alone', 0, 156],
  ['slow-mysql', 15.9, 0],
  ['collapse', 68.1, 0],
];

describe('lessons', () => {
  it('are eight, and all are asserted here', () => {
    expect(LESSONS.map(({ id }) => id)).toEqual(ANSWERS.map(([id]) => id));
  });

  it.each(ANSWERS)('%s: %d, and behind its button %d', async (id, answer, next) => {
    const lesson = LESSONS.find((one) => one.id === id)!;
    const own = await recorded(lesson.setup);
    expect(lesson.predict.answer(own.ending.document, own.run)).toBe(answer);
    const other = await recorded(lesson.next.setup);
    expect(lesson.predict.answer(other.ending.document, other.run)).toBe(next);
  });

  it.each(LESSONS.map((lesson) => [lesson.id, lesson] as const))(
    '%s says what is seen in three sentences',
    (_, lesson) => {
      expect(lesson.see.split(/[.:] (?=[A-Z])/)).toHaveLength(3);
      expect(lesson.from).toBeGreaterThanOrEqual(0);
    },
  );
});
