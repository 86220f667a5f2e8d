import { count } from '../format.ts';
import { table } from '../textTable.ts';
import { MEASURED_KINDS, threadsOf, type Measured, type Sample } from './measured.ts';

/** The `database:` block of a scenario: times of the least load, and as comments those of every load. */
export function calibrationYaml(measured: Measured): string {
  const { samples } = measured.loads[0]!;
  return [
    `# ${measured.version} at ${measured.host}, measured by dundisim calibrate.`,
    '# Times of a statement with the fewest clients; what more clients wait is the queue for "threads". Measured with more:',
    ...loadTable(measured).map((line) => `#${line}`),
    'database:',
    `  connectionLimit: ${measured.maxConnections}`,
    `  threads: ${threadsOf(measured)} # the greatest throughput of UPDATEs times the time of one alone`,
    ...MEASURED_KINDS.map((kind) => `  ${kind}: ${quantiles(samples[kind])}`),
    `  other: ${quantiles(samples.select)} # as a SELECT`,
    '',
  ].join('\n');
}

/** One row for each number of clients. */
function loadTable({ loads }: Measured): readonly string[] {
  const head = ['clients', ...MEASURED_KINDS.flatMap((kind) => [`${kind}/s`, 'p50', 'p90', 'p99'])];
  const rows = loads.map(({ clients, samples }) => [
    count(clients),
    ...MEASURED_KINDS.flatMap((kind) => {
      const { perSecond, p50, p90, p99 } = samples[kind];
      return [count(Math.round(perSecond)), ms(p50), ms(p90), ms(p99)];
    }),
  ]);
  return table([head, ...rows]);
}

function quantiles({ p50, p90, p99 }: Sample): string {
  return `quantiles p50=${ms(p50)} p90=${ms(p90)} p99=${ms(p99)}`;
}

/** Three digits. */
function ms(micros: number): string {
  return `${Number((micros / 1000).toPrecision(3))}ms`;
}
