import type { EventType } from '../../../kernel/clock/simulation.ts';
import type { Stories } from '../../story/stories.ts';
import type { ChannelId, LookupId, ServerId } from '../../ids.ts';
import type { ChannelRow } from '../channels/channelRows.ts';
import type { Machine } from '../dialplan/machine.ts';
import type { Answer, LookupPurpose, SwitchLookups } from '../dialplan/services.ts';
import { freshHint, sortByWeight } from './answer.ts';
import type { Lookup } from './lookup.ts';
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
  private stories!: Stories;

  constructor(lookups: Lookups, nodes: readonly Node[]) {
    this.lookups = lookups;
    this.nodes = nodes;
  }

  connect(
    machines: readonly Machine[],
    channels: { get(id: ChannelId): ChannelRow | undefined },
    stories: Stories,
  ): void {
    this.machines = machines;
    this.channels = channels;
    this.stories = stories;
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
    const row = this.ownChannel(channel);
    if (row !== undefined) {
      this.stories.note(row.call, { what: 'asks', server, lookup: id, number });
      this.stories.comesToNumber(row.call, number);
    }
    return id;
  }

  result(id: LookupId): readonly Answer[] {
    const lookup = this.lookups.result(id);
    if (lookup === undefined) return []; // Its server crashed.
    const { channel, purpose } = lookup.request;
    if (channel !== 0 && this.ofChannel.get(channel) === id) this.ofChannel.delete(channel);
    const row = this.ownChannel(channel);
    if (row !== undefined && purpose !== 'relay') this.tell(row, lookup);
    return sortByWeight(lookup.answers);
  }

  hungUp(channel: ChannelId): void {
    const id = this.ofChannel.get(channel);
    if (id !== undefined) this.lookups.channelHungUp(id);
  }

  private tell(row: ChannelRow, lookup: Lookup): void {
    const found = lookup.answers.filter((answer) => answer.exists).length;
    row.notFound = found === 0;
    const { server, number } = lookup.request;
    this.stories.note(row.call, {
      what: 'lookedUp',
      lookup: {
        id: lookup.id,
        server,
        number,
        took: 0,
        found,
        answers: [],
        asked: [],
        silent: [],
        hints: [],
        budgetEnded: lookup.budgetEnded,
      },
    });
  }

  /** The channel of the caller: lookups of the server that a call was sent to are not counted for the call. */
  private ownChannel(channel: ChannelId | 0): ChannelRow | undefined {
    const row = channel === 0 ? undefined : this.channels.get(channel);
    return row === undefined || row.side === 'iax' ? undefined : row;
  }
}
