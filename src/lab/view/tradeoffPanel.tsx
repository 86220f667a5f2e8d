import { signal } from '@preact/signals';
import { PROFILES } from '../../model/profiles.ts';
import { CACHETIMES, type TradeoffPoint } from '../engine/tradeoffRuns.ts';
import { computeTradeoff, facts, isTradeoffRunning, tradeoff } from './labStore.ts';
import { TradeoffChart } from './tradeoffChart.tsx';
import { cachetimeText } from './texts.ts';

const other = signal<string>('whitepaper');

/** What each cachetime saves in lookups, and what it costs in calls, under two profiles. */
export function TradeoffPanel() {
  const known = facts.value;
  if (known === undefined) return <p>The scenario cannot be run yet.</p>;
  const profiles = [...new Set([known.profile, other.value])];
  const points = tradeoff.value;
  const hub = known.servers[known.hub];
  const charted = { points, profiles, present: (hub ?? known.servers[0])?.cacheTime };
  return (
    <>
      <p>
        A server keeps an answer for the cachetime. A long one saves questions to the hub every day, and sends calls to
        a dead server for longer on the day that one dies. Here this scenario runs once for each cachetime, under its
        own profile and another.
      </p>
      {known.faults.some(({ kind }) => kind === 'crash') || (
        <p>
          <strong>No server dies in this scenario,</strong> so a long cachetime costs nothing here. To see the price,
          select a server and break it by Crash, or open the scenario cachetime-5s.
        </p>
      )}
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
          <TradeoffChart
            title={hub === undefined ? 'Lookups per second' : 'Lookups per second that the hub is asked for'}
            figure="lookups"
            {...charted}
          />
          <TradeoffChart title="Calls sent to a dead server" figure="stale" {...charted} />
          <TradeoffChart title="Calls lost, all causes" figure="lost" {...charted} />
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
            <th scope="row">{cachetimeText(cachetime)}</th>
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
