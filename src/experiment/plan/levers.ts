import { familyOf, type Scenario } from '../../scenario/index.ts';
import { halfOf } from './candidateValues.ts';

/** A change that may help where what is varied does not: tried at one value, so that figures and not words say it. */
export interface Lever {
  /** What it is, for people. */
  readonly says: string;
  readonly overrides: readonly string[];
  /** With the failure left out: it shows what the failure costs, and is nothing that can be done. */
  readonly unharmed: boolean;
}

const SETTINGS: readonly (readonly [override: string, says: string])[] = [
  ['servers.*.cachetime=5s', 'answers are remembered for 5 s'],
  ['servers.*.cachetime=1h', 'answers are remembered for 1 h'],
  ['phones.*.backup=next', 'every phone has a second server'],
  ['phones.*.lastResort=next', 'every phone has a proxy of last resort'],
  ['phones.*.expires=60s', 'phones register every minute'],
  ['rules.lookupUnderLock=no', 'no lookup holds the dialplan lock, as with DUNDILOOKUP() in place of the switch'],
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
  const settings = [...SETTINGS, ...secondHub(scenario), ...halvedCalls(scenario, path)].map(
    ([override, says]): Lever => ({ says, overrides: override.split('\n'), unharmed: false }),
  );
  const family = path.split('.').slice(0, 2).join('.');
  const tried = settings.filter(
    ({ overrides }) => !overrides.some((one) => one.startsWith(`${path}=`) || one.startsWith(`${family}.count=`)),
  );
  return [
    ...(failures > 0 ? [{ says: 'nothing fails', overrides: [], unharmed: true }] : []),
    ...tried.filter(({ overrides }) => isOther(overrides)),
  ];
}

/** Where one server has all others for peers, and is the only one of its name. */
function secondHub({ config: { servers } }: Scenario): readonly (readonly [string, string])[] {
  const hub = servers.find(({ dundi }) => servers.length > 2 && dundi.peers.length === servers.length - 1);
  const alone = hub !== undefined && servers.filter(({ name }) => familyOf(name) === familyOf(hub.name)).length === 1;
  return alone ? [[`servers.${familyOf(hub.name)}.count=2`, 'a second hub']] : [];
}

/** Every rate of calls halved; none where a rate is what is varied. */
function halvedCalls({ expanded }: Scenario, path: string): readonly (readonly [string, string])[] {
  if (path.startsWith('calls.')) return [];
  const { calls } = expanded as { readonly calls: readonly Readonly<Record<string, unknown>>[] };
  const halves = calls.flatMap((call, i) =>
    ['rate', 'perPhone'].flatMap((key) => {
      const half = halfOf(call[key]);
      return half === undefined ? [] : [`calls.${i}.${key}=${half}`];
    }),
  );
  return halves.length === 0 ? [] : [[halves.join('\n'), 'half of the calls']];
}
