import { CACHETIMES, type TradeoffPoint } from '../engine/tradeoffRuns.ts';
import { topOf } from '../setup/axisTop.ts';
import { cachetimeText } from './texts.ts';

/** Pixels, of which most columns have more: texts then have the size of the page's own. */
const [WIDTH, HEIGHT] = [300, 154];
const [LEFT, RIGHT, TOP, BOTTOM] = [40, 278, 18, 122];

interface Charted {
  readonly title: string;
  readonly points: readonly TradeoffPoint[];
  readonly profiles: readonly string[];
  readonly figure: 'lookups' | 'stale' | 'lost';
  /** The present cachetime, seconds. */
  readonly present: number | undefined;
}

/** One figure over the cachetime, which has a log axis; a line and a shape for each profile. */
export function TradeoffChart({ title, points, profiles, figure, present }: Charted) {
  const top = topOf(Math.max(0, ...points.map((point) => point[figure])));
  const first = Math.log(CACHETIMES[0]!);
  const x = (seconds: number): number =>
    LEFT +
    12 +
    ((RIGHT - LEFT - 24) * (Math.log(Math.max(1, seconds)) - first)) / (Math.log(CACHETIMES.at(-1)!) - first);
  const y = (value: number): number => BOTTOM - ((BOTTOM - TOP) * value) / top;
  return (
    <figure>
      <figcaption>{title}</figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${title} by cachetime; the table below has the numbers`}
      >
        {[0, top / 2, top].map((tick) => (
          <g key={tick}>
            <line class="grid" x1={LEFT} x2={RIGHT} y1={y(tick)} y2={y(tick)} />
            <text class="tick" x={LEFT - 5} y={y(tick) + 4}>
              {Number(tick.toFixed(3))}
            </text>
          </g>
        ))}
        {present !== undefined && (
          <>
            <line class="present" x1={x(present)} x2={x(present)} y1={TOP} y2={BOTTOM} />
            <text x={Math.min(x(present), RIGHT - 20)} y={TOP - 6}>
              now {cachetimeText(present)}
            </text>
          </>
        )}
        {CACHETIMES.map((cachetime) => (
          <text key={cachetime} x={x(cachetime)} y={BOTTOM + 14}>
            {cachetimeText(cachetime)}
          </text>
        ))}
        <text x={(LEFT + RIGHT) / 2} y={BOTTOM + 27}>
          cachetime (log axis)
        </text>
        {profiles.map((profile, i) => {
          const own = points.filter((point) => point.profile === profile);
          const path = own
            .map((point, k) => `${k === 0 ? 'M' : 'L'}${x(point.cachetime)} ${y(point[figure])}`)
            .join('');
          return (
            <g key={profile} class={i === 0 ? 'first' : 'second'}>
              <path d={path} />
              {own.map(({ cachetime, [figure]: value }) =>
                i === 0 ? (
                  <circle key={cachetime} cx={x(cachetime)} cy={y(value)} r="4" />
                ) : (
                  <rect key={cachetime} x={x(cachetime) - 3.5} y={y(value) - 3.5} width="7" height="7" />
                ),
              )}
            </g>
          );
        })}
      </svg>
    </figure>
  );
}
