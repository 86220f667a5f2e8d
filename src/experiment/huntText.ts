import { highOf, lowOf, type Estimate } from './estimate.ts';
import type { Found, Hunt } from './hunt.ts';
import type { Schedule } from './huntSpace.ts';
import { failureText } from './planFaults.ts';

/** What was found, for people; `command` replays it. */
export function huntText({ measure, objective, replications, level }: Hunt, { unharmed, ranking, shrunk, runs, seed, fingerprint }: Found, command: string | undefined): string {
  const lines = [
    `The worst for ${measure}, of ${runs} runs; means of ${replications} fresh replications with ${level * 100} % intervals`, '',
    ...ranking.map(({ schedule, harm }, i) => `  ${String(i + 1).padStart(2)}. ${estimated(harm)}  ${scheduleText(schedule)}`),
    `      ${estimated(unharmed)}  nothing fails`, '',
  ];
  const goal = objective === undefined ? 'does nearly as much harm' : `breaks ${objective.text}`;
  if (shrunk === undefined) lines.push(objective === undefined ? 'No failure does more harm than none.' : `Nothing that was tried breaks ${objective.text}.`);
  else lines.push(`The least that still ${goal}: ${scheduleText(shrunk.schedule)}`, `  ${estimated(shrunk.harm)}`, `  ${command} (seed ${seed}, fingerprint ${fingerprint})`);
  return `${lines.join('\n')}\n`;
}

export function scheduleText(schedule: Schedule): string {
  return schedule.length === 0 ? 'nothing fails' : schedule.map(failureText).join(', ');
}

function estimated(estimate: Estimate): string {
  return `${round(estimate.mean)} (${round(lowOf(estimate))} to ${round(highOf(estimate))})`;
}

function round(value: number): string {
  return String(Number(value.toPrecision(4)));
}
