import { highOf, lowOf, type Estimate, type Interval } from '../../experiment/statistics/estimate.ts';
import type { Hunt } from '../../experiment/hunt/huntRequest.ts';
import type { Found } from '../../experiment/hunt/worstMoment.ts';
import type { Schedule } from '../../experiment/hunt/schedules.ts';
import { failureText } from '../../experiment/plan/singleFailures.ts';

/** What was found, for people; `command` replays it. */
export function huntText(hunt: Hunt, found: Found, command: string | undefined): string {
  const { measure, replications, level } = hunt;
  const { unharmed, ranking, runs } = found;
  const rows = [
    ...ranking.map(({ schedule, harm }, i) => [
      `${i + 1}.`,
      round(meanIn(harm)),
      rangeOf(harm),
      scheduleText(schedule),
    ]),
    ['', round(meanIn(unharmed)), rangeOf(unharmed), nothing(hunt)],
  ];
  return `${[
    `The worst for ${measure}, of ${runs} runs: mean of ${replications} fresh replications, and its ${percent(level)} interval`,
    '',
    ...aligned(rows),
    '',
    ...lead(hunt, found),
    ...shrunkLines(hunt, found, command),
  ].join('\n')}\n`;
}

export function scheduleText(schedule: Schedule): string {
  return schedule.length === 0 ? 'nothing fails' : schedule.map(failureText).join(', ');
}

/** What the ranking begins from: maybe the scenario has faults of its own. */
function nothing({ scenario }: Hunt): string {
  const own = (scenario.expanded as { readonly faults?: readonly unknown[] }).faults?.length ?? 0;
  return own === 0 ? 'nothing fails' : `nothing but the scenario's own ${own === 1 ? 'fault' : `${own} faults`}`;
}

/** How far the order of the first two can be trusted. */
function lead({ replications, level }: Hunt, { lead: by }: Found): readonly string[] {
  if (by === undefined) return [];
  if (by.half === 0 && by.mean === 0)
    return ['The first and the second do the same harm in every replication: their order has no meaning.', ''];
  if (lowOf(by) > 0)
    return [
      `The first does ${round(lowOf(by))} to ${round(highOf(by))} more harm than the second, at ${percent(level)}, pair by pair under the same callers.`,
      '',
    ];
  return [
    `The first and the second do not differ significantly with ${replications} replications; more --replications would separate them.`,
    '',
  ];
}

function shrunkLines(
  { objective, replications }: Hunt,
  { shrunk, seed, fingerprint }: Found,
  command: string | undefined,
): readonly string[] {
  if (shrunk === undefined)
    return [
      objective === undefined
        ? 'No failure does more harm than none.'
        : `Nothing that was tried breaks ${objective.text}.`,
    ];
  const goal = objective === undefined ? 'does nine tenths of the harm' : `breaks ${objective.text}`;
  const times = shrunk.breaks === undefined ? '' : `; it breaks it in ${shrunk.breaks} of ${replications} replications`;
  return [
    `The smallest schedule that ${goal}: ${scheduleText(shrunk.schedule)}`,
    `  ${round(meanIn(shrunk.harm))} (${rangeOf(shrunk.harm)})${times}`,
    `The replication in which it does most, seed ${seed}, replays to fingerprint ${fingerprint}:`,
    `  ${command}`,
  ];
}

/** Numbers to the right, words to the left. */
function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map(
    (row) =>
      `  ${row.map((cell, i) => (i < 2 ? cell.padStart(widths[i]!) : i === 2 ? `(${cell})`.padEnd(widths[i]! + 2) : cell)).join('  ')}`,
  );
}

function rangeOf(estimate: Estimate | Interval): string {
  const [low, high] = [lowOf(estimate), highOf(estimate)];
  if (high === Infinity) return 'the same in all';
  return low === high ? 'the same in all' : `${round(low)} to ${round(high)}`;
}

function meanIn(estimate: Estimate | Interval): number {
  return 'half' in estimate ? estimate.mean : estimate.value;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}

function round(value: number): string {
  return String(Number(value.toPrecision(3)));
}
