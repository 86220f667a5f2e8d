import { BrokenAssertion } from '../kernel/assert.ts';
import { Secrets } from '../asterisk/secrets.ts';
import { Command, CommanderError } from 'commander';
import { formatRemark, UserMistakes } from '../text/mistake.ts';
import { didYouMean } from '../text/nearest.ts';
import { withoutPasswords } from '../text/passwords.ts';
import { printable } from '../text/printable.ts';
import { IGNORE_MISSING, PCAP_OPTION, PERFETTO_OPTION, scenarioOptions, SET_OPTION } from './options/commonOptions.ts';
import { addExperiments, controlOption, experimentOptions, isExperiment, JUNIT } from './options/experimentCommands.ts';
import { EXIT, Interrupted, type ExitCode, type Io } from './io.ts';
import { addHelpTexts, optionDescription } from './options/helpTexts.ts';
import { Quiet } from './quiet.ts';
import { shownPlaces } from './files/places.ts';
import { excessWords } from './options/excessWords.ts';
import { otherUnknownOptions } from './options/unknownOptions.ts';
import { addSearches } from './options/searchCommands.ts';
import { version } from './version.ts';

/** Of mistakes at a time; who has more has one mistake many times. */
const MOST_LINES = 200;

/**
 * The whole command line. Never throws and never ends the process: what the user got wrong becomes lines on stderr,
 * and the number is what the process shall end with. Each command's own code is loaded when it is called.
 */
export async function main(argv: readonly string[], raw: Io): Promise<ExitCode> {
  const io = cleaned(raw);
  let code: ExitCode = EXIT.fine;
  const program = commands(io, (result) => {
    code = result;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError && error.code === 'commander.unknownOption')
      for (const line of otherUnknownOptions(program, argv)) io.err(`${line}\n`);
    if (error instanceof CommanderError && error.code === 'commander.excessArguments')
      for (const line of excessWords(program, argv)) io.err(`${line}\n`);
    return explainFailure(error, argv, io);
  }
}

/** Begins a line anew on a terminal: the only control characters that are ours (progress). */
const REWRITE = '\r\u001b[K';

/** Whatever is printed, on stdout or stderr, goes through here. */
function cleaned(io: Io): Io {
  return {
    out: (text) => io.out(shown(text)),
    err: (text) => io.err(text.startsWith(REWRITE) ? REWRITE + shown(text.slice(REWRITE.length)) : shown(text)),
    cwd: io.cwd,
    watched: io.watched,
    now: io.now,
    get interrupted() {
      return io.interrupted; // Asked for when a run begins, and not before (main.ts).
    },
  };
}

/** Without control characters and without the passwords of addresses. */
function shown(text: string): string {
  return withoutPasswords(printable(text));
}

function commands(surroundings: Io, done: (code: ExitCode) => void): Command {
  const quiet = new Quiet();
  const io = quiet.around(surroundings);
  const program = new Command('dundisim')
    .description(
      'Simulates a telephony cluster: Asterisk registration servers, a DUNDi lookup hub, SIP phones, a MySQL database.',
    )
    .version(version(), '-V, --version', 'print the version')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .configureHelp({ optionDescription })
    .showHelpAfterError('(dundisim --help lists the commands)');

  controlOption(experimentOptions(inherit(program.command('run'), program), collect, 1))
    .description(
      'run a scenario once, or with --replications or --precision several times: summary to stdout, files to results/',
    )
    .argument('<FILE>', 'a scenario, YAML or JSON')
    .option('--trace', 'write the console of every server at verbosity 3')
    .option('--events <FILE>', 'write every event of the run, a line each: time in s, name, two numbers')
    .option(...PCAP_OPTION)
    .option(...PERFETTO_OPTION)
    .option('--junit <FILE>', JUNIT)
    .option('--n-plus-1', 'what each single failure costs: every server in turn, and the database')
    .action(async (file, options) =>
      done(
        options.nPlus1 === true
          ? await (await import('./commands/nPlusOne.ts')).nPlusOne(file, options, io)
          : isExperiment(options)
            ? await (await import('./commands/replicate.ts')).replicate(file, options, io)
            : await (await import('./commands/run.ts')).run(file, options, io),
      ),
    );

  inherit(program.command('check'), program)
    .description('list mistakes, risks and notes by file:line:column, without running anything')
    .argument('<FILE|DIR>', 'a scenario, the folder of a server, or a folder of such folders')
    .option('--strict', 'end with 1 if there are risks')
    .option('--json', 'print them as one JSON document')
    .option(...SET_OPTION, collect, [])
    .option(...IGNORE_MISSING)
    .option(
      '--profile <NAME>',
      'of folders: the release that the files are written for: whitepaper, asterisk-1.2, asterisk-16 or asterisk-22 (default: asterisk-1.2)',
    )
    .action(async (path, options) => done(await (await import('./commands/check.ts')).check(path, options, io)));

  scenarioOptions(inherit(program.command('console'), program), collect)
    .description('an Asterisk CLI command on a server at a virtual time')
    .argument('<FILE>', 'a scenario')
    .argument('<SERVER>', "the server's name")
    .argument('<COMMAND...>', 'such as "dundi show peers"; several: each after its --at, or all at one')
    .requiredOption(
      '--at <T>',
      'virtual time, such as 65s; may be repeated',
      (text: string, earlier: readonly string[] = []) => [...earlier, text],
    )
    .option('--every <D>', 'ask again, each D from --at on')
    .option('--until <T>', 'end of --every (default: the end of the scenario)')
    .option('--keep', 'what a command changes remains for the next ones; else each finds the cluster undisturbed')
    .action(async (file, server, commands, options) =>
      done(await (await import('./commands/console.ts')).consoleCommand(file, server, commands, options, io)),
    );

  scenarioOptions(inherit(program.command('call'), program), collect)
    .description(
      'one call of a run: every message, the waits between them, why it ended as it did, and what would have saved it',
    )
    .argument('<FILE>', 'a scenario')
    .argument('<N>', 'number of the call, as in calls.csv')
    .option('--until <T>', 'another end of the run, such as 5m')
    .option('--svg <FILE>', 'write the ladder as a picture, too')
    .option('--mermaid <FILE>', 'write the ladder as a Mermaid sequenceDiagram, too')
    .option('--json', 'print the ladder as one JSON document')
    .action(async (file, number, options) =>
      done(await (await import('./commands/call.ts')).call(file, number, options, io)),
    );

  inherit(program.command('lab'), program)
    .description('a page on this machine that shows a cluster run, breaks it, and winds it back')
    .argument('[FILE]', 'a scenario; without it the shipped ones')
    .option('--port <N>', 'port on 127.0.0.1; 0: a free one', '0')
    .option('--save <FILE>', 'write the page as one HTML file instead, which works from disk')
    .option(...IGNORE_MISSING)
    .action(async (file, options) => done(await (await import('./commands/lab.ts')).lab(file, options, io)));

  inherit(program.command('explain'), program)
    .description('the rules of the profiles and the measures of results, with their sources')
    .argument('[RULE|MEASURE]', 'one of them, in full, such as cacheMargin or calls.lost')
    .option('--json', 'print it as one JSON document, and nothing else')
    .action(async (name, options) => done(await (await import('./commands/explain.ts')).explain(name, options, io)));

  inherit(program.command('init'), program)
    .description("a commented scenario and the paper's configuration, to be changed into your own")
    .argument('<DIR>', 'a new or an empty folder')
    .option('--profile <NAME>', 'the release: whitepaper, asterisk-1.2, asterisk-16 or asterisk-22', 'asterisk-1.2')
    .action(async (folder, options) => done(await (await import('./commands/init.ts')).init(folder, options, io)));

  inherit(program.command('calibrate'), program)
    .description('measures a real MySQL server: writes the database: block of a scenario, and a picture')
    .requiredOption('--mysql <URL>', 'mysql://user:password@host:3306/database; the password may be in MYSQL_PWD')
    .option('--clients <LIST>', 'clients at once, rising', '1,2,4,8,16,32')
    .option('--seconds <T>', 'for each kind of statement at each number of clients', '2s')
    .option('--out <DIR>', 'where to write', 'results/calibration')
    .option('--json', 'print what was measured as JSON')
    .action(async (options) => done(await (await import('./commands/calibrate.ts')).calibrate(options, io)));

  inherit(program.command('import'), program)
    .description('CDRs, console logs and the SIP table of a real cluster: a scenario that makes the same calls again')
    .option('--cdr <[SERVER=]FILE>', 'a Master.csv, such as regpbx1=Master.csv; may be repeated', collect, [])
    .option('--log <SERVER=FILE>', 'a console log, whose failures become faults; may be repeated', collect, [])
    .option('--sip-table <FILE>', 'the shared SIP table as CSV, with a column "name": phones that made no call, too')
    .option('--asterisk <DIR>', "the cluster's folder of .conf folders (default: the paper's)")
    .option('--profile <NAME>', 'the release: whitepaper, asterisk-1.2, asterisk-16 or asterisk-22', 'asterisk-1.2')
    .option('--out <DIR>', 'where to write scenario.yaml and calls.csv', 'imported')
    .action(async (options) => done(await (await import('./commands/import.ts')).importRecords(options, io)));

  addExperiments({ command: (name) => inherit(program.command(name), program), collect, done, io });
  addSearches({ command: (name) => inherit(program.command(name), program), collect, done, io });

  inherit(program.command('completion'), program)
    .description('a script that completes commands, options and names in a shell')
    .argument('<SHELL>', 'bash, zsh or fish')
    .action(async (shell) => {
      const { completion } = await import('./commands/completion.ts');
      const { explainedNames } = await import('./commands/explain.ts');
      done(completion(shell, program, { explain: explainedNames(), completion: ['bash', 'zsh', 'fish'] }, io));
    });

  inherit(program.command('help'), program)
    .description('the options of a command')
    .argument('[COMMAND]')
    .action((name?: string) => {
      const named = name === undefined ? program : program.commands.find((command) => command.name() === name);
      if (named === undefined)
        return program.error(
          `error: unknown command '${name}'${didYouMean(
            name!,
            program.commands.map((command) => command.name()),
          )}`,
        );
      named.outputHelp();
    });

  quiet.addTo(program);
  addHelpTexts(program);
  return program;
}

/** Sub-commands made by `command()` take exit and output over, but not the line after an error. */
function inherit(command: Command, program: Command): Command {
  return command
    .copyInheritedSettings(program)
    .showHelpAfterError(`(dundisim ${command.name()} --help lists its options)`);
}

/** An override may set a key that holds a secret; the command is written to the results. */
function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, new Secrets().coverScenario(value)];
}

function explainFailure(error: unknown, args: readonly string[], io: Io): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.mistake; // Commander has said it.
  if (error instanceof Interrupted) return EXIT.interrupted;
  if (error instanceof UserMistakes) {
    for (const remark of error.remarks.slice(0, MOST_LINES)) io.err(`${formatRemark(shownPlaces(remark, io.cwd))}\n`);
    if (error.remarks.length > MOST_LINES) io.err(`... and ${error.remarks.length - MOST_LINES} more\n`);
    return EXIT.mistake;
  }
  io.err(
    `dundisim ${version()}: a bug of ours, not of your scenario; please report it with the command and the scenario\n`,
  );
  if (error instanceof BrokenAssertion) io.err(`${error.message}\n`);
  if (error instanceof BrokenAssertion && error.moment !== undefined)
    io.err(`again with: dundisim ${args.join(' ')}\n`);
  io.err(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return EXIT.bug;
}
