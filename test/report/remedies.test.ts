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

it.each([
  [
    'SIP',
    false,
    'the other server did not answer, and no setting of its section helps: the dialplan may try another server when DIALSTATUS is CHANUNAVAIL',
  ],
  [
    'SIP',
    true,
    'the other server is asked again only every 10 s by chan_sip, which has no setting for it; without qualify=yes in its section of sip.conf the call would have been sent',
  ],
  [
    'PJSIP',
    true,
    'the other server is asked again only after its qualify interval: shorten qualify_frequency of its AOR in pjsip.conf',
  ],
  [
    'IAX2',
    true,
    'the other server is asked again only after its qualify interval: shorten qualifyfreqnotok of its section in iax.conf',
  ],
])(
  'of a call to a server that was silent over %s it names what its driver has, where the server was back',
  (tech, isBack, reason) => {
    const record = { ...CUT, cause: 'trunkSilent', dropped: false, silent: { tech, isBack } };
    expect(remedySentences(record as CallRecord, { trials: [], changes: 0 })).toEqual([
      `Nothing that dundisim can try in this scenario would have connected this call: ${reason}.`,
    ]);
  },
);
