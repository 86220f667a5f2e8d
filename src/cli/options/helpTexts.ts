import { Help, type Command, type Option } from 'commander';

/** A command line, without the program's name, and what it does. */
type Example = readonly [line: string, does: string];

const EXAMPLES: Readonly<Record<string, readonly Example[]>> = {
  run: [
    ['run office.yaml', 'one run, files in results/office/'],
    ["run office.yaml --set 'servers.*.cachetime=1h' --seed 7", 'with other values'],
    ['run office.yaml --replications 20', 'every figure with its interval'],
  ],
  check: [
    ['check office.yaml', 'a scenario with its .conf files'],
    ['check /etc/asterisk --profile asterisk-16 --strict', "a server's folder; risks end with 1"],
  ],
  console: [
    ["console office.yaml dunpbx1 --at 90s 'dundi show peers'", "the hub's peers at 90 s"],
    [
      "console office.yaml regpbx1 --at 10s --every 1s --until 20s --keep 'dundi lookup 1002@priv'",
      'how long an answer lives in the cache',
    ],
  ],
  call: [
    ['call office.yaml 91', 'every message of call 91 of calls.csv'],
    ['call office.yaml 91 --svg call-91.svg', 'as a picture, too'],
  ],
  lab: [
    ['lab', 'the shipped scenarios, with eight lessons'],
    ['lab office.yaml --save office-lab.html', 'a page to give away, with your own scenario in it'],
  ],
  calibrate: [['calibrate --mysql mysql://test@127.0.0.1:3306/test', 'a database block from a server of your own']],
  import: [
    ['import --cdr Master.csv --asterisk ./my-cluster', 'the calls of a day, and their rates by hour'],
    ['import --cdr regpbx1=a/Master.csv --log regpbx2=b/messages --out incident', 'a failure, to be replayed'],
  ],
  explain: [
    ['explain', 'every rule and measure'],
    ['explain cacheMargin', 'a rule, with its source'],
    ['explain calls.lost', 'a measure, with its unit'],
  ],
  init: [
    ['init my-cluster', "a scenario and the paper's configuration"],
    ['init my-cluster --profile asterisk-16', 'the same for Asterisk 16'],
  ],
  completion: [
    ['completion bash > ~/.local/share/bash-completion/completions/dundisim', 'for bash'],
    ['completion zsh > ~/.zfunc/_dundisim', 'for zsh, with ~/.zfunc in fpath'],
    ['completion fish > ~/.config/fish/completions/dundisim.fish', 'for fish'],
  ],
  sweep: [
    ["sweep office.yaml --over 'servers.*.cachetime=5s,5m,1h'", 'one path'],
    [
      'sweep office.yaml --over phones.office.expires=60s,1h --over phones.office.backup=none,next',
      'every combination',
    ],
  ],
  compare: [['compare office.yaml --with phones.office.backup=next', 'is it better with a second server?']],
  tradeoff: [
    ['tradeoff', 'the shipped scenario'],
    ['tradeoff office.yaml --cachetimes 5s,1h', 'of your own'],
  ],
  plan: [
    ["plan office.yaml --maximise calls.0.rate --slo 'calls.lost < 1%'", 'the greatest rate that loses less'],
    [
      "plan office.yaml --maximise phones.office.count --slo 'calls.postDialDelayMs.p99 < 2s' --fault 'crash: servers.*'",
      'how many phones, with any one server down',
    ],
    [
      "plan office.yaml --maximise phones.office.count --slo 'calls.lost < 5% during 5m..7m' --fault 'crash: servers.*, at: 5m, for: 2m'",
      'the same, by what is lost during the failure',
    ],
    [
      "plan scenarios/phones-per-server.yaml --maximise phones.office.perServer --over servers.regpbx.count=5,10 --slo 'calls.postDialDelayMs.p99 < 2s' --slo 'calls.lost < 5%' --fault 'crash: regpbx2'",
      'phones per server, by servers of a hub',
    ],
  ],
  hunt: [["hunt office.yaml --fault 'crash: servers.*' --window 0s..10m --measure calls.lost", 'the worst crash']],
  merge: [['merge results/backup', 'the shards of a sweep']],
  rerun: [['rerun results/backup/cells.csv --row 17 --trace', 'a row, with the consoles']],
  worker: [['worker --queue redis://10.0.0.5:6379 --idle 10m', 'run cells of a queue']],
};

/** Commander's own words, without quotes around a default and without the empty list of what may be repeated. */
export function optionDescription(option: Option): string {
  return new Help()
    .optionDescription(option)
    .replace(' (default: [])', '')
    .replace(/\(default: "([^"]*)"\)$/, '(default: $1)');
}

const EXIT_CODES: readonly (readonly [string, string])[] = [
  ['0', 'fine'],
  [
    '1',
    'an expectation does not hold, plan found no value, hunt found a schedule that does harm, check --strict found risks',
  ],
  ['2', 'a mistake in the input or on the command line'],
  ['3', 'a bug of dundisim'],
  ['130', 'stopped by Ctrl-C'],
];

/** Behind the options of a command: examples, and what the process ends with. */
export function addHelpTexts(program: Command): void {
  for (const command of program.commands) {
    const examples = EXAMPLES[command.name()];
    if (examples !== undefined) command.addHelpText('after', `\n${examplesText(examples)}\n\n${exitText()}`);
  }
  program.addHelpText('after', `\n${exitText()}\n\n${UNITS}\n\nFirst steps: dundisim init my-cluster`);
}

/** Where `--help` says which units a time may have; a test holds the list to the reader's. */
const UNITS = `Times:
  300us, 200ms, 60s, 5m, 8h, 1h30m, 1d; sec and min are s and m. Without a unit a time is a mistake.
  Not so 0, nor keys of the .conf files, which count as those do: cachetime=5 is 5 s, qualify=500 is 500 ms.`;

function examplesText(examples: readonly Example[]): string {
  const lines = examples.map(([line, does]) => `  # ${does}\n  dundisim ${line}`);
  return `Examples:\n${lines.join('\n')}`;
}

function exitText(): string {
  return `Exit codes:\n${EXIT_CODES.map(([code, says]) => `  ${code.padEnd(4)} ${says}`).join('\n')}`;
}
