import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether there is a MariaDB to test with. Where CI runs there must be: there its absence is a failure, not a skip. */
export function hasMariadb(): boolean {
  return process.env['CI'] === 'true' || spawnSync('mariadbd', ['--version']).status === 0;
}

/** Characters that have to be escaped in a URL. */
export const PASSWORD = 'p@ss/w:rd';

export interface MariadbServer {
  readonly port: number;
  readonly url: string;
  /** Names of the tables of its database, one a line. */
  tables(): string;
  stop(): Promise<void>;
}

/** A real MariaDB with an empty database, on a free port of this machine alone; its folder goes with it. */
export async function startMariadb(maxConnections = 50): Promise<MariadbServer> {
  const folder = mkdtempSync(join(tmpdir(), 'dundisim-mariadb-'));
  const data = join(folder, 'data');
  const user = process.getuid?.() === 0 ? ['--user=root'] : [];
  const made = spawnSync('mariadb-install-db', [
    '--no-defaults',
    `--datadir=${data}`,
    '--auth-root-authentication-method=normal',
    ...user,
  ]);
  if (made.status !== 0) throw new Error(`mariadb-install-db: ${String(made.stderr)}`);
  const first = join(folder, 'first.sql');
  writeFileSync(
    first,
    `CREATE DATABASE asterisk;\nCREATE USER 'ast'@'127.0.0.1' IDENTIFIED BY '${PASSWORD}';\nGRANT ALL ON asterisk.* TO 'ast'@'127.0.0.1';\n`,
  );
  const port = await freePort();
  const server = spawn(
    'mariadbd',
    [
      '--no-defaults',
      ...user,
      `--datadir=${data}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${join(folder, 'sock')}`,
      `--pid-file=${join(folder, 'pid')}`,
      `--init-file=${first}`,
      `--max-connections=${maxConnections}`,
      '--skip-name-resolve',
      '--innodb-buffer-pool-size=16M',
      '--innodb-flush-log-at-trx-commit=2',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  await new Promise<void>((resolve, reject) => {
    server.stderr.on('data', (text: Buffer) => {
      said += String(text);
      if (/ready for connections/.test(said)) resolve();
    });
    server.on('error', reject);
    server.on('exit', () => reject(new Error(`mariadbd ended: ${said}`)));
  });
  return {
    port,
    url: `mysql://ast:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/asterisk`,
    tables: () =>
      String(
        spawnSync('mariadb', ['-N', '-h127.0.0.1', `-P${port}`, '-uast', 'asterisk', '-e', 'SHOW TABLES'], {
          env: { ...process.env, MYSQL_PWD: PASSWORD },
        }).stdout,
      ),
    stop: async () => {
      if (server.exitCode === null) {
        const gone = once(server, 'exit');
        server.kill('SIGTERM');
        await gone;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
