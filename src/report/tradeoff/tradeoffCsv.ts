import { column, namesOf, type Column } from '../column.ts';
import type { Cell } from '../csvRows.ts';
import type { Tradeoff, TradeoffPoint, Valued } from './tradeoffData.ts';

/** A figure of each point, with the ends of its interval. */
const FIGURES: readonly {
  readonly name: string;
  readonly unit: string;
  readonly says: string;
  readonly of: (point: TradeoffPoint) => Valued | undefined;
}[] = [
  {
    name: 'questions',
    unit: '1/s',
    says: 'Lookups asked of the lookup server, on ordinary days.',
    of: ({ questions }) => questions,
  },
  {
    name: 'datagrams',
    unit: '1/s',
    says: 'DUNDi packets of all servers, on ordinary days.',
    of: ({ datagrams }) => datagrams,
  },
  {
    name: 'calm_p95',
    unit: 'ms',
    says: 'Post-dial delay that 95 % of the calls stay below, on ordinary days.',
    of: ({ calmDelay }) => calmDelay,
  },
  {
    name: 'to_dead_server',
    unit: 'calls per crash',
    says: 'Calls sent to the dead server.',
    of: ({ stale }) => stale,
  },
  { name: 'lost', unit: 'calls per crash', says: 'Lost calls, until the run ends.', of: ({ lost }) => lost },
  {
    name: 'saved',
    unit: 'calls per crash',
    says: 'Calls saved by direct dial, until the run ends.',
    of: ({ saved }) => saved,
  },
  {
    name: 'crash_p95',
    unit: 'ms',
    says: 'As calm_p95, in the two minutes after the crash.',
    of: ({ crashDelay }) => crashDelay,
  },
];

export const TRADEOFF_COLUMNS: readonly Column[] = [
  column('profile', 'word', 'Profile.'),
  column('cachetime_s', 's', 'Cachetime that is configured.'),
  column('lives_s', 's', 'For how long a server keeps an answer, at most: what the release makes of the cachetime.'),
  ...FIGURES.flatMap(({ name, unit, says }) => [
    column(name, unit, says),
    column(`${name}_low`, unit, 'Lower end of its confidence interval.'),
    column(`${name}_high`, unit, 'Upper end of it; empty: more runs are needed to bound it.'),
  ]),
];

/** tradeoff.csv: a row for each profile and cachetime, as in the tables of the answer. */
export function* tradeoffRows({ lines }: Tradeoff): Generator<readonly Cell[]> {
  yield namesOf(TRADEOFF_COLUMNS);
  for (const { profile, points } of lines)
    for (const point of points)
      yield [
        profile,
        point.seconds,
        point.lives,
        ...FIGURES.flatMap(({ of }) => {
          const figure = of(point);
          return [figure?.value, figure?.low, figure?.high].map(six);
        }),
      ];
}

/** Six digits: more than any interval leaves. */
function six(value: number | undefined): number | undefined {
  return value === undefined || !Number.isFinite(value) ? undefined : Number(value.toPrecision(6));
}
