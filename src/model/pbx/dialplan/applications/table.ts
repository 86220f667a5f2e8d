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

/** What each modelled application does, by its name in small letters. All others take their time. */
export const APPLICATION_CODE: ReadonlyMap<string, ApplicationCode> = new Map(
  [ANSWERING, AVAILABILITY, DIAL, executing((name) => APPLICATION_CODE.get(name.toLowerCase())), GOSUB, GOTO, MACRO, MYSQL, PLAYING, SETTING, TIMEOUTS]
    .flatMap((family) => Object.entries(family))
    .map(([name, code]) => [name.toLowerCase(), code]),
);
