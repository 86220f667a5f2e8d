import type { ClusterConfig } from '../model/config.ts';
import { familyOf } from '../scenario/index.ts';

/** A setting of a whole cluster that experiments try: `plan` at one value, `call` with one call. */
export interface Setting {
  /** As `--set` has it. */
  readonly override: string;
  /** What it does, for people. */
  readonly says: string;
  /** What to write for it in the .conf files; empty: it is none of their settings. */
  readonly line: string;
  /** Whether it is another one than the cluster has. */
  readonly isOther: (config: ClusterConfig) => boolean;
}

/** Many times a round trip, and a quarter of what "yes" is. */
const QUICK_MS = 500;

export const QUICK_QUALIFY: Setting = {
  override: `servers.*.peers.*.qualify=${QUICK_MS}ms`,
  says: 'a dead peer keeps a lookup waiting 0.5 to 1 s',
  line: `dundi.conf, section of each peer: qualify = ${QUICK_MS}`,
  isOther: ({ servers }) =>
    servers.some(({ dundi }) => dundi.peers.some(({ qualifyMs }) => qualifyMs === 0 || qualifyMs > QUICK_MS)),
};

export const QUICK_AUTOKILL: Setting = {
  override: `servers.*.autokill=${QUICK_MS}`,
  says: 'a dead peer without qualify keeps a lookup waiting 0.5 to 1 s',
  line: `dundi.conf, [general]: autokill = ${QUICK_MS}`,
  isOther: ({ servers }) => servers.some(({ dundi }) => dundi.peers.some(({ qualifyMs }) => qualifyMs === 0)),
};

export const SHORT_CACHE: Setting = {
  override: 'servers.*.cachetime=5s',
  says: 'cachetime is 5 s on every server',
  line: 'dundi.conf, [general]: cachetime = 5',
  isOther: ({ servers }) => servers.some(({ dundi }) => dundi.cacheTime > 5),
};

export const LONG_CACHE: Setting = {
  override: 'servers.*.cachetime=1h',
  says: 'cachetime is 1 h on every server',
  line: 'dundi.conf, [general]: cachetime = 3600',
  isOther: ({ servers }) => servers.some(({ dundi }) => dundi.cacheTime < 3600),
};

/** A `switch` is searched under the dialplan lock, a function is not (pbx.c; pbx_dundi.c:dundifunc_read). */
export const WITHOUT_LOCK: Setting = {
  override: 'rules.lookupUnderLock=no',
  says: 'no lookup holds the dialplan lock',
  line: 'extensions.conf: ${DUNDILOOKUP()} in place of switch => DUNDi/…',
  isOther: ({ servers }) =>
    servers.some(({ dialplan }) =>
      dialplan.contexts.some(({ switches }) => switches.some(({ kind }) => kind.toUpperCase() === 'DUNDI')),
    ),
};

/** The hub and what makes two of it: where one server has all others for peers. In a mesh each of them has. */
export function secondHub({
  servers,
}: Pick<ClusterConfig, 'servers'>):
  { readonly hub: string; readonly override: string; readonly says: string } | undefined {
  const [hub, ...others] = servers.filter(
    ({ dundi }) => servers.length > 2 && dundi.peers.length === servers.length - 1,
  );
  if (hub === undefined || others.length > 0) return undefined;
  const family = familyOf(hub.name);
  if (servers.filter(({ name }) => familyOf(name) === family).length > 1) return undefined;
  return { hub: hub.name, override: `servers.${family}.count=2`, says: 'a second hub' };
}
