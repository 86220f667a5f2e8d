import type { Distribution } from '../../kernel/random/distributions.ts';
import { SECOND, type Micros } from '../../kernel/units.ts';
import type { ClusterConfig, PhoneConfig } from '../../model/config.ts';
import { formatDuration } from '../../text/duration.ts';
import type { Change, EndedCall } from './change.ts';

/** Registration interval that is tried, seconds. */
const SOON = 60;

function callerOf({ phones }: ClusterConfig, { record }: EndedCall): PhoneConfig | undefined {
  return phones.at(record.caller);
}

function calledOf({ phones }: ClusterConfig, { record }: EndedCall): PhoneConfig | undefined {
  return phones.find(({ number }) => number === record.dialled);
}

export function backupOfCaller(config: ClusterConfig, call: EndedCall): Change | undefined {
  return secondServer(callerOf(config, call));
}

export function backupOfCallerSoon(config: ClusterConfig, call: EndedCall): Change | undefined {
  return together(secondServer(callerOf(config, call)), registeredSoon(callerOf(config, call)));
}

export function backupOfCalled(config: ClusterConfig, call: EndedCall): Change | undefined {
  return secondServer(calledOf(config, call));
}

export function backupOfCalledSoon(config: ClusterConfig, call: EndedCall): Change | undefined {
  return together(secondServer(calledOf(config, call)), registeredSoon(calledOf(config, call)));
}

export function calledSoon(config: ClusterConfig, call: EndedCall): Change | undefined {
  return registeredSoon(calledOf(config, call));
}

function secondServer(phone: PhoneConfig | undefined): Change | undefined {
  if (phone === undefined || phone.backup.length > 0 || phone.kind.secondServer === 'none') return undefined;
  return ofGroup(phone, 'backup=next', `the phones of ${phone.group} have a second server`);
}

function registeredSoon(phone: PhoneConfig | undefined): Change | undefined {
  if (phone === undefined || phone.expires <= SOON || phone.kind.leastGrant > SOON) return undefined;
  return ofGroup(phone, `expires=${SOON}s`, `the phones of ${phone.group} register every minute`);
}

export function lastResort(config: ClusterConfig, call: EndedCall): Change | undefined {
  const phone = callerOf(config, call);
  if (phone === undefined || phone.lastResort >= 0) return undefined;
  return ofGroup(phone, 'lastResort=next', `the phones of ${phone.group} have a proxy of last resort`);
}

export function callWaiting(config: ClusterConfig, call: EndedCall): Change | undefined {
  const phone = calledOf(config, call);
  if (phone === undefined || phone.callsAtOnce > 1) return undefined;
  return ofGroup(phone, 'callsAtOnce=2', `the phones of ${phone.group} take two calls at once`);
}

/** Slots are those of one server. */
export function oneServer(config: ClusterConfig, call: EndedCall): Change | undefined {
  const phone = calledOf(config, call);
  if (phone === undefined) return undefined;
  return ofGroup(phone, 'balance=together', `the phones of ${phone.group} are at one server`);
}

function ofGroup({ group }: PhoneConfig, what: string, says: string): Change {
  return { says, line: '', overrides: [`phones.${group}.${what}`] };
}

function together(first: Change | undefined, second: Change | undefined): Change | undefined {
  if (first === undefined || second === undefined) return undefined;
  const says = `${first.says}, and ${second.says.replace(/^the phones of \S+ /, '')}`;
  return { says, line: '', overrides: [...first.overrides, ...second.overrides] };
}

/** A number that two servers have has a second answer to a lookup, which is dialled when the first one fails. */
export function calledAtTwo(config: ClusterConfig, call: EndedCall): Change | undefined {
  const phone = calledOf(config, call);
  if (phone === undefined || phone.kind.secondServer === 'atOnce') return undefined;
  const backup = phone.backup.length > 0 ? [] : [`phones.${phone.group}.backup=next`];
  return {
    says: `the phones of ${phone.group} register at two servers at once, so that a lookup has a second answer`,
    line: '',
    overrides: [...backup, `phones.${phone.group}.kind.secondServer=atOnce`],
  };
}

/** RFC 3261 17.1.1.2: a phone turns to another server when its INVITE has had no answer for 64 × T1. */
const TIMER_B: Micros = 32 * SECOND;

/** Of a caller who hung up: twice the patience, and another server where the phone has only one. */
export function patience(config: ClusterConfig, call: EndedCall): Change | undefined {
  const { record } = call;
  const gaveUp =
    record.outcome === 'abandoned' || (record.outcome === 'unserved' && record.endedAt - record.offeredAt < TIMER_B);
  const phone = callerOf(config, call);
  if (!gaveUp || phone === undefined) return undefined;
  const waits = longerPatience(config, record.source);
  const alone = phone.lastResort < 0 && phone.backup.length === 0;
  return record.outcome === 'unserved' && alone ? together(lastResort(config, call), waits) : waits;
}

/** Draws as many random numbers as before, so that all other calls stay what they are. */
function longerPatience({ calls }: ClusterConfig, source: number): Change | undefined {
  const own = calls[source]?.patience;
  const twice = own === undefined ? undefined : doubled(own);
  const isAlike = calls.every((other) => JSON.stringify(other.patience) === JSON.stringify(own));
  // The rows of a file are call sources of their own: there the number is not that of an element of "calls".
  if (twice === undefined || (!isAlike && calls.some(({ kind }) => kind === 'planned'))) return undefined;
  return {
    says: 'the callers wait twice as long',
    line: '',
    overrides: [`calls.${isAlike ? '*' : source}.patience=${twice}`],
  };
}

/** As a scenario says it; undefined: of a distribution that is rarely one of patience. */
function doubled(patience: Distribution): string | undefined {
  if (patience.kind === 'constant') return formatDuration(2 * patience.value);
  if (patience.kind === 'uniform')
    return `uniform ${formatDuration(2 * patience.from)}..${formatDuration(2 * patience.to)}`;
  return patience.kind === 'exponential' ? `exponential ${formatDuration(2 * patience.mean)}` : undefined;
}
