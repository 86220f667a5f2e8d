import { callBins, nearestLost } from '../replay/callBins.ts';
import { at, facts, ghost, isAnswerHidden, parts, run, showCall } from './labStore.ts';
import { clockText } from './texts.ts';

const BINS = 120;
const HEIGHT = 60;
/** A click takes the nearest lost call within this share of the run. */
const REACH = 0.02;
/** Faults that are named below. */
const MOST_FAULTS = 6;

/**
 * Calls over the whole run: above the line those that were offered, below it the lost ones; the run before in grey; faults; the
 * moment. A click on a lost call shows it.
 */
export function Timeline() {
  void parts.value;
  const [known, scene, old] = [run.value, facts.value, ghost.value];
  if (known === undefined || scene === undefined) return <div class="timeline" />;
  const { duration } = scene;
  const bins = callBins(known.calls, duration, BINS);
  const before = old === undefined ? undefined : callBins(old.run.calls, duration, BINS);
  const isHidden = isAnswerHidden.value;
  const most = Math.max(1, ...bins.offered, ...(before?.offered ?? []));
  const mostLost = isHidden ? 0 : Math.max(0, ...bins.lost, ...(before?.lost ?? []));
  const perCall = HEIGHT / (most + mostLost);
  const line = most * perCall;
  const lost = known.calls.filter((call) => call.lost).length;
  const grey = old?.run.calls.filter((call) => call.lost).length;
  return (
    <div class="timeline">
      <svg
        viewBox={`0 0 ${BINS} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={isHidden ? 'Calls over the run' : labelOf(known.calls.length, lost, grey)}
        onClick={(event) => {
          if (isHidden) return;
          const box = event.currentTarget.getBoundingClientRect();
          const found = nearestLost(known.calls, ((event.clientX - box.left) / box.width) * duration, REACH * duration);
          if (found !== undefined) showCall(found.call);
        }}
      >
        {before !== undefined && <Bars values={before.offered} from={line} per={-perCall} name="old" />}
        <Bars values={bins.offered} from={line} per={-perCall} name="offered" />
        {!isHidden && <Bars values={bins.lost} from={line} per={perCall} name="lost" />}
        {!isHidden && before !== undefined && <Bars values={before.lost} from={line} per={perCall} name="oldLost" />}
        <line class="base" x1="0" x2={BINS} y1={line} y2={line} />
        {known.faults.map((fault) => (
          <line
            key={fault.text}
            class="fault"
            x1={place(fault.at, duration)}
            x2={place(fault.at, duration)}
            y1="0"
            y2={HEIGHT}
          />
        ))}
        {old !== undefined && old.since > 0 && (
          <line class="fork" x1={place(old.since, duration)} x2={place(old.since, duration)} y1="0" y2={HEIGHT} />
        )}
        <Playhead duration={duration} />
      </svg>
      <p class="marks">
        <span>
          <span class="swatch offered" aria-hidden="true" /> above the line: <strong>{known.calls.length}</strong>{' '}
          calls, when they were made
        </span>
        {isHidden ? (
          <span>Lost calls are shown when you have made a guess.</span>
        ) : (
          <span>
            <span class="swatch lost" aria-hidden="true" /> below it: <strong>{lost}</strong> lost calls, when they were
            made or cut off
            {grey !== undefined && (
              <span class="oldText">
                {' '}
                (before, in grey: {grey} of {old!.run.calls.length})
              </span>
            )}
          </span>
        )}
        {known.faults.slice(0, MOST_FAULTS).map((fault) => (
          <span key={`${fault.at} ${fault.text}`}>
            ┆ {clockText(fault.at, 1000)} {fault.text}
          </span>
        ))}
        {known.faults.length > MOST_FAULTS && <span>┆ and {known.faults.length - MOST_FAULTS} more</span>}
      </p>
    </div>
  );
}

function labelOf(calls: number, lost: number, before: number | undefined): string {
  return `Calls over the run: ${calls}, of which ${lost} were lost${before === undefined ? '' : `; in the run before, ${before}`}`;
}

function Playhead({ duration }: { duration: number }) {
  const x = place(at.value, duration);
  return <line class="playhead" x1={x} x2={x} y1="0" y2={HEIGHT} />;
}

function place(moment: number, duration: number): number {
  return (moment / duration) * BINS;
}

/** From a line, `per` units of the picture for each call, downwards where it is above 0. */
function Bars({ values, from, per, name }: { values: readonly number[]; from: number; per: number; name: string }) {
  const d = values
    .map((value, bin) => (value === 0 ? '' : `M${bin + 0.08} ${from}v${value * per}h0.84V${from}z`))
    .join('');
  return <path class={name} d={d} />;
}
