import type { Command } from 'commander';
import {
  runnerOptions,
  scenarioOptions,
  type Collect,
  PCAP_OPTION,
  PERFETTO_OPTION,
  REPORT_OPTION,
} from './commonOptions.ts';
import type { ExperimentOptions } from '../experiments/reading.ts';
import { mistakeIn } from '../files/textFiles.ts';
import type { Registry } from './searchCommands.ts';

const LEVEL = '95%';
/** Of the commands that judge expectations. */
export const JUNIT = 'write what came of the expectations as JUnit XML, for a CI server';

/**
 * What `run`, `sweep`, `compare` and `tradeoff` have in common.
 * @param replications how many there are where the user does not say
 */
export function experimentOptions(command: Command, collect: Collect, replications: number): Command {
  return runnerOptions(
    scenarioOptions(command, collect)
      .option('--until <T>', "end at this virtual time, such as 5m (default: the scenario's duration)")
      .option(
        '--replications <N>',
        `number of runs of each point, with the seeds <seed>/r1, <seed>/r2 and so on (default: ${replications})`,
      )
      .option(
        '--precision <P>',
        'instead: run until the interval of the first --measure, or of calls.lost, has this half width relative to the mean, such as 5%; at least 10 runs',
      )
      .option('--level <P>', 'confidence level of the intervals', LEVEL)
      .option(
        '--measure <EXPR>',
        'one more figure, such as "calls.lost during 60s..5m" or servers.dunpbx1.lookups; may be repeated',
        collect,
        [],
      )
      .option('--warm-up <T>', 'leave out what began before this time; auto: the time that MSER-5 finds (default: 0s)')
      .option(
        '--stagger <path=from..until>',
        'move a time from replication to replication, evenly over a window, such as faults.0.at=5m..60m',
      ),
  )
    .option(
      '--shard <i/n>',
      'run only this part of n, 1/n to n/n, for "dundisim merge" to put together: Slurm arrays, Kubernetes indexed Jobs',
    )
    .option('--out <DIR>', 'folder for the results (default: one below results/)')
    .option(...REPORT_OPTION)
    .option('--json', 'print the result as one JSON document, and nothing else');
}

/** Of `run` and `sweep`: pairs of runs have their random numbers in common, which does more. */
export function controlOption(command: Command): Command {
  return command.option(
    '--control',
    'narrower intervals of means: what a run owes to more or less traffic offered than usual is taken out (control variate); from 10 runs on',
  );
}

/**
 * Of the options of `run`: whether they ask for several runs. @throws UserMistakes when they ask for one, with options
 * of several, or the other way
 */
export function isExperiment(
  options: ExperimentOptions & {
    readonly trace?: boolean;
    readonly events?: string;
    readonly pcap?: string;
    readonly perfetto?: string;
  },
): boolean {
  const { replications, precision } = options;
  const several = replications !== undefined || precision !== undefined;
  const single = (['trace', 'events', 'pcap', 'perfetto'] as const).find((name) => options[name] !== undefined);
  if (several && single !== undefined)
    throw mistakeIn(`--${single}`, 'goes with a single run; "dundisim rerun" repeats any row of cells.csv');
  const given =
    (['warmUp', 'stagger', 'workers', 'queue', 'shard', 'control'] as const).find(
      (name) => options[name] !== undefined,
    ) ?? (options.measure.length > 0 ? 'measure' : options.level === LEVEL ? undefined : 'level');
  if (!several && given !== undefined)
    throw mistakeIn(
      given === 'warmUp' ? '--warm-up' : `--${given}`,
      'goes with several runs: add --replications or --precision',
    );
  return several;
}

/** The commands that run a scenario many times. */
export function addExperiments({ command, collect, done, io }: Registry): void {
  controlOption(experimentOptions(command('sweep'), collect, 10))
    .description('every combination of values, under the same random numbers: intervals, CSV, charts')
    .argument('<FILE>', 'a scenario')
    .option(
      '--over <path=v1,v2>',
      'values of a path, with their units (cachetime=5s,30s; without one a key of a .conf file counts as the file does); may be repeated: every combination runs, the first path is the x axis of the charts',
      collect,
      [],
    )
    .option('--junit <FILE>', JUNIT)
    .action(async (file, options) => done(await (await import('../commands/sweep.ts')).sweep(file, options, io)));

  experimentOptions(command('compare'), collect, 20)
    .description(
      'a scenario and a variation of it, pair by pair under the same random numbers: a verdict with its interval',
    )
    .argument('<FILE>', 'a scenario')
    .option('--with <path=value>', 'what is different in the variation; may be repeated', collect, [])
    .action(async (file, options) => done(await (await import('../commands/compare.ts')).compare(file, options, io)));

  experimentOptions(command('tradeoff'), collect, 8)
    .description('what a cachetime saves and what it costs when a server dies, under the three profiles: one picture')
    .argument('[FILE]', 'a scenario in which a server crashes, instead of the one that comes with the program')
    .option('--cachetimes <T1,T2>', 'cachetimes to compare (default: 1s,5s,30s,5m,1h)')
    .action(async (file, options) => done(await (await import('../commands/tradeoff.ts')).tradeoff(file, options, io)));

  command('merge')
    .description('join the shards of a command with --shard: the files are those of the command without it')
    .argument('<DIR...>', 'the folders of the shards, or the folder that holds them')
    .option('--json', 'print the result as one JSON document, and nothing else')
    .option('--out <DIR>', 'folder for the results (default: the one that holds the shards)')
    .action(async (folders, options) => done(await (await import('../commands/merge.ts')).merge(folders, options, io)));

  command('rerun')
    .description('run a row of a cells.csv again: the same fingerprint, and all files of a single run')
    .argument('<CSV>', 'a cells.csv, with its experiment.json beside it')
    .requiredOption('--row <N>', 'its number, from 1: the first column')
    .option('--trace', 'write the console of every server at verbosity 3')
    .option(...PCAP_OPTION)
    .option(...PERFETTO_OPTION)
    .option(...REPORT_OPTION)
    .option('--json', 'print the result as one JSON document, and nothing else')
    .option('--out <DIR>', 'folder for the results (default: row-<N> beside the CSV)')
    .option('--junit <FILE>', JUNIT)
    .action(async (csv, options) => done(await (await import('../commands/rerun.ts')).rerun(csv, options, io)));
}
