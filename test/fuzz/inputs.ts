import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { dialplan } from './dialplans.ts';
import { mutated } from './mutate.ts';
import { Random } from './random.ts';
import { OF_COMMANDS, shippedScenarios } from '../scenarios/shipped.ts';

/** A folder of files, and the command that is given in it. */
export interface Input {
  readonly kind: 'scenario' | 'conf' | 'dialplan';
  readonly files: ReadonlyMap<string, string>;
  readonly argv: readonly string[];
}

const SHIPPED = new URL('../../scenarios/', import.meta.url).pathname;

/** The input of a seed: every third is a scenario, a folder of .conf files, or a program of the dialplan. */
export function inputOf(seed: number): Input {
  const random = new Random(seed);
  switch (seed % 3) {
    case 0:
      return scenario(random);
    case 1:
      return folder(random);
    default:
      return program(random);
  }
}

function scenario(random: Random): Input {
  const text = mutated(random.of(scenarios()), random, WORDS);
  return { kind: 'scenario', files: new Map([...paper(), ['s.yaml', text]]), argv: ['check', 's.yaml'] };
}

/** One to three files of one server are changed; the other servers are as shipped. */
function folder(random: Random): Input {
  const files = new Map(paper());
  const server = random.of(['regpbx1', 'dunpbx1']);
  for (let left = 1 + random.below(3); left > 0; left--) {
    const name = `paper/${server}/${random.of(['dundi.conf', 'sip.conf', 'iax.conf', 'extensions.conf', 'extconfig.conf'])}`;
    const other = random.of([...files.keys()].filter((path) => path.endsWith('.conf')));
    files.set(name, mutated(files.get(random.chance(10) ? other : name) ?? '[general]\n', random));
  }
  if (random.chance(50)) {
    const profile = random.of(['whitepaper', 'asterisk-1.2', 'asterisk-16']);
    return { kind: 'conf', files, argv: ['check', random.of(['paper', `paper/${server}`]), '--profile', profile] };
  }
  files.set('s.yaml', RUN.replace('PROFILE', random.of(['asterisk-1.2', 'asterisk-16'])));
  return { kind: 'conf', files, argv: ['run', 's.yaml', '--out', 'r'] };
}

function program(random: Random): Input {
  const profile = random.of(['asterisk-1.2', 'asterisk-16']);
  const text = dialplan(random, profile === 'asterisk-16' ? ',' : '|');
  const files = new Map(paper());
  files.set('paper/regpbx1/extensions.conf', random.chance(30) ? mutated(text, random) : text);
  files.set('s.yaml', RUN.replace('PROFILE', profile));
  return { kind: 'dialplan', files, argv: ['run', 's.yaml', '--out', 'r'] };
}

/** Small, and with calls through every server. */
const RUN = `profile: PROFILE
duration: 40s
asterisk: ./paper
phones: { office: { numbers: 1001..1006, home: regpbx1 } }
calls:
  - { at: 1s, from: 1001, to: 1002, talk: 5s }
  - { at: 2s, from: 1003, to: 1004, talk: 5s }
  - { rate: 0.2/s, talk: 3s }
faults: [{ at: 15s, crash: dunpbx1 }, { at: 25s, restart: dunpbx1 }]
`;

/** Keys and names of scenarios, so that mutations say something that is nearly right. */
const WORDS = [
  'servers:', 'phones:', 'calls:', 'faults:', 'network:', 'database:', 'expect:', 'rules:', 'profile:', 'start:',
  'regpbx1', 'regpbx1..5', 'office', 'servers.*', 'crash: regpbx1', 'at: 5s', 'cachetime: 5s', 'conf: ./paper/regpbx1',
  'calls.lost < 5%', 'calls.lost', 'during 1s..2s', 'address: 10.0.0.1..', 'trunks: { g1: { channels: 1 } }',
]; // prettier-ignore

let texts: readonly string[] | undefined;
let shippedPaper: ReadonlyMap<string, string> | undefined;

function scenarios(): readonly string[] {
  texts ??= [...shippedScenarios(), ...OF_COMMANDS]
    .sort()
    .map((name) => readFileSync(join(SHIPPED, `${name}.yaml`), 'utf8'))
    .filter((text) => text.length < 20_000);
  return texts;
}

function paper(): ReadonlyMap<string, string> {
  shippedPaper ??= new Map(
    readdirSync(join(SHIPPED, 'paper'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path): [string, string] => [relative(SHIPPED, path), readFileSync(path, 'utf8')]),
  );
  return shippedPaper;
}
