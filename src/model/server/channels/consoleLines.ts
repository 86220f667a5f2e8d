import type { Observations } from '../../observations.ts';
import type { Rules } from '../../rules.ts';
import type { ServerId } from '../../ids.ts';
import type { DialStatus } from '../dialplan/services.ts';
import { CAUSE, type Dialling, type Leg } from './channelRows.ts';

/** The servers' consoles, and the names of their channels. Lines are made only while an observer reads them. */
export class Console {
  private readonly observations: Observations;
  private readonly rules: Rules;
  private channels = 0;

  constructor(observations: Observations, rules: Rules) {
    this.observations = observations;
    this.rules = rules;
  }

  get wanted(): boolean {
    return this.observations.wantsConsole;
  }

  say(server: ServerId, line: () => string): void {
    if (!this.observations.wantsConsole) return;
    const text = line();
    if (text === '') return;
    for (const part of text.split('\n')) this.observations.console(server, part);
  }

  /**
   * 1.2 takes four random hex digits, later releases a counter from 0 (chan_sip.c:sip_new). Here all servers count
   * together.
   */
  legName(tech: string, device: string): string {
    this.channels++;
    if (tech === 'Zap') return `Zap/${device}-1`;
    if (this.rules.dialect === '16') return `${tech}/${device}-${hex(this.channels - 1, 8)}`;
    return `${tech}/${device}-${hex(Math.imul(this.channels, 0x9e3779b1) >>> 16, 4)}`;
  }
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

/** Console texts that differ between releases. */
export interface Wording {
  called(tech: string, resource: string): string;
  notCalled(tech: string, resource: string): string;
  noChannel(tech: string, cause: number): string;
  /** Caller and called hear each other; `native`: by themselves. `number` tells bridges apart. */
  bridged(caller: string, called: string, native: boolean, number: number): string;
  /** In the order in which they left. */
  unbridged(first: string, second: string, number: number): string;
  /** A leg was refused, or is over. */
  legEnded(leg: Leg): string;
  /** The Dial ended it. */
  legDropped(leg: Leg): string;
  /** Nobody is left who could answer. */
  noneAnswered(status: DialStatus, dial: Dialling): string;
}

/**
 * Sources: ast_verbose and ast_verb calls of app_dial.c, channel.c, bridge_channel.c and chan_iax2.c, 1.2.6 and 16.28.
 */
export function wordingOf(rules: Rules): Wording {
  const recent = rules.dialect === '16';
  return {
    called: (tech, resource) => (recent ? `    -- Called ${tech}/${resource}` : `    -- Called ${resource}`),
    notCalled: (tech, resource) => `    -- Couldn't call ${recent ? `${tech}/` : ''}${resource}`,
    noChannel: (tech, cause) =>
      `NOTICE: app_dial.c dial_exec_full: Unable to create channel of type '${tech}' (cause ${cause} - ${causeText(cause)})`,
    legEnded: (leg) => [frameLine(leg), hungUpLine(leg)].filter((line) => line !== '').join('\n'),
    legDropped: hungUpLine,
    bridged: (caller, called, native, number) =>
      recent
        ? joined('joined', called, caller, number)
        : native
          ? `    -- Attempting native bridge of ${caller} and ${called}`
          : '',
    unbridged: (first, second, number) => (recent ? joined('left', first, second, number) : ''),
    noneAnswered: (status, { request: { targets }, busy, congested, unavailable }) =>
      `${status === 'NOANSWER' ? '    -- No one is available to answer' : '  == Everyone is busy/congested'} at this time (${targets.length}:${busy}/${congested}/${unavailable})`,
  };
}

/** Over SIP a refusal says busy or congestion as a frame or hangs up; what ends other legs is known by its cause. */
function frameLine({ kind, name, cause, endsBy }: Leg): string {
  if (kind === 'sip' ? endsBy === 'busy' : cause === CAUSE.busy) return `    -- ${name} is busy`;
  const isCongested = kind === 'sip' ? endsBy === 'congestion' : cause === CAUSE.congestion;
  return isCongested ? `    -- ${name} is circuit-busy` : '';
}

function hungUpLine({ kind, name }: Leg): string {
  return kind === 'iax' ? `    -- Hungup '${name}'` : '';
}

/** A new bridge is a simple_bridge; two SIP channels then go over to native_rtp, which is logged at verbosity 4 only. */
function joined(what: 'joined' | 'left', first: string, second: string, number: number): string {
  const technology =
    what === 'left' && [first, second].every((name) => /^(?:PJ)?SIP\//.test(name)) ? 'native_rtp' : 'simple_bridge';
  return [first, second]
    .map((name) => `    -- Channel ${name} ${what} '${technology}' basic-bridge <${bridgeId(number)}>`)
    .join('\n');
}

/** A UUID in form; two bridges never share one. */
function bridgeId(number: number): string {
  const part = (salt: number): string => hex(Math.imul(number + salt, 0x9e3779b1) >>> 0, 8);
  return `${hex(number, 8)}-${part(1).slice(0, 4)}-4${part(2).slice(0, 3)}-8${part(3).slice(0, 3)}-${part(4)}${part(5).slice(0, 4)}`;
}

/** channel.c:causes */
function causeText(cause: number): string {
  switch (cause) {
    case CAUSE.unallocated:
      return 'Unallocated (unassigned) number';
    case CAUSE.noRoute:
      return 'No route to destination';
    case CAUSE.busy:
      return 'User busy';
    case CAUSE.unregistered:
      return 'Subscriber absent';
    case CAUSE.congestion:
      return 'Circuit/channel congestion';
    default:
      return 'Unknown';
  }
}
