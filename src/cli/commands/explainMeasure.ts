import { definedPath, measures, rangeOf, type Measure } from '../../measure/definitions.ts';
import { table, wrap } from '../../report/textTable.ts';

const UNITS: Readonly<Record<Measure['unit'], string>> = {
  count: 'a number',
  ms: 'milliseconds',
  s: 'seconds',
  ratio: 'a share',
};

/** Of any server: `servers.regpbx1.lookups` is `servers.*.lookups`. */
export function findMeasure(name: string): Measure | undefined {
  const path = definedPath(name.replace(/^servers\.[^.]+\./, 'servers.*.'));
  return measures().find((measure) => measure.path === path);
}

/** What a person may ask for: every measure by its path, with quantiles and without. */
export function measureNames(): readonly string[] {
  return measures().flatMap(({ path, quantiles }) => [path, ...quantiles.map((quantile) => `${path}.${quantile}`)]);
}

/** Every measure on a line. */
export function allMeasures(): readonly string[] {
  const rows = measures().map(({ path, unit, quantiles }) => [path, unit, quantiles.join(', ')]);
  return table([['measure', 'unit', 'quantiles'], ...rows], ['left', 'left', 'left']);
}

/** A measure in full. */
export function oneMeasure(measure: Measure): string {
  const { path, says, source, unit, shareOf, windowed, quantiles } = measure;
  const example = quantiles.includes('p99')
    ? `${path}.p99 < 2s`
    : unit === 'ratio'
      ? `${path} < 30%`
      : shareOf === undefined
        ? `${path} < 100`
        : `${path} < 5%`;
  const lines: readonly (readonly [string, string])[] = [
    ['unit', `${UNITS[unit]}, ${rangeOf(measure)}`],
    ...(quantiles.length === 0 ? [] : [['quantiles', quantiles.join(', ')] as const]),
    ...(shareOf === undefined ? [] : [['share', `with % it is a share of ${shareOf}`] as const]),
    ['window', windowed ? 'may be asked for a part of the run: during 60s..5m' : 'of the whole run only'],
    ...(source === undefined ? [] : [['source', source] as const]),
    ['example', `--measure or expect: ${example.replace('servers.*', 'servers.regpbx1')}`],
  ];
  const text = lines.flatMap(([name, value]) => wrap(`${name.padEnd(9)} ${value}`, '          '));
  return `${[...wrap(`${path}: ${says}`), '', ...text].join('\n')}\n`;
}
