import type { Experiment } from '../../experiment/grid/experiment.ts';
import { figureOf, type Figure } from '../../experiment/statistics/cellFigures.ts';
import type { PointSummary } from '../../experiment/grid/folded.ts';
import { OUTCOMES } from '../../measure/outcomes.ts';
import { counted, moment, trimmed } from '../format.ts';
import { OUTCOME_LABEL } from '../run/outcomeText.ts';
import { prose, table, wrap } from '../textTable.ts';
import { figureText } from './estimateText.ts';

/**
 * The figures of a point in the full report. Those that are 0 in all replications are left out, but for those in
 * ALWAYS.
 */
const SHOWN: readonly (readonly [path: string, label: string])[] = [
  ['calls.offered', 'calls offered'],
  ...OUTCOMES.map((outcome) => [`calls.outcomes.${outcome}`, `  ${OUTCOME_LABEL[outcome]}`] as const),
  ['calls.lost', 'lost'],
  ['calls.dropped', '  of the lost: cut while talking'],
  ['calls.saved', 'saved by direct dial'],
  ['calls.collapsed', 'the run collapsed'],
  ['calls.postDialDelayMs.p50', 'post-dial delay: median'],
  ['calls.postDialDelayMs.p95', '  p95'],
  ['calls.postDialDelayMs.p99', '  p99'],
  ['load.offeredErlangs', 'erlangs offered'],
  ['load.carriedErlangs', '  carried'],
  ['load.busyHourCallAttempts', 'busy hour call attempts'],
  ['load.answerSeizureRatio', 'ASR'],
  ['load.sessionEstablishmentRatio', 'SER'],
  ['load.blockingRatio', 'blocking'],
  ['lookups.total', 'DUNDi lookups'],
  ['lookups.network', '  that asked the network'],
  ['registrations.timeouts', 'REGISTERs that timed out'],
  ['registrations.longestOutageMs', 'longest time without a registration'],
  ['database.statements', 'database statements'],
];

/** That none was lost is an answer, with its interval. */
const ALWAYS = ['calls.lost'];

/** The figures of one point, each with its interval, and what they cannot say. */
export function pointText(experiment: Experiment, summary: PointSummary): string {
  const { figures, replications, warnings } = summary;
  const asked = experiment.wants.measures.filter((path) => !SHOWN.some(([shown]) => shown === path));
  const rows = [
    ...SHOWN.map(([path, label]) => ({ path, label })),
    ...asked.map((path) => ({ path, label: path })),
  ].flatMap(({ path, label }) => {
    const all = (['mean', 'quantile', 'probability', 'share'] as const)
      .map((kind) => figureOf(figures, path, kind))
      .filter((figure) => figure !== undefined);
    return all.length === 0 || (all.every(isNothing) && !ALWAYS.includes(path))
      ? []
      : [[label, ...all.map(figureText)]];
  });
  const lines = [
    `${counted(replications, 'replication')}, intervals at ${levelText(experiment.level)}${warmUpText(experiment)}; per run, and share of the whole`,
    '',
    ...table([['', '', ''], ...rows], ['left', 'left', 'left']).slice(1),
    ...controlLines(experiment, [summary]),
    ...warnings.flatMap((warning) => prose(`Warning: ${warning}.`)),
  ];
  return `${lines.join('\n')}\n`;
}

/** The first paragraph: what was lost, and how long callers waited. */
export function pointAnswer({ figures, replications }: PointSummary): string {
  const said = (path: string, kind: Figure['kind']): string | undefined => {
    const figure = figureOf(figures, path, kind);
    return figure === undefined ? undefined : figureText(figure);
  };
  const share = said('calls.lost', 'share');
  const delays = (['p95', 'p99'] as const).flatMap((name) => {
    const text = said(`calls.postDialDelayMs.${name}`, 'quantile');
    return text === undefined ? [] : [`${name} ${text}`];
  });
  const lost = `Calls lost per run: ${said('calls.lost', 'mean') ?? 'none offered'}${share === undefined ? '' : `, ${share} of those offered`}`;
  const delay = delays.length === 0 ? '' : `; post-dial delay: ${delays.join(', ')}`;
  return `${wrap(`${lost}${delay}; ${counted(replications, 'run')}.`).join('\n')}\n`;
}

export function levelText(level: number): string {
  return `${trimmed(100 * level, 3)} %`;
}

/** What the control variate was worth for the measure that counts: from the point where least to that where most. */
export function controlLines(experiment: Experiment, points: readonly PointSummary[]): readonly string[] {
  if (experiment.wants.control === undefined) return [];
  const { target } = experiment;
  const gains = points.flatMap(({ figures }) => figureOf(figures, target, 'mean')?.gain ?? []);
  const what = 'Control variate: the talking time that callers bring, whose mean is known.';
  if (gains.length === 0)
    return prose(`${what} Not used for ${target}: it takes 10 replications, calls at random times and enough events.`);
  const [least, most] = [Math.min(...gains), Math.max(...gains)].map((gain) => trimmed(gain, 1));
  const range = least === most ? least : `${least} to ${most}`;
  return prose(`${what} The interval of ${target} is as narrow as with ${range} times as many runs.`);
}

function warmUpText({ wants }: Experiment): string {
  return wants.warmUp === 0 ? '' : `, without the first ${moment(wants.warmUp)}`;
}

function isNothing({ estimate }: Figure): boolean {
  return 'half' in estimate ? estimate.mean === 0 && estimate.half === 0 : estimate.value === 0 && estimate.low === 0;
}
