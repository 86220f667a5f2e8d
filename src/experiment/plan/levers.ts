import type { CauseName } from '../../model/story/index.ts';
import { familyOf, type Scenario } from '../../scenario/index.ts';
import { unharmedText } from './singleFailures.ts';
import { halfOf } from './candidateValues.ts';

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

interface Setting {
  readonly override: string;
  readonly says: string;
  readonly line?: string;
  readonly causes?: readonly CauseName[];
  /** Where it can change anything; everywhere if it is left out. */
  readonly where?: (config: Scenario['config']) => boolean;
}

/** Many times a round trip, and a quarter of what "yes" is. */
const QUICK_MS = 500;

const OF_LOCK: readonly CauseName[] = ['lockWait', 'threadWait', 'lockedPeerWait', 'crossedLookups', 'ownServerLocked'];
const OF_OWN_SERVER: readonly CauseName[] = ['ownServerDown', 'ownServerHung'];

const SETTINGS: readonly Setting[] = [
  {
    override: `servers.*.peers.*.qualify=${QUICK_MS}ms`,
    says: 'a dead peer keeps a lookup waiting 0.5 to 1 s',
    line: `dundi.conf, section of each peer: qualify = ${QUICK_MS}`,
    causes: ['deadPeerWait'],
    where: ({ servers }) =>
      servers.some(({ dundi }) => dundi.peers.some(({ qualifyMs }) => qualifyMs === 0 || qualifyMs > QUICK_MS)),
  },
  {
    override: `servers.*.autokill=${QUICK_MS}`,
    says: 'a dead peer without qualify keeps a lookup waiting 0.5 to 1 s',
    line: `dundi.conf, [general]: autokill = ${QUICK_MS}`,
    causes: ['deadPeerWait'],
    where: ({ servers }) => servers.some(({ dundi }) => dundi.peers.some(({ qualifyMs }) => qualifyMs === 0)),
  },
  {
    override: 'servers.*.cachetime=5s',
    says: 'answers are remembered for 5 s',
    line: 'dundi.conf, [general]: cachetime = 5',
    causes: ['staleAnswer', 'hiddenByCache', 'deadUnnoticed'],
  },
  {
    override: 'servers.*.cachetime=1h',
    says: 'answers are remembered for 1 h',
    line: 'dundi.conf, [general]: cachetime = 3600',
    causes: ['deadPeerWait', 'lockedPeerWait', 'lookupWait'],
  },
  {
    override: 'phones.*.backup=next',
    says: 'every phone has a second server',
    causes: [...OF_OWN_SERVER, 'notRegistered'],
  },
  { override: 'phones.*.lastResort=next', says: 'every phone has a proxy of last resort', causes: OF_OWN_SERVER },
  { override: 'phones.*.expires=60s', says: 'phones register every minute', causes: ['notRegistered', 'noContact'] },
  {
    override: 'rules.lookupUnderLock=no',
    says: 'no lookup holds the dialplan lock',
    line: 'extensions.conf: ${DUNDILOOKUP()} in place of switch => DUNDi/…',
    causes: [...OF_LOCK, 'deadPeerWait'],
    where: ({ servers }) =>
      servers.some(({ dialplan }) =>
        dialplan.contexts.some(({ switches }) => switches.some(({ kind }) => kind.toUpperCase() === 'DUNDI')),
      ),
  },
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
  const settings = [...SETTINGS, ...secondHub(scenario), ...halvedCalls(scenario, path)].filter(
    ({ where }) => where?.(scenario.config) ?? true,
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

/** Where one server has all others for peers, and is the only one of its name. In a mesh each of them has. */
function secondHub({ config: { servers } }: Scenario): readonly Setting[] {
  const hubs = servers.filter(({ dundi }) => servers.length > 2 && dundi.peers.length === servers.length - 1);
  const [hub] = hubs;
  if (hub === undefined || hubs.length > 1) return [];
  const alone = servers.filter(({ name }) => familyOf(name) === familyOf(hub.name)).length === 1;
  return alone
    ? [{ override: `servers.${familyOf(hub.name)}.count=2`, says: 'a second hub', causes: ['peerDown'] }]
    : [];
}

/** Every rate of calls halved; none where a rate is what is varied. */
function halvedCalls({ expanded }: Scenario, path: string): readonly Setting[] {
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
