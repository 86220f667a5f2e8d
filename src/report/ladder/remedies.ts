import { SECOND } from '../../kernel/units.ts';
import type { CauseName } from '../../model/story/index.ts';
import type { Watched } from './callWatch.ts';
import type { Scene } from './scene.ts';

type Remedy = (scene: Scene, watched: Watched) => string;

/**
 * What would have saved a call, by its cause, where that follows from the scenario; empty: nothing that can be said.
 * Each rule looks first whether the scenario has it already.
 */
const REMEDIES: Readonly<Partial<Record<CauseName, Remedy>>> = {
  lockWait: askWithoutLock,
  threadWait: askWithoutLock,
  crossedLookups: askWithoutLock,
  lockedPeerWait: askWithoutLock,
  ownServerLocked: askWithoutLock,
  staleAnswer: shorterCacheTime,
  hiddenByCache: shorterCacheTime,
  hiddenByHint: shorterCacheTime,
  deadUnnoticed: shorterCacheTime,
  ownServerDown: anotherServer,
  ownServerHung: anotherServer,
  notRegistered: registerSooner,
  trunkSilent: askMoreOften,
  noTrunkFree: () => 'more channels in the trunk group',
  unknownHost: () => 'that host as a server of the scenario, or another way in the dialplan',
  authLimit: () => 'a larger maxauthreq at the called server',
};

/** A sentence, or empty. */
export function remedyOf(scene: Scene, watched: Watched): string {
  const rule = REMEDIES[watched.record.cause as CauseName];
  const text = rule?.(scene, watched) ?? '';
  return text === '' ? '' : `What would have helped: ${text}.`;
}

/** A `switch` is searched under the dialplan lock, a function is not (pbx.c; pbx_dundi.c:dundifunc_read). */
function askWithoutLock({ config }: Scene): string {
  const switches = config.servers.some(({ dialplan }) =>
    dialplan.contexts.some(({ switches: list }) => list.some(({ kind }) => kind.toUpperCase() === 'DUNDI')),
  );
  return switches ? '${DUNDILOOKUP()} in the place of `switch => DUNDi/…`: it asks without the dialplan lock' : '';
}

/** A server that is back is called when it has answered: the sooner it is asked, the sooner. */
function askMoreOften({ config }: Scene, { story }: Watched): string {
  const event = story.findLast(({ what }) => what === 'trunkSilent');
  if (event?.what !== 'trunkSilent') return '';
  const { name, pjsip } = config.servers[event.server]!;
  if (event.tech === 'IAX2') return `a shorter qualifyfreqnotok of [${event.name}] in iax.conf of ${name}`;
  const aors = pjsip.endpoints.find((endpoint) => endpoint.name === event.name)?.aors ?? [];
  const [aor] = aors.filter(({ qualifyFrequency }) => qualifyFrequency > 0);
  return aor === undefined
    ? ''
    : `a shorter qualify_frequency than ${aor.qualifyFrequency / SECOND} in the AOR [${aor.name}] in pjsip.conf of ${name}`;
}

/** Of the servers whose cache gave the answer. */
function shorterCacheTime({ config }: Scene, { lookups }: Watched): string {
  const cached = lookups.filter(({ replies }) => replies.some(({ source }) => source !== 'network'));
  if (cached.length === 0) return '';
  const servers = [...new Set(cached.map(({ server }) => config.servers[server]!))];
  return `a shorter cachetime: ${servers.map(({ name, dundi }) => `${dundi.cacheTime} s at ${name}`).join(', ')} in this scenario`;
}

function anotherServer({ config }: Scene, { record }: Watched): string {
  const phone = config.phones[record.caller];
  if (phone === undefined) return '';
  const ways = [
    phone.backup.length === 0 ? 'a second server to register at (backup)' : '',
    phone.lastResort < 0 ? 'a proxy of last resort for outbound calls (lastResort)' : '',
  ].filter((way) => way !== '');
  return ways.join(', or ');
}

/** The phone would have registered again before the call. */
function registerSooner({ config }: Scene, { record }: Watched): string {
  const phone = config.phones.find(({ number }) => number === record.dialled);
  if (record.fault === '' || phone === undefined) return '';
  const backup = phone.backup.length === 0 ? ', or a second server to register at (backup)' : '';
  return `a shorter registration interval of ${phone.number} (expires ${phone.expires} s)${backup}`;
}
