import type { EventType } from '../../../kernel/clock/simulation.ts';
import type { Callers } from '../../phone/callers.ts';
import type { Destinations } from '../../people/destinations.ts';
import type { ChannelId, LookupId, ServerId } from '../../ids.ts';
import type { ChannelRow } from '../channels/channelRows.ts';
import type { Machine } from '../dialplan/machine.ts';
import type { Answer, LookupPurpose, SwitchLookups } from '../dialplan/services.ts';
import { freshHint, sortByWeight } from './answer.ts';
import type { Lookups } from './lookups.ts';
import type { Node } from './node.ts';

const NOBODY: ReadonlySet<number> = new Set();

/** Lookups as the dialplan makes them: `switch => DUNDi/priv` and DUNDILOOKUP(). Our own ttl, no avoid list. */
export class Switches implements SwitchLookups {
  private readonly lookups: Lookups;
  private readonly nodes: readonly Node[];
  private readonly ofChannel = new Map<ChannelId, LookupId>();
  private machines!: readonly Machine[];
  private channels!: { get(id: ChannelId): ChannelRow | undefined };
  private callers!: Callers;
  private destinations!: Destinations;

  constructor(lookups: Lookups, nodes: readonly Node[]) {
    this.lookups = lookups;
    this.nodes = nodes;
  }

  connect(
    machines: readonly Machine[],
    channels: { get(id: ChannelId): ChannelRow | undefined },
    callers: Callers,
    destinations: Destinations,
  ): void {
    this.machines = machines;
    this.channels = channels;
    this.callers = callers;
    this.destinations = destinations;
  }

  lookup(
    server: ServerId,
    number: string,
    context: string,
    purpose: LookupPurpose,
    bypass: boolean,
    channel: ChannelId,
    done: EventType<number, LookupId>,
    a: number,
  ): LookupId {
    // DUNDILOOKUP() passes no channel to the lookup: it is not ended by a hang-up (pbx_dundi.c:dundifunc_read).
    const endable = purpose !== 'function' && channel !== 0;
    const id = this.lookups.begin(
      {
        server,
        number,
        context,
        ttl: this.nodes[server]!.config.ttl,
        bypass,
        purpose,
        channel,
        hungUp: endable && this.machines[server]!.isHungUp(channel),
        avoid: [],
        direct: NOBODY,
        hint: freshHint(),
      },
      done,
      a,
    );
    if (endable) this.ofChannel.set(channel, id);
    const attempt = this.attemptOf(channel);
    if (attempt !== undefined) {
      attempt.lookups++;
      this.destinations.comesToNumber(attempt, number);
    }
    return id;
  }

  result(id: LookupId): readonly Answer[] {
    const lookup = this.lookups.result(id);
    if (lookup === undefined) return []; // Its server crashed.
    const { channel, purpose } = lookup.request;
    if (channel !== 0 && this.ofChannel.get(channel) === id) this.ofChannel.delete(channel);
    const attempt = this.attemptOf(channel);
    if (attempt !== undefined && purpose !== 'relay')
      attempt.notFound = !lookup.answers.some((answer) => answer.exists);
    return sortByWeight(lookup.answers);
  }

  hungUp(channel: ChannelId): void {
    const id = this.ofChannel.get(channel);
    if (id !== undefined) this.lookups.channelHungUp(id);
  }

  private attemptOf(channel: ChannelId | 0): ReturnType<Callers['get']> {
    const row = channel === 0 ? undefined : this.channels.get(channel);
    return row === undefined || row.side === 'iax' ? undefined : this.callers.get(row.call);
  }
}
