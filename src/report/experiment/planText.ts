import type { PlanAnswer, PlanProbe } from '../../experiment/plan/capacityPlan.ts';

/** The answer for people; `command` puts words together for a shell. */
export function planText(answer: PlanAnswer, command: (words: readonly string[]) => string): string {
  const { binding, reproduce, probes, replications, confidence } = answer;
  const lines = [
    rangeText(answer),
    '',
    ...(binding === null
      ? []
      : [`Binding: ${binding.objective}${binding.failure === null ? '' : `, when the fault is ${binding.failure}`}`]),
    `Confidence ${percent(confidence)}; ${replications} runs. In brackets are two-sided ${percent(confidence)} intervals; whether an objective holds is decided from one side, at each look.`,
    '',
    ...probes.flatMap(probeLines),
    '',
    ...(reproduce.low === null ? [] : [`Where it holds, the run nearest to the limit:\n  ${command(reproduce.low)}`]),
    ...(reproduce.high === null ? [] : [`Where it fails, the run farthest beyond it:\n  ${command(reproduce.high)}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}

function rangeText({ path, low, high, probes }: PlanAnswer): string {
  const undecided = probes.filter(({ decision }) => decision === 'undecided').map(({ value }) => value);
  const between =
    undecided.length === 0 ? '' : `; not decided at ${undecided.join(', ')}: more --replications would tell`;
  if (low !== null && high !== null) return `${path}: everything holds at ${low}, and no longer at ${high}${between}`;
  if (low !== null && undecided.length === 0)
    return `${path}: everything holds at ${low}, the greatest value that was asked for; a greater --between would tell how far`;
  if (low !== null)
    return `${path}: everything holds at ${low}; nothing was shown to fail up to the greatest value that was asked for${between}`;
  if (high !== null && undecided.length === 0)
    return `${path}: an objective fails already at ${high}, the least value that was asked for`;
  if (high !== null) return `${path}: an objective fails at ${high}; nothing was shown to hold below it${between}`;
  return `${path}: nothing was decided${between}`;
}

function probeLines({ value, decision, objectives }: PlanProbe): readonly string[] {
  const word = { holds: 'holds', fails: 'does not hold', undecided: 'undecided' } as const;
  return [
    `${value}: ${word[decision]}`,
    ...objectives.map(
      ({ objective, failure, estimate, decision: one }) =>
        `  ${objective}${failure === null ? '' : ` [${failure}]`}: ${estimate}${one === decision ? '' : `, ${word[one]}`}`,
    ),
  ];
}
