import { callBins, nearestLost } from '../replay/callBins.ts';
import { at, facts, ghost, isAnswerHidden, parts, run, showCall } from './labStore.ts';
import { clockText } from './texts.ts';

const BINS = 120;
const HEIGHT = 60;
/** A click takes the nearest lost call within this share of the run. */
const REACH = 0.02;

/** Calls over the whole run, the lost ones marked; the run before in grey; faults; the moment. A click on a lost call shows it. */
export function Timeline() {
  void parts.value;
  const [known, scene, old] = [run.value, facts.value, ghost.value];
  if (known === undefined || scene === undefined) return <div class="timeline" />;
  const { duration } = scene;
  const bins = callBins(known.calls, duration, BINS);
  const before = old === undefined ? undefined : callBins(old.run.calls, duration, BINS);
  const most = Math.max(1, ...bins.offered, ...(before?.offered ?? []));
  const isHidden = isAnswerHidden.value;
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
        {before !== undefined && <Bars values={before.offered} most={most} name="old" />}
        <Bars values={bins.offered} most={most} name="offered" />
        {!isHidden && <Bars values={bins.lost} most={most} name="lost" />}
        {before !== undefined && <Bars values={before.lost} most={most} name="oldLost" />}
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
        {known.faults.slice(0, 6).map((fault) => (
          <span key={`${fault.at} ${fault.text}`}>
            {clockText(fault.at, 1000)} {fault.text}
          </span>
        ))}
        {isHidden ? (
          <span>Lost calls are shown when you have made a guess.</span>
        ) : (
          <span>
            <strong>{lost}</strong> of {known.calls.length} calls lost
            {grey !== undefined && (
              <span class="oldText">
                {' '}
                (before: {grey} of {old!.run.calls.length})
              </span>
            )}
          </span>
        )}
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

function Bars({ values, most, name }: { values: readonly number[]; most: number; name: string }) {
  const d = values
    .map((value, bin) => (value === 0 ? '' : `M${bin + 0.08} ${HEIGHT}v${(-HEIGHT * value) / most}h0.84V${HEIGHT}z`))
    .join('');
  return <path class={name} d={d} />;
}
