import { InvalidArgumentError, type Command } from 'commander';

export type Collect = (value: string, before: readonly string[]) => readonly string[];

export const SET_OPTION = [
  '--set <path=value>',
  "override a value of the expanded scenario; names may be patterns: 'servers.regpbx*.ttl', servers.regpbx1..3.ttl, 'phones.*.expires'; may be repeated",
] as const;

/** Of every command that reads a scenario. */
export function scenarioOptions(command: Command, collect: Collect): Command {
  return command
    .option('--seed <S>', "seed (default: the scenario's)", someText)
    .option(...SET_OPTION, collect, [])
    .option(...IGNORE_MISSING);
}

/** Of every command that reads .conf files. */
export const IGNORE_MISSING = ['--ignore-missing', 'leave out an #include of a file that is not at hand'] as const;

/** Of the commands that run once, and (the report) of those that run many times. */
export const PCAP_OPTION = [
  '--pcap <FILE|DIR/>',
  'write the SIP, IAX2 and DUNDi packets as pcapng for Wireshark and sngrep; into a folder: a file for each server',
] as const;
export const PERFETTO_OPTION = [
  '--perfetto <FILE>',
  'write a trace of virtual time, for ui.perfetto.dev: each server with its threads, lock and connections',
] as const;
export const REPORT_OPTION = [
  '--report [FILE]',
  'write one HTML page: the answer, charts, worst calls, how to reproduce it (default: report.html among the results)',
] as const;

/** Of every command that runs many cells. */
export function runnerOptions(command: Command): Command {
  return command
    .option('--workers <N>', 'threads (default: all cores)')
    .option(
      '--queue <URL>',
      'run them by the workers of this Redis (dundisim worker), such as redis://10.0.0.5:6379 (default: here)',
    );
}

/** For options whose text may be any but none: an unset variable of a shell is a slip. */
function someText(text: string): string {
  if (text === '') throw new InvalidArgumentError('It is empty.');
  return text;
}
