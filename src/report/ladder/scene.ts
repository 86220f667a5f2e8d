import type { Micros } from '../../kernel/units.ts';
import type { ClusterConfig } from '../../model/config.ts';
import type { HostId, ServerId } from '../../model/ids.ts';
import type { LookupRecord } from '../../model/observations.ts';
import { deadText, FaultLog, timeText, type Known, type Outage, type StoryEvent } from '../../model/story/index.ts';
import type { Watched } from './callWatch.ts';
import type { Participant } from './ladder.ts';

/** The hosts of one call, in their order, and what happened to them in the run. */
export class Scene implements Known {
  readonly config: ClusterConfig;
  readonly faults: FaultLog;
  readonly participants: readonly Participant[];
  private readonly marks: Watched['marks'];
  private readonly relays: Watched['relays'];
  private readonly places = new Map<number, number>();

  constructor(config: ClusterConfig, watched: Watched) {
    this.config = config;
    this.marks = watched.marks;
    this.relays = watched.relays;
    this.faults = outagesOf(config);
    const hosts = hostsOf(config, watched);
    for (const [place, host] of hosts.entries()) this.places.set(host, place);
    this.participants = hosts.map((host): Participant => {
      const name = this.nameOf(host);
      if (host === this.phoneHost(watched.record.caller)) return { name, role: 'caller' };
      if (this.isServer(host)) return { name, role: 'server' };
      return { name, role: host === config.servers.length ? 'database' : 'called' };
    });
  }

  /** -1: it takes no part. */
  place(host: number): number {
    return this.places.get(host) ?? -1;
  }

  isServer(host: number): host is ServerId {
    return host < this.config.servers.length;
  }

  timeText(time: Micros): string {
    return timeText(time);
  }

  nameOf(host: number): string {
    return hostName(this.config, host);
  }

  relayOf(number: string, at: Micros): LookupRecord | undefined {
    return this.relays.findLast((relay) => relay.number === number && relay.at <= at);
  }

  phoneHost(phone: number): number {
    return phone < 0 ? -1 : this.config.servers.length + 1 + phone;
  }

  /** `regpbx2 (crashed at 60 s, not noticed by dunpbx1 until 113.7 s)`; of a server that is up its name. */
  deadText(host: number, at: Micros, by: number): string {
    const outage = this.faults.at(host as HostId, at);
    if (outage === undefined) return this.nameOf(host);
    return deadText(this, outage, at, by as HostId);
  }

  /** `not noticed by dunpbx1 until 113.7 s`; empty: it was noticed before that time. */
  unnoticed(outage: Outage, at: Micros, by: number): string {
    const mark = this.marks.find(
      ({ server, peer, status, at: marked }) =>
        server === by &&
        peer === outage.host &&
        status === 'UNREACHABLE' &&
        marked >= outage.from &&
        marked < outage.until,
    );
    if (mark === undefined) return `not noticed by ${this.nameOf(by)}`;
    return mark.at <= at ? '' : `not noticed by ${this.nameOf(by)} until ${timeText(mark.at)}`;
  }
}

/** `regpbx1`, `database`, or a phone's number, with its group where an earlier phone has that number too. */
export function hostName({ servers, phones }: ClusterConfig, host: number): string {
  if (host < servers.length) return servers[host]!.name;
  if (host === servers.length) return 'database';
  const { number, account, group } = phones.at(host - servers.length - 1)!;
  return account === undefined ? number : `${number} ${group}`;
}

/** The calling phone, its server, the others as they come in, the database, called phones. */
function hostsOf(config: ClusterConfig, { record, messages, story, lookups }: Watched): readonly number[] {
  const database = config.servers.length;
  const hosts = new Set<number>();
  if (record.caller >= 0) hosts.add(database + 1 + record.caller);
  hosts.add(record.server);
  const others = messages.flatMap(({ sent }) => [sent.from, sent.to] as number[]);
  const named = [...story.flatMap(serversOf), ...lookups.flatMap(({ server, asked }) => [server, ...asked])];
  const later = [...others, ...named];
  for (const host of later) if (host < database) hosts.add(host);
  if (later.includes(database)) hosts.add(database);
  for (const host of later) if (host > database) hosts.add(host);
  return [...hosts];
}

function serversOf(event: StoryEvent): readonly number[] {
  return 'server' in event && event.server >= 0 ? [event.server] : [];
}

/** What the scenario does to its servers, and until when. */
function outagesOf(config: ClusterConfig): FaultLog {
  const log = new FaultLog();
  for (const fault of [...config.faults].sort((a, b) => a.at - b.at)) {
    if (fault.kind === 'crash' || fault.kind === 'hang') log.begins(fault.server as ServerId, fault.kind, fault.at);
    else if (fault.kind === 'resume') log.ends(fault.server as ServerId, fault.at);
    else if (fault.kind === 'restart')
      log.ends(fault.server as ServerId, fault.at + (config.servers[fault.server]?.bootTime ?? 0));
  }
  return log;
}
