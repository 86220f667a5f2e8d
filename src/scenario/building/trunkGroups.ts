import { sourced } from '../../model/risks/risks.ts';
import type { TrunkConfig } from '../../model/config.ts';
import { groupDialled, LINE_CHANNELS } from '../../model/trunk/trunkGroup.ts';
import type { ServerData } from '../reading/schema.ts';
import type { Path } from '../reading/tree.ts';
import { LONGEST_ARGS } from '../../model/server/dialplan/substitution.ts';
import { fill } from '../../text/fill.ts';
import { didYouMean } from '../../text/nearest.ts';
import type { DialplanConfig, StepConfig } from '../../model/server/dialplan/compiledPlan.ts';
import type { Place } from '../../text/place.ts';
import type { Reading } from '../reading/reader.ts';
import type { ServerDraft } from './serverDraft.ts';

/** A trunk group as a scenario writes it. */
type Written = NonNullable<ServerData['trunks']>;

/** `trunks:` of a server. A group has a number of channels, or a kind of line that says how many each span has. */
export function trunksOf(written: Written, path: Path, reading: Reading): Readonly<Record<string, TrunkConfig>> {
  return Object.fromEntries(
    Object.entries(written).map(([name, { channels, line, spans, setup }]) => {
      if ((channels === undefined) === (line === undefined))
        reading.mistake([...path, name], 'a trunk group has either "channels", or a "line" and its "spans"');
      const number = channels ?? (line === undefined ? 0 : LINE_CHANNELS[line] * spans!);
      if (number < spans! && number > 0)
        reading.mistake([...path, name], `${spans} spans have at least ${spans} channels`);
      return [name, { channels: number, spans: spans!, setup: setup! }];
    }),
  );
}

/** `Zap/g1/5551212` and `DAHDI/g1/…`: the word between the slashes is the group. */
const TRUNK = /\b(?:zap|dahdi)\/([^/,|&)]+)/gi;

/**
 * The .conf files do not say how many channels a gateway has, so the scenario must: a group that it leaves out has
 * none.
 */
export function warnOfTrunks(drafts: readonly ServerDraft[], reading: Reading): void {
  const dialled = new Map<DialplanConfig, ReturnType<typeof groupsIn>>(); // Copies of a server have one dialplan.
  for (const { name, trunks, read } of drafts) {
    const groups = dialled.get(read.dialplan) ?? groupsIn(read.dialplan);
    dialled.set(read.dialplan, groups);
    const said = new Set<string>();
    for (const { group, place } of groups) {
      if (said.has(group) || groupDialled(trunks, group) !== undefined) continue;
      said.add(group);
      const hint =
        didYouMean(group, Object.keys(trunks)) ||
        `; see "servers: { ${name}: { trunks: { ${group}: { channels: 23 } } } }"`;
      reading.remarks.push({
        severity: 'risk',
        ...sourced('noTrunkGroup'),
        place,
        text: `the scenario gives ${name} no trunk group "${group}": every call to it finds no free channel${hint}`,
      });
    }
  }
}

/** In the order of the file. */
function groupsIn({ contexts, globals }: DialplanConfig): readonly { readonly group: string; readonly place: Place }[] {
  const steps = contexts.flatMap((context) => context.steps);
  return steps.flatMap((step) => groupsOf(step, globals).map((group) => ({ group, place: step.place })));
}

function groupsOf({ application, args }: StepConfig, globals: Readonly<Record<string, string>>): readonly string[] {
  if (!/^dial$/i.test(application)) return [];
  const written = fill(args, (name) => (Object.hasOwn(globals, name) ? globals[name] : undefined), LONGEST_ARGS);
  return [...written.matchAll(TRUNK)].map((found) => found[1]!).filter((group) => !group.includes('$'));
}
