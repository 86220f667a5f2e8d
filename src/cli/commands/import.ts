import { join, relative, resolve } from 'node:path';
import { faultsOf, readCdrs, readLog, readSipTable, recordedCalls, type LoggedFault } from '../../asterisk/index.ts';
import { counted, count } from '../../report/format.ts';
import {
  beginningOf,
  callRows,
  hourly,
  percentInternal,
  scenarioText,
  type Imported,
} from '../../report/importing/importedText.ts';
import { rulesOf } from '../../model/rules.ts';
import { PROFILES } from '../../model/profiles.ts';
import { paperFolder, parseScenario } from '../../scenario/index.ts';
import { UserMistakes, type Remark } from '../../text/mistake.ts';
import { near } from '../files/nearestEntry.ts';
import { readFolder } from '../files/confFiles.ts';
import { csvText } from '../files/csv.ts';
import { NamedFile } from '../files/namedFile.ts';
import { shippedPath } from '../files/places.ts';
import { mistakeIn, readText } from '../files/textFiles.ts';
import { EXIT, type ExitCode, type Io } from '../io.ts';

export interface ImportOptions {
  readonly cdr: readonly string[];
  readonly log: readonly string[];
  readonly sipTable?: string;
  readonly asterisk?: string;
  readonly profile: string;
  readonly out: string;
}

/** Bytes of a CDR file, a log or a table: a month of a busy server. */
const LARGEST = 64 * 1024 * 1024;

/** Of a log whose lines say nothing: whatever failed would be missing without a word. */
const NO_TIME =
  'no line begins with a time such as [2026-03-02 10:00:59], 2026-03-02T10:00:59.123+0100 or Mar  2 10:00:59 (logger.conf: dateformat)';

/** `dundisim import`: CDRs, console logs and the SIP table of a real cluster to a scenario and its calls. */
export async function importRecords(options: ImportOptions, io: Io): Promise<ExitCode> {
  if (options.cdr.length === 0)
    throw mistakeIn(
      '',
      'import: expected at least one --cdr, such as --cdr Master.csv; --sip-table adds the phones that made no call',
    );
  const imported = readAll(options, io);
  const folder = options.out;
  const files = [`${folder}/calls.csv`, `${folder}/scenario.yaml`].map((file) => new NamedFile('--out', file, io.cwd));
  try {
    files[0]!.write(csvText(callRows(imported)));
    files[1]!.write(scenarioText(imported));
    for (const file of files) file.publish();
  } catch (error) {
    for (const file of files) file.discard();
    throw error;
  }
  io.out(summaryOf(imported, folder));
  return EXIT.fine;
}

function readAll(options: ImportOptions, io: Io): Imported {
  const mistakes: Remark[] = [];
  const read = (file: string, what: string): string => readText(file, io.cwd, what, LARGEST);
  const cdrFiles = options.cdr.map(named).map(({ server, file }) => {
    const { cdrs, mistakes: wrong } = readCdrs(file, read(file, 'a file of CDRs'));
    mistakes.push(...wrong);
    return { server, cdrs };
  });
  const table =
    options.sipTable === undefined ? undefined : readSipTable(options.sipTable, read(options.sipTable, 'a SIP table'));
  mistakes.push(...(table?.mistakes ?? []));
  if (mistakes.length > 0) throw new UserMistakes(mistakes);
  const recorded = recordedCalls(cdrFiles);
  if (recorded.calls.length === 0) throw mistakeIn(named(options.cdr[0]!).file, 'no call of a SIP phone is in it');
  const near = recorded.calls[0]!.start;
  const logs = options.log.map(named).map(({ server, file }) => {
    if (server === '') throw mistakeIn(`--log ${file}`, 'expected the server too, such as --log regpbx2=messages');
    const text = read(file, 'a console log');
    const events = readLog(file, text, near);
    if (events.length === 0 && text.trim() !== '') throw mistakeIn(file, NO_TIME);
    return { server, events };
  });
  const phones = [...new Set([...(table?.names ?? []), ...recorded.phones])];
  const { folder, serverOf } = clusterOf(options, io);
  return {
    recorded,
    phones,
    faults: within(faultsOf(logs, serverOf), recorded.calls.at(-1)!.start),
    asterisk: folder,
    profile: options.profile,
    sources: [...options.cdr, ...options.log, ...(options.sipTable === undefined ? [] : [options.sipTable])],
  };
}

/** `regpbx1=Master.csv`, or a file alone. */
function named(text: string): { readonly server: string; readonly file: string } {
  const found = /^([A-Za-z][\w-]*)=(.+)$/.exec(text);
  return found === null ? { server: '', file: text } : { server: found[1]!, file: found[2]! };
}

/** What failed when the last call was over is not replayed. */
function within(faults: readonly LoggedFault[], last: number): readonly LoggedFault[] {
  return faults.filter(({ at }) => at <= last);
}

/** Servers by their EIDs, of the user's .conf files or of the paper's. */
function clusterOf(
  { asterisk, out, profile }: ImportOptions,
  io: Io,
): { readonly folder: string; readonly serverOf: (eid: string) => string | undefined } {
  const name = asterisk ?? paperFolder(rulesOf(PROFILES.find((known) => known === profile) ?? 'asterisk-1.2'));
  const files = readFolder(asterisk === undefined ? shippedPath(name) : resolve(io.cwd, asterisk));
  if (files === undefined)
    throw mistakeIn(`--asterisk ${name}`, `there is no such folder${near(resolve(io.cwd, name), true)}`);
  const text = `profile: ${profile}\nasterisk: ${JSON.stringify(name)}\n`;
  const { config } = parseScenario({ path: 'import', text, folders: new Map([[name, files]]), sets: [] });
  const servers = new Map(config.servers.map(({ name: server, dundi }) => [dundi.entityId, server]));
  const folder = asterisk === undefined ? '' : relative(resolve(io.cwd, out), resolve(io.cwd, asterisk)) || '.';
  return { folder, serverOf: (eid) => servers.get(eid) };
}

function summaryOf(imported: Imported, folder: string): string {
  const { recorded, phones, faults } = imported;
  const busiest = hourly(imported)
    .map((rate, hour) => ({ hour, rate: Number.parseFloat(rate) }))
    .sort((a, b) => b.rate - a.rate)[0]!;
  const dispositions = new Map<string, number>();
  for (const { disposition } of recorded.calls) dispositions.set(disposition, (dispositions.get(disposition) ?? 0) + 1);
  const leftOut = [...recorded.leftOut].map(([tech, number]) => `${count(number)} from ${tech || 'no channel'}`);
  return [
    `${counted(recorded.calls.length, 'call')} of ${counted(phones.length, 'phone')}, ${percentInternal(recorded)} % of them to a phone; busiest hour ${busiest.hour} h, ${count(busiest.rate)} calls.`,
    `Recorded: ${[...dispositions].map(([name, number]) => `${count(number)} ${name}`).join(', ')}.`,
    ...(leftOut.length === 0
      ? []
      : [
          `Left out, calls of no SIP phone (trunks, and the second record of a call between servers): ${leftOut.join(', ')}.`,
        ]),
    faults.length === 0
      ? 'No failure found in the logs.'
      : `Failures found in the logs: ${faults.map(({ kind, server, at }) => `${kind} ${server} at ${Math.round((at - beginningOf(imported)) / 1_000_000)} s`).join(', ')}.`,
    `Written: ${folder}/scenario.yaml and ${folder}/calls.csv; next: dundisim run ${join(folder, 'scenario.yaml')}`,
    '',
  ].join('\n');
}
