import type { DialplanConfig } from '../../model/server/dialplan/compiledPlan.ts';
import { asLoaded, splitArguments } from '../../model/server/dialplan/arguments.ts';
import { LONGEST_ARGS } from '../../model/server/dialplan/substitution.ts';
import type { Rules } from '../../model/rules.ts';
import { fill } from '../../text/fill.ts';
import type { Place } from '../../text/place.ts';
import { sameName } from '../conf/sections.ts';

type Dialect = Rules['dialect'];

/** A place where the dialplan asks DUNDi for a number. */
export interface Asking {
  /** `switch => DUNDi/priv`, `DUNDILOOKUP()`. */
  readonly written: string;
  /** The DUNDi context that it asks for. */
  readonly context: string;
  readonly place: Place;
}

/** pbx_dundi.c: the context that the functions take where none is given. */
const NO_CONTEXT = 'e164';
const FUNCTION = /\bDUNDI(?:LOOKUP|QUERY)\(/gi;

const known = new WeakMap<DialplanConfig, Map<Dialect, readonly Asking[]>>();

/**
 * By switches, then by functions. A context that is known while a call runs alone is left out. Several reviews ask for it, for
 * each of a hundred servers that have one dialplan.
 */
export function askings(dialplan: DialplanConfig, { dialect }: Pick<Rules, 'dialect'>): readonly Asking[] {
  const of = known.get(dialplan) ?? new Map<Dialect, readonly Asking[]>();
  known.set(dialplan, of);
  const all = of.get(dialect) ?? read(dialplan, dialect);
  of.set(dialect, all);
  return all;
}

function read({ contexts, globals }: DialplanConfig, dialect: Dialect): readonly Asking[] {
  const filled = (text: string): string =>
    fill(text, (name) => (Object.hasOwn(globals, name) ? globals[name] : undefined), LONGEST_ARGS);
  const switches = contexts.flatMap(({ switches: all }) =>
    all
      .filter(({ kind }) => sameName(kind, 'dundi'))
      .map(({ kind, data, place }) => ({ written: `switch => ${kind}/${data}`, context: data.split('/')[0]!, place })),
  );
  const functions = contexts.flatMap(({ steps }) =>
    steps.flatMap(({ args, place }) =>
      [...args.matchAll(FUNCTION)].map((found) => {
        const inside = args.slice(found.index + found[0].length);
        const [, context = ''] = splitArguments(asLoaded(upToItsBracket(inside), dialect), dialect);
        return {
          written: `${found[0].toUpperCase()})`,
          context: filled(context).trim() || NO_CONTEXT,
          place,
        };
      }),
    ),
  );
  return [...switches, ...functions].filter(({ context }) => !context.includes('$'));
}

/** The text before the bracket that closes the function. */
function upToItsBracket(text: string): string {
  let depth = 1;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return text.slice(0, at);
  }
  return text;
}
