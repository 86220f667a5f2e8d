import type { Micros } from '../../kernel/units.ts';
import type { ClusterConfig } from '../../model/config.ts';
import type { HostId, ServerId } from '../../model/ids.ts';
import { FaultLog, outageText, timeText, type Known, type Outage, type StoryEvent } from '../../model/story/index.ts';
import type { Watched } from './callWatch.ts';
import type { Participant } from './ladder.ts';

/** The hosts of one call, in their order, and what happened to them in the run. */
export class Scene implements Known {
  readonly config: ClusterConfig;
  readonly faults: FaultLog;
  readonly participants: readonly Participant[];
  private readonly marks: Watched['marks'];
  private readonly places = new Map<number, number>();

  constructor(config: ClusterConfig, watched: Watched) {
    this.config = config;
    this.marks = watched.marks;
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

  nameOf(host: number): string {
    const { servers, phones } = this.config;
    if (host < servers.length) return servers[host]!.name;
    return host === servers.length ? 'database' : phones[host - servers.length - 1]!.number;
  }

  phoneHost(phone: number): number {
    return phone < 0 ? -1 : this.config.servers.length + 1 + phone;
  }

  /** `regpbx2 (crashed at 60 s, not noticed by dunpbx1 until 113.7 s)`; of a server that is up its name. */
  deadText(host: number, at: Micros, by: number): string {
    const outage = this.faults.at(host as HostId, at);
    if (outage === undefined) return this.nameOf(host);
    const unnoticed = this.unnoticed(outage, at, by);
    return outageText(this, outage).replace(/\)$/, `${unnoticed === '' ? '' : `, ${unnoticed}`})`);
  }

  /** `not noticed by dunpbx1 until 113.7 s`; empty: it was noticed before that time. */
  private unnoticed(outage: Outage, at: Micros, by: number): string {
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
