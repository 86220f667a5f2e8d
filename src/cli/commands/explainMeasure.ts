import { definedPath, measures, rangeOf, type Measure } from '../../measure/definitions.ts';
import { resultPath } from '../../measure/paths.ts';
import { table, wrap } from '../../report/textTable.ts';

const UNITS: Readonly<Record<Measure['unit'], string>> = {
  count: 'a number',
  ms: 'milliseconds',
  s: 'seconds',
  ratio: 'a share',
};

/** With any name for a star: `servers.regpbx1.lookups` is `servers.*.lookups`. */
export function findMeasure(name: string): Measure | undefined {
  const path = definedPath(resultPath(name)?.path ?? resultPath(`${name}.p50`)?.path ?? name);
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

/** Measures whose path begins so, each with its definition: `trunks`, `servers.regpbx1`. Empty: none does. */
export function measuresBelow(name: string): readonly string[] {
  const [first, ...rest] = name.split('.');
  const starts = [name, [first, '*', ...rest.slice(1)].join('.')].map((start) => `${start}.`);
  const found = measures().filter(({ path }) => starts.some((start) => path.startsWith(start)));
  return found.flatMap(({ path, says }) => wrap(`${path}: ${says}`, '  ')).concat(found.length === 0 ? [] : ['']);
}

/** A measure in full. */
export function oneMeasure(measure: Measure): string {
  const { path, says, source, unit, shareOf, windowed, quantiles, needs } = measure;
  const example = quantiles.includes('p99')
    ? `${path}.p99 < 2s`
    : unit === 'ratio'
      ? `${path} < 30%`
      : unit === 's' || unit === 'ms'
        ? `${path} < 30s`
        : shareOf === undefined
          ? `${path} < 100`
          : `${path} < 5%`;
  const lines: readonly (readonly [string, string])[] = [
    ['unit', `${UNITS[unit]}, ${rangeOf(measure)}`],
    ...(quantiles.length === 0 ? [] : [['quantiles', quantiles.join(', ')] as const]),
    ...(shareOf === undefined ? [] : [['share', `with % it is a share of ${shareOf}`] as const]),
    ['window', windowed ? 'may be asked for a part of the run: during 60s..5m' : 'of the whole run only'],
    ...(needs === undefined ? [] : [['needs', needs] as const]),
    ...(source === undefined ? [] : [['source', source] as const]),
    ['example', `--measure or expect: ${exampleNames(example)}`],
  ];
  const text = lines.flatMap(([name, value]) => wrap(`${name.padEnd(9)} ${value}`, '          '));
  return `${[...wrap(`${path}: ${says}`), '', ...text].join('\n')}\n`;
}

/** With names where the path has stars. */
function exampleNames(text: string): string {
  return text
    .replace('trunks.groups.*.*', 'trunks.groups.gateway1.g1')
    .replace(/^(storms|balance)\.groups\.\*/, '$1.groups.office')
    .replace('named.*', 'named.to-the-office')
    .replaceAll('.*', '.regpbx1');
}
