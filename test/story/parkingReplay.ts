import { SECOND } from '../../src/kernel/units.ts';
import { Listener } from '../../src/measure/listener.ts';
import { Measures } from '../../src/measure/measures.ts';
import type { ParkingFigures } from '../../src/measure/parkingMeasures.ts';
import { several } from '../../src/measure/several.ts';
import { Cluster } from '../../src/model/cluster.ts';
import type { CallRecord } from '../../src/model/observations.ts';
import type { StoryEvent } from '../../src/model/story/index.ts';
import { parseScenario, type FolderFile } from '../../src/scenario/index.ts';
import { NO_TIME } from '../model/quiet.ts';
import { Sniffer } from '../model/laboratory.ts';
import { folder } from '../scenario/world.ts';

/** A call of a parking story, with all that has happened to it. */
export interface ParkingCall extends CallRecord {
  readonly events: readonly StoryEvent[];
}

export interface ParkingStory {
  /** In the order of their ends. */
  readonly calls: readonly ParkingCall[];
  readonly parking: ParkingFigures;
  readonly wire: Sniffer;
  /** Seconds between the first REFER and an event of the parked call; -1: there is none. */
  after(what: StoryEvent['what']): number;
  /** The first event of that kind in any story. */
  first<W extends StoryEvent['what']>(what: W): (StoryEvent & { what: W }) | undefined;
}

class Stories extends Listener {
  readonly calls: ParkingCall[] = [];
  override callEnded(call: CallRecord, events: readonly StoryEvent[]): void {
    this.calls.push({ ...call, events: [...events] });
  }
}

/** What is common to the parking stories: 1001 and 1003 at regpbx1, 1002 and 1004 at regpbx2, 2001 and 2002 at regpbx3. */
export const OFFICE = {
  office: { numbers: '1001..1004', home: ['regpbx1', 'regpbx2'], answerAfter: '1s' },
  customers: { numbers: '2001..2004', home: 'regpbx3', answerAfter: '1s' },
};

/**
 * Runs a scenario over the shipped parking folder of a dialect, with computers and wires that take no time. `edit`
 * changes its .conf files.
 */
export function parkingStory(
  dialect: '1.2' | '16',
  different: Readonly<Record<string, unknown>>,
  edit: (file: FolderFile) => FolderFile = (file) => file,
): ParkingStory {
  const of16 = dialect === '16';
  const [hub, server] = of16 ? ['paper-16', 'paper-parking-16'] : ['paper', 'paper-parking'];
  const files = (name: string, below: string): FolderFile[] =>
    folder(name)
      .filter(({ path }) => path.startsWith(`${below}/`))
      .map(({ path, text }) => edit({ path: path.slice(below.length + 1), text }));
  const text = JSON.stringify({
    profile: of16 ? 'asterisk-16' : 'asterisk-1.2',
    duration: '10m',
    servers: {
      'dunpbx1': { conf: './hub' },
      // Else each server of 16 dials phones of others itself, by the row that all share, and parks their calls too.
      'regpbx1..3': { conf: './regpbx', address: '10.10.10.121..', ...(of16 ? { context: 'phones-regcontext' } : {}) },
    },
    phones: OFFICE,
    ...NO_TIME,
    ...different,
  });
  const folders = new Map([
    ['./hub', files(hub, 'dunpbx1')],
    ['./regpbx', files(server, 'regpbx')],
  ]);
  const { config } = parseScenario({ path: 'parking.json', text, folders, sets: [] });
  const stories = new Stories();
  const wire = new Sniffer();
  const measures = new Measures({ config, seed: '1', scenarioName: 'parking' });
  const cluster = new Cluster(config, { seed: '1', observations: several(measures, stories), interference: wire });
  for (const listener of [measures, stories]) listener.follow(cluster.sim);
  cluster.sim.run(config.duration);
  cluster.finish();
  const all = stories.calls.flatMap(({ events }) => events);
  const first = <W extends StoryEvent['what']>(what: W): (StoryEvent & { what: W }) | undefined =>
    all.find((event): event is StoryEvent & { what: W } => event.what === what);
  return {
    calls: stories.calls,
    parking: measures.parking.figures(),
    wire,
    first,
    after: (what) => {
      const [from, to] = [first('refers'), first(what)];
      return from === undefined || to === undefined ? -1 : Math.round((to.at - from.at) / (SECOND / 100)) / 100;
    },
  };
}
