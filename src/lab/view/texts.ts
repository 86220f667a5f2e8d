import { MILLISECOND, SECOND } from '../../kernel/units.ts';
import type { CallRow } from '../replay/recording.ts';

/** `1:05.120`: minutes, seconds, and as many digits as the speed lets one read. */
export function clockText(micros: number, speed = 1): string {
  const digits = speed <= 0.02 ? 6 : speed <= 2 ? 3 : 1;
  const minutes = Math.floor(micros / (60 * SECOND));
  const rest = (micros - minutes * 60 * SECOND) / SECOND;
  const cut = Math.floor(rest * 10 ** digits) / 10 ** digits;
  return `${minutes}:${cut.toFixed(digits).padStart(digits + 3, '0')}`;
}

/** `0.6 s`, `12 ms`, `59 min`. */
export function lifeText(micros: number): string {
  if (micros < SECOND / 10) return `${Math.max(1, Math.round(micros / MILLISECOND))} ms`;
  if (micros < 10 * SECOND) return `${(micros / SECOND).toFixed(1)} s`;
  if (micros < 120 * SECOND) return `${Math.round(micros / SECOND)} s`;
  return `${Math.round(micros / SECOND / 60)} min`;
}

/** `5 s`, `2 min`, `1 h`, of seconds. */
export function cachetimeText(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  return seconds < 3600 ? `${Number((seconds / 60).toFixed(1))} min` : `${Number((seconds / 3600).toFixed(1))} h`;
}

export function speedText(speed: number): string {
  return `${speed >= 10 ? Math.round(speed) : Number(speed.toPrecision(2))}×`;
}

/** A call in a list. */
export function callText({ call, from, dialled, offeredAt, outcome, lost, dropped }: CallRow): string {
  const end = dropped ? 'cut' : lost ? 'lost' : outcome;
  return `${clockText(offeredAt)} call ${call}: ${from} to ${dialled}, ${end}`;
}

/** Characters of a line of the terminal (report/textTable.ts, which no part of the page but its worker has in it). */
export const TERMINAL_WIDTH = 100;

/** A text of the terminal without the breaks that were made because the next word had no room in the line. */
export function unwrapped(text: string): string {
  const lines = text.split('\n');
  return lines
    .map((line, i) => {
      const next = lines[i + 1];
      if (next === undefined) return line;
      const [word] = next.trimStart().split(' ', 1) as [string];
      const isFull = line !== '' && word !== '' && line.length + 1 + word.length > TERMINAL_WIDTH;
      return isFull ? `${line} ` : `${line}\n`;
    })
    .join('')
    .replace(/(\S) +(?=\S)/g, '$1 ');
}
