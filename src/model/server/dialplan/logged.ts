import type { Dialect } from './patterns.ts';

/** Where Asterisk's source logs what the dialplan logs: file:line and function, the line where it is known. */
export const LOGGED = {
  noInvalidHandler: { '1.2': 'pbx.c:2345 __ast_pbx_run', '16': 'pbx.c:4507 __ast_pbx_run' },
  noTimeoutHandler: { '1.2': 'pbx.c:2403 __ast_pbx_run', '16': 'pbx.c:4573 __ast_pbx_run' },
  badPriority: { '1.2': 'pbx.c:6486 ast_parseable_goto', '16': 'pbx.c:8869 pbx_parse_location' },
  noApplication: { '1.2': 'pbx.c:1688 pbx_extension_helper', '16': 'pbx.c:2928 pbx_extension_helper' },
  noApplicationToExecute: { '1.2': 'app_exec.c exec_exec', '16': 'app_exec.c exec_exec' },
  noFunction: { '1.2': 'pbx.c ast_func_read', '16': 'pbx_functions.c:608 ast_func_read' },
  noEndWhile: { '1.2': 'app_while.c _while_exec', '16': 'app_while.c _while_exec' },
  noMacroContext: { '1.2': 'app_macro.c:149 macro_exec', '16': 'app_macro.c:331 _macro_exec' },
  noMacroStart: { '1.2': 'app_macro.c:151 macro_exec', '16': 'app_macro.c:352 _macro_exec' },
  noDevice: { '1.2': 'app_dial.c:980 dial_exec_full', '16': 'app_dial.c:2613 dial_exec_full' },
  noQueue: { '1.2': 'app_queue.c queue_exec', '16': 'app_queue.c queue_exec' },
  noGosub: { '1.2': 'app_stack.c:84 return_exec', '16': 'app_stack.c:401 return_exec' },
  switchWithoutEndpoint: { '1.2': 'pbx_dundi.c dundi_exec', '16': 'pbx_dundi.c:4869 dundi_exec' },
  noAssignment: { '1.2': 'pbx.c:6030 pbx_builtin_setvar', '16': 'pbx_variables.c:1239 pbx_builtin_setvar' },
  mysqlFields: { '1.2': 'app_addon_sql_mysql.c:318 aMYSQL_fetch', '16': 'app_mysql.c:511 aMYSQL_fetch' },
  mysqlConnect: { '1.2': 'app_addon_sql_mysql.c aMYSQL_connect', '16': 'app_mysql.c:383 aMYSQL_connect' },
  mysqlQuery: { '1.2': 'app_addon_sql_mysql.c aMYSQL_query', '16': 'app_mysql.c:414 aMYSQL_query' },
  mysqlFetch: { '1.2': 'app_addon_sql_mysql.c aMYSQL_fetch', '16': 'app_mysql.c:518 aMYSQL_fetch' },
} as const satisfies Readonly<Record<string, Readonly<Record<Dialect, string>>>>;

export type Logged = keyof typeof LOGGED;
