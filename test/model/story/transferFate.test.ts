import { expect, it } from 'vitest';
import { transferFate, type StoryEvent, type TransferEnd } from '../../../src/model/story/index.ts';

const PERSON = 1 as never;
const SERVER = 2 as never;

function fate(attended: boolean, ...more: readonly object[]) {
  const sendsOn = { what: 'sendsOn', phone: PERSON, to: 3, attended, reachable: true };
  const events = [{ what: 'talks' }, sendsOn, ...more].map((event, at) => ({ ...event, at }) as unknown as StoryEvent);
  return transferFate(events);
}

const SENT = { what: 'sentOn', server: SERVER };
const HELD = { what: 'held', server: SERVER, phone: PERSON };

it.each<[TransferEnd, boolean, ...object[]]>([
  ['connected', true, HELD, { what: 'joined', server: SERVER, with: 4 }, { what: 'cut', server: SERVER, phone: -1 }],
  ['connected', false, SENT, { what: 'rings' }, { what: 'pickedUp', phone: 3 }, { what: 'gaveUp' }],
  ['takenBack', true, HELD, { what: 'takenBack', phone: PERSON }, { what: 'cut', server: SERVER, phone: -1 }],
  ['takenBack', false, { what: 'pickedUp', phone: 3 }],
  ['voicemail', false, SENT, { what: 'voicemail', server: SERVER }],
  ['unanswered', false, SENT, { what: 'connected', server: SERVER, native: false }, { what: 'rings' }],
  ['abandoned', true, HELD, { what: 'gaveUp' }],
  ['lost', true, HELD, { what: 'cut', server: SERVER, phone: -1 }],
  ['underWay', false, SENT, { what: 'runEnds' }],
])('%s', (end, attended, ...events) => {
  expect(fate(attended, ...events)).toEqual({ by: 1, attended, end, reachable: true });
});

it('is none of a call that nobody sent on', () => {
  expect(transferFate([{ what: 'gaveUp', at: 1 }])).toBeUndefined();
});
