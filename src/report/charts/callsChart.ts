import { CALL_CLASSES, CLASS_LOOK } from '../run/callClass.ts';
import { counted } from '../format.ts';
import type { Bin } from '../run/series.ts';
import { valueAxis } from './axes.ts';
import { chart, inWholeSeconds, type ChartRun } from './frame.ts';
import { el } from './svg.ts';

/** Calls by how they ended, stacked where they were offered; the last, narrower bin is drawn as narrow as it is. */
export function callsChart(bins: readonly Bin[], of: ChartRun): string {
  const classes = CALL_CLASSES.filter((name) => bins.some((bin) => bin.classes[name] > 0));
  const offered = bins.reduce((sum, bin) => sum + bin.offered, 0);
  const width = inWholeSeconds(bins[0]!.until - bins[0]!.from);
  const most = bins.reduce((max, bin) => Math.max(max, bin.offered), 0);
  return chart(
    {
      ...of,
      filled: true,
      title: 'Calls by outcome',
      note: `${counted(offered, 'call')}, each in the bin of ${width} in which it was offered, coloured by how it ended later.`,
      keys: classes.map((name) => ({ ...CLASS_LOOK[name], shape: 'box' })),
    },
    (plot) => {
      const axis = valueAxis(`calls offered in ${width}`, most, plot, true);
      const bars = bins.flatMap((bin) => {
        const [left, right] = [plot.x(bin.from), plot.x(bin.until)];
        const gap = right - left > 4 ? 1 : 0;
        let below = 0;
        return classes
          .filter((name) => bin.classes[name] > 0)
          .map((name) => {
            const [y0, y1] = [axis.scale(below), axis.scale(below + bin.classes[name])];
            below += bin.classes[name];
            return el('rect', {
              x: left,
              y: y1,
              width: right - left - gap,
              height: y0 - y1,
              fill: CLASS_LOOK[name].colour,
            });
          });
      });
      return [...axis.marks, ...bars];
    },
  );
}
