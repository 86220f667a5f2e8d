import { RealtimeSwitches } from '../../../../src/model/server/dialplan/realtimeSwitch.ts';
import { DialplanEvents } from '../../../../src/model/server/dialplan/dialplanEvents.ts';
import { Autoservice } from '../../../../src/model/server/dialplan/autoservice.ts';
import { Hosts } from '../../../../src/model/network/hosts.ts';
import { Simulation, type EventType } from '../../../../src/kernel/clock/simulation.ts';
import { Lock } from '../../../../src/kernel/resource/lock.ts';
import { MILLISECOND, SECOND, type Micros } from '../../../../src/kernel/units.ts';
import type { ChannelId, LookupId, ServerId } from '../../../../src/model/ids.ts';
import { rulesOf, type Rules } from '../../../../src/model/rules.ts';
import { constant } from '../../../../src/kernel/random/distributions.ts';
import type { ApplicationConfig } from '../../../../src/model/config.ts';
import { queuesAt } from '../queues/queueWorld.ts';
import { NOWHERE, type Place } from '../../../../src/text/place.ts';
import type { RowSelect } from '../../../../src/model/server/dialplan/applications/sql.ts';
import type { Happening } from '../../../../src/model/story/happenings.ts';
import type { ContactsResult } from '../../../../src/model/server/dialplan/services.ts';
import type { ContextConfig, DialplanConfig, StepConfig } from '../../../../src/model/server/dialplan/compiledPlan.ts';
import {
  ApplicationTimes,
  Astdb,
  Dialplan,
  TIMES,
  Finder,
  Machine,
  type Answer,
  type Availability,
  type ChannelServices,
  type DialRequest,
  type DialResult,
  type DialTarget,
  type LookupPurpose,
  type Pastime,
  type Pending,
  type Statement,
  type ParkResult,
  type ServiceResult,
  type StatementResult,
  type SwitchLookups,
} from '../../../../src/model/server/dialplan/index.ts';

/** As much of extensions.conf as the tests need: the reader proper lives elsewhere. */
export function plan(text: string): DialplanConfig {
  const contexts: ContextConfig[] = [];
  const globals: Record<string, string> = {};
  const config = { autofallthrough: true, priorityJumping: false };
  let section = '';
  let last = { extension: '', priority: 0 };
  for (const [index, line] of text
    .split('\n')
    .map((raw): string => raw.trim())
    .entries()) {
    if (line === '') continue;
    const heading = /^\[(.+)\]$/.exec(line);
    if (heading !== null) {
      section = heading[1]!;
      if (section === 'general' || section === 'globals') continue;
      contexts.push({
        name: section,
        place: NOWHERE,
        steps: [],
        hints: [],
        includes: [],
        switches: [],
        ignorePatterns: [],
      });
      continue;
    }
    const [, key = '', value = ''] = /^(\w+)\s*=>?\s*(.*)$/.exec(line)!;
    if (section === 'globals') globals[key] = value;
    else if (section === 'general') Object.assign(config, { [key]: value === 'yes' });
    else last = addLine(contexts.at(-1)!, key, value, last, { ...NOWHERE, line: index + 1 });
  }
  const { autofallthrough, priorityJumping } = config;
  return { globals, contexts, autofallthrough, priorityJumping, odbc: {} };
}

function addLine(
  context: ContextConfig,
  key: string,
  value: string,
  last: { extension: string; priority: number },
  place: Place,
) {
  if (key === 'include') (context.includes as unknown[]).push({ name: value, place: NOWHERE });
  if (key === 'switch')
    (context.switches as unknown[]).push({
      kind: value.split('/')[0],
      data: value.split('/')[1] ?? '',
      place: NOWHERE,
    });
  if (key === 'hint') {
    const [extension = '', devices = ''] = value.split(/,(.*)/s);
    (context.hints as unknown[]).push({ extension, devices, place });
  }
  if (key !== 'exten' && key !== 'same') return last;
  const [, extension = '', priority = '', label = '', application = '', args = ''] =
    /^([^,]*),\s*([^,(]+)(?:\(([^)]*)\))?,\s*([^(]+?)\s*(?:\((.*)\))?$/s.exec(
      key === 'same' ? `${last.extension},${value}` : value,
    )!;
  const step: StepConfig = {
    extension,
    priority: priority === 'n' ? last.priority + 1 : Number(priority),
    label,
    application: application.trim(),
    args,
    place,
  };
  (context.steps as StepConfig[]).push(step);
  return { extension, priority: step.priority };
}

export interface LookupDone {
  readonly number: string;
  readonly context: string;
  readonly purpose: LookupPurpose;
  readonly channel: ChannelId;
  readonly at: Micros;
}

/** A directory instead of DUNDi: every lookup takes the same time, or none for a channel that is hung up. */
export class FakeLookups implements SwitchLookups {
  waitsFor(): readonly ServerId[] {
    return [];
  }

  readonly done: LookupDone[] = [];
  readonly known = new Map<string, readonly Answer[]>();
  takes: Micros = 10 * MILLISECOND;
  machine: Machine | undefined;
  private readonly results = new Map<LookupId, readonly Answer[]>();
  private readonly sim: Simulation;

  constructor(sim: Simulation) {
    this.sim = sim;
  }

  knows(number: string, ...destinations: string[]): void {
    this.known.set(
      number,
      destinations.map((destination) => ({
        tech: 'IAX2',
        destination,
        weight: 0,
        exists: true,
        matchMore: false,
        canMatch: false,
      })),
    );
  }

  lookup(
    _: ServerId,
    number: string,
    context: string,
    purpose: LookupPurpose,
    __: boolean,
    channel: ChannelId,
    done: EventType<number, LookupId>,
    a: number,
  ): LookupId {
    this.done.push({ number, context, purpose, channel, at: this.sim.now });
    const id = this.done.length as LookupId;
    const mute = purpose !== 'function' && channel !== 0 && this.machine?.isHungUp(channel) === true;
    this.results.set(id, mute ? [] : (this.known.get(number) ?? []));
    this.sim.after(mute ? 0 : this.takes, done, a, id);
    return id;
  }

  result(lookup: LookupId): readonly Answer[] {
    return this.results.get(lookup)!;
  }

  hungUp(): void {}
}

export class FakeServices implements ChannelServices {
  readonly wantsConsole = true;
  readonly lines: string[] = [];
  readonly calls: string[] = [];
  readonly ended: { channel: ChannelId; cause: number; at: Micros }[] = [];
  readonly answered = new Set<ChannelId>();
  /** By `SIP/1006`; others have no channel and are unavailable. */
  readonly devices = new Map<string, { state: number }>();
  readonly outcomes = new Map<string, Partial<DialResult> & { after?: Micros }>();
  readonly rows = new Map<string, string>();
  /** What becomes of a channel that is parked, or that picks a call up. */
  parking: ParkResult = { kind: 'parked', end: 'over' };
  machine!: Machine;

  selectRows(_: ChannelId, select: RowSelect | undefined): StatementResult {
    const value = select === undefined ? undefined : this.rows.get(select.value);
    return { kind: 'statement', ok: true, connection: 0, rows: value === undefined ? [] : [value] };
  }

  contacts(_: ChannelId, account: string): ContactsResult {
    const uri = this.rows.get(account);
    const view = {
      id: `${account};@1`,
      until: 300,
      server: 'here',
      endpoint: account,
      status: 'notQualified',
      roundTrip: -1,
    } as const;
    return { kind: 'contacts', contacts: uri === undefined ? [] : [{ ...view, uri }] };
  }
  private readonly sim: Simulation;
  private readonly later: EventType<number, number>;
  private readonly results: { channel: ChannelId; result: ServiceResult }[] = [];

  constructor(sim: Simulation) {
    this.sim = sim;
    this.later = sim.on('fake.later', (index) => {
      const { channel, result } = this.results[index]!;
      this.machine.resume(channel, result);
    });
  }

  answer(channel: ChannelId): void {
    this.answered.add(channel);
  }

  isAnswered(channel: ChannelId): boolean {
    return this.answered.has(channel);
  }

  indicate(_: ChannelId, what: string): void {
    this.calls.push(what);
  }

  hangUpCaller(channel: ChannelId, cause: number): void {
    this.ended.push({ channel, cause, at: this.sim.now });
  }

  dial(channel: ChannelId, request: DialRequest): Pending {
    const targets = request.targets.map(({ tech, resource }) => `${tech}/${resource}`).join('&');
    this.calls.push(`dial ${targets} ${request.seconds} ${request.options}`);
    const outcome = this.outcomes.get(targets) ?? { status: 'NOANSWER' as const, after: request.seconds * SECOND };
    return this.reply(
      channel,
      {
        kind: 'dial',
        status: 'NOANSWER',
        answered: false,
        cause: 0,
        dialSeconds: 2,
        talkSeconds: 0,
        transfer: undefined,
        ...outcome,
      },
      outcome.after ?? SECOND,
    );
  }

  stopDial(): DialResult {
    this.calls.push('stopDial');
    return {
      kind: 'dial',
      status: 'CANCEL',
      answered: false,
      cause: 0,
      dialSeconds: 1,
      talkSeconds: 0,
      transfer: undefined,
    };
  }

  available(_: ChannelId, { tech, resource }: DialTarget, { checkState }: { checkState: boolean }): Availability {
    const device = this.devices.get(`${tech}/${resource}`);
    const deviceState = checkState ? (device?.state ?? 5) : 0;
    return {
      kind: 'availability',
      deviceState,
      channelName: device && deviceState <= 1 ? `${tech}/${resource}-0001` : '',
      cause: device ? 0 : 20,
    };
  }

  deviceState(_: ChannelId, { tech, resource }: DialTarget): Availability {
    const device = this.devices.get(`${tech}/${resource}`);
    return { kind: 'availability', deviceState: device?.state ?? 4, channelName: '', cause: 0 };
  }

  statement(channel: ChannelId, statement: Statement): Pending {
    this.calls.push(
      `${statement.kind}${statement.kind === 'select' ? ` ${statement.column} ${statement.table} ${statement.name}` : ''}`,
    );
    const row = statement.kind === 'select' ? this.rows.get(statement.name) : undefined;
    return this.reply(
      channel,
      { kind: 'statement', ok: true, connection: 7, rows: row === undefined ? [] : [row] },
      2 * MILLISECOND,
    );
  }

  park(channel: ChannelId, lot: string): Pending {
    this.calls.push(`park ${lot}`);
    return this.reply(channel, this.parking, SECOND);
  }

  waitParked(channel: ChannelId): Pending {
    this.calls.push('waitParked');
    return this.reply(channel, this.parking, SECOND);
  }

  seekParked(): void {}

  queued(): void {}

  leavesQueue(): void {}

  knownState(): number {
    return 1;
  }

  pickUp(channel: ChannelId, lot: string, slot: number): Pending {
    this.calls.push(`pickUp ${lot} ${slot}`);
    return this.reply(channel, this.parking, SECOND);
  }

  leaveParking(): ParkResult {
    this.calls.push('leaveParking');
    return { kind: 'parked', end: 'over' };
  }

  spend(_: ChannelId, on: Pastime, detail: string): void {
    this.calls.push(`${on} ${detail}`);
  }

  console(_: ChannelId, line: string): void {
    this.lines.push(line);
  }

  log(_: ChannelId, level: string, where: string, text: string): void {
    this.lines.push(`${level}: ${where}: ${text}`);
  }

  private reply(channel: ChannelId, result: DialResult | StatementResult | ParkResult, after: Micros): Pending {
    this.results.push({ channel, result });
    this.sim.after(after, this.later, this.results.length - 1, 0);
    return 'pending';
  }
}

/** Times of Asterisk's own database, long enough to be seen among steps of a millisecond. */
export const ASTDB_READ = 100;
export const ASTDB_WRITE = 300;

/** How long after a wake-up a thread runs. */
export const AWAKE_AFTER = 50;

/** What the model assumes of applications where a scenario says nothing. */
export const ASSUMED: readonly ApplicationConfig[] = Object.entries(TIMES).map(([name, { takes, sets = {} }]) => ({
  name,
  takes: takes === 'endless' ? takes : constant(takes),
  sets,
}));

export interface Bench {
  readonly sim: Simulation;
  readonly plan: Dialplan;
  readonly finder: Finder;
  readonly machine: Machine;
  readonly services: FakeServices;
  readonly lookups: FakeLookups;
  readonly lock: Lock;
  readonly waits: { channel: ChannelId; waited: Micros }[];
  readonly releases: { held: Micros; waiting: number }[];
  /** What was not modelled, with the line of its step. */
  /** For the stories of the calls. */
  readonly happened: readonly Happening[];
  readonly notModelled: string[];
  /** Starts a channel `SIP/1001-1` at once and returns its number. */
  call(exten: string, context?: string, at?: Micros): ChannelId;
  run(until?: Micros): void;
  /** Console lines without the dialect's prefix and "in new stack". */
  lines(): string[];
  /** `NoOp(…)` texts, in order: what the plan said it did. */
  said(): string[];
}

export function bench(
  text: string,
  profile: 'whitepaper' | 'asterisk-1.2' | 'asterisk-16' = 'asterisk-1.2',
  overrides: Partial<Rules> = {},
  applications: readonly ApplicationConfig[] = ASSUMED,
): Bench {
  const sim = new Simulation({ seed: 'dialplan', queue: 'heap' });
  // How long a switch holds the lock is that of its lookup, unless a test asks for more.
  const rules = rulesOf(profile, { switchAutoservice: false, ...overrides });
  const compiled = new Dialplan(plan(text), rules.dialect);
  const lookups = new FakeLookups(sim);
  const services = new FakeServices(sim);
  const waits: { channel: ChannelId; waited: Micros }[] = [];
  const releases: { held: Micros; waiting: number }[] = [];
  const notModelled: string[] = [];
  const happened: Happening[] = [];
  const hooks = {
    note: (_: ChannelId, happening: Happening) => void happened.push(happening),
    notModelled: (_: ServerId, what: string, place: Place) => void notModelled.push(`${what} at ${place.line}`),
    stepTime: () => MILLISECOND,
    astdbRead: () => ASTDB_READ,
    astdbWrite: () => ASTDB_WRITE,
    lockWaited: (_: ServerId, channel: ChannelId, waited: Micros) => void waits.push({ channel, waited }),
    lockReleased: (_: ServerId, held: Micros, waiting: number) => void releases.push({ held, waiting }),
  };
  const lock = new Lock(sim, 'dialplan', 'fifo');
  const events = new DialplanEvents(sim, new Hosts(sim, 1, 0));
  const tables = [{}];
  const realtime = new RealtimeSwitches({ sim, rules, database: { realtime: () => {} }, tables, callOf: () => 0 });
  const shared = {
    sim,
    server: 0 as ServerId,
    name: 'regpbx1',
    plan: compiled,
    lookups,
    realtime,
    hooks,
    rules,
    events,
  };
  const autoservice = new Autoservice(sim, () => AWAKE_AFTER);
  const finder = new Finder({ ...shared, lock, autoservice });
  const times = new ApplicationTimes(applications, (name) => sim.stream(name));
  const machine = new Machine({
    ...shared,
    finder,
    services,
    outgoing: { outgoingSipTech: 'PJSIP', outgoingEndpoint: '' },
    times,
    astdb: new Astdb(new Lock(sim, 'astdb', 'fifo')),
    queues: queuesAt(() => Math.floor(sim.now / SECOND), []),
    statementLock: new Lock(sim, 'mysql', 'fifo'),
  });
  services.machine = machine;
  lookups.machine = machine;
  let next = 0;
  const begins = sim.on('test.callBegins', (index) => {
    const { exten, context } = begun[index]!;
    machine.start({
      channel: (index + 1) as ChannelId,
      name: `SIP/1001-${index + 1}`,
      uniqueId: `1143000000.${index + 1}`,
      callerNumber: '1001',
      callerName: '',
      context,
      exten,
      priority: 1,
    });
  });
  const begun: { exten: string; context: string }[] = [];
  return {
    sim,
    plan: compiled,
    finder,
    machine,
    services,
    lookups,
    lock,
    waits,
    releases,
    happened,
    notModelled,
    call(exten, context = 'phones', at = 0) {
      begun.push({ exten, context });
      sim.at(at, begins, next++, 0);
      return next as ChannelId;
    },
    run: (until = 600 * SECOND) => sim.run(until),
    lines: () => services.lines.map((line) => line.replace(/^ +(--|==) /, '').replace(/ in new stack$/, '')),
    said: () =>
      services.lines.map((line) => /NoOp\("[^"]*", "(.*)"\)/.exec(line)?.[1]).filter((said) => said !== undefined),
  };
}
