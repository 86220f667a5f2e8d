import { MILLISECOND, SECOND } from '../../../../src/kernel/units.ts';
import { Simulation } from '../../../../src/kernel/clock/simulation.ts';
import { Listener } from '../../../../src/measure/listener.ts';
import type { LookupId, ServerId } from '../../../../src/model/ids.ts';
import { Hosts } from '../../../../src/model/network/hosts.ts';
import { Network } from '../../../../src/model/network/network.ts';
import type { LookupRecord } from '../../../../src/model/observations.ts';
import type { Header } from '../../../../src/model/protocol/dundi.ts';
import { rulesOf, type Rules } from '../../../../src/model/rules.ts';
import { DigitTree } from '../../../../src/model/server/dialplan/digitTree.ts';
import type { FindRequest } from '../../../../src/model/server/dialplan/extensionSearch.ts';
import { foundBySwitch, notFound, type Found } from '../../../../src/model/server/dialplan/found.ts';
import { PENDING } from '../../../../src/model/server/dialplan/services.ts';
import { Answers, type LocalTests } from '../../../../src/model/server/dundi/answers.ts';
import { joinDundi, type DundiParts } from '../../../../src/model/server/dundi/dundiParts.ts';
import type { Lookup } from '../../../../src/model/server/dundi/lookup.ts';
import { RelayBook } from '../../../../src/model/story/relayBook.ts';
import { configOf, type Member } from './members.ts';
import { WallClock } from '../../../../src/model/server/wallClock.ts';

export interface NetOptions {
  readonly rules?: Partial<Rules>;
  /** One way, ms. */
  readonly delay?: number;
  /** ms that a server takes to read a question or an answer. */
  readonly reads?: number;
  /** Microseconds into a wall second at 0. */
  readonly wallSecond?: number;
}

/** A DUNDi packet on the wire, ms. */
export interface Wire {
  readonly at: number;
  readonly title: string;
  readonly from: string;
  readonly to: string;
  readonly fields: Header;
}

const NONE = (): number => 0;

class Notes extends Listener {
  readonly lookups: LookupRecord[] = [];
  override readonly wantsConsole = true;
  readonly lines: string[] = [];
  readonly marks: { at: number; server: ServerId; peer: ServerId; status: string }[] = [];

  override console(_: ServerId, line: string): void {
    this.lines.push(line);
  }
  override lookupEnded(lookup: LookupRecord): void {
    this.lookups.push(lookup);
  }
  override peerChanged(server: ServerId, peer: ServerId, status: 'OK' | 'UNREACHABLE' | 'LAGGED'): void {
    this.marks.push({ at: this.now / MILLISECOND, server, peer, status });
  }
}

/** Servers that speak DUNDi with each other and do nothing else; computers take no time. */
export class Net {
  readonly sim = new Simulation({ seed: 'dundi' });
  readonly heard = new Notes();
  readonly names: readonly string[];
  readonly hosts: Hosts;
  readonly dundi: DundiParts;
  readonly answers: Answers;
  readonly rules: Rules;
  readonly numbers: readonly Set<string>[];
  readonly wire: Wire[] = [];
  /** The dialplan lock of every server is held: its searches wait. */
  locked = false;
  /** Where nobody holds the lock a server knows its numbers by one walk; else by a search for each test. */
  walks = true;
  /** Tests of numbers, each once. */
  tests = 0;
  private readonly waiting: { readonly end: () => void }[] = [];
  private readonly searches = new Map<number, Found>();
  /** Variables of extensions.conf, [globals], of every server. */
  readonly globals = new Map<string, string>();
  /** How much later each copy of a packet arrives, ms: `[]` drops it. Set by tests, for what follows. */
  meets: (packet: Wire) => readonly number[] = () => [0];

  constructor(
    members: Readonly<Record<string, Member>>,
    { rules = {}, delay = 0.1, wallSecond = 0, reads = 0 }: NetOptions = {},
  ) {
    const { sim } = this;
    this.names = Object.keys(members);
    this.rules = rulesOf('asterisk-16', rules);
    const servers = this.names.map((name) => configOf(name, members));
    this.hosts = new Hosts(sim, servers.length, 0);
    const network = new Network(
      sim,
      this.hosts,
      { delay: { kind: 'constant', value: delay * MILLISECOND }, loss: 0, links: [], segments: undefined },
      () => 0,
      {
        meets: ({ at, message, fields, from, to }) => {
          const [sender, receiver] = [this.names[from]!, this.names[to]!];
          const { title } = message;
          const packet = { at: at / MILLISECOND, title, from: sender, to: receiver, fields: fields as Header };
          this.wire.push(packet);
          return this.meets(packet).map((later) => later * MILLISECOND);
        },
      },
    );
    this.numbers = this.names.map((name) => new Set(members[name]!.numbers ?? []));
    this.dundi = joinDundi({
      sim,
      hosts: this.hosts,
      network,
      rules: this.rules,
      clock: new WallClock(sim, wallSecond),
      servers,
      observations: this.heard,
      serverAt: (address) => this.names.indexOf(address) as ServerId | -1,
      isHungUp: () => false,
      lookupListener: { began() {}, ended() {}, callOf: () => 0 as const },
      relays: new RelayBook(),
      time: {
        dundiAck: () => reads * MILLISECOND,
        dundiAsk: NONE,
        dundiQuestion: NONE,
        dundiReply: () => reads * MILLISECOND,
      },
    });
    const { nodes, transactions, signals, lookups } = this.dundi;
    this.answers = new Answers(
      sim,
      this.hosts,
      nodes,
      transactions,
      signals,
      lookups,
      this.numbers.map((it) => this.testsOf(it)),
      {
        secretOf: (server) => `secret-of-${this.names[server]}`,
        addressOf: (server) => this.names[server]!,
        globalOf: (_, name) => this.globals.get(name),
        answerTime: NONE,
        rules: this.rules,
      },
    );
    this.heard.follow(sim);
  }

  private testsOf(numbers: ReadonlySet<string>): LocalTests {
    return {
      numbersIn: (context) =>
        this.walks && !this.locked ? treeOf(context === 'empty' ? new Set() : numbers) : undefined,
      tested: (times) => void (this.tests += times),
      find: (request, done, a) => {
        this.tests++;
        if (!this.locked) return searched(numbers, request);
        const end = (): void => {
          const search = this.searches.size + 1;
          this.searches.set(search, searched(numbers, request));
          this.sim.after(0, done, a, search);
        };
        this.waiting.push({ end });
        return PENDING;
      },
      has: (search) => this.searches.has(search),
      take: (search) => this.searches.get(search)!,
    };
  }

  /** Searches that wait for the lock get it; `again`: the next ones wait anew. */
  unlock(again = false): this {
    this.locked = again;
    for (const { end } of this.waiting.splice(0)) end();
    return this.pass(0.01);
  }

  id(name: string): ServerId {
    return this.names.indexOf(name) as ServerId;
  }

  get now(): number {
    return this.sim.now / MILLISECOND;
  }

  /** Lets so many ms pass. */
  pass(ms: number): this {
    this.sim.run(this.sim.now + Math.round(ms * MILLISECOND));
    return this;
  }

  /** Begins a lookup and does not wait. */
  ask(server: string, number: string, bypass = false): LookupId {
    return this.dundi.consoleLookups.begin(this.id(server), number, 'priv', bypass);
  }

  /** A lookup and what came of it; the clock stays at its end. */
  lookup(server: string, number: string, bypass = false): Ended {
    const from = this.now;
    const id = this.ask(server, number, bypass);
    for (;;) {
      const lookup = this.dundi.consoleLookups.take(id);
      if (lookup !== undefined) return this.ended(lookup, this.now - from);
      this.sim.runSome(this.sim.now + 60 * SECOND, 1);
    }
  }

  /** Lookups that ended, of one server. */
  lookupsOf(server: string): readonly LookupRecord[] {
    return this.heard.lookups.filter((lookup) => lookup.server === this.id(server));
  }

  crash(server: string): this {
    const id = this.id(server);
    this.hosts.crash(id);
    for (const part of [
      this.dundi.transactions,
      this.dundi.lookups,
      this.answers,
      this.dundi.qualify,
      this.dundi.registering,
    ])
      part.crash(id);
    return this;
  }

  restart(server: string): this {
    this.hosts.start(this.id(server));
    return this.load(server);
  }

  /** The module begins there. */
  load(server: string): this {
    this.dundi.qualify.load(this.id(server));
    this.dundi.registering.load(this.id(server));
    return this;
  }

  /** lastms that a server has of a peer. */
  setLastMs(server: string, peer: string, ms: number): this {
    const { nodes } = this.dundi;
    nodes[this.id(server)]!.peers.find(({ host }) => host === this.id(peer))!.lastMs = ms;
    return this;
  }

  /** Titles of the packets from then on, with sender and receiver. */
  packets(since = 0): readonly string[] {
    return this.wire.filter(({ at }) => at >= since).map(({ title, from, to }) => `${from} ${title} ${to}`);
  }

  private ended({ answers }: Lookup, ms: number): Ended {
    const record = this.heard.lookups.findLast(({ purpose }) => purpose === 'cli');
    return {
      ms,
      found: answers.filter(({ exists }) => exists).map(({ eid }) => this.names[this.dundi.nodes[0]!.serverOf(eid)]!),
      answers: answers.map(({ destination, weight }) => `${destination} ${weight}`),
      record: record!,
    };
  }
}

export interface Ended {
  readonly ms: number;
  readonly found: readonly string[];
  /** `destination weight` */
  readonly answers: readonly string[];
  readonly record: LookupRecord;
}

function treeOf(numbers: ReadonlySet<string>): DigitTree {
  const tree = new DigitTree();
  for (const number of numbers) tree.add(number);
  return tree;
}

/** A dialplan whose contexts all have these numbers, but for `empty`. */
function searched(numbers: ReadonlySet<string>, { context, exten, action }: FindRequest): Found {
  if (context === 'empty') return notFound('noExtension');
  const longer = [...numbers].some((number) => number.length > exten.length && number.startsWith(exten));
  const found = action === 'match' ? numbers.has(exten) : action === 'canmatch' ? numbers.has(exten) || longer : longer;
  return found ? foundBySwitch('numbers', '', 1, []) : notFound('noExtension');
}
