import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Run these tests, stage by stage until one fails, with this text in place of the file's own. */
export interface Order {
  /** From the root. */
  readonly file: string;
  /** Undefined: as it is. */
  readonly source: string | undefined;
  readonly stages: readonly (readonly string[])[];
  /** None of the tests needs more of Vitest than `PlainTests` has. */
  readonly plain: boolean;
}

export type Answer =
  | { readonly kind: 'ready' }
  /** `killer`: the test that failed. */
  | { readonly kind: 'done'; readonly killer: string | undefined; readonly ms: number };

export interface Outcome {
  readonly killer: string | undefined;
  readonly ms: number;
}

/** One workshop process, which is replaced when a mutant takes too long, and when the next tests need one of the other kind. */
export class Job {
  private child: Promise<ChildProcess> | undefined;
  private isPlain = false;

  /** Runs the tests. A mutant that takes longer than `limitMs` is noticed: its killer is the clock. */
  async run(order: Order, limitMs: number): Promise<Outcome> {
    if (this.isPlain !== order.plain) await this.close();
    this.isPlain = order.plain;
    const child = await (this.child ??= started(order.plain ? 'plainWorkshop.ts' : 'workshop.ts'));
    return await new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.abandon(child);
        resolve({ killer: `no end within ${Math.round(limitMs / 1000)} s`, ms: limitMs });
      }, limitMs);
      const listen = (answer: Answer): void => {
        if (answer.kind !== 'done') return;
        clearTimeout(timer);
        child.off('message', listen).off('exit', died);
        resolve({ killer: answer.killer, ms: answer.ms });
      };
      const died = (code: number | null): void => {
        clearTimeout(timer);
        this.child = undefined;
        if (order.source === undefined) reject(new Error(`the test process ended with ${code}`));
        else resolve({ killer: 'the process died', ms: limitMs });
      };
      child.on('message', listen).once('exit', died);
      child.send(order);
    });
  }

  async close(): Promise<void> {
    if (this.child !== undefined) this.abandon(await this.child);
  }

  private abandon(child: ChildProcess): void {
    this.child = undefined;
    child.removeAllListeners(); // Its end is reported when its successor has started.
    child.kill('SIGKILL');
  }
}

async function started(script: string): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), {
    execArgv: [...process.execArgv, '--experimental-vm-modules', '--no-warnings'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return await new Promise((resolve, reject) => {
    child.once('message', () => resolve(child));
    child.once('exit', (code) => reject(new Error(`the test process did not start (${code})`)));
  });
}
