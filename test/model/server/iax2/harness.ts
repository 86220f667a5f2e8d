import { MILLISECOND, SECOND } from '../../../../src/kernel/units.ts';
import { Signal } from '../../../../src/kernel/signal.ts';
import { Simulation, type EventType } from '../../../../src/kernel/clock/simulation.ts';
import type { IaxPeer, IaxUser, ServerConfig } from '../../../../src/model/config.ts';
import type { CallId, ChannelId, HostId, LegId, ServerId } from '../../../../src/model/ids.ts';
import { Hosts } from '../../../../src/model/network/hosts.ts';
import { Network } from '../../../../src/model/network/network.ts';
import type { Sent } from '../../../../src/model/network/interference.ts';
import { rulesOf, type Rules } from '../../../../src/model/rules.ts';
import type { Console } from '../../../../src/model/server/channels/consoleLines.ts';
import type { Leg } from '../../../../src/model/server/channels/channelRows.ts';
import type { Finder } from '../../../../src/model/server/dialplan/finder.ts';
import type { FindRequest } from '../../../../src/model/server/dialplan/extensionSearch.ts';
import { PENDING } from '../../../../src/model/server/dialplan/services.ts';
import { IaxCalled, type IncomingCall } from '../../../../src/model/server/iax2/calledEnd.ts';
import { IaxCalling } from '../../../../src/model/server/iax2/callingEnd.ts';
import { Challenges } from '../../../../src/model/server/iax2/challenges.ts';
import { Deliveries } from '../../../../src/model/server/iax2/deliveries.ts';
import { Frames } from '../../../../src/model/server/iax2/frames.ts';
import { Readers } from '../../../../src/model/server/iax2/readers.ts';
import { IaxRows, type CalledRow, type CallingRow } from '../../../../src/model/server/iax2/rows.ts';
import type { DialSecrets } from '../../../../src/model/server/iax2/dialSecrets.ts';
import { Transmissions } from '../../../../src/model/server/iax2/transmissions.ts';

/** Servers of the laboratory. What is sent to `GHOST` is recorded and goes nowhere: tests write its frames. */
export const CALLER = 0 as ServerId;
export const CALLED = 1 as ServerId;
export const GHOST = 2 as ServerId;

export interface Options {
  readonly profile?: 'asterisk-1.2' | 'asterisk-16';
  readonly rules?: Partial<Rules>;
  readonly users?: readonly IaxUser[];
  readonly peers?: readonly IaxPeer[];
  readonly maxAuthReq?: number;
  readonly autokillMs?: number;
  /** Of each datagram. */
  readonly loss?: number;
  /** See `Interference.meets`; the usual is `[0]`. `nth`: how many of that title were sent before. */
  readonly meets?: (sent: Sent, nth: number) => readonly number[];
}

/** What a test sees of a frame. */
export interface Seen {
  /** Seconds. */
  readonly at: number;
  readonly title: string;
  readonly from: number;
  readonly to: number;
}

const PRIV: IaxUser = { name: 'priv', contexts: ['phones'], secret: '', dbSecret: 'dundi/secret' };

/** Both ends of IAX2 on three servers, with a wire of 1 ms, and nothing else of an Asterisk. Extension 1002 exists. */
export class IaxLab {
  readonly sim = new Simulation({ seed: 'iax2' });
  readonly hosts = new Hosts(this.sim, 3, 0);
  readonly rows = new IaxRows();
  readonly network: Network;
  readonly transmissions: Transmissions;
  readonly deliveries: Deliveries;
  readonly calling: IaxCalling;
  readonly called: IaxCalled;
  readonly challenges = new Challenges(3);
  readonly seen: Seen[] = [];
  readonly sent: Sent[] = [];
  /** Channels that have been opened, and those whose caller has gone. */
  readonly opened: IncomingCall[] = [];
  readonly hungUp: ChannelId[] = [];
  readonly misrouted: CallId[] = [];
  /** What the caller's console says, and what becomes of its legs. */
  readonly lines: string[] = [];
  readonly changes: string[] = [];
  readonly legs = new Map<LegId, Leg>();
  /** The dialplan lock of CALLED is held: searches wait. */
  locked = false;
  private readonly waiting: { done: EventType<number, number>; a: number; request: FindRequest }[] = [];
  private readonly found = new Map<number, boolean>();

  constructor({ profile = 'asterisk-1.2', rules = {}, users = [PRIV], ...options }: Options = {}) {
    const { sim, hosts, rows } = this;
    const ruled = rulesOf(profile, rules);
    const delay = { kind: 'constant', value: MILLISECOND } as const;
    const counts = new Map<string, number>();
    this.network = new Network(
      sim,
      hosts,
      { delay, loss: options.loss ?? 0, links: [], segments: undefined },
      () => 0,
      {
        meets: (sent) => {
          const { title } = sent.message;
          const nth = counts.get(title) ?? 0;
          counts.set(title, nth + 1);
          this.sent.push(sent);
          this.seen.push({ at: sim.now / SECOND, title, from: sent.from, to: sent.to });
          return sent.to === GHOST ? [] : (options.meets?.(sent, nth) ?? [0]);
        },
      },
    );
    const iax = {
      users,
      peers: options.peers ?? [],
      maxAuthReq: options.maxAuthReq ?? 0,
      autokillMs: options.autokillMs ?? 0,
    };
    const servers = [0, 1, 2].map((n) => ({ name: `s${n}`, address: `10.0.0.${n}`, iax }) as unknown as ServerConfig);
    const callingLost = new Signal<[row: CallingRow]>('calling');
    const calledLost = new Signal<[row: CalledRow]>('called');
    this.deliveries = new Deliveries({
      sim,
      hosts,
      network: this.network,
      rows,
      frameTime: () => 0,
      callingLost,
      calledLost,
    });
    const { deliveries } = this;
    const frames = new Frames({ network: this.network, rows, deliveries, rules: ruled, frameTime: () => 0 });
    this.transmissions = new Transmissions({
      sim,
      hosts,
      network: this.network,
      frames,
      deliveries,
      rows,
      rules: ruled,
      callingLost,
      calledLost,
    });
    const legChanged = new Signal<[leg: Leg]>('legs');
    legChanged.receive(({ id, state }) => void this.changes.push(`${id} ${state}`));
    this.calling = new IaxCalling({
      sim,
      hosts,
      frames,
      transmissions: this.transmissions,
      lost: callingLost,
      rules: ruled,
      servers,
      rows,
      stories: {
        note: (call, happening) => {
          if (happening.what === 'legEnded' && happening.misrouted) this.misrouted.push(call);
        },
      },
      legs: { get: (id) => this.legs.get(id) },
      legChanged,
      console: { say: (_: ServerId, line: () => string) => void this.lines.push(line()) } as unknown as Console,
      serverAt: (address) => servers.findIndex((server) => server.address === address) as ServerId,
      accounts: { hostOf: () => -1 },
      qualify: { isUnreachable: () => false, silenceOf: () => undefined },
      secrets: { stored: () => 'own' },
    });
    this.called = new IaxCalled({
      sim,
      network: this.network,
      frames,
      transmissions: this.transmissions,
      deliveries,
      lost: calledLost,
      rules: ruled,
      servers,
      rows,
      readers: new Readers(3, ruled.iaxThreads),
      challenges: this.challenges,
      incoming: {
        openIax: (call) => ({ id: this.opened.push(call) as ChannelId }),
        hangUpByCaller: (channel) => {
          this.hungUp.push(channel);
          this.called.end(this.opened[channel - 1]!.iax, 16);
        },
      },
      finders: servers.map(() => this.finder()),
      secrets: { accepts: (_: ServerId, secret: string) => secret === 'right' } as unknown as DialSecrets,
    });
  }

  private finder(): Finder {
    const isThere = (request: FindRequest): boolean => request.exten === '1002';
    return {
      find: (request: FindRequest, done: EventType<number, number>, a: number) => {
        if (!this.locked) return { found: isThere(request) };
        this.waiting.push({ done, a, request });
        return PENDING;
      },
      take: (search: number) => ({ found: this.found.get(search)! }),
    } as unknown as Finder;
  }

  /** The lock is free: every search that waits for it ends. */
  unlock(): void {
    this.locked = false;
    for (const { done, a, request } of this.waiting.splice(0)) {
      const search = this.found.size + 1;
      this.found.set(search, request.exten === '1002');
      this.sim.after(0, done, a, search);
    }
  }

  /** Dial: `priv:right@10.0.0.1/1002` from CALLER to CALLED, unless it says otherwise. */
  dial(resource = 'priv:right@10.0.0.1/1002'): Leg {
    const id = (this.legs.size + 1) as LegId;
    const leg = { id, server: CALLER, call: id, state: 'calling', rang: false, cause: 0, iax: 0 } as unknown as Leg;
    this.legs.set(id, leg);
    leg.iax = this.calling.open(leg, this.calling.parse(CALLER, resource)!, '1001');
    this.calling.call(leg);
    return leg;
  }

  /** Seconds. */
  until(seconds: number): void {
    this.sim.run(Math.round(seconds * SECOND));
  }

  crash(server: ServerId): void {
    this.hosts.crash(server as HostId);
    this.calling.crash(server);
    this.called.crash(server);
    this.transmissions.crash(server);
  }

  restart(server: ServerId): void {
    this.hosts.start(server);
  }

  cut(reach = false): void {
    this.network.links.setReach([CALLER], [CALLED], reach);
    if (!reach) this.transmissions.look();
  }

  /** Times at which such frames were sent, s to the ms. */
  times(title: string, from?: ServerId): number[] {
    return this.seen
      .filter((frame) => frame.title === title && (from === undefined || frame.from === from))
      .map(({ at }) => Math.round(at * 1000) / 1000);
  }

  titles(): string[] {
    return this.seen.map(({ title }) => title);
  }

  /** Rows of both ends, and challenges: when all is over nothing is left. */
  get left(): number {
    return this.rows.calling.size + this.rows.called.size + this.challenges.of(CALLED, 'priv') + this.deliveries.size;
  }
}
