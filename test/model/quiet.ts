import type { ClusterConfig } from '../../src/model/config.ts';
import { parseScenario, type FolderFile } from '../../src/scenario/index.ts';
import { folder } from '../scenario/world.ts';

const NONE = '0ms';
const PROCESSING = [
  'sipMessage',
  'channelStart',
  'channelThread',
  'dialplanStep',
  'dundiAck',
  'dundiAnswer',
  'dundiAsk',
  'dundiQuestion',
  'dundiReply',
  'sipLeg',
  'iaxMessage',
  'astdbRead',
  'astdbWrite',
  'lockWake',
  'threadWake',
  'phone',
];

/** Computers, wires and the database take no time: what is left of every time is a timer of the protocol. */
export const NO_TIME = {
  network: { delay: NONE },
  processing: Object.fromEntries(PROCESSING.map((name) => [name, NONE])),
  database: { select: NONE, update: NONE, connect: NONE, other: NONE },
};

/**
 * The paper's cluster without any time of its own, and what is different about it: keys of a scenario file, an edit of
 * its .conf files.
 */
export function quiet(
  different: Readonly<Record<string, unknown>>,
  edit: (file: FolderFile) => FolderFile = (file) => file,
): ClusterConfig {
  const text = JSON.stringify({ asterisk: 'paper', duration: '24h', ...NO_TIME, ...different });
  return parseScenario({ path: 'quiet.json', text, folders: new Map([['paper', folder('paper').map(edit)]]), sets: [] })
    .config;
}
