import { sourced } from '../../model/risks/risks.ts';
import { familyOf, isRealtime } from '../../model/server/dialplan/index.ts';
import type { DialplanConfig, ExtensionRow } from '../../model/server/dialplan/compiledPlan.ts';
import { NOWHERE } from '../../text/place.ts';
import type { Reading } from '../reading/reader.ts';
import type { ScenarioData } from '../reading/schema.ts';
import type { ServerDraft } from './serverDraft.ts';

type Tables = NonNullable<NonNullable<ScenarioData['database']>['tables']>;

/** Rows of the families that the server's switches name and its extconfig.conf maps; a risk where the scenario has none. */
export function extensionTables(
  { name: server, read: { dialplan, tables } }: ServerDraft,
  written: Tables,
  reading: Reading,
): DialplanConfig['realtime'] {
  const asked = dialplan.contexts.flatMap(({ name, switches }) =>
    switches.filter(isRealtime).map((it) => ({ place: it.place, family: familyOf(it, name).family })),
  );
  const known: Record<string, readonly ExtensionRow[]> = {};
  for (const { place, family } of asked) {
    const table = tables[family];
    if (table === undefined || Object.hasOwn(known, family)) continue;
    const rows = Object.hasOwn(written, table) ? written[table]! : undefined;
    if (rows === undefined)
      reading.remarks.push({
        severity: 'risk',
        ...sourced('noTableRows'),
        place,
        text: `${server} asks the table "${table}", and the scenario has no rows of it: nothing is found there; see "database: { tables: { ${table}: … } }"`,
      });
    known[family] = (rows ?? []).map(({ context, exten, priority = 1, app, appdata = '' }) => ({
      context,
      exten,
      priority,
      app,
      appdata,
      place: NOWHERE,
    }));
  }
  return Object.keys(known).length === 0 ? undefined : known;
}
