import { splitArguments } from '../arguments.ts';
import type { OdbcFunction } from '../compiledPlan.ts';
import { PENDING, type Pending } from '../services.ts';
import { substitute, type Scope } from '../substitution.ts';
import type { Thread } from '../channelThread.ts';
import { parseRowSelect } from '../applications/sql.ts';
import type { FunctionFamily } from './functionCode.ts';

/** Sources: func_odbc.c of 22.10.1. What func_odbc.conf makes is run by `odbcFunction`. */
export const ODBC: FunctionFamily = {
  SQL_ESC: (_, args) => args.replaceAll("'", "''"),
  SQL_ESC_BACKSLASHES: (_, args) => args.replaceAll('\\', '\\\\'),
};

/** A function of func_odbc.conf: its readsql, with ARG1 and so on put in; the first row's column. */
export function odbcFunction(thread: Thread, { readSql }: OdbcFunction, args: string, scope: Scope): string | Pending {
  const values = splitArguments(args, thread.dialect);
  const inner: Scope = {
    dialect: scope.dialect,
    variable: (name) => (/^ARG\d+$/.test(name) ? (values[Number(name.slice(3)) - 1] ?? '') : scope.variable(name)),
    call: (name, more) => scope.call(name, more),
  };
  const sql = substitute(readSql, inner);
  if (sql === PENDING) return PENDING;
  const result = thread.selectRows(parseRowSelect(sql));
  return result === PENDING ? PENDING : (result.rows[0] ?? '');
}

/** `Set(ODBC_NAME(args)=value)`: takes its time, and changes no table here. */
export function odbcWrite(thread: Thread): void | Pending {
  return thread.selectRows(undefined) === PENDING ? PENDING : undefined;
}
