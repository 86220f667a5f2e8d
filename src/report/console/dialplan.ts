import type { ServerId } from '../../model/ids.ts';
import type { ClusterParts } from '../../model/join.ts';
import type { Context, Extension } from '../../model/pbx/dialplan/index.ts';
import { printf } from './printf.ts';

/**
 * `show dialplan [CONTEXT | EXTEN@CONTEXT]`; sources: pbx.c:show_dialplan_helper of 1.2.6 and 16.28. The context that was
 * made last comes first (ast_context_create inserts at the head), so the regcontext stands before those of the file.
 */
export function showDialplan(parts: ClusterParts, server: ServerId, what: string): string[] {
  const sources = parts.rules.dialect === '16' ? sourcesOf(parts, server) : new Map<string, string>();
  const [exten, name] = what.includes('@') ? (what.split('@') as [string, string]) : ['', what];
  const contexts = [...parts.plans[server]!.contexts()].reverse().filter((context) => name === '' || context.name === name);
  if (contexts.length === 0) return [`There is no existence of '${name}' context`];
  const counts = { extensions: 0, priorities: 0, contexts: 0 };
  const lines = contexts.flatMap((context) => contextLines(context, exten, sources, counts));
  if (exten !== '' && counts.extensions === 0) return [`There is no existence of ${exten}@${name} extension`];
  const extensions = counts.extensions === 1 ? 'extension' : 'extensions';
  const priorities = counts.priorities === 1 ? 'priority' : 'priorities';
  const total = `-= ${counts.extensions} ${extensions} (${counts.priorities} ${priorities}) in ${counts.contexts} ${counts.contexts === 1 ? 'context' : 'contexts'}. =-`;
  return [...lines, total];
}

/** 16 names file and line of a step that has them instead of who put it there (pbx.c:show_dialplan_helper_extension_output). */
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

function contextLines(context: Context, exten: string, sources: ReadonlyMap<string, string>, counts: { extensions: number; priorities: number; contexts: number }): string[] {
  const shown = [...context.extensions()].filter((extension) => exten === '' || extension.pattern.text === exten);
  if (exten !== '' && shown.length === 0) return [];
  counts.contexts++;
  const lines = [`[ Context '${context.name}' created by '${context.registrar}' ]`];
  for (const extension of shown) {
    counts.extensions++;
    counts.priorities += extension.steps.size;
    lines.push(...extensionLines(extension, (priority) => sources.get(`${context.name}\n${extension.pattern.text}\n${priority}`)));
  }
  if (exten === '') {
    lines.push(...context.includes.map((include) => printf('  Include =>        %-45s [%s]', `'${include.context}'`, context.registrar)));
    lines.push(...context.ignorePatterns.map((pattern) => printf('  Ignore pattern => %-45s [%s]', `'${pattern}'`, context.registrar)));
    lines.push(...context.switches.map((one) => printf('  Alt. Switch =>    %-45s [%s]', `'${one.kind}/${one.data}'`, context.registrar)));
  }
  return [...lines, ''];
}

function extensionLines(extension: Extension, sourceOf: (priority: number) => string | undefined): string[] {
  const steps = [...extension.steps.values()].sort((a, b) => a.priority - b.priority);
  return steps.map((step, index) => {
    const head = index === 0 ? `'${extension.pattern.text}' =>` : step.label === '' ? '' : `   [${step.label}]`;
    return printf('  %-17s %-45s [%s]', head, `${step.priority}. ${step.written}(${step.args})`, sourceOf(step.priority) ?? step.registrar);
  });
}
