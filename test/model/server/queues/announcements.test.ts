import { describe, expect, it } from 'vitest';
import { silence } from '../../../../src/asterisk/files/queueAnnouncements.ts';
import type { QueueAnnouncements } from '../../../../src/model/config.ts';
import type { ChannelId } from '../../../../src/model/ids.ts';
import type { Release } from '../../../../src/model/server/dialplan/names/releases.ts';
import { holdTimeSaid, positionSaid, textIsDue, textSaid } from '../../../../src/model/server/queues/announcements.ts';
import { spokenNumber } from '../../../../src/model/server/queues/recordings.ts';
import { announcing, QUEUE, queuesAt } from './queueWorld.ts';

/** A caller at that place of the line; `said`: recordings without `queue-`. */
function waiting(place: number, more: Partial<QueueAnnouncements>, release: Release = '16') {
  let now = 1000;
  const own = silence(release === '1.2' ? '1.2' : '16').announcements;
  const queues = queuesAt(() => now, [{ ...QUEUE, ...announcing({ ...own, frequency: 30, ...more }) }], release);
  const queue = queues.named('help')!;
  const callers = Array.from({ length: place }, (_, i) => queues.join((i + 1) as ChannelId, queue, 0));
  const caller = callers.at(-1)!;
  return {
    queue,
    caller,
    at(second: number): string {
      now = 1000 + second;
      const said = positionSaid(caller, now, release);
      if (said === undefined) return 'nothing';
      caller.placeSaidAt = now;
      caller.placeSaid = queue.line.indexOf(caller) + 1;
      return said.map((file) => file.replace(/^queue-|^digits\//, '')).join(' ');
    },
    movesUp: () => queue.leave(queue.line[0]!),
  };
}

describe('the place in the line', () => {
  it('is said at once, and again after announce-frequency, or when it has changed and 15 s are over', () => {
    const third = waiting(3, { holdTime: 'no' });
    expect([0, 14, 29, 30].map((second) => third.at(second))).toEqual([
      'thereare 3 callswaiting thankyou',
      'nothing',
      'nothing',
      'thereare 3 callswaiting thankyou',
    ]);
    third.movesUp();
    expect([44, 45].map((second) => third.at(second))).toEqual(['nothing', 'thereare 2 callswaiting thankyou']);
    third.movesUp();
    expect(third.at(60)).toBe('youarenext thankyou');
  });

  it.each([
    ['no', 12, ''],
    ['limit', 12, ''],
    ['limit', 10, 'thereare 10 callswaiting thankyou'],
    ['more', 12, 'quantity1 10 quantity2 thankyou'],
    ['more', 1, 'youarenext thankyou'],
  ] as const)('announce-position=%s at place %i: %j', (position, place, said) => {
    expect(waiting(place, { position, holdTime: 'no' }).at(0)).toBe(said);
  });

  it('announce-position-only-up says nothing before 22, and there only a better one', () => {
    expect(waiting(2, { onlyUp: true }, '16').at(0)).toBe('nothing');
    const second = waiting(2, { onlyUp: true, holdTime: 'no' }, '22');
    expect([second.at(0), second.at(60)]).toEqual(['thereare 2 callswaiting thankyou', 'nothing']);
    second.movesUp();
    expect(second.at(120)).toBe('youarenext thankyou');
  });
});

describe('the hold time', () => {
  it('is the average less what has been waited, and half a minute, in minutes', () => {
    const second = waiting(2, {});
    second.queue.holdTime = 200;
    expect(second.at(0)).toBe('thereare 2 callswaiting holdtime 3 minutes thankyou');
    expect(second.at(120)).toBe('thereare 2 callswaiting holdtime 1 minute thankyou');
    expect(second.at(210)).toBe('thereare 2 callswaiting thankyou');
  });

  it('has seconds where they are rounded, and is said once or never if so wanted', () => {
    const second = waiting(2, { roundSeconds: 10, holdTime: 'once' });
    second.queue.holdTime = 59;
    expect(second.at(0)).toBe('thereare 2 callswaiting holdtime 1 minute 20 seconds thankyou');
    expect(second.at(30)).toBe('thereare 2 callswaiting thankyou');
  });

  it('1.2 says it from the second time on, and never with once', () => {
    for (const [holdTime, said] of [
      ['always', 'thereare 2 callswaiting holdtime less-than 2 minutes thankyou'],
      ['once', 'thereare 2 callswaiting thankyou'],
    ] as const) {
      const second = waiting(2, { holdTime }, '1.2');
      second.queue.holdTime = 100;
      expect([second.at(0), second.at(60)]).toEqual(['thereare 2 callswaiting thankyou', said]);
    }
  });

  it('is averaged over those who were answered: the first counts alone since 16', () => {
    const { queue } = waiting(1, {});
    queue.hasHeld(40, true);
    expect(queue.holdTime).toBe(40);
    queue.hasHeld(3, false);
    expect(queue.holdTime).toBe(30); // (120 + 3) / 4, cut off
  });

  it('is reported to the member', () => {
    const say = (waited: number, release: Release): string =>
      holdTimeSaid(QUEUE, waited, release)
        .map((file) => file.replace(/^queue-|^digits\//, ''))
        .join(' ');
    expect([say(1, '16'), say(61, '16'), say(125, '16')]).toEqual(['', '1 minutes', '2 minutes 5 seconds']);
    expect([say(5, '1.2'), say(185, '1.2')]).toEqual(['less-than 2 minutes', '3 minutes']);
  });
});

describe('a text now and then', () => {
  it('comes each periodic-announce-frequency, one recording after the other', () => {
    const { caller } = waiting(2, { periodicFrequency: 20, periodic: ['a', 'b', ''] });
    expect([19, 20].map((second) => textIsDue(caller, 1000 + second))).toEqual([false, true]);
    const heard = Array.from({ length: 4 }, () => {
      const text = textSaid(caller);
      caller.text++;
      return text;
    });
    expect(heard).toEqual(['a', 'b', 'a', 'b']);
    expect(textIsDue(waiting(2, {}).caller, 9000)).toBe(false);
  });

  it('22: the first after periodic-announce-startdelay', () => {
    const due = (release: Release): readonly boolean[] => {
      const { caller } = waiting(2, { periodicFrequency: 20, periodicStart: 5 }, release);
      return [4, 5, 19, 20].map((second) => textIsDue(caller, 1000 + second));
    };
    expect(due('22')).toEqual([false, true, true, true]);
    expect(due('16')).toEqual([false, false, false, true]);
  });
});

it('a number is said in English', () => {
  const say = (value: number): string =>
    spokenNumber(value)
      .map((file) => file.replace('digits/', ''))
      .join(' ');
  expect([0, 7, 19, 20, 45, 100, 315, 2001].map(say)).toEqual([
    '0',
    '7',
    '19',
    '20',
    '40 5',
    '1 hundred',
    '3 hundred 15',
    '2 thousand 1',
  ]);
});
