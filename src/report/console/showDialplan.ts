import type { ServerId } from '../../model/ids.ts';
import type { ClusterParts } from '../../model/composition.ts';
import {
  match,
  MAX_CONTEXTS_IN_A_SEARCH,
  parsePattern,
  writtenAs,
  type Context,
  type Extension,
  type Pattern,
} from '../../model/server/dialplan/index.ts';
import { printf } from './printf.ts';

interface Counts {
  extensions: number;
  priorities: number;
  contexts: number;
}

/** What all contexts of one answer share. */
interface Shown {
  readonly parts: ClusterParts;
  readonly server: ServerId;
  /** Empty: every extension. */
  readonly exten: string;
  readonly sources: ReadonlyMap<string, string>;
  readonly counts: Counts;
}

/**
 * `show dialplan [CONTEXT | EXTEN@CONTEXT]`; sources: pbx.c:show_dialplan_helper of 1.2.6 and 16.28. The context that
 * was
 * made last comes first (ast_context_create inserts at the head), so the regcontext comes before those of the file.
 */
export function showDialplan(parts: ClusterParts, server: ServerId, what: string): string[] {
  const sources = parts.rules.dialect === '16' ? sourcesOf(parts, server) : new Map<string, string>();
  const at = what.indexOf('@');
  const [exten, name] = at < 0 ? ['', what] : [what.slice(0, at), what.slice(at + 1)];
  const contexts = [...parts.plans[server]!.contexts()]
    .reverse()
    .filter((context) => name === '' || context.name === name);
  if (contexts.length === 0) return [`There is no existence of '${name}' context`];
  const counts = { extensions: 0, priorities: 0, contexts: 0 };
  const lines = contexts.flatMap((context) => contextLines(context, [], { parts, server, exten, sources, counts }));
  if (exten !== '' && counts.extensions === 0) {
    return [
      ...lines,
      name === ''
        ? `There is no existence of '${exten}' extension in all contexts`
        : `There is no existence of ${exten}@${name} extension`,
    ];
  }
  const extensions = counts.extensions === 1 ? 'extension' : 'extensions';
  const priorities = counts.priorities === 1 ? 'priority' : 'priorities';
  const total = `-= ${counts.extensions} ${extensions} (${counts.priorities} ${priorities}) in ${counts.contexts} ${counts.contexts === 1 ? 'context' : 'contexts'}. =-`;
  return [...lines, total];
}

/**
 * 16 names file and line of a step that has them instead of who put it there
 * (pbx.c:show_dialplan_helper_extension_output).
 */
function sourcesOf({ config }: ClusterParts, server: ServerId): Map<string, string> {
  const sources = new Map<string, string>();
  for (const context of config.servers[server]!.dialplan.contexts) {
    for (const step of context.steps) {
      const key = `${context.name}\n${step.extension}\n${step.priority}`;
      const { file, line } = step.place;
      if (line > 0 && !sources.has(key)) sources.set(key, `${file.slice(file.lastIndexOf('/') + 1)}:${line}`);
    }
  }
  return sources;
}

/**
 * Of an extension, the entry that fits it, and those of the contexts that this one includes, in their place; its
 * switches
 * are printed for any argument.
 * @param through the includes that led here; empty: it was asked for itself
 */
function contextLines(context: Context, through: readonly string[], shown: Shown): string[] {
  const { exten, sources, counts } = shown;
  const { dialect } = shown.parts.rules;
  const fits = (pattern: Pattern): boolean => exten === '' || match(pattern, exten, 'match', dialect) > 0;
  const extensions = [...context.extensions()].filter(({ pattern }) => fits(pattern));
  const lines: string[] = [];
  const isNamed = exten === '' || extensions.length > 0;
  if (isNamed) {
    counts.contexts++;
    lines.push(
      `[ ${through.length === 0 ? 'Context' : 'Included context'} '${context.name}' created by '${context.registrar}' ]`,
    );
  }
  for (const extension of extensions) {
    counts.extensions++;
    counts.priorities += extension.steps.size;
    lines.push(
      ...extensionLines(extension, (priority) => sources.get(`${context.name}\n${writtenAs(extension)}\n${priority}`)),
    );
  }
  for (const include of context.includes) {
    if (exten === '') lines.push(printf('  Include =>        %-45s [%s]', `'${include.context}'`, context.registrar));
    else lines.push(...includedLines(include.context, through, shown));
  }
  const ignored = context.ignorePatterns.filter((pattern) => fits(parsePattern(`_${pattern}.`)));
  lines.push(...ignored.map((pattern) => printf('  Ignore pattern => %-45s [%s]', `'${pattern}'`, context.registrar)));
  if (through.length === 0)
    lines.push(
      ...context.switches.map((one) =>
        printf('  Alt. Switch =>    %-45s [%s]', `'${one.kind}/${one.data}'`, context.registrar),
      ),
    );
  if (isNamed) lines.push('');
  return lines;
}

/** Nothing of one that leads back to itself. */
function includedLines(name: string, through: readonly string[], shown: Shown): string[] {
  const context = shown.parts.plans[shown.server]!.context(name);
  const leadsBack = through.some((earlier) => earlier.toLowerCase() === name.toLowerCase());
  if (context === undefined || leadsBack || through.length >= MAX_CONTEXTS_IN_A_SEARCH) return [];
  return contextLines(context, [...through, name], shown);
}

function extensionLines(extension: Extension, sourceOf: (priority: number) => string | undefined): string[] {
  const steps = [...extension.steps.values()].sort((a, b) => a.priority - b.priority);
  return steps.map((step, index) => {
    const only = extension.caller === undefined ? '' : ` (CID match '${extension.caller.text}')`;
    const head = index === 0 ? `'${extension.pattern.text}'${only} =>` : step.label === '' ? '' : `   [${step.label}]`;
    return printf(
      '  %-17s %-45s [%s]',
      head,
      `${step.priority}. ${step.written}(${step.args})`,
      sourceOf(step.priority) ?? step.registrar,
    );
  });
}
