import { signal } from '@preact/signals';
import { PROFILES } from '../../model/profiles.ts';
import { CACHETIMES, type TradeoffPoint } from '../engine/tradeoffRuns.ts';
import { computeTradeoff, facts, isTradeoffRunning, tradeoff } from './labStore.ts';
import { lifeText } from './texts.ts';

const other = signal<string>('whitepaper');
const [WIDTH, HEIGHT] = [100, 46];

/** What each cachetime saves in lookups, and what it costs in calls, under two profiles. */
export function TradeoffPanel() {
  const known = facts.value;
  if (known === undefined) return <p>The scenario cannot be run yet.</p>;
  const profiles = [...new Set([known.profile, other.value])];
  const points = tradeoff.value;
  const hub = known.servers[known.hub];
  const present = (hub ?? known.servers[0])?.cacheTime;
  return (
    <>
      <p>
        A long cachetime saves lookups, and remembers a dead server longer. This scenario runs once for each cachetime,
        under its own profile and another.
      </p>
      <label>
        Beside {known.profile}:{' '}
        <select value={other.value} onChange={(event) => (other.value = event.currentTarget.value)}>
          {PROFILES.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>{' '}
      <button type="button" class="play" onClick={() => computeTradeoff(profiles)}>
        {isTradeoffRunning.value ? 'Again' : 'Compute'}
      </button>
      {points.length > 0 && (
        <>
          <Chart
            title={hub === undefined ? 'Lookups, per second' : 'Lookups at the hub, per second'}
            points={points}
            profiles={profiles}
            figure="lookups"
            present={present}
          />
          <Chart
            title="Calls sent to a dead server"
            points={points}
            profiles={profiles}
            figure="stale"
            present={present}
          />
          <Chart title="Calls lost" points={points} profiles={profiles} figure="lost" present={present} />
          <Table points={points} profiles={profiles} />
          <p role="status">
            {isTradeoffRunning.value
              ? `${points.length} of ${CACHETIMES.length * profiles.length} runs …`
              : 'All runs are done.'}
          </p>
        </>
      )}
    </>
  );
}

interface Charted {
  readonly title: string;
  readonly points: readonly TradeoffPoint[];
  readonly profiles: readonly string[];
  readonly figure: 'lookups' | 'stale' | 'lost';
  /** The present cachetime, seconds. */
  readonly present: number | undefined;
}

/** Cachetime on a log axis. */
function Chart({ title, points, profiles, figure, present }: Charted) {
  const highest = Math.max(0, ...points.map((point) => point[figure]));
  const most = highest === 0 ? 1 : highest;
  const first = Math.log(CACHETIMES[0]!);
  const x = (seconds: number): number =>
    4 + ((WIDTH - 8) * (Math.log(Math.max(1, seconds)) - first)) / (Math.log(CACHETIMES.at(-1)!) - first);
  const y = (value: number): number => HEIGHT - 7 - ((HEIGHT - 11) * value) / most;
  return (
    <figure>
      <figcaption>
        {title}, by cachetime (log axis); highest point {Math.round(highest * 100) / 100}
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${title} by cachetime; the table below has the numbers`}
      >
        {present !== undefined && <line class="present" x1={x(present)} x2={x(present)} y1="0" y2={HEIGHT} />}
        {CACHETIMES.map((cachetime) => (
          <text key={cachetime} x={x(cachetime)} y={HEIGHT - 1.5}>
            {lifeText(cachetime * 1e6)}
          </text>
        ))}
        {profiles.map((profile, i) => {
          const own = points.filter((point) => point.profile === profile);
          const path = own
            .map((point, k) => `${k === 0 ? 'M' : 'L'}${x(point.cachetime)} ${y(point[figure])}`)
            .join('');
          return (
            <g key={profile} class={i === 0 ? 'first' : 'second'}>
              <path d={path} />
              {own.map((point) =>
                i === 0 ? (
                  <circle key={point.cachetime} cx={x(point.cachetime)} cy={y(point[figure])} r="1.4" />
                ) : (
                  <rect
                    key={point.cachetime}
                    x={x(point.cachetime) - 1.2}
                    y={y(point[figure]) - 1.2}
                    width="2.4"
                    height="2.4"
                  />
                ),
              )}
            </g>
          );
        })}
      </svg>
    </figure>
  );
}

function Table({ points, profiles }: { points: readonly TradeoffPoint[]; profiles: readonly string[] }) {
  const cell = (profile: string, cachetime: number): TradeoffPoint | undefined =>
    points.find((point) => point.profile === profile && point.cachetime === cachetime);
  return (
    <table class="figures">
      <caption>Lookups per second / calls sent to a dead server / calls lost</caption>
      <thead>
        <tr>
          <th scope="col">Cachetime</th>
          {profiles.map((profile, i) => (
            <th scope="col" key={profile} class={i === 0 ? 'first' : 'second'}>
              {i === 0 ? '● ' : '■ '}
              {profile}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {CACHETIMES.map((cachetime) => (
          <tr key={cachetime}>
            <th scope="row">{lifeText(cachetime * 1e6)}</th>
            {profiles.map((profile) => {
              const point = cell(profile, cachetime);
              return (
                <td key={profile}>
                  {point === undefined
                    ? '…'
                    : `${Math.round(point.lookups * 100) / 100} / ${point.stale} / ${point.lost}`}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
