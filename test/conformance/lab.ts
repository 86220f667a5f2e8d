import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SECOND, type Micros } from '../../src/kernel/units.ts';
import type { EventType } from '../../src/kernel/clock/simulation.ts';
import { Listener } from '../../src/measure/listener.ts';
import { NO_EIDS } from '../../src/model/protocol/eidList.ts';
import { Cluster } from '../../src/model/cluster.ts';
import type { HostId, LookupId, PhoneId, ServerId } from '../../src/model/ids.ts';
import type {
  CallRecord,
  LookupRecord,
  MessageRecord,
  RegistrationRecord,
  StatementRecord,
} from '../../src/model/observations.ts';
import { freshHint, sortByWeight } from '../../src/model/server/dundi/answer.ts';
import { parseScenario, type FolderFile } from '../../src/scenario/index.ts';

/** The names of the laboratory's servers, in the order of their numbers. */
export const HUB = 'dunpbx1';

/** Folders of measured clusters. */
export type LabFolder = 'lab-16' | 'lab-22';

/** Changes the files of the laboratory before they are read. */
export type Edit = (file: FolderFile) => FolderFile | undefined;

/** Peers come from sip.conf, as in the measurement of calls: there is no extconfig.conf. */
export const STATIC: Edit = (file) => (file.path.endsWith('extconfig.conf') ? undefined : file);

/** `cachetime=` on all servers. */
export function cachetime(seconds: number): Edit {
  return (file) =>
    file.path.endsWith('dundi.conf')
      ? { ...file, text: file.text.replace(/^cachetime=.*$/m, `cachetime=${seconds}`) }
      : file;
}

/**
 * Loopback between servers; SQL times were taken at the client, so the way to the database is in them; scripted phones.
 */
const AS_MEASURED = {
  network: {
    delay: '0.03ms',
    links: ['dunpbx1', 'regpbx1', 'regpbx2', 'regpbx3', 'regpbx4', 'regpbx5'].map((server) => ({
      between: [server, 'database'],
      delay: '0ms',
    })),
  },
  processing: { phone: '0.01ms' },
};

const OF_FOLDER: Readonly<Record<LabFolder, object>> = {
  'lab-16': { profile: 'asterisk-16' },
  'lab-22': { profile: 'asterisk-22', servers: { 'regpbx1..5': { minimum_expiration: '2' } } },
};

export interface Heard {
  readonly lookups: LookupRecord[];
  readonly statements: StatementRecord[];
  readonly registrations: (RegistrationRecord & { readonly endedAt: Micros })[];
  readonly calls: CallRecord[];
  readonly marks: {
    readonly at: Micros;
    readonly server: ServerId;
    readonly peer: ServerId;
    readonly status: string;
  }[];
  /** Messages, when they were asked for. */
  readonly messages: readonly MessageRecord[];
  readonly locks: { readonly at: Micros; readonly server: ServerId; readonly held: Micros; readonly waiting: number }[];
}

class Notes extends Listener implements Heard {
  override readonly wantsMessages: boolean;
  readonly messages: MessageRecord[] = [];
  readonly lookups: LookupRecord[] = [];
  readonly statements: StatementRecord[] = [];
  readonly registrations: (RegistrationRecord & { readonly endedAt: Micros })[] = [];
  readonly calls: CallRecord[] = [];
  readonly marks: { at: Micros; server: ServerId; peer: ServerId; status: string }[] = [];
  readonly locks: { at: Micros; server: ServerId; held: Micros; waiting: number }[] = [];

  constructor(wantsMessages: boolean) {
    super();
    this.wantsMessages = wantsMessages;
  }

  override messageSent(message: MessageRecord): void {
    this.messages.push(message);
  }
  override lookupEnded(lookup: LookupRecord): void {
    this.lookups.push(lookup);
  }
  override statementEnded(statement: StatementRecord): void {
    this.statements.push(statement);
  }
  override registrationEnded(registration: RegistrationRecord): void {
    this.registrations.push({ ...registration, endedAt: this.now });
  }
  override callEnded(call: CallRecord): void {
    this.calls.push(call);
  }
  override peerChanged(server: ServerId, peer: ServerId, status: 'OK' | 'UNREACHABLE' | 'LAGGED'): void {
    this.marks.push({ at: this.now, server, peer, status });
  }
  override lockReleased(server: ServerId, held: Micros, waiting: number): void {
    this.locks.push({ at: this.now, server, held, waiting });
  }
}

/** What `dundi lookup` printed. */
export interface Found {
  readonly at: Micros;
  readonly ms: number;
  /** Who has the number, first answer first. */
  readonly servers: readonly string[];
  readonly datagrams: number;
  readonly asked: number;
  readonly budgetEnded: boolean;
}

export interface LabOptions {
  readonly seed?: number | string;
  /** Over the laboratory's scenario: keys of a scenario file. */
  readonly scenario?: Readonly<Record<string, unknown>>;
  readonly edits?: readonly Edit[];
  /** Which cluster; 22 was measured with rows that let a phone register for 2 s. */
  readonly folder?: LabFolder;
  /** Whether messages are heard. */
  readonly messages?: boolean;
}

/** The measured cluster, or a variation of it, run step by step as whoever measured it did. */
export class Lab {
  readonly cluster: Cluster;
  readonly heard: Heard;
  readonly names: readonly string[];
  private readonly lookupEnds: EventType<number, LookupId>;
  private readonly answered = new Map<number, { readonly at: Micros; readonly servers: readonly string[] }>();
  private serial = 0;
  /** Of the last lookup, as the dialplan takes them: by weight. */
  private sorted: readonly string[] = [];

  constructor({ seed = 1, scenario = {}, edits = [], folder = 'lab-16', messages = false }: LabOptions = {}) {
    const text = JSON.stringify({
      ...OF_FOLDER[folder],
      asterisk: 'lab',
      duration: '1h',
      ...AS_MEASURED,
      ...scenario,
    });
    const files = edited(labFiles(folder), edits);
    const { config } = parseScenario({ path: 'lab.json', text, folders: new Map([['lab', files]]), sets: [] });
    const notes = new Notes(messages);
    this.heard = notes;
    this.cluster = new Cluster(config, { seed: String(seed), observations: notes });
    notes.follow(this.cluster.sim);
    this.names = config.servers.map(({ name }) => name);
    this.lookupEnds = this.cluster.sim.on<number, LookupId>('lab.lookupEnds', (serial, lookup) => {
      const result = this.cluster.parts.dundi.lookups.result(lookup);
      this.sorted = sortByWeight(result?.answers ?? [])
        .filter(({ exists }) => exists)
        .map(({ eid }) => this.names[this.cluster.parts.dundi.nodes[0]!.serverOf(eid)]!);
      const node = this.cluster.parts.dundi.nodes[result?.request.server ?? 0]!;
      const servers = (result?.answers ?? [])
        .filter(({ exists }) => exists)
        .map(({ eid }) => this.names[node.serverOf(eid)]!);
      this.answered.set(serial, { at: this.now, servers });
    });
  }

  get now(): Micros {
    return this.cluster.sim.now;
  }

  server(name: string): ServerId {
    return this.names.indexOf(name) as ServerId;
  }

  phone(number: string): PhoneId {
    return [...this.cluster.parts.config.phones].findIndex((phone) => phone.number === number) as PhoneId;
  }

  /** Lets so many seconds pass. */
  pass(seconds: number): void {
    this.cluster.sim.run(this.now + Math.round(seconds * SECOND));
  }

  until(seconds: number): void {
    this.cluster.sim.run(Math.round(seconds * SECOND));
  }

  // ---------------------------------------------------------------- dundi lookup

  /** Begins `dundi lookup NUMBER@priv` and does not wait; `ended` tells what became of it. */
  ask(server: string, number: string, bypass = false): number {
    const id = this.server(server);
    const { config, spellings } = this.cluster.parts.dundi.nodes[id]!;
    this.cluster.parts.dundi.lookups.begin(
      {
        server: id,
        number,
        context: 'priv',
        spelling: spellings.of(number, 'priv'),
        ttl: config.ttl,
        bypass,
        call: 0,
        purpose: 'cli',
        channel: 0,
        hungUp: false,
        avoid: NO_EIDS,
        direct: new Set(),
        hint: freshHint(),
      },
      this.lookupEnds,
      ++this.serial,
    );
    return this.serial;
  }

  ended(serial: number): { readonly at: Micros; readonly servers: readonly string[] } | undefined {
    return this.answered.get(serial);
  }

  /** The round trip that a server measured of its last probe of a peer, whole ms. */
  setLastMs(server: string, peer: string, ms: number): void {
    const { peers } = this.cluster.parts.dundi.nodes[this.server(server)]!;
    peers.find(({ host }) => host === this.server(peer))!.lastMs = ms;
  }

  /** `dundi lookup` and its answer; the clock stands where it came. */
  lookup(server: string, number: string, bypass = false): Found {
    const at = this.now;
    const serial = this.ask(server, number, bypass);
    while (this.answered.get(serial) === undefined) this.cluster.sim.runSome(this.now + 60 * SECOND, 1);
    const { servers } = this.answered.get(serial)!;
    const record = this.heard.lookups.findLast((lookup) => lookup.purpose === 'cli')!;
    return {
      at,
      ms: (this.now - at) / 1000,
      servers,
      datagrams: record.datagrams,
      asked: record.asked.length,
      budgetEnded: record.budgetEnded,
    };
  }

  /** Whose answer a call would dial first. */
  winner(server: string, number: string): string | undefined {
    this.lookup(server, number);
    return this.sorted[0];
  }

  // ---------------------------------------------------------------- phones, at once

  /** A phone without power gets it, without registering. */
  private wake(phone: PhoneId): void {
    const { handsets, hosts } = this.cluster.parts;
    if (handsets.isPowered(phone)) return;
    hosts.start(hosts.ofPhone(phone));
    handsets.setPower(phone, true);
  }

  /** A REGISTER leaves now, to this server. */
  register(number: string, server: string): void {
    const phone = this.phone(number);
    this.wake(phone);
    const { lines } = this.cluster.parts;
    lines.moveTo(lines.linesOfPhone(phone)[0]!, this.server(server));
  }

  /** A second registration beside the first. */
  registerToo(number: string, server: string): void {
    const phone = this.phone(number);
    this.wake(phone);
    const { lines } = this.cluster.parts;
    lines.begin(lines.addLine(phone, [this.server(server)]));
  }

  /** A refresh of the first registration leaves now. */
  refresh(number: string): void {
    const { lines } = this.cluster.parts;
    lines.begin(lines.linesOfPhone(this.phone(number))[0]!);
  }

  /** OPTIONS leave now; milliseconds until they are answered. */
  optionsTime(number: string, server: string): number {
    const { phoneOptions } = this.cluster.parts;
    const phone = this.phone(number);
    const from = this.now;
    this.wake(phone);
    phoneOptions.send(phone, this.server(server));
    while (phoneOptions.answeredAt(phone) < from) this.pass(0.0001);
    return (phoneOptions.answeredAt(phone) - from) / 1000;
  }

  /** A REGISTER without credentials leaves now; milliseconds until the 401. */
  challengeTime(number: string): number {
    const { lines } = this.cluster.parts;
    const line = lines.linesOfPhone(this.phone(number))[0]!;
    const from = this.now;
    this.refresh(number);
    while (!lines.isAuthenticating(line)) this.pass(0.00005);
    return (this.now - from) / 1000;
  }

  unregister(number: string, line = 0): void {
    const { lines } = this.cluster.parts;
    lines.unregister(lines.linesOfPhone(this.phone(number))[line]!);
  }

  /** Its row has an address and a fullcontact, as if written by hand, for a day. */
  writeRow(number: string): void {
    this.cluster.parts.table.write(this.phone(number), this.cluster.parts.clock.wholeSeconds() + 86_400, true);
  }

  /** The phone is gone and says nothing. */
  powerOff(number: string): void {
    const phone = this.phone(number);
    const { handsets, hosts, lines } = this.cluster.parts;
    handsets.setPower(phone, false);
    lines.powerOff(phone);
    hosts.crash(hosts.ofPhone(phone) as HostId);
  }

  /** The dialplan of that server has the extension now. */
  hasExtension(server: string, context: string, extension: string): boolean {
    return this.cluster.parts.plans[this.server(server)]!.has(context, extension);
  }

  /** Its noop extension stands in that server's regcontext. */
  isAdvertised(number: string, server: string): boolean {
    const plan = this.cluster.parts.plans[this.server(server)]!;
    return plan.has('sipregistration', number);
  }

  // ---------------------------------------------------------------- servers

  /** kill -9 */
  crash(server: string): void {
    this.cluster.parts.faults.crash(this.server(server));
  }

  /** Asterisk answers again after so many seconds; the clock stands there. */
  restart(server: string, after = 0): void {
    if (after > 0) this.pass(after);
    this.cluster.parts.faults.up(this.server(server));
  }

  /** Somebody takes the dialplan lock and keeps it until `release` is called. */
  lockDialplan(server: string): () => void {
    const finder = this.cluster.parts.finders[this.server(server)]!;
    if (!finder.lockForChange(this.lookupEnds as unknown as EventType<number, number>, 0, 0))
      throw new Error('the lock was held');
    return () => finder.unlock();
  }

  // ---------------------------------------------------------------- clock

  /** Seconds since the servers' wall second began. */
  wallFraction(): number {
    const { phase } = this.cluster.parts.clock;
    return ((this.now + phase) % SECOND) / SECOND;
  }
}

function edited(files: readonly FolderFile[], edits: readonly Edit[]): readonly FolderFile[] {
  return files.flatMap((file) => {
    let out: FolderFile | undefined = file;
    for (const edit of edits) if (out !== undefined) out = edit(out);
    return out === undefined ? [] : [out];
  });
}

const read = new Map<LabFolder, readonly FolderFile[]>();

function labFiles(folder: LabFolder): readonly FolderFile[] {
  const known = read.get(folder);
  if (known !== undefined) return known;
  const path = fileURLToPath(new URL(`../../scenarios/${folder}`, import.meta.url));
  const files = readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) =>
      readdirSync(join(path, entry.name)).map((name) => ({
        path: `${entry.name}/${name}`,
        text: readFileSync(join(path, entry.name, name), 'utf8'),
      })),
    );
  read.set(folder, files);
  return files;
}
