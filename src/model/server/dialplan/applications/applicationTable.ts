import { ANSWERING } from './answering.ts';
import { AVAILABILITY } from './availability.ts';
import { DIAL } from './dial.ts';
import { executing } from './executing.ts';
import { GOSUB } from './gosub.ts';
import { GOTO } from './goto.ts';
import { MACRO } from './macro.ts';
import { MYSQL } from './mysql.ts';
import { PLAYING } from './playing.ts';
import { SETTING } from './setting.ts';
import { TIMEOUTS } from './timeouts.ts';
import type { ApplicationCode } from './results.ts';

export { CONTINUE, HANG_UP, INTO_MACRO, MACRO_EXIT } from './results.ts';

/** What each modelled application does. All others take their time. */
const FAMILIES = [
  ANSWERING,
  AVAILABILITY,
  DIAL,
  executing(codeOf),
  GOSUB,
  GOTO,
  MACRO,
  MYSQL,
  PLAYING,
  SETTING,
  TIMEOUTS,
];

/** By Asterisk's own spelling, which is that of compiled steps, and in small letters for every other. */
const CODE: ReadonlyMap<string, ApplicationCode> = new Map(
  FAMILIES.flatMap((family) => Object.entries(family)).flatMap(([name, code]) => [
    [name, code],
    [name.toLowerCase(), code],
  ]),
);

/** What an application does, however it is written; undefined when it is not modelled. */
export function codeOf(name: string): ApplicationCode | undefined {
  return CODE.get(name) ?? CODE.get(name.toLowerCase());
}
