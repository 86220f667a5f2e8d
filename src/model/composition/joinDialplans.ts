import { Lock } from '../../kernel/resource/lock.ts';
import { WakingLocks } from '../../kernel/resource/wakingLock.ts';
import type { ServerId } from '../ids.ts';
import type { Onlooker } from '../onlooker.ts';
import type { ChannelTable } from '../server/channels/channelTable.ts';
import type { Channels } from '../server/channels/channels.ts';
import { Autoservice } from '../server/dialplan/autoservice.ts';
import { DialplanEvents } from '../server/dialplan/dialplanEvents.ts';
import { ApplicationTimes, Astdb, Dialplan, Finder, Machine } from '../server/dialplan/index.ts';
import type { RealtimeSwitches } from '../server/dialplan/realtimeSwitch.ts';
import type { DialplanHooks } from '../server/dialplan/services.ts';
import type { Switches } from '../server/dundi/switches.ts';
import { addParkingExtensions } from '../server/parking/parkingPlan.ts';
import { releaseOf } from '../server/dialplan/names/releases.ts';
import { Queues } from '../server/queues/queues.ts';
import { Recordings } from '../server/queues/recordings.ts';
import type { Foundation } from './foundation.ts';

/**
 * The dialplan of each server, searched by its finder under one lock and run by its machine. A machine needs the
 * channels, and they need machines: the lists are made empty, and `joinDialplans` fills them before the run.
 */
export type Dialplans = ReturnType<typeof loadDialplans>;

export function loadDialplans(foundation: Foundation) {
  const { sim, config, servers, clock, rules } = foundation;
  const times = new ApplicationTimes(config.applications, (stream) => sim.stream(stream));
  const recordings = new Recordings(times);
  const release = releaseOf(rules);
  const finders: Finder[] = [];
  const machines: Machine[] = [];
  const astdbs: Astdb[] = [];
  const plans = servers.map((_, server) => planOf(foundation, server));
  const queues = servers.map((server) => new Queues({ configs: server.queues, clock, recordings, release }));
  return { plans, finders, machines, astdbs, queues, times };
}

/** As its file says, before anything registers. */
function planOf({ servers, rules }: Foundation, server: number): Dialplan {
  const { dialplan, parking } = servers[server]!;
  const plan = new Dialplan(dialplan, rules.dialect);
  addParkingExtensions(plan, parking, rules);
  return plan;
}

/** What the dialplans need of the parts that need them. */
interface DialplanNeeds {
  readonly switches: { readonly lookups: Switches; readonly realtime: RealtimeSwitches };
  readonly services: Channels;
  readonly channelTable: ChannelTable;
  readonly world: Onlooker;
}

/** Fills the lists, a finder, an astdb and a machine for each server. */
export function joinDialplans(foundation: Foundation, dialplans: Dialplans, needs: DialplanNeeds): void {
  const { sim, hosts, servers, rules, time } = foundation;
  const { plans, finders, machines, astdbs, queues, times } = dialplans;
  const { switches, services } = needs;
  const { lookups, realtime } = switches;
  const hooks = hooksOf(foundation, needs);
  const locks = new WakingLocks(sim, 'dialplan', time.lockWake);
  const events = new DialplanEvents(sim, hosts);
  for (const [index, { name, dundi: outgoing }] of servers.entries()) {
    const server = index as ServerId;
    const plan = plans[index]!;
    const autoservice = new Autoservice(sim, time.threadWake);
    const lock = locks.make(name);
    const finder = new Finder({ sim, server, plan, lock, lookups, realtime, hooks, rules, events, autoservice });
    finders.push(finder);
    const astdb = new Astdb(new Lock(sim, `${name} astdb`, 'fifo'));
    astdbs.push(astdb);
    const statementLock = new Lock(sim, `${name} MYSQL()`, 'fifo');
    // No copies: parts of one hidden class, which are read at every step.
    machines.push(
      new Machine({
        sim,
        server,
        name,
        plan,
        finder,
        statementLock,
        lookups,
        realtime,
        services,
        rules,
        outgoing,
        times,
        astdb,
        queues: queues[index]!,
        hooks,
        events,
      }),
    );
  }
}

function hooksOf({ sim, stories, observations, time }: Foundation, needs: DialplanNeeds): DialplanHooks {
  const { channelTable, world } = needs;
  return {
    stepTime: time.dialplanStep,
    astdbRead: time.astdbRead,
    astdbWrite: time.astdbWrite,
    lockWaited: (server, channel, waited, blocker) => {
      const row = channelTable.get(channel);
      if (row === undefined) return;
      const holder = world.holderOf(blocker);
      stories.note(row.call, { what: 'lockWaited', server, since: sim.now - waited, holder });
    },
    lockReleased: (server, held, waiting, times) => observations.lockReleased(server, held, waiting, times),
    note: (channel, happening) => {
      const row = channelTable.get(channel);
      if (row !== undefined) stories.note(row.call, happening);
    },
    notModelled: (server, what, place) => observations.notModelled(server, what, place),
  };
}

/** After a crash: the dialplan is as its file says again, nobody holds its lock, no channel runs it. */
export function forgetPlan(foundation: Foundation, dialplans: Dialplans, server: ServerId): void {
  const { plans, finders, machines, queues } = dialplans;
  const plan = planOf(foundation, server);
  plans[server] = plan;
  finders[server]!.restart(plan);
  machines[server]!.restart(plan);
  queues[server]!.crash();
}
