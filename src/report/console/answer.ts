import type { ServerId } from '../../model/ids.ts';
import type { ClusterParts } from '../../model/join.ts';
import { didYouMean } from '../../text/nearest.ts';
import { showChannels } from './channels.ts';
import { showDatabase } from './database.ts';
import { showDialplan } from './dialplan.ts';
import * as dundi from './dundi.ts';
import * as sip from './sip.ts';

interface Command {
  /** As it is typed, the newest name first; a word in capitals stands for anything, one in brackets may be left out. */
  readonly names: readonly string[];
  answer(parts: ClusterParts, server: ServerId, words: readonly string[]): string[];
}

const COMMANDS: readonly Command[] = [
  { names: ['dundi show peers'], answer: (parts, server) => dundi.showPeers(parts, server) },
  { names: ['dundi show mappings'], answer: (parts, server) => dundi.showMappings(parts, server) },
  { names: ['dundi show entityid'], answer: (parts, server) => dundi.showEntityId(parts, server) },
  { names: ['dundi lookup NUMBER [bypass]'], answer: (parts, server, words) => dundi.lookup(parts, server, words) },
  { names: ['dundi flush'], answer: (parts, server) => dundi.flush(parts, server) },
  { names: ['sip show peers'], answer: (parts, server) => sip.showPeers(parts, server) },
  { names: ['sip show peer NAME'], answer: (parts, server, words) => sip.showPeer(parts, server, words[3]!) },
  { names: ['core show channels', 'show channels'], answer: (parts, server) => showChannels(parts, server) },
  { names: ['dialplan show [CONTEXT]', 'show dialplan [CONTEXT]'], answer: (parts, server, words) => showDialplan(parts, server, words[2] ?? '') },
  { names: ['database show [FAMILY]'], answer: (parts, server, words) => showDatabase(parts, server, words[2] ?? '') },
  { names: ['core show version', 'show version'], answer: (parts) => [`Asterisk ${parts.rules.dialect === '16' ? '16.28.0' : '1.2.6'} built by dundisim`] },
  { names: ['help'], answer: () => COMMANDS.flatMap((command) => command.names) },
];

/** `mistake`: there is no such command, or its words are wrong. */
export interface ConsoleAnswer {
  readonly lines: readonly string[];
  readonly mistake: boolean;
}

/**
 * What a server's console answers, in Asterisk's own layout. A lookup takes its time: the cluster runs on meanwhile, so
 * it is given a run that ends there.
 */
export function answerCommand(parts: ClusterParts, server: ServerId, line: string): ConsoleAnswer {
  if (!parts.hosts.isUp(server)) return { lines: [`Unable to connect to remote asterisk (does /var/run/asterisk.ctl exist?)`], mistake: false };
  const words = line.trim().split(/\s+/);
  for (const command of COMMANDS) {
    if (command.names.some((name) => fits(words, name))) return { lines: command.answer(parts, server, words), mistake: false };
  }
  const names = COMMANDS.flatMap((command) => command.names);
  const plain = names.map((name) => name.replace(/ [[A-Z].*$/, ''));
  const meant = names[plain.indexOf(words.join(' '))];
  if (meant !== undefined) return { lines: [`Usage: ${meant}`], mistake: true };
  return { lines: [`No such command '${line.trim()}' (type 'help' for help)${didYouMean(line.trim(), plain)}`], mistake: true };
}

function fits(words: readonly string[], name: string): boolean {
  const wanted = name.split(' ');
  const needed = wanted.filter((word) => !word.startsWith('[')).length;
  if (words.length < needed || words.length > wanted.length) return false;
  return words.every((word, index) => /^[[A-Z]/.test(wanted[index]!) || wanted[index] === word.toLowerCase());
}
