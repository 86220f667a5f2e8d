import type { ServerId } from '../../model/ids.ts';
import type { ClusterParts } from '../../model/composition.ts';
import { showChannels } from './showChannels.ts';
import { showDatabase } from './showDatabase.ts';
import { showDialplan } from './showDialplan.ts';
import * as dundi from './showDundi.ts';
import { showRequests, showTransactions } from './dundiPending.ts';
import * as iax from './showIax.ts';
import * as pjsip from './showPjsip.ts';
import * as sip from './showSip.ts';

export interface Command {
  /** As it is typed, the newest name first; a word in capitals is a placeholder, one in brackets may be left out. */
  readonly names: readonly string[];
  /** What Asterisk's own `help` says of it. */
  readonly summary: string;
  /** The command changes the server, or takes virtual time. */
  readonly changes?: boolean;
  /** The channel driver that brings it; of all if it is left out. */
  readonly driver?: 'chan_sip' | 'chan_pjsip';
  answer(parts: ClusterParts, server: ServerId, words: readonly string[]): string[];
}

const COMMANDS: readonly Command[] = [
  { names: ['core show channels', 'show channels'], summary: 'Display information on channels', answer: showChannels },
  {
    names: ['core show version', 'show version'],
    summary: 'Display version info',
    answer: (parts) => [version(parts)],
  },
  {
    names: ['database show [FAMILY]'],
    summary: 'Shows database contents',
    answer: (parts, server, words) => showDatabase(parts, server, words[2] ?? ''),
  },
  {
    names: ['dialplan show [CONTEXT]', 'show dialplan [CONTEXT]'],
    summary: 'Show dialplan',
    answer: (parts, server, words) => showDialplan(parts, server, words[2] ?? ''),
  },
  { names: ['dundi flush'], summary: 'Flush DUNDi cache', changes: true, answer: dundi.flush },
  { names: ['dundi lookup NUMBER [bypass]'], summary: 'Lookup a number in DUNDi', changes: true, answer: dundi.lookup },
  { names: ['dundi show entityid'], summary: 'Display Global Entity ID', answer: dundi.showEntityId },
  { names: ['dundi show mappings'], summary: 'Show DUNDi mappings', answer: dundi.showMappings },
  {
    names: ['dundi show peer EID'],
    summary: 'Show info on a specific DUNDi peer',
    answer: (parts, server, words) => dundi.showPeer(parts, server, words[3]!),
  },
  { names: ['dundi show peers'], summary: 'Show defined DUNDi peers', answer: dundi.showPeers },
  { names: ['dundi show requests'], summary: 'Show DUNDi requests', answer: showRequests },
  { names: ['dundi show trans'], summary: 'Show active DUNDi transactions', answer: showTransactions },
  { names: ['iax2 show peers'], summary: 'List defined IAX peers', answer: iax.showPeers },
  { names: ['iax2 show users'], summary: 'Show defined IAX users', answer: iax.showUsers },
  { names: ['pjsip show aors'], summary: 'Show PJSIP Aors', driver: 'chan_pjsip', answer: pjsip.showAors },
  { names: ['pjsip show contacts'], summary: 'Show PJSIP Contacts', driver: 'chan_pjsip', answer: pjsip.showContacts },
  {
    names: ['pjsip show endpoint NAME'],
    summary: 'Show PJSIP Endpoint',
    driver: 'chan_pjsip',
    answer: (parts, server, words) => pjsip.showEndpoint(parts, server, words[3]!),
  },
  {
    names: ['pjsip show endpoints'],
    summary: 'Show PJSIP Endpoints',
    driver: 'chan_pjsip',
    answer: (parts, server) => pjsip.showEndpoints(parts, server),
  },
  {
    names: ['sip show peer NAME'],
    summary: 'Show details on specific SIP peer',
    driver: 'chan_sip',
    answer: (parts, server, words) => sip.showPeer(parts, server, words[3]!),
  },
  { names: ['sip show peers'], summary: 'List defined SIP peers', driver: 'chan_sip', answer: sip.showPeers },
  {
    names: ['sip show registry'],
    summary: 'List SIP registration status',
    driver: 'chan_sip',
    answer: sip.showRegistry,
  },
];

/** Those of a server with this channel driver. */
export function commandsOf({ rules }: ClusterParts): readonly Command[] {
  return COMMANDS.filter(({ driver }) => driver === undefined || driver === rules.channelDriver);
}

/** Asterisk has these too, and would speak of what is not in this model. */
export const NOT_MODELLED: Readonly<Record<string, string>> = {
  'iax2 show registry': 'nothing registers over IAX2',
  'dundi precache': 'precaching is not modelled',
  'dundi query': 'the texts of dundi.conf about a server are not modelled',
  'dundi show precache': 'precaching is not modelled',
};

/** Without who built it where. */
function version({ rules }: ClusterParts): string {
  const release = !rules.oldModules ? '22.10.1' : rules.dialect === '16' ? '16.28.0' : '1.2.6';
  return `Asterisk ${release} built by dundisim`;
}
