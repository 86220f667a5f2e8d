import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { main } from '../../src/cli/program.ts';
import type { Input } from './inputs.ts';

/** Who uses no processor either is waited for so much longer: it may stand behind other work. */
export const WAITS = 60;

/** What came of an input. */
export interface Outcome {
  readonly code: number | null;
  /** All that was printed: check tells mistakes on stdout. */
  readonly said: string;
  /** Of the processor: other work on the machine does not make it more. */
  readonly seconds: number;
}

/** What is wrong with an outcome; undefined: nothing. `seconds`: how long it may take; absent, the time does not count. */
export function faultOf({ code, said, seconds: took }: Outcome, seconds = Infinity): string | undefined {
  if (took > seconds) return `took more than ${seconds} s`;
  if (code !== 0 && code !== 1 && code !== 2) return `ended with ${code}: ${said.split('\n').slice(-8).join(' / ')}`;
  if (/\n\s+at .*\.[jt]s:\d+/.test(said)) return `printed a stack trace: ${said.slice(0, 200)}`;
  // oxlint-disable-next-line no-control-regex -- they are what it looks for
  if (/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(said)) return 'printed control characters';
  const lines = said.split('\n').filter((line) => line !== '');
  if (code === 2 && !lines.some((line) => /^\S[^:]*:(?:\d+:\d+:)? /.test(line)))
    return `gives no place: ${said.slice(0, 200)}`;
  return undefined;
}

/** In this process: quick, but a hang hangs it too. */
export async function judgeHere(input: Input): Promise<Outcome> {
  return inFolder(input, async (cwd) => {
    let said = '';
    const say = (text: string): void => {
      said += text;
    };
    const before = cpuSeconds();
    const code = await main(input.argv, {
      out: say,
      err: say,
      cwd,
      watched: false,
      now: () => 0,
      interrupted: new AbortController().signal,
    });
    return { code, said, seconds: cpuSeconds() - before };
  });
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** In a process of its own, with a gigabyte and no more than `seconds` of the processor. */
export async function judgeApart(input: Input, seconds: number): Promise<Outcome> {
  const entry = new URL('../../src/cli/main.ts', import.meta.url).pathname;
  return inFolder(input, async (cwd) => {
    const node = ['--max-old-space-size=1024', '--import', import.meta.resolve('tsx'), entry];
    const limited = `ulimit -t ${Math.ceil(seconds)}; exec "$@"`;
    const { status, stdout, stderr } = spawnSync(
      'sh',
      ['-c', limited, 'sh', process.execPath, ...node, ...input.argv],
      { cwd, encoding: 'utf8', timeout: WAITS * seconds * 1000, killSignal: 'SIGKILL', maxBuffer: 1 << 28 },
    );
    return { code: status, said: `${stdout}${stderr}`, seconds: 0 };
  });
}

async function inFolder(input: Input, use: (cwd: string) => Promise<Outcome>): Promise<Outcome> {
  const cwd = mkdtempSync(join(tmpdir(), 'dundisim-fuzz-'));
  try {
    for (const [name, text] of input.files) {
      mkdirSync(dirname(join(cwd, name)), { recursive: true });
      writeFileSync(join(cwd, name), text);
    }
    return await use(cwd);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}
