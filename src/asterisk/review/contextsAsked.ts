import { sameName } from '../conf/sections.ts';
import type { NamedServer } from '../identify.ts';

/** DUNDi contexts that the dialplan of the server asks for. */
export function contextsAsked({ dialplan: { contexts } }: NamedServer['read']): readonly string[] {
  const switches = contexts.flatMap(({ switches: all }) => all.filter(({ kind }) => sameName(kind, 'dundi')));
  const functions = contexts.flatMap(({ steps }) =>
    steps.flatMap(({ args }) =>
      [...args.matchAll(/DUNDI(?:LOOKUP|QUERY)\([^,|]*[,|]\s*([\w-]+)/gi)].map((found) => found[1]!),
    ),
  );
  return [...new Set([...switches.map(({ data }) => data.split('/')[0]!), ...functions])];
}
