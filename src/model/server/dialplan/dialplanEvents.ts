import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import { SlotTable } from '../../../kernel/resource/slotTable.ts';
import type { ChannelId, LookupId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { Search } from './extensionSearch.ts';

/** The machine that runs a channel: what the answers to a channel's questions come back to. */
export interface ChannelRunner {
  readonly server: ServerId;
  findEnds(channel: ChannelId, search: number): void;
  lookupEnds(channel: ChannelId, lookup: LookupId): void;
  rowIsRead(channel: ChannelId, question: number): void;
  timePasses(channel: ChannelId, pause: number): void;
  absoluteTimeoutEnds(channel: ChannelId): void;
  statementLockGranted(channel: ChannelId): void;
  astdbLockGranted(channel: ChannelId): void;
}

/**
 * The event types of all servers' dialplans, each declared once: a channel is known to one machine, a search to one
 * finder. On a hung server they wait until it resumes; what a crash has forgotten is not found any more.
 */
export class DialplanEvents {
  /** Searches under way on all servers. */
  readonly searches = new SlotTable<Search>();
  private readonly hosts: Hosts;
  private readonly runners = new Map<ChannelId, ChannelRunner>();

  readonly lockGranted: EventType<number, number>;
  readonly searchLookupEnds: EventType<number, LookupId>;
  readonly channelTakenBack: EventType<number, number>;
  readonly searchRowIsRead: EventType<number, number>;
  readonly rowIsRead: EventType<number, number>;
  readonly findEnds: EventType<number, number>;
  readonly lookupEnds: EventType<number, LookupId>;
  readonly timePasses: EventType<number, number>;
  readonly absoluteTimeout: EventType<number, number>;
  readonly statementLockGranted: EventType<number, number>;
  readonly astdbLockGranted: EventType<number, number>;

  constructor(sim: Simulation, hosts: Hosts) {
    this.hosts = hosts;
    this.lockGranted = this.ofSearch(sim, 'dialplan.lockGranted', (search, id) => search.finder.gotLock(id, search));
    this.searchLookupEnds = this.ofSearch(sim, 'dialplan.lookupEnds', (search, id, lookup) =>
      search.finder.gotAnswers(id, search, lookup as LookupId),
    );
    this.channelTakenBack = this.ofSearch(sim, 'dialplan.channelTakenBack', (search, id) =>
      search.finder.switchAnswered(id, search),
    );
    this.searchRowIsRead = this.ofSearch(sim, 'dialplan.searchRowIsRead', (search, id, question) =>
      search.finder.gotRow(id, search, question),
    );
    this.rowIsRead = this.ofChannel(sim, 'channel.rowIsRead', (runner, channel, question) =>
      runner.rowIsRead(channel, question),
    );
    this.findEnds = this.ofChannel(sim, 'channel.findEnds', (runner, channel, search) =>
      runner.findEnds(channel, search),
    );
    this.lookupEnds = this.ofChannel(sim, 'channel.lookupEnds', (runner, channel, lookup) =>
      runner.lookupEnds(channel, lookup as LookupId),
    );
    this.timePasses = this.ofChannel(sim, 'channel.timePasses', (runner, channel, pause) =>
      runner.timePasses(channel, pause),
    );
    this.absoluteTimeout = this.ofChannel(sim, 'channel.absoluteTimeout', (runner, channel) =>
      runner.absoluteTimeoutEnds(channel),
    );
    this.statementLockGranted = this.ofChannel(sim, 'channel.statementLockGranted', (runner, channel) =>
      runner.statementLockGranted(channel),
    );
    this.astdbLockGranted = this.ofChannel(sim, 'channel.astdbLockGranted', (runner, channel) =>
      runner.astdbLockGranted(channel),
    );
  }

  /** From now on that machine runs the channel. */
  runs(channel: ChannelId, runner: ChannelRunner): void {
    this.runners.set(channel, runner);
  }

  /** The channel has ended, or its server crashed. */
  ended(channel: ChannelId): void {
    this.runners.delete(channel);
  }

  private ofChannel<B extends number>(
    sim: Simulation,
    name: string,
    handle: (runner: ChannelRunner, channel: ChannelId, b: number) => void,
  ): EventType<number, B> {
    const type: EventType<number, B> = sim.on<number, B>(name, (channel, b) => {
      const runner = this.runners.get(channel as ChannelId);
      if (runner === undefined) return;
      if (this.hosts.isHung(runner.server)) this.hosts.park(runner.server, type as unknown as EventType, channel, b);
      else handle(runner, channel as ChannelId, b);
    });
    return type;
  }

  private ofSearch<B extends number>(
    sim: Simulation,
    name: string,
    handle: (search: Search, id: number, b: number) => void,
  ): EventType<number, B> {
    const type: EventType<number, B> = sim.on<number, B>(name, (id, b) => {
      const search = this.searches.get(id);
      if (search === undefined) return; // From before a crash.
      const { server } = search.finder;
      if (this.hosts.isHung(server)) this.hosts.park(server, type as unknown as EventType, id, b);
      else handle(search, id, b);
    });
    return type;
  }
}
