import { removeAt } from '../../../kernel/resource/removeAt.ts';
import type { EventType } from '../../../kernel/clock/simulation.ts';
import type { CallId, ChannelId, LookupId, ServerId } from '../../ids.ts';
import type { LookupRecord } from '../../observations.ts';
import { NO_EIDS } from '../../protocol/eidList.ts';
import type { Answer, LookupPurpose, SwitchLookups } from '../dialplan/services.ts';
import { freshHint, sortByWeight } from './answer.ts';
import type { Lookups } from './lookups.ts';
import type { Node } from './node.ts';

const NOBODY: ReadonlySet<number> = new Set();

/** Hears of the lookups that channels make; `channel` is never 0. */
export interface LookupListener {
  /** The call of a channel, for its story; 0: unknown. */
  callOf(channel: ChannelId): CallId | 0;
  began(channel: ChannelId, lookup: LookupId, number: string, purpose: LookupPurpose): void;
  /** Not called when the server crashed meanwhile, or the channel was hung up before. */
  ended(channel: ChannelId, lookup: LookupRecord): void;
}

/** Lookups as the dialplan makes them: `switch => DUNDi/priv` and DUNDILOOKUP(). Our own ttl, no avoid list. */
export class Switches implements SwitchLookups {
  private readonly lookups: Lookups;
  private readonly nodes: readonly Node[];
  private readonly isHungUp: (server: ServerId, channel: ChannelId) => boolean;
  private readonly listener: LookupListener;
  /**
   * Under way, those that end when their channel is hung up: a few. A Map allocates its table again each time it becomes
   * empty, twice for each call.
   */
  private readonly endable: { readonly server: ServerId; readonly channel: ChannelId; readonly lookup: LookupId }[] =
    [];

  constructor(
    lookups: Lookups,
    nodes: readonly Node[],
    isHungUp: (server: ServerId, channel: ChannelId) => boolean,
    listener: LookupListener,
  ) {
    this.lookups = lookups;
    this.nodes = nodes;
    this.isHungUp = isHungUp;
    this.listener = listener;
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
        spelling: this.nodes[server]!.spellings.of(number, context),
        ttl: this.nodes[server]!.config.ttl,
        bypass,
        purpose,
        channel,
        call: channel === 0 ? 0 : this.listener.callOf(channel),
        hungUp: endable && this.isHungUp(server, channel),
        avoid: NO_EIDS,
        direct: NOBODY,
        hint: freshHint(),
      },
      done,
      a,
    );
    if (endable) this.endable.push({ server, channel, lookup: id });
    if (channel !== 0) this.listener.began(channel, id, number, purpose);
    return id;
  }

  result(id: LookupId): readonly Answer[] {
    const at = this.endable.findLastIndex(({ lookup }) => lookup === id);
    if (at >= 0) removeAt(this.endable, at);
    const lookup = this.lookups.result(id);
    if (lookup === undefined) return []; // Its server crashed.
    const { channel } = lookup.request;
    const answers = sortByWeight(lookup.answers);
    if (channel !== 0 && lookup.record !== undefined) this.listener.ended(channel, lookup.record);
    return answers;
  }

  /** Lookups under way that a hang-up would end. */
  get size(): number {
    return this.endable.length;
  }

  /** Its lookups are gone, and nobody asks for their results. */
  crash(server: ServerId): void {
    for (let i = this.endable.length - 1; i >= 0; i--)
      if (this.endable[i]!.server === server) removeAt(this.endable, i);
  }

  waitsFor(lookup: LookupId): readonly ServerId[] {
    return this.lookups.waitsFor(lookup);
  }

  hungUp(channel: ChannelId): void {
    const last = this.endable.findLast((one) => one.channel === channel);
    if (last !== undefined) this.lookups.channelHungUp(last.lookup);
  }
}
