import type { ResultDocument } from '../../measure/document.ts';
import type { Micros } from '../../kernel/units.ts';
import { endOf } from '../../measure/figures.ts';
import type { Measures } from '../../measure/measures.ts';
import type { CallRecord } from '../../model/observations.ts';
import { askedText, FEW_CALLS } from './asked.ts';
import { causesOfLoss } from './causeLines.ts';
import { untilNoticed } from './noticed.ts';
import { faultsText } from './faultText.ts';
import { count, counted, moment, ms, percent, span } from '../format.ts';
import { outcomeSaid } from './outcomeText.ts';
import { namedAnswer } from './namedText.ts';
import { parkingAnswer } from './parkingText.ts';
import { transferAnswer } from './transferText.ts';
import { SLOW, slowCalls } from './slowCalls.ts';
import { wrap } from '../textTable.ts';
import { standbyAnswer } from './standbyText.ts';
import { lastStormEnd, stormAnswer } from './stormText.ts';
import { balanceAnswer } from './balanceText.ts';
import { joinAnswer } from './joinText.ts';
import { databaseAnswer } from './databaseText.ts';
import { segmentAnswer } from './segmentText.ts';
import { trunkAnswer } from './trunkText.ts';
import { worstStretch } from './worst.ts';

/** A dialplan lock that is held for this share of a run makes others wait for it. */
const MUCH_LOCKED = 0.1;

/**
 * The scenario's answer in one sentence: what was done to the cluster, what it cost the callers, and when. A run
 * without calls is answered by its registrations. `asked`: paths of further figures that the scenario asks for;
 * `others`: what came of variations (`answerIf`).
 */
export function answer(
  measures: Measures,
  document: ResultDocument,
  asked: readonly string[] = [],
  others: readonly string[] = [],
): string {
  const faults = faultsText(measures.config, endOf(document));
  const found = [finding(measures, document, asked), ...others].join('; ');
  return sentence((faults === '' ? '' : `${faults}: `) + found);
}

/** What a variation would have changed, for the end of the answer: `with a second lookup server 4 lost, 34 rang late`. */
export function answerIf(name: string, measures: Measures, document: ResultDocument): string {
  const { lost, saved } = document.calls;
  const slow = slowCalls(measures);
  return `with ${name} ${count(lost)} lost, ${count(slow)} rang only after more than ${span(SLOW)}, ${count(saved)} saved`;
}

/** The same scenario under another profile, beneath its summary: what was done is not said again. */
export function answerUnder(measures: Measures, document: ResultDocument, asked: readonly string[] = []): string {
  return wrap(sentence(`Under ${document.profile}: ${finding(measures, document, asked)}`), '  ')
    .map((line) => `${line}\n`)
    .join('');
}

function finding(measures: Measures, document: ResultDocument, asked: readonly string[]): string {
  const parts = [
    joinAnswer(measures),
    balanceAnswer(measures, document),
    stormAnswer(measures, document),
    standbyAnswer(measures),
    trunkAnswer(document),
    segmentAnswer(measures),
    databaseAnswer(measures),
    document.named === undefined ? parkingAnswer(document.parking) : '',
    found(measures, document),
    transferAnswer(document.transfers),
    ...askedText(document, asked),
  ];
  return parts.filter((part) => part !== '').join('; ');
}

function found(measures: Measures, document: ResultDocument): string {
  const { offered } = document.calls;
  if (offered === 0) return registrationsAnswer(measures, document);
  if (offered <= FEW_CALLS) return measures.calls.first.map((call) => oneCall(measures, call)).join('; ');
  return callsAnswer(measures, document);
}

function callsAnswer(measures: Measures, document: ResultDocument): string {
  const named = namedAnswer(measures.config, document.named);
  if (named.length > 0) return named.join('; ');
  const { calls } = document;
  const lost =
    calls.lost === 0
      ? `none of ${counted(calls.offered, 'call')} lost`
      : `${count(calls.lost)} of ${counted(calls.offered, 'call')} lost (${percent(calls.lost, calls.offered)}: ${causesText(measures)})`;
  const slow = slowCalls(measures);
  const delays =
    slow > 0
      ? `${count(slow)} rang only after more than ${span(SLOW)}${untilNoticed(measures, endOf(document))}`
      : calls.postDialDelayMs.max === null
        ? 'none rang'
        : `half ring within ${ms(calls.postDialDelayMs.p50)}, the slowest after ${ms(calls.postDialDelayMs.max)}`;
  const saved = calls.saved === 0 ? '' : `, ${count(calls.saved)} saved by direct dial`;
  return `${lost}, ${delays}${saved}${lockText(document)}${worstText(measures)}`;
}

/** What made calls wait that nobody dead can explain. */
function lockText({ servers }: ResultDocument): string {
  const most = Object.entries(servers).sort(([, a], [, b]) => b.lockHeldRatio - a.lockHeldRatio)[0];
  if (most === undefined || most[1].lockHeldRatio < MUCH_LOCKED) return '';
  return `; ${most[0]} held its dialplan lock for ${percent(most[1].lockHeldRatio, 1)} of the time`;
}

/** The three most frequent causes, and how many more were lost otherwise. */
function causesText(measures: Measures): string {
  const causes = causesOfLoss(measures);
  const named = causes.slice(0, 3).map(({ calls, sentence }) => `${count(calls)} because ${sentence}`);
  const others = causes.slice(3).reduce((sum, { calls }) => sum + calls, 0);
  return [...named, ...(others > 0 ? [`${count(others)} otherwise`] : [])].join('; ');
}

function worstText(measures: Measures): string {
  const worst = worstStretch(measures);
  if (worst === undefined) return '';
  const until = worst.endedBy === undefined ? '' : `, until ${worst.endedBy}`;
  return `; worst from ${moment(worst.from)} to ${moment(worst.until)} (${count(worst.notConnected)} of ${count(worst.offered)} not connected)${until}`;
}

function oneCall({ config }: Measures, call: CallRecord): string {
  const who = `${call.from} calls ${call.dialled} at ${moment(call.offeredAt)}`;
  const rang = call.ringingAt < 0 ? '' : `, ringing after ${span(call.ringingAt - call.offeredAt)}`;
  const isElsewhere = call.outcome === 'dundi' || call.outcome === 'otherServer';
  const at = isElsewhere && call.calleeServer >= 0 ? ` at ${config.servers[call.calleeServer]!.name}` : '';
  const cut = call.dropped ? `, cut at ${moment(call.endedAt)}` : '';
  return `${who}, ${call.saved ? 'saved: ' : ''}${outcomeSaid(call)}${at}${rang}${cut}`;
}

function registrationsAnswer(measures: Measures, document: ResultDocument): string {
  const { registrations } = document;
  const failed = registrations.timeouts + registrations.rejected;
  const failures =
    failed === 0 ? 'no REGISTER failed' : `${counted(failed, 'REGISTER')} of ${count(registrations.attempts)} failed`;
  if (registrations.phones === 0) return 'no calls, no phones: nothing was asked of the cluster';
  if (registrations.outages === 0) {
    const exchanges =
      registrations.exchangeMs.p50 === null
        ? ''
        : `, exchange ${ms(registrations.exchangeMs.p50)} (p99 ${ms(registrations.exchangeMs.p99)})`;
    return `${count(registrations.phonesRegisteredAtEnd)} of ${counted(registrations.phones, 'phone')} registered throughout, ${failures}${exchanges}`;
  }
  const missing = registrations.phones - registrations.phonesRegisteredAtEnd;
  let last = lastStormEnd(measures, document);
  measures.registrations.eachOutage(endOf(document), ({ until, over }) => {
    if (over) last = Math.max(last, until);
  });
  const since = last > 0 ? sincePower(measures, last) : '';
  const who =
    missing > 0
      ? `${counted(missing, 'phone')} of ${count(registrations.phones)} not registered at the end`
      : `all ${counted(registrations.phones, 'phone')} registered again by ${moment(last)}${since}`;
  return `${who}, ${failures}, longest without a registration ${ms(registrations.longestOutageMs)}, exchange p99 ${ms(registrations.exchangeMs.p99)}`;
}

/** What began again before the phones did. */
function sincePower(measures: Measures, last: Micros): string {
  const began = measures.config.faults
    .filter(({ kind, at }) => (kind === 'powerOn' || kind === 'restart') && at < last)
    .sort((a, b) => b.at - a.at)[0];
  return began === undefined
    ? ''
    : `, ${span(last - began.at)} after ${began.kind === 'powerOn' ? 'power returned' : 'the restart'}`;
}

/** A sentence begins with a capital, but a server's name is as it is. */
function sentence(text: string): string {
  return `${text.replace(/^(none|all|no|of|the) /, (word) => word[0]!.toUpperCase() + word.slice(1))}.`;
}
