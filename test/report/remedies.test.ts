import { expect, it } from 'vitest';
import type { CallRecord } from '../../src/model/observations.ts';
import { remedySentences } from '../../src/report/ladder/remedies.ts';

const CUT = { cause: 'mediaCut', outcome: 'dundi', dropped: true, lost: true, offeredAt: 0, endedAt: 1e6 };

it.each([
  ['IAX2', ['a talk does not move to another machine.']],
  [
    'PJSIP',
    [
      'a talk does not move to another machine; only media that goes past it would have lasted: direct_media = yes for both endpoints in pjsip.conf, or canreinvite = yes in sip.conf.',
    ],
  ],
])('of a talk over %s that was cut it says what media needs to go past the server, where it can', (tech, ends) => {
  const said = remedySentences({ ...CUT, tech } as CallRecord, { trials: [], changes: 0 });
  expect(said.map((sentence) => sentence.slice(sentence.indexOf('a talk')))).toEqual(ends);
});
