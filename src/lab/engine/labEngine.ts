import { ladderOf, withTries } from '../../report/ladder/buildLadder.ts';
import { CallWatch } from '../../report/ladder/callWatch.ts';
import { summary } from '../../report/run/summary.ts';
import type { Scenario } from '../../scenario/index.ts';
import { formatRemark } from '../../text/mistake.ts';
import { printable } from '../../text/printable.ts';
import { withSet, type Setup } from '../setup/labSetup.ts';
import { factsOf } from './clusterFacts.ts';
import type { Reply, Request, ShownRemark } from './exchange.ts';
import { Library, readSetup, type Read, type Shipped } from './labScenario.ts';
import { recordRun, runInSlices, tryInSlices, type Pause } from './labRun.ts';
import { scenarioKeys } from './scenarioKeys.ts';
import { CACHETIMES, tradeoffPoint } from './tradeoffRuns.ts';

type LadderRequest = Extract<Request, { kind: 'ladder' }>;

/** Where replies go; `transfer`: buffers that are given away. */
export type Send = (reply: Reply, transfer?: readonly ArrayBuffer[]) => void;

/** Answers the page's requests, in whatever thread it lives; long ones in slices, so that a newer one can end them. */
export class LabEngine {
  private readonly shipped: Shipped;
  private readonly version: string;
  private readonly send: Send;
  /** Ends when others had their turn. */
  private readonly turn: () => Promise<void>;
  private library: Library;
  /** Of each kind of request, the newest. */
  private readonly newest = new Map<Request['kind'], number>();

  constructor(shipped: Shipped, version: string, send: Send, turn: () => Promise<void>) {
    this.shipped = shipped;
    this.version = version;
    this.send = send;
    this.turn = turn;
    this.library = new Library(shipped);
  }

  async take(request: Request): Promise<void> {
    if (request.kind === 'hello') {
      this.library = new Library(this.shipped, request.given);
      this.ready();
      return;
    }
    const { id } = request;
    this.newest.set(request.kind, id);
    try {
      await this.answer(request);
    } catch (error) {
      this.send({ kind: 'bug', id, text: error instanceof Error ? error.message : String(error) });
    }
  }

  private ready(): void {
    const scenarios = this.library.names.map((name) => {
      const text = this.library.textOf(name)!;
      return { name, title: /^title: (.*)$/m.exec(text)?.[1] ?? name, text };
    });
    this.send({ kind: 'ready', version: this.version, scenarios, keys: scenarioKeys() });
  }

  private async answer(request: Exclude<Request, { kind: 'hello' }>): Promise<void> {
    const { id, kind, setup } = request;
    const read = readSetup(this.library, setup);
    const { scenario } = read;
    if (kind === 'review' || kind === 'run' || scenario === undefined) this.sayReview(id, read);
    if (scenario === undefined || kind === 'review') return;
    const pause: Pause = async () => {
      await this.turn();
      return this.newest.get(kind) === id;
    };
    if (kind === 'run') await this.record(id, scenario, pause);
    else if (kind === 'ladder') await this.ladder(id, scenario, request, pause);
    else if (kind === 'figures') await this.figures(id, scenario, pause);
    else await this.tradeoff(id, setup, request.profiles, pause);
  }

  private sayReview(id: number, { path, text, scenario, remarks }: Read): void {
    const shown = remarks.map((remark): ShownRemark => {
      const { file, line, column } = remark.place;
      const isHere = file === path;
      const { severity } = remark;
      return { severity, text: printable(formatRemark(remark)), line: isHere ? line : 0, column: isHere ? column : 0 };
    });
    const facts = scenario === undefined ? undefined : factsOf(scenario);
    this.send({ kind: 'review', id, path, text, remarks: shown, facts });
  }

  private async record(id: number, scenario: Scenario, pause: Pause): Promise<void> {
    const ending = await recordRun(scenario, this.version, pause, (part) => {
      const tables = [part.messages, part.ends, part.events, part.states, part.phones, part.cache];
      const buffers = tables.flatMap((table) => Object.values(table).map(({ buffer }) => buffer as ArrayBuffer));
      this.send({ kind: 'part', id, part }, buffers);
    });
    if (ending !== undefined) this.send({ kind: 'ended', id, ending });
  }

  /** The ladder at once, and again when it is known what would have saved the call. */
  private async ladder(id: number, scenario: Scenario, { setup, call }: LadderRequest, pause: Pause): Promise<void> {
    const watch = new CallWatch([call]);
    const run = await runInSlices(scenario, this.version, [watch], pause);
    if (run === undefined) return;
    const watched = watch.of(call);
    const { config, name, seed } = scenario;
    const ladder = watched === undefined ? undefined : ladderOf({ config, scenario: name, seed }, watched);
    this.send({ kind: 'ladder', id, ladder });
    if (watched === undefined || ladder === undefined) return;
    const withOverrides = (overrides: readonly string[]): Scenario | undefined =>
      readSetup(this.library, { ...setup, sets: [...setup.sets, ...overrides] }).scenario;
    const tried = await tryInSlices(scenario, watched, withOverrides, run.document.events, pause);
    if (tried !== undefined) this.send({ kind: 'ladder', id, ladder: withTries(ladder, tried) });
  }

  private async figures(id: number, scenario: Scenario, pause: Pause): Promise<void> {
    const run = await runInSlices(scenario, this.version, [], pause);
    if (run === undefined) return;
    const { document, measures } = run;
    this.send({ kind: 'figures', id, ending: { document, summary: summary(measures, document) } });
  }

  /** Each cachetime under each profile: the points come one by one. */
  private async tradeoff(id: number, setup: Setup, profiles: readonly string[], pause: Pause): Promise<void> {
    for (const cachetime of CACHETIMES) {
      for (const profile of profiles) {
        const changed = withSet(withSet(setup, 'profile', profile), 'servers.*.cachetime', `${cachetime}s`);
        const { scenario } = readSetup(this.library, changed);
        if (scenario === undefined) continue;
        const run = await runInSlices(scenario, this.version, [], pause);
        if (run === undefined) return;
        const { servers, hub } = factsOf(scenario);
        const point = tradeoffPoint(run.document, servers[hub]?.name ?? '', cachetime);
        this.send({ kind: 'tradeoff', id, point });
      }
    }
    this.send({ kind: 'tradeoffEnded', id });
  }
}
