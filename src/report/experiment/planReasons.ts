import type { Independent } from '../../experiment/plan/dependence.ts';
import type { PlanAnswer } from '../../experiment/plan/planAnswer.ts';
import type { PlanCause } from '../../experiment/plan/planCauses.ts';
import type { PlanEstimate } from '../../experiment/plan/planEstimate.ts';
import { CAUSES } from '../../model/story/index.ts';
import { ms, trimmed } from '../format.ts';
import { prose, wrap } from '../textTable.ts';
import { limitText, shareText } from './planFigures.ts';

/** A peer is asked each 60 s, and its five questions take 5 s at most (facts A9). */
const NOTICED_WITHIN = '65 s';

/** For each objective: that it holds at every value, or does not depend on what is varied, its causes, and what changes them. */
export function reasonLines(answer: PlanAnswer): readonly string[] {
  const { independent, causes } = answer;
  const objectives = [...new Set([...independent, ...causes].map(({ objective }) => objective))];
  return objectives.flatMap((objective) => {
    const own = causes.filter((one) => one.objective === objective);
    return [
      ...alike(independent.filter((one) => one.objective === objective)).flatMap((group) =>
        wrap(independentText(group, answer)),
      ),
      ...sameCause(own).flatMap((group) => prose(causeText(group, answer))),
    ];
  });
}

/** Failures under which an objective depends in the same way, and fails or not. */
function alike(all: readonly Independent[]): readonly (readonly Independent[])[] {
  return groupsBy(all, ({ part, fails, holds }) => `${part} ${fails} ${holds}`);
}

function sameCause(all: readonly PlanCause[]): readonly (readonly PlanCause[])[] {
  return groupsBy(all, ({ cause, alone }) => `${cause} ${alone}`);
}

function groupsBy<T>(all: readonly T[], key: (one: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return [...groups.values()];
}

/** `2.4 % to 2.7 % of the values are beyond 2s at every value tried: …` */
function independentText(group: readonly Independent[], { path, probes }: PlanAnswer): string {
  const [{ objective, part, unit, beyond, fails, holds }] = group as readonly [Independent, ...Independent[]];
  const limit = limitText(objective) ?? '';
  const ends = group.map((one) => one.beyond ?? one);
  const [least, most] = [Math.min(...ends.map((one) => one.least)), Math.max(...ends.map((one) => one.most))];
  const what =
    beyond !== null
      ? `${between(least, most, shareText)} of the values are beyond ${limit}`
      : `${objective.split(/\s*[<>]/)[0]} is ${between(least, most, (value) => unitText(value, unit))}`;
  const values = probes.map(({ value }) => value).join(', ');
  const depends = part === 'none' ? 'does not depend' : 'depends little';
  const help = !fails ? '' : part === 'none' ? ' Another value of it does not help.' : ' Another value helps little.';
  if (holds)
    return `${objective}${under(group)} holds at every value of ${path} that was tried (${values}), and ${depends} on it, as far as these runs tell: ${what}.`;
  return `${objective}${under(group)} ${depends} on ${path}, as far as these runs tell: ${what} at every value tried (${values}).${help}`;
}

/** What makes the calls late, or loses them, in figures; and what can be done about it. */
function causeText(group: readonly PlanCause[], answer: PlanAnswer): string {
  const [{ cause, calls, alone, isShare, objective }] = group as readonly [PlanCause, ...PlanCause[]];
  const { path, independent } = answer;
  const [low, high] = [Math.min(...group.map(({ least }) => least)), Math.max(...group.map(({ most }) => most))];
  const parts = between(
    Math.min(...group.map(({ part }) => part)),
    Math.max(...group.map(({ part }) => part)),
    (part) => `${trimmed(100 * part, 0)} %`,
  );
  const figure = isShare
    ? `${between(low, high, shareText)} of all calls`
    : `${between(low, high, (value) => trimmed(value, 1))} calls a run`;
  const said = independent.some((one) => one.objective === objective);
  const floor = alone
    ? ` By itself it is more than ${objective} allows, in these runs, at every value tried: no value of ${path} mends it.`
    : '';
  return `The cause of ${parts} of the calls ${calls === 'late' ? 'that rang after more than 2 s' : 'lost'}${said ? '' : ` (${objective}${under(group)})`}: ${CAUSES[cause]} (${cause}), ${figure}.${mechanism(cause, answer)}${floor}${helpText(cause, answer)}`;
}

/** How long, and how often, in terms of dundi.conf. */
function mechanism(cause: PlanCause['cause'], { deadPeer }: PlanAnswer): string {
  if (cause !== 'deadPeerWait' || deadPeer === null) return '';
  const noticed = deadPeer.noticed
    ? `marks it unreachable, up to ${NOTICED_WITHIN} after its death`
    : 'marks it unreachable, which never happens to a peer without "qualify"';
  return ` A lookup asks a peer that died, and waits up to ${ms(deadPeer.mostMs)} for it, until qualify ${noticed}; the wait is DUNDi's own, whatever the load.`;
}

function helpText(cause: PlanCause['cause'], { helps, changes }: PlanAnswer): string {
  const meant = helps.filter(({ causes }) => causes.includes(cause));
  if (meant.length === 0) return '';
  const list = meant.map(
    ({ says, line, overrides }) => `${line === '' ? says : line} (--set '${overrides.join(' ')}')`,
  );
  const below = changes === null ? '' : ', with figures below';
  return ` What changes it${below}: ${list.join('; ')}.`;
}

function under(group: readonly { readonly failure: string | null }[]): string {
  const failures = [...new Set(group.flatMap(({ failure }) => (failure === null ? [] : [failure])))];
  return failures.length === 0 ? '' : ` under ${listed(failures)}`;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

function between(least: number, most: number, text: (value: number) => string): string {
  const [low, high] = [text(least), text(most)];
  return low === high ? low : `${low} to ${high}`;
}

function unitText(value: number, unit: PlanEstimate['unit']): string {
  if (unit === 'ratio') return shareText(value);
  return unit === 'ms' ? ms(value) : trimmed(value, 2);
}
