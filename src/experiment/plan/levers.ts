import type { CauseName } from '../../model/story/index.ts';
import type { Scenario } from '../../scenario/index.ts';
import { unharmedText } from './singleFailures.ts';
import { halfOf } from './candidateValues.ts';
import {
  LONG_CACHE,
  QUICK_AUTOKILL,
  QUICK_QUALIFY,
  secondHub,
  SHORT_CACHE,
  WITHOUT_LOCK,
  type Setting,
} from '../triedSettings.ts';

/** A change that may help where what is varied does not: tried at one value, so that figures and not words say it. */
export interface Lever {
  /** What it is, for people. */
  readonly says: string;
  /** What to write for it in the .conf files; empty: it is none of their settings. */
  readonly line: string;
  readonly overrides: readonly string[];
  /** With the failure left out: it shows what the failure costs, and is nothing that can be done. */
  readonly unharmed: boolean;
  /** Causes of late or lost calls that it is meant for. */
  readonly causes: readonly CauseName[];
}

/** A setting, and the causes that it is meant for. */
interface Candidate extends Pick<Setting, 'override' | 'says'>, Partial<Pick<Setting, 'line' | 'isOther'>> {
  readonly causes?: readonly CauseName[];
}

const OF_LOCK: readonly CauseName[] = ['lockWait', 'threadWait', 'lockedPeerWait', 'crossedLookups', 'ownServerLocked'];
const OF_OWN_SERVER: readonly CauseName[] = ['ownServerDown', 'ownServerHung'];

const CANDIDATES: readonly Candidate[] = [
  { ...QUICK_QUALIFY, causes: ['deadPeerWait'] },
  { ...QUICK_AUTOKILL, causes: ['deadPeerWait'] },
  { ...SHORT_CACHE, causes: ['staleAnswer', 'hiddenByCache', 'deadUnnoticed'] },
  { ...LONG_CACHE, causes: ['deadPeerWait', 'lockedPeerWait', 'lookupWait'] },
  {
    override: 'phones.*.backup=next',
    says: 'every phone has a second server',
    causes: [...OF_OWN_SERVER, 'notRegistered'],
  },
  // A phone that registers once an hour does not notice for as long that its server is dead.
  {
    override: 'phones.*.backup=next\nphones.*.expires=60s',
    says: 'every phone has a second server and registers every minute',
    causes: [...OF_OWN_SERVER, 'notRegistered', 'noContact'],
  },
  { override: 'phones.*.lastResort=next', says: 'every phone has a proxy of last resort', causes: OF_OWN_SERVER },
  { override: 'phones.*.expires=60s', says: 'phones register every minute', causes: ['notRegistered', 'noContact'] },
  { ...WITHOUT_LOCK, causes: [...OF_LOCK, 'deadPeerWait'] },
];

/**
 * Changes worth trying with a scenario. `isOther`: whether a scenario can be read with these overrides and is another
 * one than this; the others are left out.
 */
export function leversOf(
  scenario: Scenario,
  path: string,
  failures: number,
  isOther: (overrides: readonly string[]) => boolean,
): readonly Lever[] {
  const hub = secondHub(scenario.config);
  const hubs: readonly Candidate[] = hub === undefined ? [] : [{ ...hub, causes: ['peerDown'] }];
  const settings = [...CANDIDATES, ...hubs, ...halvedCalls(scenario, path)].filter(
    ({ isOther: changes }) => changes?.(scenario.config) ?? true,
  );
  const levers = settings.map(({ override, says, line = '', causes = [] }): Lever => ({
    says,
    line,
    overrides: override.split('\n'),
    unharmed: false,
    causes,
  }));
  const family = path.split('.').slice(0, 2).join('.');
  const tried = levers.filter(
    ({ overrides }) => !overrides.some((one) => one.startsWith(`${path}=`) || one.startsWith(`${family}.count=`)),
  );
  const unharmed: Lever = { says: unharmedText(scenario), line: '', overrides: [], unharmed: true, causes: [] };
  return [...(failures > 0 ? [unharmed] : []), ...tried.filter(({ overrides }) => isOther(overrides))];
}

/** Every rate of calls halved; none where a rate is what is varied. */
function halvedCalls({ expanded }: Scenario, path: string): readonly Candidate[] {
  if (path.startsWith('calls.')) return [];
  const { calls } = expanded as { readonly calls: readonly Readonly<Record<string, unknown>>[] };
  const halves = calls.flatMap((call, i) =>
    ['rate', 'perPhone'].flatMap((key) => {
      const half = halfOf(call[key]);
      return half === undefined ? [] : [`calls.${i}.${key}=${half}`];
    }),
  );
  return halves.length === 0 ? [] : [{ override: halves.join('\n'), says: 'half of the calls' }];
}
