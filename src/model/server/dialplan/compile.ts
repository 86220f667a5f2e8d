import { asLoaded } from './arguments.ts';
import { variableKey } from './dialplanChannel.ts';
import { Context } from './contexts.ts';
import type { Step } from './extension.ts';
import type { Registered } from './literalExtensions.ts';
import { match, parsePattern, type Dialect } from './patterns.ts';
import type { ContextConfig, DialplanConfig, OdbcFunction } from './compiledPlan.ts';
import { substitute, type Scope } from './substitution.ts';
import { isWithin, splitInclude } from './timePatterns.ts';
import { applicationNamed } from './applications/knownApplications.ts';

/** AST_PBX_MAX_STACK: contexts that one search visits at most (pbx.c, all versions). */
export const MAX_CONTEXTS_IN_A_SEARCH = 128;

/** Noop(…), which registrations add. */
export function registeredNoop(registrar: string): Registered {
  return { application: applicationNamed('Noop')!.name, written: 'Noop', registrar };
}

/** The dialplan of one running server: its file, compiled, and what registrations add to it. */
export class Dialplan {
  readonly dialect: Dialect;
  readonly autofallthrough: boolean;
  readonly priorityJumping: boolean;
  private readonly globals = new Map<string, string>();
  private readonly ofFile: Readonly<Record<string, string>>;
  private readonly odbcFunctions: ReadonlyMap<string, OdbcFunction>;
  private readonly byName = new Map<string, Context>();
  /** For each context, the contexts in the order of a search from it. Emptied when a context appears. */
  private readonly order = new Map<string, readonly Context[]>();
  /** The one that `contextMadeBy` was asked for last. */
  private lastMade: Context | undefined;
  /** The last search: a server is asked in one context again and again, of fifty in turn. */
  private lastFrom: string | undefined;
  private lastOrder: readonly Context[] = [];

  constructor(config: DialplanConfig, dialect: Dialect) {
    this.dialect = dialect;
    this.ofFile = config.globals;
    this.reload();
    this.autofallthrough = config.autofallthrough;
    this.priorityJumping = config.priorityJumping;
    this.odbcFunctions = new Map(Object.entries(config.odbc));
    for (const context of config.contexts)
      this.byName.set(context.name, new Context(context.name, FILE, dialect, compiled(context, dialect)));
  }

  /**
   * `dialplan reload`: [globals] of the file are set again, others stay. Its contexts are as they were, with what other modules
   * have added; a channel continues at its next priority (pbx_config.c:pbx_load_module; pbx.c:ast_merge_contexts_and_delete).
   */
  reload(): void {
    for (const [name, value] of Object.entries(this.ofFile)) this.setGlobal(name, value);
  }

  context(name: string): Context | undefined {
    return this.byName.get(name);
  }

  global(name: string): string | undefined {
    return this.globals.get(variableKey(name, this.dialect));
  }

  /** A function of func_odbc.conf. */
  odbc(name: string): OdbcFunction | undefined {
    return this.odbcFunctions.get(name);
  }

  setGlobal(name: string, value: string): void {
    this.globals.set(variableKey(name, this.dialect), value);
  }

  contexts(): IterableIterator<Context> {
    return this.byName.values();
  }

  /** A context made while running (regcontext); the one of the file when it has one. */
  contextMadeBy(name: string, registrar: string): Context {
    if (this.lastMade?.name === name) return this.lastMade;
    let context = this.byName.get(name);
    if (context === undefined) {
      context = new Context(name, registrar, this.dialect);
      this.byName.set(name, context);
      this.order.clear();
      this.lastFrom = undefined;
    }
    this.lastMade = context;
    return context;
  }

  /** Adds `extension,1,application(args)`; makes the context if need be. False when it was there already. */
  add(context: string, extension: string, application: string, args: string, registrar = 'SIP'): boolean {
    return this.contextMadeBy(context, registrar).addStep(extension, {
      priority: 1,
      label: '',
      application: applicationNamed(application)?.name ?? application,
      written: application,
      args,
      registrar,
    });
  }

  /** `add` of Noop(1001) as the extension 1001, for a plain number: nearly all that registrations add. */
  addOwnNumber(context: string, number: number, step: Registered): boolean {
    return this.contextMadeBy(context, step.registrar).addOwnNumber(number, step);
  }

  /** `count` calls of `addOwnNumber` follow. */
  expectOwnNumbers(context: string, count: number, { registrar }: Registered): void {
    this.contextMadeBy(context, registrar).expectOwnNumbers(count);
  }

  /** The context stays, empty if it must. False when the extension was not there. */
  remove(context: string, extension: string): boolean {
    return this.byName.get(context)?.remove(extension) ?? false;
  }

  has(context: string, extension: string): boolean {
    return this.byName.get(context)?.has(extension) ?? false;
  }

  /** `context` and all that it includes, depth first, each once; empty when there is no such context. */
  searchOrder(context: string): readonly Context[] {
    if (context !== this.lastFrom) {
      this.lastOrder = this.order.get(context) ?? this.newOrder(context);
      this.lastFrom = context;
    }
    return this.lastOrder;
  }

  /**
   * The devices of an extension's hint, its own number and globals filled in (pbx.c:ast_add_extension2_lockopt);
   * undefined when it has none.
   */
  hint(context: string, exten: string): string | undefined {
    for (const { name, hints } of this.searchOrder(context)) {
      const found = hints.find(({ pattern }) => match(pattern, exten, 'match', this.dialect) > 0);
      if (found === undefined) continue;
      const own: Readonly<Record<'EXTEN' | 'CONTEXT', string>> = { EXTEN: exten, CONTEXT: name };
      const scope: Scope = {
        dialect: this.dialect,
        variable: (wanted) => (wanted === 'EXTEN' || wanted === 'CONTEXT' ? own[wanted] : this.global(wanted)),
        call: () => '',
      };
      return substitute(found.devices, scope);
    }
    return undefined;
  }

  /** A step of the file or of a registration, as a walk through the plan sees it: no switch is asked. */
  stepAt(context: string, exten: string, priority: number): Step | undefined {
    for (const searched of this.searchOrder(context)) {
      const step = searched.find(exten, priority, '', 'match');
      if (typeof step !== 'string') return step;
    }
    return undefined;
  }

  private newOrder(context: string): readonly Context[] {
    const order: Context[] = [];
    this.visit(context, order);
    this.order.set(context, order);
    return order;
  }

  private visit(name: string, order: Context[]): void {
    const context = this.byName.get(name);
    if (context === undefined || order.length >= MAX_CONTEXTS_IN_A_SEARCH) return;
    if (order.some((earlier) => earlier.name.toLowerCase() === name.toLowerCase())) return;
    order.push(context);
    for (const include of context.includes) {
      if (isWithin(include.times, this.dialect)) this.visit(include.context, order);
    }
  }
}

/** The registrar of what the file says. */
const FILE = 'pbx_config';

/** Contexts as their files say, for the servers that have the same: a hundred servers of one folder keep one of each. */
const ofFiles = new WeakMap<ContextConfig, Map<Dialect, Context>>();

function compiled(config: ContextConfig, dialect: Dialect): Context {
  const known = ofFiles.get(config) ?? new Map<Dialect, Context>();
  ofFiles.set(config, known);
  const context = known.get(dialect) ?? compile(config, dialect);
  known.set(dialect, context);
  return context;
}

function compile(config: ContextConfig, dialect: Dialect): Context {
  const context = new Context(config.name, FILE, dialect);
  for (const step of config.steps) {
    const loaded = {
      priority: step.priority,
      label: step.label,
      application: applicationNamed(step.application)?.name ?? step.application,
      written: step.application,
      args: asLoaded(step.args, dialect),
      registrar: FILE,
    };
    context.addStep(step.extension, loaded, step.place);
  }
  for (const { extension, devices } of config.hints) context.hints.push({ pattern: parsePattern(extension), devices });
  for (const include of config.includes) {
    const { name, times } = splitInclude(include.name, dialect);
    context.includes.push({ context: name, times });
  }
  for (const it of config.switches) context.addSwitch(it);
  context.ignorePatterns.push(...config.ignorePatterns);
  return context;
}
