import { performance } from 'node:perf_hooks';
import {
  MEASURED_KINDS,
  sampleOf,
  type Load,
  type Measured,
  type MeasuredKind,
  type Sample,
} from '../../report/calibration/measured.ts';
import { Interrupted } from '../io.ts';
import type { Target } from './target.ts';

/** What is used of mysql2/promise. */
interface Connection {
  query(sql: string, values?: readonly unknown[]): Promise<readonly [unknown, unknown]>;
  end(): Promise<void>;
  destroy(): void;
}
export interface Mysql {
  createConnection(target: Target): Promise<Connection>;
}

/** Made for the measurement and dropped after it; the rows are as wide as those of Asterisk's table `sip`. */
const TABLE = 'dundisim_calibration';
const ROWS = 1000;
const FIRST = 1001;
/** Statements of each kind before anything counts. */
const WARM_UP = 200;

export interface Plan {
  /** Clients at once, rising. */
  readonly clients: readonly number[];
  /** For each kind of statement at each number of clients. */
  readonly seconds: number;
  /** Called before each measurement: what, and which part of all is done. */
  progress(what: string, done: number): void;
  readonly interrupted: AbortSignal;
}

/** Measures a real server. It leaves nothing behind. Rejects with the driver's errors, or Interrupted. */
export async function measure(mysql: Mysql, target: Target, plan: Plan): Promise<Measured> {
  const connection = await mysql.createConnection(target);
  try {
    const [[server]] = (await connection.query(
      'SELECT VERSION() AS version, @@max_connections AS maxConnections',
    )) as unknown as readonly [readonly [{ readonly version: string; readonly maxConnections: number }], unknown];
    await fill(connection);
    await warmUp(connection);
    const loads: Load[] = [];
    for (const clients of plan.clients.filter((number) => number < server.maxConnections))
      loads.push({ clients, samples: await samplesOf(mysql, target, plan, clients, loads.length) });
    return { ...server, host: `${target.host}:${target.port}`, loads };
  } finally {
    await connection.query(`DROP TABLE IF EXISTS ${TABLE}`).catch(() => {}); // What went wrong before is said instead.
    connection.destroy();
  }
}

async function fill(connection: Connection): Promise<void> {
  await connection.query(`DROP TABLE IF EXISTS ${TABLE}`);
  await connection.query(
    `CREATE TABLE ${TABLE} (name VARCHAR(80) NOT NULL PRIMARY KEY, context VARCHAR(80), secret VARCHAR(80), ` +
      'ipaddr VARCHAR(45), port INT, regseconds BIGINT, username VARCHAR(80), fullcontact VARCHAR(160))',
  );
  const rows = Array.from({ length: ROWS }, (_, i) => [String(FIRST + i), 'phones', 'secret', '', 0, 0, '', '']);
  await connection.query(`INSERT INTO ${TABLE} VALUES ?`, [rows]);
}

/** The server's caches and this program's compiler: not what is measured. */
async function warmUp(connection: Connection): Promise<void> {
  for (let i = 0; i < WARM_UP; i++) {
    await select(connection);
    await update(connection);
  }
}

async function samplesOf(
  mysql: Mysql,
  target: Target,
  plan: Plan,
  clients: number,
  index: number,
): Promise<Readonly<Record<MeasuredKind, Sample>>> {
  const samples = {} as Record<MeasuredKind, Sample>;
  for (const [i, kind] of MEASURED_KINDS.entries()) {
    const done = (MEASURED_KINDS.length * index + i) / (MEASURED_KINDS.length * plan.clients.length);
    plan.progress(`${kind} by ${clients} ${clients === 1 ? 'client' : 'clients'}`, done);
    const began = performance.now();
    const until = began + plan.seconds * 1000;
    const each = kind === 'connect' ? connecting(mysql, target) : asking(mysql, target, kind);
    const times = (await Promise.all(Array.from({ length: clients }, () => each(until, plan.interrupted)))).flat();
    if (plan.interrupted.aborted) throw new Interrupted();
    samples[kind] = sampleOf(
      times.sort((a, b) => a - b),
      (performance.now() - began) / 1000,
    );
  }
  return samples;
}

/** Asks until that time, one statement after the other; gives the times in µs, at least one. */
type Client = (until: number, interrupted: AbortSignal) => Promise<readonly number[]>;

function asking(mysql: Mysql, target: Target, kind: 'select' | 'update'): Client {
  return async (until, interrupted) => {
    const connection = await mysql.createConnection(target);
    const times: number[] = [];
    try {
      do {
        const began = performance.now();
        await (kind === 'select' ? select(connection) : update(connection));
        times.push(1000 * (performance.now() - began));
      } while (performance.now() < until && !interrupted.aborted);
      return times;
    } finally {
      connection.destroy();
    }
  };
}

/** The paper's [lookupmysql], connect, SELECT and close; the SELECT is left out of the time. */
function connecting(mysql: Mysql, target: Target): Client {
  return async (until, interrupted) => {
    const times: number[] = [];
    do {
      const began = performance.now();
      const connection = await mysql.createConnection(target);
      const connected = performance.now();
      await select(connection);
      const closing = performance.now();
      await connection.end();
      times.push(1000 * (connected - began + performance.now() - closing));
    } while (performance.now() < until && !interrupted.aborted);
    return times;
  };
}

function select(connection: Connection): Promise<unknown> {
  return connection.query(`SELECT fullcontact FROM ${TABLE} WHERE name = ?`, [anyName()]);
}

function update(connection: Connection): Promise<unknown> {
  const name = anyName();
  const now = Math.floor(Date.now() / 1000);
  return connection.query(
    `UPDATE ${TABLE} SET ipaddr = ?, port = ?, regseconds = ?, username = ?, fullcontact = ? WHERE name = ?`,
    ['10.10.10.63', 5060, now + 300, name, `sip:${name}@10.10.10.63:5060`, name],
  );
}

function anyName(): string {
  return String(FIRST + Math.floor(Math.random() * ROWS));
}
