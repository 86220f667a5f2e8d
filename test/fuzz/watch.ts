import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { WAITS } from './judge.ts';

/** Kills a child that says nothing for longer than an input may take: in time of the processor, where the system tells it. */
export class Watch {
  private readonly child: ChildProcess;
  private readonly allowed: number;
  private readonly timer: NodeJS.Timeout;
  private since = performance.now();
  private used = 0;

  /** `allowed`: seconds. */
  constructor(child: ChildProcess, allowed: number) {
    this.child = child;
    this.allowed = allowed;
    this.timer = setInterval(() => this.look(), 1000);
  }

  hears(): void {
    this.since = performance.now();
    this.used = cpuSecondsOf(this.child.pid!) ?? 0;
  }

  ends(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    const used = cpuSecondsOf(this.child.pid!);
    const waited = (performance.now() - this.since) / 1000;
    const { allowed } = this;
    if (waited > WAITS * allowed || (used === undefined ? waited > allowed : used - this.used > allowed))
      this.child.kill('SIGKILL');
  }
}

/** Linux: /proc/PID/stat, in ticks of 10 ms; undefined elsewhere. */
function cpuSecondsOf(pid: number): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return undefined;
  }
}
