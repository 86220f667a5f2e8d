import { expect, it } from 'vitest';
import type { NamedFigures } from '../../../src/measure/namedCalls.ts';
import type { ClusterConfig } from '../../../src/model/config.ts';
import { namedAnswer, namedSection } from '../../../src/report/run/namedText.ts';

const FIGURES: NamedFigures = {
  name: 'internal',
  offered: 100,
  answered: 80,
  saved: 0,
  voicemail: 0,
  diverted: 0,
  lost: 0,
  lostAnswered: 0,
  lostVoicemail: 0,
  slow: 0,
  parked: 0,
  retrieved: 0,
  rangBy: {},
};
const CONFIG = { calls: [], phones: [] } as unknown as ClusterConfig;
const said = (figures: Partial<NamedFigures>): string =>
  namedAnswer(CONFIG, { internal: { ...FIGURES, ...figures } }).join();

it.each([
  [{ offered: 80 }, '80 of 80 answered (100 %)'],
  [{}, '80 of 100 answered (80 %), 20 busy, not answered, not found or under way'],
  [{ lost: 19, voicemail: 1 }, '80 of 100 answered (80 %), 19 lost, 1 to voicemail'],
  [
    { lost: 18, voicemail: 7, lostVoicemail: 5, diverted: 5 },
    '80 of 100 answered (80 %), 18 lost, of them 5 falsely diverted to voicemail, the phone never dialled, 2 more to voicemail',
  ],
  [
    { offered: 634, answered: 434, lost: 62, lostAnswered: 5, voicemail: 143 },
    '434 of 634 answered (68 %), 62 lost, of them 5 after the answer, 143 to voicemail',
  ],
  [
    { lost: 13, lostAnswered: 2, voicemail: 9, lostVoicemail: 7, diverted: 4 },
    '80 of 100 answered (80 %), 13 lost, of them 2 after the answer and 4 falsely diverted to voicemail, the phone never dialled and 3 to voicemail though the phone was idle, 2 more to voicemail, 7 busy, not answered, not found or under way',
  ],
])('counts lead from one to the other, and add up to the offered ones: %o', (figures, text) => {
  expect(said(figures)).toBe(`internal: ${text}`);
});

it('the table says which lost calls are in two of its columns', () => {
  const note = (figures: Partial<NamedFigures>): string =>
    namedSection({ internal: { ...FIGURES, ...figures } })
      .lines.slice(2)
      .join('\n');
  expect(note({ lost: 20 })).toBe('');
  expect(note({ lost: 20, lostAnswered: 5 })).toBe('\n  The columns do not add up: 5 lost calls had been answered');
  expect(note({ lost: 20, lostAnswered: 5, lostVoicemail: 3 })).toBe(
    '\n  The columns do not add up: 5 lost calls had been answered, 3 lost calls had voicemail',
  );
});
