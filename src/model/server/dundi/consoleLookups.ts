import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { LookupId, ServerId } from '../../ids.ts';
import { NO_EIDS } from '../../protocol/eidList.ts';
import { freshHint } from './answer.ts';
import type { Lookup } from './lookup.ts';
import type { Lookups } from './lookups.ts';
import type { Node } from './node.ts';

/** `dundi lookup NUMBER@CONTEXT`: its results wait here until they are read. */
export class ConsoleLookups {
  private readonly lookups: Lookups;
  private readonly nodes: readonly Node[];
  private readonly results = new Map<LookupId, Lookup>();
  private readonly lookupEnds: EventType<number, LookupId>;

  constructor(sim: Simulation, lookups: Lookups, nodes: readonly Node[]) {
    this.lookups = lookups;
    this.nodes = nodes;
    this.lookupEnds = sim.on('dundi.consoleLookupEnds', (_, id) => {
      const lookup = lookups.result(id);
      if (lookup !== undefined) this.results.set(id, lookup);
    });
  }

  begin(server: ServerId, number: string, context: string, bypass: boolean): LookupId {
    return this.lookups.begin(
      {
        server,
        number,
        context,
        spelling: this.nodes[server]!.spellings.of(number, context),
        ttl: this.nodes[server]!.config.ttl,
        bypass,
        purpose: 'cli',
        channel: 0,
        call: 0,
        hungUp: false,
        avoid: NO_EIDS,
        direct: new Set(),
        hint: freshHint(),
      },
      this.lookupEnds,
      0,
    );
  }

  /** The lookup when it has ended; it is forgotten here. Undefined: under way, or its server crashed. */
  take(id: LookupId): Lookup | undefined {
    const lookup = this.results.get(id);
    this.results.delete(id);
    return lookup;
  }
}
