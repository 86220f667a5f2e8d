import type { Observations } from '../../observations.ts';
import type { Rules } from '../../rules.ts';
import type { ServerId } from '../../ids.ts';
import { CAUSE } from './rows.ts';
import type { Wording } from './dialer.ts';

/** The servers' consoles, and the names of their channels. Lines are made only while somebody reads them. */
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
    if (text !== '') this.observations.console(server, text);
  }

  /** 1.2 takes four random hex digits, later releases a counter (chan_sip.c:sip_new). */
  legName(tech: string, device: string): string {
    this.channels++;
    if (this.rules.dialect === '16') return `${tech}/${device}-${hex(this.channels, 8)}`;
    return `${tech}/${device}-${hex(Math.imul(this.channels, 0x9e3779b1) >>> 16, 4)}`;
  }
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

/** Sources: ast_verbose calls of app_dial.c and channel.c, 1.2.6 and 16.28. */
export function wordingOf(rules: Rules): Wording {
  const recent = rules.dialect === '16';
  return {
    called: (tech, resource) => (recent ? `    -- Called ${tech}/${resource}` : `    -- Called ${resource}`),
    noChannel: (tech, cause) => (recent
      ? `WARNING: app_dial.c dial_exec_full: Unable to create channel of type '${tech}' (cause ${cause} - ${causeText(cause)})`
      : `NOTICE: app_dial.c dial_exec: Unable to create channel of type '${tech}' (cause ${cause})`),
    nativeBridge: (one, other) => (recent ? '' : `    -- Attempting native bridge of ${one} and ${other}`),
    everyoneIsBusy: (legs, busy, congested, unavailable) =>
      `  == Everyone is busy/congested at this time (${Math.max(legs, 1)}:${busy}/${congested}/${unavailable})`,
  };
}

function causeText(cause: number): string {
  switch (cause) {
    case CAUSE.unregistered: return 'Subscriber absent';
    case CAUSE.busy: return 'User busy';
    case CAUSE.congestion: return 'Circuit/channel congestion';
    default: return 'Unknown';
  }
}
