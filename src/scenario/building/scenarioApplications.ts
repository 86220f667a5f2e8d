import { constant } from '../../kernel/random/distributions.ts';
import type { ApplicationConfig } from '../../model/config.ts';
import {
  applicationNamed,
  applicationNames,
  hasOwnTime,
  TIMES,
  type Timed,
} from '../../model/server/dialplan/index.ts';
import type { Dialect } from '../../model/server/dialplan/index.ts';
import { didYouMean } from '../../text/nearest.ts';
import type { Reading } from '../reading/reader.ts';
import type { ScenarioData } from '../reading/schema.ts';

/** What the table of the model says of every application that takes time, and what the scenario says instead. */
export function applicationsOf(
  given: NonNullable<ScenarioData['applications']>,
  dialect: Dialect,
  reading: Reading,
): readonly ApplicationConfig[] {
  const all = new Map(Object.entries(TIMES).map(([name, timed]) => [name, byDefault(name, timed)]));
  for (const [name, { takes, sets = {} }] of Object.entries(given)) {
    if (!isUsable(name, dialect, reading)) continue;
    const before = all.get(name) ?? byDefault(name, { takes: 0 });
    all.set(name, { name, takes: takes ?? before.takes, sets: { ...before.sets, ...sets } });
  }
  return [...all.values()];
}

function byDefault(name: string, { takes, sets = {} }: Timed): ApplicationConfig {
  return { name, takes: takes === 'endless' ? takes : constant(takes), sets };
}

function isUsable(name: string, dialect: Dialect, reading: Reading): boolean {
  const known = applicationNamed(name);
  const path = ['applications', name];
  if (known?.name !== name) {
    const names = [...applicationNames(dialect), ...Object.keys(TIMES)];
    reading.mistakeAtKey(
      path,
      `Asterisk has no application "${name}"${didYouMean(name, known ? [known.name] : names)}`,
    );
  } else if (hasOwnTime(name)) {
    reading.mistakeAtKey(path, `${name} is modelled: it takes the time of what it does, and a time cannot be given`);
  } else {
    return true;
  }
  return false;
}
