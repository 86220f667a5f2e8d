import { DATABASE_HOST, type ClusterConfig, type SegmentConfig } from '../../model/config.ts';
import type { ServerNames } from '../reading/names.ts';
import type { Reading } from '../reading/reader.ts';
import type { ScenarioData } from '../reading/schema.ts';
import type { Path } from '../reading/tree.ts';

type NetworkData = NonNullable<ScenarioData['network']>;
type LinkData = NonNullable<NetworkData['links']>[number];

/** The key `network`. */
export function networkOf(
  data: Readonly<ScenarioData>,
  servers: ServerNames,
  reading: Reading,
): ClusterConfig['network'] {
  const network = (data.network ?? {}) as NetworkData;
  const { delay, loss, links = [] } = network;
  const nameOf = (host: number): string => (host === DATABASE_HOST ? 'database' : servers.all[host]!);
  const read = links.flatMap((link, i) =>
    endsOf(link, ['network', 'links', i], servers, reading).map(([one, other]) => ({
      between: [nameOf(one), nameOf(other)] as const,
      delay: link.delay ?? delay!,
      loss: link.loss!,
    })),
  );
  return { delay: delay!, loss: loss!, links: read, segments: segmentsOf(network, reading) };
}

/** `between: [a, b]` is one link; with `and` it is each between the two sides. */
function endsOf(
  { between, and }: LinkData,
  path: Path,
  servers: ServerNames,
  reading: Reading,
): readonly (readonly [number, number])[] {
  const here = servers.hosts(between, [...path, 'between']);
  if (and === undefined) {
    if (between.length !== 2 || between[0] === between[1])
      reading.mistake(
        [...path, 'between'],
        'a link is between two different servers, or a server and "database"; those between two sides are { between: [a, b], and: [c, d] }',
      );
    return here.length === 2 ? [[here[0]!, here[1]!]] : [];
  }
  const there = servers.hosts(and, [...path, 'and']);
  if (there.some((host) => here.includes(host))) reading.mistake(path, 'the same name is on both sides');
  return here.flatMap((one) => there.map((other) => [one, other] as const));
}

function segmentsOf(
  { segments = 'none', rate, buffer, voiceFirst }: NetworkData,
  reading: Reading,
): SegmentConfig | undefined {
  if (segments !== 'none') return { segments, rate: rate!, buffer: buffer!, voiceFirst: voiceFirst! };
  for (const [key, value] of Object.entries({ rate, buffer, voiceFirst }))
    if (value !== undefined)
      reading.mistakeAtKey(['network', key], `"${key}" belongs to "segments: one" or "segments: two"`);
  return undefined;
}
