import { SECOND } from '../../src/kernel/units.ts';
import { Listener } from '../../src/measure/listener.ts';
import { Measures } from '../../src/measure/measures.ts';
import { several } from '../../src/measure/several.ts';
import { Cluster } from '../../src/model/cluster.ts';
import type { CallRecord } from '../../src/model/observations.ts';
import type { StoryEvent } from '../../src/model/story/index.ts';
import { parseScenario, type FolderFile } from '../../src/scenario/index.ts';
import { NO_TIME } from '../model/quiet.ts';
import { rounded, Sniffer } from '../model/laboratory.ts';
import { folder } from '../scenario/world.ts';

export interface MeasuredCall extends CallRecord {
  readonly events: readonly StoryEvent[];
}

export interface Measured {
  /** In the order of their ends. */
  readonly calls: readonly MeasuredCall[];
  readonly wire: Sniffer;
}

/**
 * A scenario over a shipped folder of Asterisk 16, on computers and wires that take no time: each time that is left is a timer
 * of a server. `edit` changes the .conf files.
 */
export function measured(
  conf: string,
  different: Readonly<Record<string, unknown>>,
  edit: (file: FolderFile) => FolderFile = (file) => file,
): Measured {
  const text = JSON.stringify({ profile: 'asterisk-16', asterisk: './conf', duration: '3m', ...NO_TIME, ...different });
  const folders = new Map([['./conf', folder(conf).map(edit)]]);
  const { config } = parseScenario({ path: 'measured.json', text, folders, sets: [] });
  const calls: MeasuredCall[] = [];
  class Ends extends Listener {
    override callEnded(call: CallRecord, events: readonly StoryEvent[]): void {
      calls.push({ ...call, events: [...events] });
    }
  }
  const ends = new Ends();
  const wire = new Sniffer();
  const measures = new Measures({ config, seed: '1', scenarioName: 'measured' });
  const cluster = new Cluster(config, { seed: '1', observations: several(measures, ends), interference: wire });
  for (const listener of [measures, ends]) listener.follow(cluster.sim);
  cluster.sim.run(config.duration);
  cluster.finish();
  return { calls, wire };
}

/** Seconds from the first event of one kind to the first of another in a call. */
export function between({ events }: MeasuredCall, from: StoryEvent['what'], to: StoryEvent['what']): number {
  const [first, last] = [from, to].map((what) => events.find((event) => event.what === what)!.at);
  return rounded((last! - first!) / SECOND);
}
