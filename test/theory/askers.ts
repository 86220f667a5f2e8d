import { drawMicros } from '../../src/kernel/random/draw.ts';
import { exponential } from '../../src/kernel/random/distributions.ts';
import { SECOND, type Micros } from '../../src/kernel/units.ts';
import { Listener } from '../../src/measure/listener.ts';
import { NO_EIDS } from '../../src/model/protocol/eidList.ts';
import { Cluster } from '../../src/model/cluster.ts';
import type { ClusterConfig } from '../../src/model/config.ts';
import type { LookupId, ServerId } from '../../src/model/ids.ts';
import type { LookupRecord } from '../../src/model/observations.ts';
import { freshHint } from '../../src/model/server/dundi/answer.ts';

export interface Asked {
  readonly at: Micros;
  /** Answered without asking anybody. */
  readonly cached: boolean;
  /** Whom the answer names. */
  readonly servers: readonly ServerId[];
}

class Notes extends Listener {
  readonly asked: Asked[] = [];

  override lookupEnded({ purpose, at, asked, answers }: LookupRecord): void {
    if (purpose === 'cli') this.asked.push({ at, cached: asked.length === 0, servers: answers });
  }
}

/** A server of a cluster that looks up one number, and what came of it. */
export class Asker {
  readonly cluster: Cluster;
  private readonly notes = new Notes();
  private readonly server: ServerId;
  private readonly number: string;
  private readonly ended;

  constructor(config: ClusterConfig, seed: string, server: string, number: string) {
    this.cluster = new Cluster(config, { seed, observations: this.notes });
    this.notes.follow(this.cluster.sim);
    this.server = config.servers.findIndex(({ name }) => name === server) as ServerId;
    this.number = number;
    this.ended = this.cluster.sim.on<number, LookupId>(
      'theory.lookupEnds',
      (_, lookup) => void this.cluster.parts.dundi.lookups.result(lookup),
    );
  }

  get asked(): readonly Asked[] {
    return this.notes.asked;
  }

  ask(): void {
    const { lookups, nodes } = this.cluster.parts.dundi;
    const { config, spellings } = nodes[this.server]!;
    lookups.begin(
      {
        server: this.server,
        number: this.number,
        context: 'priv',
        spelling: spellings.of(this.number, 'priv'),
        ttl: config.ttl,
        bypass: false,
        call: 0,
        purpose: 'cli',
        channel: 0,
        hungUp: false,
        avoid: NO_EIDS,
        direct: new Set(),
        hint: freshHint(),
      },
      this.ended,
      0,
    );
  }

  /** Asks at that many per second from now on; Poisson. */
  askAtRate(perSecond: number): void {
    const { sim } = this.cluster;
    const between = exponential(SECOND / perSecond);
    const gaps = sim.stream('theory/gaps');
    const asks = sim.on('theory.asks', () => {
      this.ask();
      sim.after(drawMicros(between, gaps), asks, 0, 0);
    });
    sim.after(drawMicros(between, gaps), asks, 0, 0);
  }

  /** Asks now; the clock stands still, where nothing takes time. */
  askNow(): Asked {
    this.ask();
    this.pass(1);
    return this.asked.at(-1)!;
  }

  pass(time: Micros): void {
    this.cluster.sim.run(this.cluster.sim.now + Math.round(time));
  }
}
