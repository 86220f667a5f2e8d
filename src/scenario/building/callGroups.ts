import type { CallSource, PhoneConfig, PstnEntry, TrunkConfig } from '../../model/config.ts';
import { meanOf } from '../../kernel/random/distributionMoments.ts';
import type { Distribution } from '../../kernel/random/distributions.ts';
import { didYouMean } from '../../text/nearest.ts';
import type { PhoneNames, ServerNames } from '../reading/names.ts';
import type { Reading } from '../reading/reader.ts';
import type { CallData } from '../reading/schema.ts';
import { MOST_PER_SECOND } from '../reading/scenarioValues.ts';
import type { Path } from '../reading/tree.ts';

/** What a call may be dialled as: an extension, not a sentence. */
const DIALLED = /^[0-9A-Za-z*#+._-]{1,79}$/;
const NOT_FROM_PSTN: PstnEntry = { server: -1, context: '', group: '' };
const NO_REDIAL: Distribution = { kind: 'constant', value: 0 };

/** `calls:` to call sources. An element either has a rate (`rate`, `perPhone`) or happens once (`at`). */
export class CallReader {
  private readonly reading: Reading;
  private readonly phones: PhoneNames;
  private readonly servers: ServerNames;
  private readonly contexts: (server: number) => readonly string[];
  private readonly trunks: (server: number) => Readonly<Record<string, TrunkConfig>>;
  private readonly duration: number;

  constructor(
    reading: Reading,
    phones: PhoneNames,
    servers: ServerNames,
    contexts: (server: number) => readonly string[],
    trunks: (server: number) => Readonly<Record<string, TrunkConfig>>,
    duration: number,
  ) {
    this.reading = reading;
    this.phones = phones;
    this.servers = servers;
    this.contexts = contexts;
    this.trunks = trunks;
    this.duration = duration;
  }

  read(call: CallData, path: Path): CallSource | undefined {
    const kinds = (['rate', 'perPhone', 'at'] as const).filter((key) => call[key] !== undefined);
    if (kinds.length !== 1) {
      const found = kinds.length === 0 ? 'none of them' : kinds.join(' and ');
      this.reading.mistake(path, `a call has exactly one of rate, perPhone and at; found ${found}`);
      return undefined;
    }
    return kinds[0] === 'at' ? this.planned(call, path) : this.poisson(call, path);
  }

  private poisson(call: CallData, path: Path): CallSource | undefined {
    const isFromPstn = call.from?.includes('pstn') === true;
    const pstn = isFromPstn ? this.pstnEntry(call, path) : this.notFromPstn(call, path);
    if (isFromPstn && call.from!.length > 1)
      this.reading.mistake([...path, 'from'], 'calls from the PSTN are an element of their own');
    if (isFromPstn && call.perPhone !== undefined)
      this.reading.mistakeAtKey([...path, 'perPhone'], 'calls from the PSTN have a "rate"');
    const outside = this.outside(call, isFromPstn, path);
    const before = this.reading.remarks.length;
    const callers = isFromPstn ? [] : this.phones.several(call.from ?? ['all'], [...path, 'from']);
    const callees = outside !== '' ? [] : this.phones.several(call.to ?? ['all'], [...path, 'to']);
    if (pstn === undefined) return undefined;
    const { from, until } = call.during ?? { from: 0, until: this.duration };
    if (from >= this.duration) this.reading.risk([...path, 'during'], 'this begins after the end of the run');
    const others = new Set([...callers, ...callees]);
    const least = isFromPstn || outside !== '' ? 1 : 2;
    if (others.size < least || (callers.length === 0 && !isFromPstn) || (callees.length === 0 && outside === '')) {
      if (!this.phones.incomplete && this.reading.remarks.length === before)
        this.reading.mistake(
          path,
          least === 2 ? 'calls need at least two phones: a caller never calls itself' : 'calls need a phone',
        );
      return undefined;
    }
    const ratePerSecond = call.rate ?? call.perPhone! * callers.length;
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
      pstn,
      ...detail(call),
    };
  }

  /** The number outside, each X a digit; empty: phones are called. */
  private outside(call: CallData, isFromPstn: boolean, path: Path): string {
    const { outside } = call;
    if (outside === undefined) return '';
    const at = [...path, 'outside'];
    if (isFromPstn || call.to !== undefined)
      this.reading.mistakeAtKey(
        at,
        `"outside" has its place in calls of phones, without "${isFromPstn ? 'from: pstn' : 'to'}"`,
      );
    if (!DIALLED.test(outside)) this.reading.mistake(at, `"${outside}" cannot be dialled`);
    return outside;
  }

  private notFromPstn(call: CallData, path: Path): PstnEntry {
    for (const key of ['via', 'context', 'group'] as const)
      if (call[key] !== undefined) this.reading.mistakeAtKey([...path, key], `"${key}" belongs to calls from: pstn`);
    return NOT_FROM_PSTN;
  }

  private planned(call: CallData, path: Path): CallSource | undefined {
    if (call.during !== undefined)
      this.reading.mistakeAtKey([...path, 'during'], '"during" belongs to calls at a rate; this one happens once');
    if (call.at! > this.duration) this.reading.risk([...path, 'at'], 'this is after the end of the run');
    for (const key of ['from', 'to'] as const) {
      if (call[key] === undefined)
        this.reading.mistake(path, `the key "${key}" is missing: a single call has a caller and a dialled number`);
      else if (call[key].length !== 1) this.reading.mistake([...path, key], `a single call has one "${key}"`);
    }
    const [from] = call.from ?? [];
    const [dialled] = call.to ?? [];
    if (from === undefined || dialled === undefined) return undefined;
    if (!DIALLED.test(dialled) || dialled.includes('..'))
      this.reading.mistake([...path, 'to'], `"${dialled}" cannot be dialled`);
    if (from === 'pstn') return this.fromPstn(call, dialled, path);
    const entry = this.notFromPstn(call, path);
    if (call.outside !== undefined)
      this.reading.mistakeAtKey([...path, 'outside'], '"outside" belongs to calls at a rate; a single call has "to"');
    const caller = this.phones.one(from, [...path, 'from']);
    if (caller === undefined) return undefined;
    return { kind: 'planned', at: call.at!, caller, pstn: entry, dialled, ...detail(call) };
  }

  private fromPstn(call: CallData, dialled: string, path: Path): CallSource | undefined {
    const pstn = this.pstnEntry(call, path);
    if (pstn === undefined) return undefined;
    return { kind: 'planned', at: call.at!, caller: -1, pstn, dialled, ...detail(call) };
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
      this.reading.mistake(
        [...path, 'context'],
        `${call.via} has no context "${call.context}"${didYouMean(call.context, contexts)}`,
      );
    }
    const { group = '', context } = call;
    const known = Object.keys(this.trunks(viaServer));
    if (group !== '' && !known.includes(group))
      this.reading.mistake([...path, 'group'], `${call.via} has no trunk group "${group}"${didYouMean(group, known)}`);
    return { server: viaServer, context, group };
  }
}

function detail(call: CallData) {
  const { redial } = call;
  return {
    talk: call.talk!,
    patience: call.patience!,
    redialProbability: redial === undefined ? 0 : redial.probability!,
    redialAfter: redial?.after ?? NO_REDIAL,
    redialAttempts: redial === undefined ? 0 : redial.attempts!,
  };
}

/** More than this share of its time on the phone, and callees are busy so often that the answer is about that. */
const MOST_BUSY = 0.4;

/** Warns when calls at a rate keep their phones busier than people are. */
export function warnOfLoad(calls: readonly CallSource[], phones: readonly PhoneConfig[], reading: Reading): void {
  const erlangs = new Float64Array(phones.length);
  for (const source of calls) {
    if (source.kind !== 'poisson') continue;
    const held = (meanOf(source.talk) * source.ratePerSecond) / 1_000_000;
    for (const row of source.callers) erlangs[row] = erlangs[row]! + held / source.callers.length;
    for (const row of source.callees) erlangs[row] = erlangs[row]! + held / source.callees.length;
  }
  const used = erlangs.filter((load) => load > 0);
  const busy = used.reduce((sum, load) => sum + load, 0);
  if (used.length === 0 || busy / used.length <= MOST_BUSY) return;
  const percent = Math.round((busy / used.length) * 100);
  reading.risk(
    ['calls'],
    `the offered load would keep ${Math.round(busy)} of ${used.length} phones busy (${percent} %); above 40 % most failures are busy phones`,
  );
}
