import { leadingInteger } from '../../confValues.ts';
import { lastValue, otherSections, type Conf } from '../../conf/sections.ts';

/** res_odbc.c: max_connections where res_odbc.conf has none. */
const DEFAULT_CONNECTIONS = 1;

/** res_odbc.conf: how many connections a server opens to its database; of several DSNs that with the most. */
export function readOdbc(conf: Conf | undefined): number {
  const counts = (conf === undefined ? [] : otherSections(conf, 'ENV')).map(
    (section) => leadingInteger(lastValue(section, 'max_connections')?.value ?? '') ?? DEFAULT_CONNECTIONS,
  );
  return counts.reduce((most, count) => Math.max(most, count), DEFAULT_CONNECTIONS);
}
