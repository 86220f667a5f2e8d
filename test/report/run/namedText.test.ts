import { expect, it } from 'vitest';
import type { NamedFigures } from '../../../src/measure/namedCalls.ts';
import type { ClusterConfig } from '../../../src/model/config.ts';
import { namedAnswer } from '../../../src/report/run/namedText.ts';

const FIGURES: NamedFigures = {
  name: 'internal',
  offered: 100,
  answered: 80,
  saved: 0,
  voicemail: 0,
  diverted: 0,
  lost: 0,
  slow: 0,
  parked: 0,
  retrieved: 0,
  rangBy: {},
};
const CONFIG = { calls: [], phones: [] } as unknown as ClusterConfig;
const said = (figures: Partial<NamedFigures>): string =>
  namedAnswer(CONFIG, { internal: { ...FIGURES, ...figures } }).join();

it.each([
  [{}, ''],
  [{ lost: 11, voicemail: 1 }, ', 11 lost, 1 to voicemail'],
  [
    { lost: 11, voicemail: 7, diverted: 5 },
    ', 11 lost, of them 5 falsely diverted to voicemail, the phone never dialled, 2 more to voicemail',
  ],
])('the calls that are said to be lost are all that were lost: %o', (figures, text) => {
  expect(said(figures)).toBe(`internal: 80 of 100 answered (80 %)${text}`);
});
