import { atoi } from '../arguments.ts';
import { PENDING, type Pending, type StatementResult } from '../services.ts';
import type { MysqlThing, Thread } from '../channelThread.ts';
import { CONTINUE, HANG_UP, type Family } from './results.ts';
import { parseSelect } from './sql.ts';

/**
 * MYSQL(). Connections and results have numbers, one above the largest in use on the server. A connection that is not
 * given back stays open. Sources: app_addon_sql_mysql.c (asterisk-addons 1.2), app_mysql.c (16.28).
 */
export const MYSQL: Family = {
  MYSQL(thread, args) {
    const verb = args.toLowerCase();
    const run = COMMANDS.find(([name]) => verb.startsWith(name))?.[1];
    const ok = run === undefined ? false : run(thread, args);
    if (ok === PENDING) return PENDING;
    thread.set('MYSQL_STATUS', ok ? '0' : '-1');
    return args === '' ? HANG_UP : CONTINUE;
  },
};

type Command = (thread: Thread, args: string) => boolean | Pending;

const COMMANDS: readonly (readonly [string, Command])[] = [
  ['connect', connect],
  ['query', query],
  ['fetch', fetch],
  ['clear', clear],
  ['disconnect', disconnect],
];

/** `Connect connid host user password database` */
function connect(thread: Thread, args: string): boolean | Pending {
  const [, variable = '', host = '', , , database] = words(args, 7);
  if (database === undefined) return warn(thread, 'mysqlConnect', 'MYSQL_connect is missing some arguments');
  const timeout = Math.max(0, atoi(thread.get('MYSQL_TIMEOUT') ?? ''));
  const result = thread.statement({ kind: 'connect', host, timeout });
  if (result === PENDING) return PENDING;
  if (!result.ok) return warn(thread, 'mysqlConnect', `mysql_real_connect(mysql,${host},…) failed`);
  number(thread, variable, { kind: 'connection', connection: result.connection });
  return true;
}

/** `Query resultid connid sql` */
function query(thread: Thread, args: string): boolean | Pending {
  const [, variable = '', id = '', sql] = words(args, 4);
  if (sql === undefined || atoi(id) === 0) return warn(thread, 'mysqlQuery', 'missing some arguments');
  const thing = thread.mysql.get(atoi(id));
  if (thing?.kind !== 'connection')
    return warn(thread, 'mysqlQuery', `Invalid connection identifier ${id} passed in aMYSQL_query`);
  const { connection } = thing;
  const select = parseSelect(sql);
  const result: StatementResult | Pending =
    select === undefined
      ? thread.statement({ kind: 'other', connection, sql })
      : thread.statement({ kind: 'select', connection, ...select });
  if (result === PENDING) return PENDING;
  if (!result.ok || sql.includes('\\')) return warn(thread, 'mysqlQuery', 'aMYSQL_query: mysql_query failed.');
  if (/^\s*(select|show)\b/i.test(sql)) number(thread, variable, { kind: 'result', rows: result.rows, next: 0 });
  return true;
}

/** `Fetch fetchid resultid var1 …`: one row, of one column; the text NULL for NULL. fetchid is 1 while there was one. */
function fetch(thread: Thread, args: string): boolean | Pending {
  const [, variable, id = '', target = ''] = words(args, 5);
  const thing = thread.mysql.get(atoi(id));
  if (variable === undefined) return false;
  if (thing?.kind !== 'result') {
    thread.set(variable, '0');
    return warn(thread, 'mysqlFetch', `aMYSQL_fetch: Invalid result identifier ${atoi(id)} passed`);
  }
  const row = thing.rows[thing.next];
  thing.next++;
  if (row !== undefined) {
    thread.set(target, row ?? 'NULL'); // app_mysql.c:aMYSQL_fetch, where app_mysql.conf has no nullvalue.
    if (thread.dialect === '1.2') thread.log('WARNING', 'mysqlFields', 'ast_MYSQL_fetch: numFields=1');
  }
  thread.set(variable, row === undefined ? '0' : '1');
  return true;
}

function clear(thread: Thread, args: string): boolean | Pending {
  const id = atoi(words(args, 3)[1] ?? '');
  if (thread.mysql.get(id)?.kind === 'result') thread.mysql.delete(id);
  return true;
}

function disconnect(thread: Thread, args: string): boolean | Pending {
  const id = thread.note(() => atoi(words(args, 3)[1] ?? ''));
  const thing = thread.mysql.get(id);
  if (thing?.kind !== 'connection') return true;
  if (thread.statement({ kind: 'disconnect', connection: thing.connection }) === PENDING) return PENDING;
  thread.mysql.delete(id);
  return true;
}

function number(thread: Thread, variable: string, thing: MysqlThing): void {
  const id = Math.max(0, ...thread.mysql.keys()) + 1;
  thread.mysql.set(id, thing);
  thread.set(variable, String(id));
}

/** At most `limit` words, the last with all that follows. */
function words(text: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (parts.length < limit - 1) {
    const at = rest.indexOf(' ');
    if (at < 0) break;
    parts.push(rest.slice(0, at));
    rest = rest.slice(at + 1);
  }
  return [...parts, rest];
}

function warn(thread: Thread, where: 'mysqlConnect' | 'mysqlQuery' | 'mysqlFetch', text: string): false {
  thread.log('WARNING', where, text);
  return false;
}
