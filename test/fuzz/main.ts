/**
 * `npm run fuzz -- --seeds 10000 --from 1`: mutated scenarios, .conf folders and dialplan programs. Each has to end with 0,
 * 1 or 2 and, with 2, a place, in 5 s of the processor and 1 GB. What does not is made smaller and written below fuzz-failures/.
 *
 * --apart N: every N-th in a process of its own (100); the others in a child that does many, and is ended when it hangs.
 */
import { fork } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inputOf, type Input } from './inputs.ts';
import { faultOf, judgeApart, judgeHere } from './judge.ts';
import { shrunk } from './shrink.ts';
import { Watch } from './watch.ts';
import { optionsOf } from '../usage.ts';

const USAGE = `usage: npm run fuzz -- [--seeds N] [--from N] [--apart N] [--limit SECONDS] [--out DIR]`;

const LIMIT_S = 5;

/** From the child: a seed begins, or it ended with this fault. */
type Message = { readonly begins: number } | { readonly ended: number; readonly fault: string | undefined };

const { values } = optionsOf(USAGE, {
  options: {
    seeds: { type: 'string', default: '300' },
    from: { type: 'string', default: '1' },
    apart: { type: 'string', default: '100' },
    limit: { type: 'string', default: String(LIMIT_S) },
    out: { type: 'string', default: 'fuzz-failures' },
    child: { type: 'boolean', default: false },
  },
});
const [from, count, apart, limit] = [values.from, values.seeds, values.apart, values.limit].map(Number) as [
  number,
  number,
  number,
  number,
];

if (values.child) await beChild();
else process.exitCode = await beParent();

async function beChild(): Promise<void> {
  for (let seed = from; seed < from + count; seed++) {
    process.send!({ begins: seed } satisfies Message);
    process.send!({ ended: seed, fault: faultOf(await judgeHere(inputOf(seed)), limit) } satisfies Message);
  }
  process.disconnect();
}

async function beParent(): Promise<number> {
  const failures = new Map<number, string>();
  for (let seed = from; seed < from + count; seed = await stretch(seed, from + count, failures));
  for (let seed = from; seed < from + count; seed += apart) {
    const fault = faultOf(await judgeApart(inputOf(seed), limit + 5), limit + 5);
    if (fault !== undefined) failures.set(seed, `in a process of its own, ${fault}`);
  }
  for (const [seed, fault] of failures) await report(seed, fault);
  process.stdout.write(`${count} inputs from seed ${from}: ${failures.size} failed\n`);
  return failures.size === 0 ? 0 : 1;
}

/** Runs seeds in a child until the end, or until one hangs or takes the child with it. Gives the seed to go on from. */
async function stretch(first: number, end: number, failures: Map<number, string>): Promise<number> {
  const child = fork(
    new URL(import.meta.url).pathname,
    ['--child', '--from', String(first), '--seeds', String(end - first), '--limit', String(limit)],
    {
      execArgv: ['--max-old-space-size=1024', '--import', import.meta.resolve('tsx')],
    },
  );
  let current = first;
  const watch = new Watch(child, limit + 25);
  child.on('message', (message: Message) => {
    watch.hears();
    if ('begins' in message) current = message.begins;
    else if (message.fault !== undefined) {
      failures.set(message.ended, message.fault);
      process.stderr.write(`seed ${message.ended}: ${message.fault}\n`);
    }
  });
  const signal = await new Promise<NodeJS.Signals | null>((done) =>
    child.on('exit', (code, how) => done(code === 0 ? null : (how ?? 'SIGABRT'))),
  );
  watch.ends();
  if (signal === null) return end;
  failures.set(current, signal === 'SIGKILL' ? 'hangs' : `takes the process with it (${signal})`);
  return current + 1;
}

async function report(seed: number, fault: string): Promise<void> {
  const input = inputOf(seed);
  const isQuick = !/hangs|took|process/.test(fault);
  const fails = async (smaller: Input): Promise<boolean> => {
    const outcome = isQuick ? await judgeHere(smaller) : await judgeApart(smaller, limit + 5);
    const other = faultOf(outcome, isQuick ? Infinity : limit + 5);
    return other !== undefined && (!isQuick || other.slice(0, 12) === fault.slice(0, 12));
  };
  const { files, argv } = await shrunk(input, fails);
  const folder = join(values.out, String(seed));
  for (const [name, text] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  process.stdout.write(`seed ${seed} (${input.kind}): ${fault}\n  in ${folder}: dundisim ${argv.join(' ')}\n`);
}
