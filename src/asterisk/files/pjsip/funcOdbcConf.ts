import type { OdbcFunction } from '../../../model/server/dialplan/compiledPlan.ts';
import { parseRowSelect } from '../../../model/server/dialplan/applications/sql.ts';
import { lastValue, otherSections, type Conf } from '../../conf/sections.ts';
import { quote, type Remarks } from '../../remarks.ts';

/** func_odbc.conf: functions by the names that a dialplan calls them by (func_odbc.c:init_acf_query). */
export function readFuncOdbc(conf: Conf | undefined, remarks: Remarks): Readonly<Record<string, OdbcFunction>> {
  const functions: Record<string, OdbcFunction> = {};
  for (const section of conf === undefined ? [] : otherSections(conf, 'general')) {
    const prefix = lastValue(section, 'prefix')?.value ?? 'ODBC';
    const read = lastValue(section, 'readsql') ?? lastValue(section, 'read');
    const written = lastValue(section, 'writesql') ?? lastValue(section, 'write');
    if (read === undefined && written === undefined) {
      remarks.risk(
        'noSqlOfFunction',
        section.place,
        `[${section.name}] has neither readsql nor writesql: Asterisk ignores the section`,
      );
      continue;
    }
    const name = prefix === '' ? section.name : `${prefix}_${section.name}`;
    functions[name] = { readSql: read?.value ?? '' };
    const example = (read?.value ?? '').replace(/\$\{(?:[^{}]|\$\{[^{}]*\})*\}/g, '1');
    if (read !== undefined && parseRowSelect(example) === undefined)
      remarks.note(
        read.valuePlace,
        `${quote(name)}: this SQL takes its time and returns nothing; understood is SELECT column FROM table WHERE column=value`,
      );
  }
  return functions;
}
