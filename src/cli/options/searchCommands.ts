import type { Command } from 'commander';
import { runnerOptions, scenarioOptions, type Collect } from './commonOptions.ts';
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
        .option('--maximise <path>', 'the greatest value, such as of phones.office.count or calls.0.rate')
        .option('--minimise <path>', 'the least value, such as of servers.regpbx.count')
        .option(
          '--between <A..B>',
          'where to look, such as 100..2000 or 0.5/s..8/s; else a quarter to four times of what the scenario says',
        )
        .option('--resolution <P>', 'distance of the values tried, as a share of the upper end', '2%')
        .requiredOption('--slo <EXPR>', 'an objective, such as "calls.lost < 0.1%"; may be repeated', collect, [])
        .option(
          '--fault <FAULT>',
          'the objectives must survive any one of these, such as "crash: servers.*" or "hang: servers.regpbx*, at: 5m, for: 2m"; without "at:" at another moment in each run',
        )
        .option('--confidence <P>', 'how surely the range shall contain the answer', '95%')
        .option('--replications <N>', 'at most, of a value under one fault'),
      collect,
    ),
  )
    .option('--until <T>', 'end at this virtual time, such as 5m')
    .option('--out <DIR>', 'the folder for the results, instead of one below results/')
    .option('--json', 'print the answer as one JSON document, and nothing else')
    .action(async (file, options) => done(await (await import('../commands/plan.ts')).plan(file, options, io)));

  runnerOptions(
    scenarioOptions(
      command('hunt')
        .description('the moment, victim and duration of a fault that do most harm, as a scenario that replays it')
        .argument('<FILE>', 'a scenario')
        .requiredOption(
          '--fault <FAULT>',
          'what may fail, such as "crash: servers.*"; with "at: 5m" or "for: 2m" that is fixed',
        )
        .requiredOption('--window <A..B>', 'when, such as 0s..10m')
        .requiredOption('--measure <EXPR>', 'what is worst where it is greatest, such as calls.lost')
        .option(
          '--slo <EXPR>',
          'what the least schedule shall break; else it shall do nearly as much harm as the worst',
        )
        .option('--faults <N>', 'failures at a time, at most', '1')
        .option('--moments <N>', 'moments of the window that are tried at first', '10')
        .option('--replications <N>', 'of the schedules that are ranked', '10'),
      collect,
    ),
  )
    .option('--out <FILE>', 'the scenario to write, instead of <name>-worst.yaml beside FILE')
    .option('--json', 'print the answer as one JSON document, and nothing else')
    .action(async (file, options) => done(await (await import('../commands/hunt.ts')).hunt(file, options, io)));

  command('worker')
    .description('run cells for others, who give them to a queue on Redis')
    .requiredOption('--queue <URL>', 'such as redis://10.0.0.5:6379')
    .option('--workers <N>', 'threads; all cores where it says nothing')
    .option('--idle <T>', 'end when there has been nothing to do for so long')
    .action(async (options) => done(await (await import('../commands/worker.ts')).worker(options, io)));
}
