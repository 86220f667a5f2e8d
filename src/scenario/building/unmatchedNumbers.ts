import type { CallSource, PhoneConfig, Phones } from '../../model/config.ts';
import type { DialplanConfig } from '../../model/server/dialplan/compiledPlan.ts';
import { Dialplan, type Dialect } from '../../model/server/dialplan/index.ts';
import { didYouMean } from '../../text/nearest.ts';
import type { Rules } from '../../model/rules.ts';
import type { Reading } from '../reading/reader.ts';
import type { ServerDraft } from './serverDraft.ts';

/** Numbers of one source that are looked for, evenly spread over all that it calls. */
const MOST_NUMBERS = 500;

/** Where calls begin, and the numbers that are dialled there. */
interface Beginning {
  readonly server: number;
  readonly context: string;
  readonly numbers: readonly string[];
  /** Calls begin here only when that server fails. */
  readonly insteadOf?: number;
}

/**
 * Warns of calls that a server refuses with 404 because the context where they begin has no pattern for the number
 * (chan_sip.c:get_destination asks for the extension before a channel is made). A context with a switch, or with the
 * regcontext among its includes, is left alone: it learns numbers while it runs.
 * @param elements of `calls:`, by source: a file of calls is one element
 */
export function warnOfUnmatched(
  calls: readonly CallSource[],
  elements: readonly number[],
  phones: Phones,
  drafts: readonly ServerDraft[],
  { channelDriver, dialect }: Pick<Rules, 'channelDriver' | 'dialect'>,
  reading: Reading,
): void {
  const plans = new Plans(drafts, dialect, channelDriver);
  calls.forEach((source, index) => {
    const said = new Map<string, { readonly first: number; servers: number }>();
    for (const beginning of beginnings(source, phones, (phone, server) =>
      contextOf(phone, server, drafts, channelDriver),
    )) {
      const problem = plans.problem(beginning);
      if (problem === undefined) continue;
      const { insteadOf } = beginning;
      const text = insteadOf === undefined ? `: ${problem}` : `, when ${drafts[insteadOf]!.name} fails: ${problem}`;
      const earlier = said.get(text);
      if (earlier === undefined) said.set(text, { first: beginning.server, servers: 1 });
      else earlier.servers += 1;
    }
    for (const [text, { first, servers }] of said) {
      const others = servers === 1 ? '' : ` and ${servers - 1} other server${servers === 2 ? '' : 's'}`;
      reading.risk('numberUnmatched', ['calls', elements[index]!], `${drafts[first]!.name}${others}${text}`);
    }
  });
}

function beginnings(
  source: CallSource,
  phones: Phones,
  contextAt: (phone: PhoneConfig, server: number) => string,
): readonly Beginning[] {
  if (source.kind === 'planned') {
    const { caller, pstn, dialled } = source;
    if (caller < 0) return [{ server: pstn.server, context: pstn.context, numbers: [dialled] }];
    const phone = phones.at(caller)!;
    return atServersOf(phone, contextAt, [dialled]);
  }
  const step = Math.ceil(source.callees.length / MOST_NUMBERS);
  const called = source.callees
    .filter((_, index) => index % step === 0)
    .map((row) => source.prefix + phones.at(row)!.number);
  const numbers = source.outside === '' ? called : [source.outside.replaceAll('X', '5')];
  if (source.callers.length === 0) return [{ server: source.pstn.server, context: source.pstn.context, numbers }];
  const found = new Map<string, Beginning>();
  for (const row of source.callers)
    for (const beginning of atServersOf(phones.at(row)!, contextAt, numbers)) {
      const key = `${beginning.server} ${beginning.context}`;
      if (beginning.insteadOf === undefined || !found.has(key)) found.set(key, beginning);
    }
  return [...found.values()];
}

/** Its own server, and the one at which it registers when that fails. */
function atServersOf(
  phone: PhoneConfig,
  contextAt: (phone: PhoneConfig, server: number) => string,
  numbers: readonly string[],
): readonly Beginning[] {
  const { home, backup } = phone;
  const own = { server: home, context: contextAt(phone, home), numbers };
  const [spare] = backup;
  return spare === undefined
    ? [own]
    : [own, { server: spare, context: contextAt(phone, spare), numbers, insteadOf: home }];
}

/** The context of the phone's own section, else of its row, else what the server says of all rows. */
function contextOf(
  { number, row }: PhoneConfig,
  server: number,
  drafts: readonly ServerDraft[],
  channelDriver: Rules['channelDriver'],
): string {
  const { pjsip, sip } = drafts[server]!.read;
  const isOwn = ({ name }: { readonly name: string }): boolean => name === number;
  const own = channelDriver === 'chan_pjsip' ? pjsip.endpoints.find(isOwn) : sip.staticPeers.find(isOwn);
  return own?.context ?? row?.context ?? (channelDriver === 'chan_pjsip' ? pjsip.row.context : sip.context);
}

/** The dialplans of the servers, compiled when they are needed; servers that share one share its answers. */
class Plans {
  private readonly drafts: readonly ServerDraft[];
  private readonly dialect: Dialect;
  /** Whose regcontext it is. */
  private readonly file: 'pjsip' | 'sip';
  private readonly compiled = new Map<DialplanConfig, Dialplan>();

  constructor(drafts: readonly ServerDraft[], dialect: Dialect, channelDriver: Rules['channelDriver']) {
    this.drafts = drafts;
    this.file = channelDriver === 'chan_pjsip' ? 'pjsip' : 'sip';
    this.dialect = dialect;
  }

  /** Where the sections and templates of its files begin, if that is a context that it has. */
  private remedy(server: number, context: string, names: readonly string[]): string {
    const { name, read } = this.drafts[server]!;
    const of = read.origin.phoneContext;
    return of === undefined || of.context === context || !names.includes(of.context)
      ? ''
      : `; those of [${of.section}] in its files begin in [${of.context}], as all do with "context: ${of.context}" at the server ${name}`;
  }

  problem({ server, context, numbers }: Beginning): string | undefined {
    const { dialplan: config, [this.file]: driver } = this.drafts[server]!.read;
    if (this.learns(config, driver.regContext, context)) return undefined;
    const plan = this.planOf(config);
    if (plan.context(context) === undefined) {
      const names = config.contexts.map(({ name }) => name);
      if (names.length === 0) return undefined; // The missing file is reported.
      return `calls begin in [${context}], which extensions.conf does not have${didYouMean(context, names)}: each is refused (404)${this.remedy(server, context, names)}`;
    }
    const missed = numbers.filter((number) => plan.stepAt(context, number, 1) === undefined);
    if (missed.length === 0) return undefined;
    const which =
      numbers.length === 1
        ? `the number ${missed[0]}`
        : `${missed.length} of the ${numbers.length} numbers called, such as ${missed[0]}`;
    return `no pattern of [${context}], where calls begin, matches ${which}: such calls are refused (404)`;
  }

  /** Whether registrations or a switch add extensions to what a search from the context finds. */
  private learns(config: DialplanConfig, regContext: string, context: string, seen = new Set<string>()): boolean {
    if (seen.has(context)) return false;
    seen.add(context);
    if (regContext !== '' && regContext.split('&').some((name) => sameContext(name, context))) return true;
    return config.contexts
      .filter(({ name }) => sameContext(name, context))
      .some(
        ({ switches, includes }) =>
          switches.length > 0 ||
          includes.some(({ name }) => this.learns(config, regContext, /^[^,|]*/.exec(name)![0], seen)),
      );
  }

  private planOf(config: DialplanConfig): Dialplan {
    const known = this.compiled.get(config);
    if (known !== undefined) return known;
    const plan = new Dialplan(config, this.dialect);
    this.compiled.set(config, plan);
    return plan;
  }
}

function sameContext(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
