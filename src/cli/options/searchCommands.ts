import type { Command } from 'commander';
import { REPORT_OPTION, runnerOptions, scenarioOptions, type Collect } from './commonOptions.ts';
import type { ExitCode, Io } from '../io.ts';

/** What the command line has in common for all commands. */
export interface Registry {
  command(name: string): Command;
  readonly collect: Collect;
  readonly done: (code: ExitCode) => void;
  readonly io: Io;
}

/** The commands that choose for themselves what to run next. */
export function addSearches({ command, collect, done, io }: Registry): void {
  runnerOptions(
    scenarioOptions(
      command('plan')
        .description('the greatest, or the least, value of a path at which every objective holds, with its confidence')
        .argument('<FILE>', 'a scenario')
        .option('--maximise <path>', 'the greatest value, such as of phones.office.perServer or calls.0.rate')
        .option('--minimise <path>', 'the least value, such as of servers.regpbx.count')
        .option(
          '--between <A..B>',
          'where to search, such as 100..2000 or 0.5/s..8/s (default: a quarter to four times the value in the scenario)',
        )
        .option(
          '--over <path=v1,v2>',
          'the question at each of these values of a second path, as a table, such as servers.regpbx.count=3,6,12',
        )
        .option('--resolution <P>', 'distance of the values tried, as a share of the upper end', '2%')
        .requiredOption('--slo <EXPR>', 'an objective, such as "calls.lost < 0.1%"; may be repeated', collect, [])
        .option(
          '--fault <FAULT>',
          'the objectives must survive any one of these, such as "crash: servers.*" or "hang: servers.regpbx*, at: 5m, for: 2m"; without "at:" at another moment in each run',
        )
        .option('--confidence <P>', 'probability that the range contains the answer', '95%')
        .option(
          '--replications <N>',
          'replications at most, for each value and fault (default: as many as the objectives need, at least 100; the least that can be asked for is 10)',
        ),
      collect,
    ),
  )
    .option('--until <T>', "end at this virtual time, such as 5m (default: the scenario's duration)")
    .option('--out <DIR>', 'folder for the results (default: one below results/)')
    .option(...REPORT_OPTION)
    .option('--json', 'print the answer as one JSON document, and nothing else')
    .action(async (file, options) => done(await (await import('../commands/plan.ts')).plan(file, options, io)));

  runnerOptions(
    scenarioOptions(
      command('hunt')
        .description('the moment, victim and duration of a fault that do most harm, as a scenario that replays it')
        .argument('<FILE>', 'a scenario')
        .requiredOption(
          '--fault <FAULT>',
          'what may fail, such as "crash: servers.*"; "at: 5m" fixes the moment, "for: 2m" the duration',
        )
        .requiredOption('--window <A..B>', 'window of time in which it may fail, such as 0s..10m')
        .requiredOption('--measure <EXPR>', 'measure of the harm, such as calls.lost')
        .option(
          '--slo <EXPR>',
          'objective that the smallest schedule must break (default: it must do nine tenths of the worst harm)',
        )
        .option('--faults <N>', 'failures in a schedule, at most', '1')
        .option('--moments <N>', 'moments of the window in the first round', '10')
        .option('--replications <N>', 'replications of each ranked schedule', '10'),
      collect,
    ),
  )
    .option('--out <FILE>', 'scenario to write (default: <name>-worst.yaml beside FILE)')
    .option('--json', 'print the answer as one JSON document, and nothing else')
    .action(async (file, options) => done(await (await import('../commands/hunt.ts')).hunt(file, options, io)));

  command('worker')
    .description('run cells of a queue on Redis, until Ctrl-C')
    .requiredOption('--queue <URL>', 'such as redis://10.0.0.5:6379')
    .option('--workers <N>', 'threads (default: all cores)')
    .option('--idle <T>', 'end after this time without work (default: never)')
    .action(async (options) => done(await (await import('../commands/worker.ts')).worker(options, io)));
}
