import type { CallSource, PoissonCalls, PstnEntry, TrunkConfig } from '../../model/config.ts';
import { HOUR, type Micros } from '../../kernel/units.ts';
import { constant, type Distribution } from '../../kernel/random/distributions.ts';
import { didYouMean } from '../../text/nearest.ts';
import type { PhoneNames, ServerNames } from '../reading/names.ts';
import type { Reading } from '../reading/reader.ts';
import type { CallData } from '../reading/schema.ts';
import { MOST_PER_SECOND } from '../reading/scenarioValues.ts';
import type { Path } from '../reading/tree.ts';
import { CalledPersons } from './calledPersons.ts';
import { DIALLED, readCallFile, type FileCall } from './callFile.ts';
import { dialledInstead, didText } from './dialledInstead.ts';
import type { Folders } from './confFolders.ts';

const NOT_FROM_PSTN: PstnEntry = { server: -1, context: '', group: '' };
const NO_REDIAL: Distribution = { kind: 'constant', value: 0 };

/** Exactly one of them says when an element's calls come. */
const KINDS = ['rate', 'perPhone', 'byHour', 'at', 'file'] as const;
const HOUR_OF_DAY = 24;

/**
 * `calls:` to call sources. An element has a rate (`rate`, `perPhone`, `byHour`), happens once (`at`), or is a file with
 * a row for each call.
 */
export class CallReader {
  private readonly reading: Reading;
  private readonly phones: PhoneNames;
  private readonly calledPersons: CalledPersons;
  private readonly servers: ServerNames;
  private readonly contexts: (server: number) => readonly string[];
  private readonly trunks: (server: number) => Readonly<Record<string, TrunkConfig>>;
  private readonly duration: number;
  /** Files of calls by their names in the scenario, and where its names begin. */
  private readonly files: { readonly folders: Folders; readonly base: string };

  constructor(
    reading: Reading,
    phones: PhoneNames,
    servers: ServerNames,
    contexts: (server: number) => readonly string[],
    trunks: (server: number) => Readonly<Record<string, TrunkConfig>>,
    duration: number,
    files: { readonly folders: Folders; readonly base: string },
  ) {
    this.reading = reading;
    this.phones = phones;
    this.calledPersons = new CalledPersons(reading, phones);
    this.servers = servers;
    this.contexts = contexts;
    this.trunks = trunks;
    this.duration = duration;
    this.files = files;
  }

  read(call: CallData, path: Path): readonly CallSource[] {
    const kinds = KINDS.filter((key) => call[key] !== undefined);
    if (kinds.length !== 1) {
      const found = kinds.length === 0 ? 'none of them' : kinds.join(' and ');
      const all = `${KINDS.slice(0, -1).join(', ')} and ${KINDS.at(-1)}`;
      this.reading.mistake(path, `a call has exactly one of ${all}; found ${found}`);
      return [];
    }
    if (call.clock !== undefined && kinds[0] !== 'byHour')
      this.reading.mistakeAtKey([...path, 'clock'], '"clock" belongs to calls at a rate by hour of day (byHour)');
    if (kinds[0] === 'file') return this.listed(call, path);
    const source = kinds[0] === 'at' ? this.planned(call, path) : this.poisson(call, path);
    return source === undefined ? [] : [source];
  }

  /** A file with a row for each call. */
  private listed(call: CallData, path: Path): readonly CallSource[] {
    for (const key of ['during', 'from', 'to'] as const)
      if (call[key] !== undefined)
        this.reading.mistakeAtKey(
          [...path, key],
          `"${key}" does not belong to a file of calls: its rows have their own`,
        );
    const file = this.files.folders.get(call.file!)?.[0];
    if (file === undefined) {
      const ending = /\.csv$/i.test(call.file!) ? '' : '; its name ends in .csv';
      this.reading.certain([...path, 'file'], `there is no file of calls "${call.file}"${ending}`);
      return [];
    }
    const { calls, mistakes } = readCallFile(this.files.base + call.file!, file.text);
    for (const one of mistakes) this.reading.remarks.push({ severity: 'mistake', ...one });
    const late = calls.filter(({ at }) => at > this.duration).length;
    if (late > 0)
      this.reading.riskInTime(
        'callsTooLate',
        [...path, 'file'],
        `${late} of its ${calls.length} calls are after the end of the run`,
      );
    return calls.flatMap((row) => this.fromRow(row, call, path) ?? []);
  }

  private fromRow(row: FileCall, call: CallData, path: Path): CallSource | undefined {
    const { at, dialled, talk, patience, answers, logged, from, place } = row;
    const own = {
      at,
      dialled,
      ...detail(call),
      ...(talk === undefined ? {} : { talk: constant(talk) }),
      ...(patience === undefined ? {} : { patience: constant(patience) }),
      ...(answers === undefined ? {} : { answers }),
      ...(logged === undefined ? {} : { logged }),
    };
    if (from === 'pstn') {
      const pstn = this.fromPstn({ ...call, at }, dialled, path);
      return pstn === undefined ? undefined : { ...pstn, ...own };
    }
    const caller = this.phones.rowOf(from);
    if (caller === undefined) {
      if (!this.phones.incomplete)
        this.reading.remarks.push({ severity: 'mistake', place, text: `no phone has the number ${from}` });
      return undefined;
    }
    return { kind: 'planned', caller, pstn: NOT_FROM_PSTN, park: undefined, ...own };
  }

  private poisson(call: CallData, path: Path): CallSource | undefined {
    const isFromPstn = call.from?.includes('pstn') === true;
    const pstn = isFromPstn ? this.pstnEntry(call, path) : this.notFromPstn(call, path);
    if (isFromPstn && call.from!.length > 1)
      this.reading.mistake([...path, 'from'], 'calls from the PSTN are an element of their own');
    if (isFromPstn && call.perPhone !== undefined)
      this.reading.mistakeAtKey([...path, 'perPhone'], 'calls from the PSTN have a "rate"');
    const { outside, prefix } = dialledInstead(call, path, this.reading);
    const before = this.reading.remarks.length;
    const callers = isFromPstn ? [] : this.phones.several(call.from ?? ['all'], [...path, 'from']);
    const callees = outside !== '' ? [] : this.calleesOf(call, isFromPstn, path);
    if (pstn === undefined) return undefined;
    const { from, until } = call.during ?? { from: 0, until: this.duration };
    if (from >= this.duration)
      this.reading.riskInTime('callsTooLate', [...path, 'during'], 'this begins after the end of the run');
    const others = new Set([...callers, ...callees]);
    const least = (isFromPstn ? 0 : 1) + (outside === '' ? 1 : 0);
    if (others.size < least || (callers.length === 0 && !isFromPstn) || (callees.length === 0 && outside === '')) {
      if (!this.phones.incomplete && this.reading.remarks.length === before)
        this.reading.mistake(
          path,
          least === 2 ? 'calls need at least two phones: a caller never calls itself' : 'calls need a phone',
        );
      return undefined;
    }
    const steps = call.byHour === undefined ? undefined : this.hours(call.byHour, call.clock ?? 0, path);
    const ratePerSecond = steps === undefined ? (call.rate ?? call.perPhone! * callers.length) : meanRate(steps);
    if (ratePerSecond > MOST_PER_SECOND)
      this.reading.mistake(
        [...path, 'perPhone'],
        `expected a rate of at most ${MOST_PER_SECOND}/s of all ${callers.length} callers together`,
      );
    return {
      kind: 'poisson',
      ratePerSecond,
      from,
      until: Math.min(until, this.duration),
      callers,
      callees,
      outside,
      prefix,
      pstn,
      ...(steps === undefined ? {} : { steps }),
      ...detail(call),
      ...this.calledPersons.read(call, path, callees),
    };
  }

  /** A number of the PSTN that the dialplan maps to a phone is no phone's number. */
  private calleesOf({ to = ['all'] }: CallData, isFromPstn: boolean, path: Path): readonly number[] {
    const did = isFromPstn ? to.find((number) => this.phones.isForeign(number)) : undefined;
    if (did === undefined) return this.phones.several(to, [...path, 'to']);
    this.reading.certain([...path, 'to'], `no phone has the number "${did}"; ${didText(did, this.phones)}`);
    return [];
  }

  private notFromPstn(call: CallData, path: Path): PstnEntry {
    for (const key of ['via', 'context', 'group'] as const)
      if (call[key] !== undefined) this.reading.mistakeAtKey([...path, key], `"${key}" belongs to calls from: pstn`);
    return NOT_FROM_PSTN;
  }

  /** A rate for each hour of the day, to steps over the run, which begins at `clock`. */
  private hours(rates: readonly number[], clock: Micros, path: Path): NonNullable<PoissonCalls['steps']> {
    if (rates.length !== HOUR_OF_DAY)
      this.reading.mistake([...path, 'byHour'], `found ${rates.length} rates, expected ${HOUR_OF_DAY}, from 0 h on`);
    const first = Math.floor(clock / HOUR);
    const hours = Math.max(1, Math.ceil((clock + this.duration) / HOUR) - first);
    return Array.from({ length: hours }, (_, n) => ({
      until: n === hours - 1 ? this.duration : (first + n + 1) * HOUR - clock,
      ratePerSecond: rates[(first + n) % HOUR_OF_DAY] ?? 0,
    }));
  }

  private planned(call: CallData, path: Path): CallSource | undefined {
    if (call.during !== undefined)
      this.reading.mistakeAtKey([...path, 'during'], '"during" belongs to calls at a rate; this one happens once');
    if (call.at! > this.duration)
      this.reading.riskInTime('callsTooLate', [...path, 'at'], 'this is after the end of the run');
    for (const key of ['from', 'to'] as const) {
      if (call[key] === undefined)
        this.reading.mistake(path, `the key "${key}" is missing: a single call has a caller and a dialled number`);
      else if (call[key].length !== 1) this.reading.mistake([...path, key], `a single call has one "${key}"`);
    }
    const [from] = call.from ?? [];
    const [dialled] = call.to ?? [];
    if (from === undefined || dialled === undefined) return undefined;
    if (!DIALLED.test(dialled) || dialled.includes('..'))
      this.reading.certain([...path, 'to'], `"${dialled}" cannot be dialled`);
    for (const key of ['outside', 'prefix'] as const)
      if (call[key] !== undefined)
        this.reading.mistakeAtKey([...path, key], `"${key}" belongs to calls at a rate; a single call has "to"`);
    if (from === 'pstn') return this.fromPstn(call, dialled, path);
    const entry = this.notFromPstn(call, path);
    const caller = this.phones.one(from, [...path, 'from']);
    if (caller === undefined) return undefined;
    return {
      kind: 'planned',
      at: call.at!,
      caller,
      pstn: entry,
      dialled,
      ...detail(call),
      ...this.calledPersons.atNumber(call, dialled, path),
    };
  }

  private fromPstn(call: CallData, dialled: string, path: Path): CallSource | undefined {
    const pstn = this.pstnEntry(call, path);
    if (pstn === undefined) return undefined;
    return {
      kind: 'planned',
      at: call.at!,
      caller: -1,
      pstn,
      dialled,
      ...detail(call),
      ...this.calledPersons.atNumber(call, dialled, path),
    };
  }

  private pstnEntry(call: CallData, path: Path): PstnEntry | undefined {
    for (const key of ['via', 'context'] as const) {
      if (call[key] === undefined)
        this.reading.mistake(
          path,
          `the key "${key}" is missing: a call from the PSTN comes in at a server, into a context`,
        );
    }
    if (call.via === undefined || call.context === undefined) return undefined;
    const viaServer = this.servers.one(call.via, [...path, 'via']);
    if (viaServer === undefined) return undefined;
    const contexts = this.contexts(viaServer);
    if (!contexts.includes(call.context)) {
      this.reading.certain(
        [...path, 'context'],
        `${call.via} has no context "${call.context}"${didYouMean(call.context, contexts)}`,
      );
    }
    const { group = '', context } = call;
    const known = Object.keys(this.trunks(viaServer));
    if (group !== '' && !known.includes(group))
      this.reading.certain([...path, 'group'], `${call.via} has no trunk group "${group}"${didYouMean(group, known)}`);
    return { server: viaServer, context, group };
  }
}

/** Over the whole run. */
function meanRate(steps: NonNullable<PoissonCalls['steps']>): number {
  const calls = steps.reduce((sum, step, i) => sum + step.ratePerSecond * (step.until - (steps[i - 1]?.until ?? 0)), 0);
  return calls / steps.at(-1)!.until;
}

function detail(call: CallData) {
  const { redial } = call;
  return {
    name: call.name ?? '',
    talk: call.talk!,
    patience: call.patience!,
    redialProbability: redial === undefined ? 0 : redial.probability!,
    redialAfter: redial?.after ?? NO_REDIAL,
    redialAttempts: redial === undefined ? 0 : redial.attempts!,
  };
}
