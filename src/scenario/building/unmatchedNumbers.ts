import type { CallSource, PhoneConfig, Phones } from '../../model/config.ts';
import { didYouMean } from '../../text/nearest.ts';
import type { Rules } from '../../model/rules.ts';
import type { Reading } from '../reading/reader.ts';
import type { ServerDraft } from './serverDraft.ts';
import { StartPlans } from './startPlans.ts';

/** Numbers of one source that are looked for, evenly spread over all that it calls. */
const MOST_NUMBERS = 500;

/** Where calls begin, and the numbers that are dialled there. */
export interface Beginning extends Place {
  readonly server: number;
  readonly numbers: readonly string[];
  /** From the PSTN: no INVITE is answered. */
  readonly isTrunk?: boolean;
  /** Calls begin here only when that server fails. */
  readonly insteadOf?: number;
}

/** Where a server puts the calls of a phone, and what it does with a number that longer extensions begin with. */
interface Place {
  readonly context: string;
  readonly allowsOverlap: boolean;
  readonly saysIncomplete: boolean;
}

/** A call on a trunk: it has a channel before anybody looks for its number. */
const ON_TRUNK = { allowsOverlap: false, saysIncomplete: false, isTrunk: true };

/**
 * Warns of calls that a server refuses with 404 or 484 because the context where they begin has no pattern for the number
 * (chan_sip.c:get_destination asks for the extension before a channel is made), and of calls from the PSTN that end
 * there. A context with a switch, or with the regcontext among its includes, is left alone: it learns numbers while it runs.
 * @param elements of `calls:`, by source: a file of calls is one element
 */
export function warnOfUnmatched(
  calls: readonly CallSource[],
  elements: readonly number[],
  phones: Phones,
  drafts: readonly ServerDraft[],
  rules: Rules,
  reading: Reading,
): void {
  const review = new Review(drafts, rules);
  calls.forEach((source, index) => {
    const said = new Map<string, { readonly first: number; servers: number }>();
    for (const beginning of beginnings(source, phones, (phone, server) =>
      placeOf(phone, server, drafts, rules.channelDriver),
    )) {
      const problem = review.problem(beginning);
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

export function beginnings(
  source: CallSource,
  phones: Phones,
  placeAt: (phone: PhoneConfig, server: number) => Place,
): readonly Beginning[] {
  if (source.kind === 'planned') {
    const { caller, pstn, dialled } = source;
    if (caller < 0) return [{ ...ON_TRUNK, server: pstn.server, context: pstn.context, numbers: [dialled] }];
    const phone = phones.at(caller)!;
    return atServersOf(phone, placeAt, [dialled]);
  }
  const step = Math.ceil(source.callees.length / MOST_NUMBERS);
  const called = source.callees
    .filter((_, index) => index % step === 0)
    .map((row) => source.prefix + phones.at(row)!.number);
  const numbers = source.outside === '' ? called : [source.outside.replaceAll('X', '5')];
  if (source.callers.length === 0)
    return [{ ...ON_TRUNK, server: source.pstn.server, context: source.pstn.context, numbers }];
  const found = new Map<string, Beginning>();
  for (const row of source.callers)
    for (const beginning of atServersOf(phones.at(row)!, placeAt, numbers)) {
      const { server, context, allowsOverlap, saysIncomplete } = beginning;
      const key = `${server} ${context} ${allowsOverlap} ${saysIncomplete}`;
      if (beginning.insteadOf === undefined || !found.has(key)) found.set(key, beginning);
    }
  return [...found.values()];
}

/** Its own server, and the one at which it registers when that fails. */
function atServersOf(
  phone: PhoneConfig,
  placeAt: (phone: PhoneConfig, server: number) => Place,
  numbers: readonly string[],
): readonly Beginning[] {
  const { home, backup } = phone;
  const own = { ...placeAt(phone, home), server: home, numbers };
  const [spare] = backup;
  return spare === undefined ? [own] : [own, { ...placeAt(phone, spare), server: spare, numbers, insteadOf: home }];
}

/** By the phone's own section, else by its row, else by what the server says of all rows. */
export function placeOf(
  { number, row }: PhoneConfig,
  server: number,
  drafts: readonly ServerDraft[],
  channelDriver: Rules['channelDriver'],
): Place {
  const { pjsip, sip } = drafts[server]!.read;
  const isOwn = ({ name }: { readonly name: string }): boolean => name === number;
  if (channelDriver === 'chan_pjsip') {
    const { context = row?.context, allowOverlap } = pjsip.endpoints.find(isOwn) ?? {
      allowOverlap: pjsip.row.allowOverlap,
    };
    return { context: context ?? pjsip.row.context, allowsOverlap: allowOverlap, saysIncomplete: true };
  }
  const own = sip.staticPeers.find(isOwn);
  return {
    context: own?.context ?? row?.context ?? sip.context,
    allowsOverlap: sip.allowOverlap !== 'no',
    saysIncomplete: (own?.allowOverlap ?? sip.allowOverlap) === 'yes',
  };
}

class Review {
  private readonly drafts: readonly ServerDraft[];
  private readonly rules: Rules;
  private readonly plans: StartPlans;

  constructor(drafts: readonly ServerDraft[], rules: Rules) {
    this.drafts = drafts;
    this.rules = rules;
    this.plans = new StartPlans(drafts, rules);
  }

  problem(beginning: Beginning): string | undefined {
    const { server, context, numbers, saysIncomplete, isTrunk = false } = beginning;
    if (!this.plans.has(server, context)) {
      const names = this.drafts[server]!.read.dialplan.contexts.map(({ name }) => name);
      if (names.length === 0) return undefined; // The missing file is reported.
      const end = isTrunk ? 'each ends there' : 'each is refused (404)';
      return `calls begin in [${context}], which extensions.conf does not have${didYouMean(context, names)}: ${end}${this.remedy(server, context, names)}`;
    }
    if (isTrunk && this.catchesAll(server, context)) return undefined;
    const matches = numbers.map((number) => this.plans.match({ ...beginning, number }));
    const missed = numbers.filter((_, index) => matches[index] === 'none' || matches[index] === 'longer');
    if (missed.length === 0) return undefined;
    const which =
      numbers.length === 1
        ? `the number ${missed[0]}`
        : `${missed.length} of the ${numbers.length} numbers called, such as ${missed[0]}`;
    const matched = `no pattern of [${context}], where calls begin, matches ${which}`;
    if (isTrunk) return `${matched}: such calls end there`;
    const longer = missed.filter((number) => matches[numbers.indexOf(number)] === 'longer').length;
    if (longer === 0 || !saysIncomplete) return `${matched}: such calls are refused (404)`;
    const isAll = longer === missed.length;
    const some = isAll ? '' : ` ${longer} of them`;
    return `${matched}, and longer extensions begin with${isAll ? (longer === 1 ? ' it' : ' them') : some}: such calls are refused as incomplete (484${isAll ? '' : ', the others 404'})`;
  }

  /** A trunk's call that no extension matches goes to `i`, and in 1.2 to `s` of its context at once (pbx.c:__ast_pbx_run). */
  private catchesAll(server: number, context: string): boolean {
    const plan = this.plans.planOf(server);
    const isThere = (exten: string): boolean => plan.stepAt(context, exten, 1) !== undefined;
    return isThere('i') || (this.rules.existsTestBeforeSpawn && isThere('s'));
  }

  /** Where the sections and templates of its files begin, if that is a context that it has. */
  private remedy(server: number, context: string, names: readonly string[]): string {
    const { name, read } = this.drafts[server]!;
    const of = read.origin.phoneContext;
    return of === undefined || of.context === context || !names.includes(of.context)
      ? ''
      : `; those of [${of.section}] in its files begin in [${of.context}], as all do with "context: ${of.context}" at the server ${name}`;
  }
}
