import type { Micros } from '../../kernel/units.ts';
import { endOf, type Quantiles } from '../../measure/figures.ts';
import type { ResultDocument, ServerFigures } from '../../measure/document.ts';
import type { Measures } from '../../measure/measures.ts';
import type { Outage } from '../../measure/registrationMeasures.ts';
import { templateAt } from '../../model/phoneColumns.ts';
import { count, counted, moment, ms, percent, span, trimmed } from '../format.ts';
import type { Section } from './section.ts';
import { standbySection } from './standbyText.ts';
import { balanceSection } from './balanceText.ts';
import { joinSection } from './joinText.ts';
import { segmentSection } from './segmentText.ts';
import { stormSection } from './stormText.ts';
import { trunkSection } from './trunkText.ts';
import { prose, table } from '../textTable.ts';

/** More servers than this are not listed one by one. */
const MOST_SERVERS = 12;
const MOST_NOT_MODELLED = 12;

/** Registrations, lookups, database and servers. */
export function clusterSections(measures: Measures, document: ResultDocument): readonly Section[] {
  return [
    registrations(measures, document),
    lookups(document),
    database(measures, document),
    joinSection(measures, document),
    balanceSection(measures, document),
    stormSection(measures, document),
    standbySection(measures),
    trunkSection(document),
    segmentSection(measures),
    servers(document),
    notModelled(document),
  ].filter((section) => section.lines.length > 0);
}

function registrations(measures: Measures, document: ResultDocument): Section {
  const figures = document.registrations;
  if (figures.phones === 0) return { heading: '', lines: [] };
  const failed = figures.timeouts + figures.rejected;
  const transactions =
    figures.attempts === 0
      ? []
      : [
          ...prose(
            `${counted(figures.attempts, 'REGISTER transaction')}: ${count(figures.granted)} granted, ${count(figures.timeouts)} timed out, ${count(figures.rejected)} rejected (${percent(failed, figures.attempts)} failed)`,
          ),
          ...prose(`Exchange: ${quantiles(figures.exchangeMs)}`),
        ];
  return {
    heading: 'Registrations',
    lines: [
      ...transactions,
      ...prose(
        `${count(figures.phonesRegisteredAtEnd)} of ${count(figures.phones)} phones consider themselves registered at the end`,
      ),
      ...outages(measures, endOf(document)),
    ],
  };
}

/** Who was without a registration for how long, by the phones' home servers. */
function outages(measures: Measures, end: Micros): readonly string[] {
  const rows = outageRows(measures, end);
  if (rows.length === 0) return [];
  return ['', ...table([OUTAGE_HEAD, ...rows.slice(0, MOST_SERVERS)], ['left', 'right', 'right', 'right', 'left'])];
}

export const OUTAGE_HEAD = ['without a registration', 'phones', 'median', 'longest', 'which', 'not back'] as const;

/** By home server: how many phones were without a registration, for how long, and how many still are. */
export function outageRows(measures: Measures, end: Micros): readonly (readonly string[])[] {
  const { config, registrations } = measures;
  const homes = new Map<number, HomeOutages>();
  const hadOne = new Uint8Array(config.phones.length);
  registrations.eachOutage(end, (outage) => {
    const home = templateAt(config.phones, outage.phone).home;
    const known = homes.get(home) ?? { lengths: [], phones: 0, goOn: 0, longest: outage };
    homes.set(home, known);
    known.lengths.push(length(outage));
    known.phones += 1 - hadOne[outage.phone]!;
    hadOne[outage.phone] = 1;
    if (!outage.over) known.goOn++;
    if (length(outage) > length(known.longest)) known.longest = outage;
  });
  return [...homes]
    .sort(([a], [b]) => a - b)
    .map(([home, { lengths, phones, goOn, longest }]) => {
      lengths.sort((a, b) => a - b);
      return [
        config.servers[home]!.name,
        count(phones),
        span(lengths[Math.ceil(lengths.length / 2) - 1]!),
        span(length(longest)),
        `${config.phones.at(longest.phone)!.number}, from ${moment(longest.from)}`,
        count(goOn),
      ];
    });
}

/** The outages of a home server's phones. */
interface HomeOutages {
  readonly lengths: Micros[];
  /** That had one or more. */
  phones: number;
  /** Not over at the end of the run. */
  goOn: number;
  /** The longest; of several, the one that ended first. */
  longest: Outage;
}

function length(outage: Outage): Micros {
  return outage.until - outage.from;
}

function lookups({ lookups: figures }: ResultDocument): Section {
  if (figures.total === 0) return { heading: '', lines: [] };
  const share = (part: number): string => `${count(part)} (${percent(part, figures.total)})`;
  return {
    heading: 'DUNDi lookups',
    lines: [
      ...prose(
        `${count(figures.total)} lookups${figures.asked === figures.total ? '' : `, ${count(figures.asked)} of them by a dialplan, the others relayed`}: ${share(figures.network)} asked the network, ${share(figures.cached)} answered from the cache, ${share(figures.unasked)} had no peer to ask`,
      ),
      ...prose(
        `${share(figures.found)} found, ${share(figures.notFound)} not; ${count(figures.budgetEnded)} ended by the wait limit before every peer had answered`,
      ),
      ...prose(`Over the network: ${quantiles(figures.networkMs)}; ${count(figures.datagrams)} datagrams`),
    ],
  };
}

function database({ database: { firstFailure } }: Measures, document: ResultDocument): Section {
  const { database: figures, simulatedSeconds } = document;
  if (figures.statements === 0) return { heading: '', lines: [] };
  const kinds = Object.entries(figures.byKind)
    .filter(([, number]) => number > 0)
    .map(([kind, number]) => `${count(number)} ${kind}`);
  return {
    heading: 'Database',
    lines: [
      ...prose(
        `${count(figures.statements)} statements, ${trimmed(figures.statements / simulatedSeconds, 1)} a second: ${kinds.join(', ')}; ${count(figures.failed)} failed${firstFailure === undefined ? '' : `, the first at ${moment(firstFailure)}`}`,
      ),
      ...prose(`Wait: ${quantiles(figures.waitMs)}`),
      ...prose(`Service: ${quantiles(figures.serviceMs)}`),
    ],
  };
}

/** The most frequent ones; all of them are in the JSON document. */
function notModelled({ notModelled: met = {} }: ResultDocument): Section {
  const all = Object.entries(met).sort(([, a], [, b]) => b - a);
  if (all.length === 0) return { heading: '', lines: [] };
  const more = all.length - MOST_NOT_MODELLED;
  return {
    heading: 'Not modelled: calls came to these steps, and what they do in Asterisk was left out',
    lines: [
      ...table(
        all.slice(0, MOST_NOT_MODELLED).map(([what, times]) => [what, count(times)]),
        ['left', 'right'],
      ),
      ...(more > 0 ? prose(`and ${counted(more, 'other step')}; all of them are in run.json and in --json`) : []),
    ],
  };
}

function servers({ servers: byName }: ResultDocument): Section {
  const all = Object.entries(byName);
  const listed =
    all.length <= MOST_SERVERS ? all : [...all].sort(([, a], [, b]) => busy(b) - busy(a)).slice(0, MOST_SERVERS);
  const rows = listed.map(([name, server]) => [
    name,
    count(server.registrationsAtEnd),
    count(Math.round(server.registrationsMean)),
    count(server.callsOffered),
    count(server.callsLost),
    count(server.lookups),
    ms(server.lookupMs.p99),
    `${trimmed(100 * server.lockHeldRatio, 1)} %`,
    ms(server.lockWaitMs.p99),
    ms(server.statementWaitMs.p99),
  ]);
  const head = ['', 'registered', 'mean', 'calls', 'lost', 'lookups', 'p99', 'lock held', 'wait p99', 'DB wait p99'];
  return {
    heading:
      all.length === listed.length
        ? 'Servers'
        : `Servers (${listed.length} of ${all.length}: those that lost most calls, then those that held their dialplan lock longest)`,
    lines: [...table([head, ...rows]), ...lostMessages(all)],
  };
}

/** Nothing where every socket had room. */
function lostMessages(servers: readonly (readonly [name: string, figures: ServerFigures])[]): readonly string[] {
  const losers = servers.filter(([, { sipMessagesLost }]) => sipMessagesLost > 0);
  if (losers.length === 0) return [];
  const total = losers.reduce((sum, [, { sipMessagesLost }]) => sum + sipMessagesLost, 0);
  const shown = [...losers]
    .sort(([, a], [, b]) => b.sipMessagesLost - a.sipMessagesLost)
    .slice(0, MOST_SERVERS)
    .map(([name, { sipMessagesLost }]) => `${name} ${count(sipMessagesLost)}`);
  const rest = losers.length > shown.length ? ` and ${counted(losers.length - shown.length, 'other server')}` : '';
  return ['', ...prose(`${counted(total, 'SIP message')} lost at full sockets: ${shown.join(', ')}${rest}`)];
}

function busy(server: ServerFigures): number {
  return server.callsLost + server.lockHeldRatio;
}

function quantiles({ p50, p90, p95, p99, max }: Quantiles): string {
  return `median ${ms(p50)}, p90 ${ms(p90)}, p95 ${ms(p95)}, p99 ${ms(p99)}, max ${ms(max)}`;
}
