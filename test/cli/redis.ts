import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { program } from '../compiled.ts';

/**
 * Whether there is a redis-server to test with. Where CI runs there must be: there its absence is a failure, not a
 * skip.
 */
export function hasRedis(): boolean {
  return process.env['CI'] === 'true' || spawnSync('redis-server', ['--version']).status === 0;
}

export interface RedisServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** A real Redis on a free port of this machine alone, which keeps nothing on disk. */
export async function startRedis(password = '', at = 0): Promise<RedisServer> {
  const port = at === 0 ? await freePort() : at;
  const server = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--requirepass', password],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await says(server, /Ready to accept connections/);
  return {
    url: `redis://${password === '' ? '' : `:${password}@`}127.0.0.1:${port}`,
    stop: () => ended(server, 'SIGTERM'),
  };
}

/** The command line in a process of its own. */
export function startDundisim(cwd: string, ...argv: string[]): ChildProcess {
  return spawn(process.execPath, [...program(), ...argv], { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Ends a process by its id, and waits until it is gone. */
export async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

async function says(child: ChildProcess, what: RegExp): Promise<void> {
  let said = '';
  for await (const piece of child.stdout!) {
    said += String(piece);
    if (what.test(said)) return;
  }
  throw new Error(`it ended, and said only: ${said}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
