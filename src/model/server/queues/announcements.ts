import type { QueueAnnouncements, QueueConfig } from '../../config.ts';
import type { Release } from '../dialplan/names/releases.ts';
import type { QueueCaller } from './callQueue.ts';
import { spokenNumber } from './recordings.ts';

/**
 * What is said to who waits in a queue and to who answers there, as names of recordings, by the rules of app_queue.c of
 * 1.2.6, 16.28.0 and 22.10.1. It does not know how long that takes. `now`: whole seconds of the wall clock.
 */

/** The place in the line and how long it may take; undefined: nothing is due (app_queue.c:say_position). */
export function positionSaid(caller: QueueCaller, now: number, release: Release): readonly string[] | undefined {
  const { announcements } = caller.queue.config;
  const { frequency, minFrequency, onlyUp } = announcements;
  if (frequency === 0) return undefined;
  const place = placeOf(caller);
  const since = caller.placeSaidAt < 0 ? Infinity : now - caller.placeSaidAt;
  if (since < minFrequency || (caller.placeSaid === place && since < frequency)) return undefined;
  // Before 22 no place is ever better than the one that has not been said yet, 0: nothing is said at all.
  if (onlyUp && (caller.placeSaid > 0 || release !== '22') && caller.placeSaid <= place) return undefined;
  return release === '1.2' ? placeIn12(caller, place, now) : placeIn16(caller, place, now);
}

/** From 1, the first. */
export function placeOf(caller: QueueCaller): number {
  return caller.queue.line.indexOf(caller) + 1;
}

function placeIn12(caller: QueueCaller, place: number, now: number): readonly string[] {
  const { holdTime, sounds } = caller.queue.config.announcements;
  if (place === 1) return [sounds.next, sounds.thanks];
  const said = [sounds.thereAre, ...spokenNumber(place), sounds.calls];
  const { minutes, seconds } = expected(caller, now);
  // `once` never says it (app_queue.c 1.2.6: the test is of both at once).
  if (minutes + seconds > 0 && holdTime === 'always' && caller.placeSaidAt >= 0) {
    said.push(sounds.holdTime);
    if (minutes === 1) said.push(sounds.lessThan, ...spokenNumber(2), sounds.minutes);
    if (minutes > 1) said.push(...spokenNumber(minutes), sounds.minutes);
    if (seconds > 0) said.push(...spokenNumber(seconds), sounds.seconds);
  }
  return [...said, sounds.thanks];
}

function placeIn16(caller: QueueCaller, place: number, now: number): readonly string[] {
  const { announcements } = caller.queue.config;
  const { position, positionLimit, holdTime, sounds } = announcements;
  const said: string[] = [];
  if (position !== 'no' && (position !== 'limit' || place <= positionLimit)) {
    if (place === 1) return [sounds.next, sounds.thanks];
    said.push(
      ...(position === 'more' && place > positionLimit
        ? moreThan(announcements)
        : [sounds.thereAre, ...spokenNumber(place), sounds.calls]),
    );
  }
  const { minutes, seconds } = expected(caller, now);
  if (minutes + seconds > 0 && holdTime !== 'no' && (holdTime === 'always' || caller.placeSaidAt < 0)) {
    said.push(sounds.holdTime);
    if (minutes > 0) said.push(...spokenNumber(minutes), minutes === 1 ? sounds.minute : sounds.minutes);
    if (seconds > 0) said.push(...spokenNumber(seconds), sounds.seconds);
  }
  return said.length === 0 ? [] : [...said, sounds.thanks];
}

function moreThan({ positionLimit, sounds }: QueueAnnouncements): readonly string[] {
  return [sounds.moreThan, ...spokenNumber(positionLimit), sounds.moreThanEnd];
}

/** What is left of the average hold time of the queue, to the nearest minute. */
function expected({ queue, since }: QueueCaller, now: number): { readonly minutes: number; readonly seconds: number } {
  const { roundSeconds } = queue.config.announcements;
  const left = Math.abs(queue.holdTime + 30 - (now - since));
  const minutes = Math.floor(left / 60);
  const seconds = roundSeconds === 0 ? 0 : Math.floor((left - 60 * minutes) / roundSeconds) * roundSeconds;
  return { minutes, seconds };
}

/** app_queue.c:say_periodic_announcement */
export function textIsDue({ queue, textSaidAt }: QueueCaller, now: number): boolean {
  const { periodicFrequency } = queue.config.announcements;
  return periodicFrequency > 0 && now - textSaidAt >= periodicFrequency;
}

/** The recording that comes next; behind the last one, or one without a name, the first. */
export function textSaid(caller: QueueCaller): string {
  const { periodic } = caller.queue.config.announcements;
  if ((periodic[caller.text] ?? '') === '') caller.text = 0;
  return periodic[caller.text]!;
}

/** How long the caller has waited, behind the recording `reportHold` (app_queue.c:try_calling). */
export function holdTimeSaid({ announcements }: QueueConfig, waited: number, release: Release): readonly string[] {
  const { sounds } = announcements;
  const [minutes, seconds] = [Math.floor(waited / 60), waited % 60];
  if (release === '1.2')
    return [...(minutes < 2 ? [sounds.lessThan, ...spokenNumber(2)] : spokenNumber(minutes)), sounds.minutes];
  return [
    ...(minutes > 0 ? [...spokenNumber(minutes), sounds.minutes] : []),
    ...(seconds > 1 ? [...spokenNumber(seconds), sounds.seconds] : []),
  ];
}
