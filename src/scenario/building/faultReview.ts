import type { Fault, Phones } from '../../model/config.ts';
import { templatesOf } from '../../model/phoneColumns.ts';
import type { Reading } from '../reading/reader.ts';
import type { Path } from '../reading/tree.ts';

/** Faults without an effect, and restarts of a server that is up. */
export function warnOfFaults(
  faults: readonly Fault[],
  duration: number,
  places: readonly Path[],
  reading: Reading,
): void {
  faults.forEach((fault, i) => {
    if (fault.at >= duration)
      reading.riskInTime('faultWithoutEffect', places[i]!, 'this happens after the end of the run');
  });
  if (!reading.isSound('faults', 'servers', 'asterisk')) return;
  const states = new Map<number, 'down' | 'hung'>();
  for (const i of faults.map((_, n) => n).sort((a, b) => faults[a]!.at - faults[b]!.at)) {
    const fault = faults[i]!;
    if (!('server' in fault) || 'group' in fault || fault.kind === 'reload') continue;
    const odd = oddity(fault.kind, states.get(fault.server));
    if (odd !== undefined) reading.risk('faultWithoutEffect', places[i]!, odd);
    else if (fault.kind === 'crash') states.set(fault.server, 'down');
    else if (fault.kind === 'hang') states.set(fault.server, 'hung');
    else states.delete(fault.server);
  }
}

function oddity(
  kind: 'crash' | 'restart' | 'hang' | 'resume' | 'takeOver',
  state: 'down' | 'hung' | undefined,
): string | undefined {
  if (kind === 'resume' && state !== 'hung') return 'this changes nothing: the server does not hang then';
  if (kind === 'hang' && state !== undefined)
    return `this changes nothing: the server ${state === 'down' ? 'is down' : 'hangs'} already`;
  if (kind === 'crash' && state === 'down') return 'this changes nothing: the server is down already';
  if (kind === 'restart' && state === undefined)
    return 'the server is up then, and restarts at once: is a crash before it missing?';
  return undefined;
}

/** Warns of phones that stay at their backup server when their own is back, although the scenario lets it return. */
export function warnOfStayers(
  faults: readonly Fault[],
  phones: Phones,
  servers: readonly string[],
  reading: Reading,
): void {
  const back = new Set(faults.flatMap((fault) => (fault.kind === 'restart' ? [fault.server] : [])));
  const said = new Set<string>();
  for (const { group, home, backup, kind } of templatesOf(phones)) {
    const stays = kind.secondServer === 'afterFailure' && kind.failback === 0 && backup.length > 0;
    if (!stays || !back.has(home) || said.has(group)) continue;
    said.add(group);
    reading.risk(
      'noFailback',
      ['phones', group],
      `phones of kind "${kind.name}" stay at their backup server when ${servers[home]!} is back: they leave it only when it fails; "kind: { failback: 10m }" brings them back`,
    );
  }
}
