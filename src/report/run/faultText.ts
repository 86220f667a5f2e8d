import type { Micros } from '../../kernel/units.ts';
import type { ClusterConfig, Fault } from '../../model/config.ts';
import { RELOADED } from '../../model/faults/faultWords.ts';
import { count, moment, span } from '../format.ts';

/** Faults named one by one in a headline. */
const NAMED = 2;

/**
 * What was done to the cluster, for a headline: `regpbx2 down 4 min 10 s`. A fault and its end are one thing, so a
 * crash is named with its restart and the time to boot; what lies after `end` did not happen.
 */
export function faultsText(config: ClusterConfig, end: Micros): string {
  const happened = [...config.faults].filter((fault) => fault.at < end).sort((a, b) => a.at - b.at);
  const ends = endsOf(happened);
  const ended = new Set<Fault>();
  const texts = happened.flatMap((fault, i) => {
    if (ended.has(fault)) return [];
    const other = ends[i];
    if (other !== undefined) ended.add(other);
    return [tell(config, fault, other)];
  });
  const more = texts.length - NAMED;
  return texts.slice(0, NAMED).join(', ') + (more > 0 ? ` and ${more} more ${more === 1 ? 'fault' : 'faults'}` : '');
}

/** Of each fault: the first one after it that ends it. */
function endsOf(faults: readonly Fault[]): readonly (Fault | undefined)[] {
  const first = new Map<string, Fault>();
  const found: (Fault | undefined)[] = [];
  for (const fault of faults.toReversed()) {
    found.push(first.get(nameOf(fault)));
    for (const name of endedBy(fault)) first.set(name, fault);
  }
  return found.reverse();
}

/** What it is, and whose: two of one name are ended by the same. */
function nameOf(fault: Fault): string {
  if (fault.kind === 'crash' || fault.kind === 'hang') return `${fault.kind} ${fault.server}`;
  return fault.kind === 'spanDown' ? `spanDown ${fault.server} ${fault.group}` : fault.kind;
}

/** Names of the faults that it ends. */
function endedBy(fault: Fault): readonly string[] {
  switch (fault.kind) {
    case 'restart':
      return [`crash ${fault.server}`, `hang ${fault.server}`];
    case 'takeOver':
      return [`crash ${fault.server}`];
    case 'resume':
      return [`hang ${fault.server}`];
    case 'heal':
      return ['partition'];
    case 'restore':
      return ['degrade'];
    case 'slowDatabase':
      return ['slowDatabase'];
    case 'startDatabase':
      return ['stopDatabase'];
    case 'spanUp':
      return [`spanDown ${fault.server} ${fault.group}`];
    case 'powerOn':
      return ['powerOff'];
    default:
      return [];
  }
}

function tell(config: ClusterConfig, fault: Fault, end: Fault | undefined): string {
  const server = (row: number): string => config.servers[row]?.name ?? 'the database';
  const phone = (row: number): string => config.phones.at(row)?.number ?? `phone ${row}`;
  const lasting = (boot = 0): string =>
    end === undefined ? `from ${moment(fault.at)} on` : span(end.at + (end.kind === 'restart' ? boot : 0) - fault.at);
  switch (fault.kind) {
    case 'crash':
      return `${server(fault.server)} down ${lasting(config.servers[fault.server]?.bootTime ?? 0)}`;
    case 'restart':
      return `${server(fault.server)} restarted at ${moment(fault.at)}`;
    case 'hang':
      return `${server(fault.server)} hung ${lasting()}`;
    case 'reload':
      return `${capitalised(RELOADED[fault.module])} reloaded on ${server(fault.server)} at ${moment(fault.at)}`;
    case 'takeOver':
      return `a standby takes the address of ${server(fault.server)} at ${moment(fault.at)}`;
    case 'partition':
      return `${few(fault.between.map(server))} cut off from ${few(fault.and.map(server))}${fault.oneWay === true ? ' one way' : ''} ${lasting()}`;
    case 'degrade': {
      const link = fault.phones.length > 0 ? phones(fault.phones.length) : few(fault.between.map(server));
      const other = fault.phones.length > 0 ? '' : ` to ${few(fault.and.map(server))}`;
      return `link of ${link}${other} degraded ${lasting()}`;
    }
    case 'unregister':
      return `${phones(fault.phones.length)} unregistered at ${moment(fault.at)}`;
    case 'slowDatabase':
      return `database ${fault.factor} times as slow ${lasting()}`;
    case 'stopDatabase':
      return `database stopped ${lasting()}`;
    case 'spanDown':
      return `${fault.spans === 1 ? 'a span' : `${fault.spans} spans`} of ${fault.group} at ${server(fault.server)} down ${lasting()}`;
    case 'powerOff':
      return `${phones(fault.phones.length)} without power ${lasting()}`;
    case 'powerOn':
      return `${phones(fault.phones.length)} powered on at ${moment(fault.at)}`;
    case 'move':
      return `${phone(fault.phone)} moved to ${server(fault.to)} at ${moment(fault.at)}`;
    case 'register':
      return `${phone(fault.phone)} registered at ${server(fault.to)} too from ${moment(fault.at)} on`;
    default:
      return `${fault.kind} at ${moment(fault.at)}`;
  }
}

function phones(number: number): string {
  return number === 1 ? 'one phone' : `${count(number)} phones`;
}

function few(names: readonly string[]): string {
  return names.length <= 2 ? names.join(' and ') : `${names[0]} and ${names.length - 1} others`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
