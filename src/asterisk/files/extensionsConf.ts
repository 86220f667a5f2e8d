import type { ContextConfig, DialplanConfig } from '../../model/server/dialplan/compiledPlan.ts';
import { otherSections, sameName, sectionOf, type Conf, type Section } from '../conf/sections.ts';
import type { Remarks } from '../remarks.ts';
import { keyNames, SettingsReader, type Dialect, type Draft, type KeyTable, type Setter } from '../settings.ts';
import { isFalse, isTrue, yesOrNo } from '../confValues.ts';
import { ContextReader } from './context.ts';
import { substitute } from './globals.ts';

export type DialplanDraft = Draft<Pick<DialplanConfig, 'autofallthrough' | 'priorityJumping'>>;

/** [general] of extensions.conf (pbx_config.c). */
export const EXTENSIONS_GENERAL: KeyTable<DialplanDraft> = {
  modelled: new Map<string, Setter<DialplanDraft>>([
    [
      'autofallthrough',
      (draft, setting, remarks) => {
        draft.autofallthrough = yesOrNo(setting, remarks);
      },
    ],
    [
      'priorityjumping',
      (draft, setting, remarks) => {
        draft.priorityJumping = !isFalse(setting.value);
        if (!isFalse(setting.value) && !isTrue(setting.value))
          remarks.risk(
            'notAFlag',
            setting.valuePlace,
            `priorityjumping is "${setting.value}"; expected yes or no; Asterisk takes yes`,
          );
      },
    ],
  ]),
  unmodelled: new Map([['overrideswitch', 'the switches of each context are asked, after its own extensions']]),
  without: keyNames('static writeprotect clearglobalvars extenpatternmatchnew userscontext'),
};

/**
 * Without a word of the file, 1.2 does not fall through and does jump to n+101; since 1.6 it is the other way round,
 * and no option
 * brings the jumps back (pbx_config.c: 1.2.6 pbx_load_module, 16.28.0 autofallthrough_config). The sample file of 1.2
 * sets both as 16 has them.
 */
function defaultsOf(dialect: Dialect): DialplanDraft {
  return dialect === '1.2'
    ? { autofallthrough: false, priorityJumping: true }
    : { autofallthrough: true, priorityJumping: false };
}

/** extensions.conf. Without the file there is no context at all, and every call is refused. */
export function readExtensions(conf: Conf | undefined, dialect: Dialect, remarks: Remarks): DialplanConfig {
  const general = defaultsOf(dialect);
  if (conf === undefined) return { ...general, globals: {}, contexts: [], odbc: {} };
  const settings = new SettingsReader(conf.path, dialect, remarks);
  settings.read(general, sectionOf(conf, 'general')?.entries ?? [], EXTENSIONS_GENERAL, '[general]');
  settings.end();
  if (dialect === '16') general.priorityJumping = false;
  const globals = readGlobals(conf, dialect, remarks);
  const contexts = readContexts(conf, globals, dialect, remarks);
  return { ...general, globals: Object.fromEntries(globals), contexts, odbc: {} };
}

/** 1.2 sees the first [globals] only, 16 all of them. */
function readGlobals(conf: Conf, dialect: Dialect, remarks: Remarks): Map<string, string> {
  const all = conf.sections.filter((section) => !section.template && sameName(section.name, 'globals'));
  const seen = dialect === '1.2' ? all.slice(0, 1) : all;
  for (const section of all.slice(seen.length))
    remarks.risk(
      'secondContext',
      section.place,
      'a second [globals]: Asterisk 1.2 does not see it; [globals](+) would go on with the first',
    );
  const globals = new Map<string, string>();
  for (const entry of seen.flatMap((section) => section.entries))
    globals.set(entry.key, substitute(entry.value, globals));
  return globals;
}

function readContexts(
  conf: Conf,
  globals: ReadonlyMap<string, string>,
  dialect: Dialect,
  remarks: Remarks,
): ContextConfig[] {
  const contexts = new Map<string, ContextReader>();
  let last: ContextReader | undefined;
  for (const section of otherSections(conf, 'general', 'globals')) {
    const key = dialect === '1.2' ? section.name.toLowerCase() : section.name;
    const earlier = contexts.get(key);
    if (earlier !== undefined && dialect === '1.2') {
      sayLost(section, earlier, remarks);
      continue;
    }
    const context: ContextReader = earlier ?? new ContextReader(section, globals, dialect, remarks);
    if (earlier === undefined) contexts.set(key, context);
    // 1.2 counts `n` on from the context before; 16 begins anew (pbx_config.c:lastpri).
    context.read(section.entries, dialect === '1.2' && last !== undefined ? last.lastPriority : undefined);
    last = context;
  }
  return [...contexts.values()].map((context) => context.result());
}

function sayLost(section: Section, earlier: ContextReader, remarks: Remarks): void {
  remarks.risk(
    'secondContext',
    section.place,
    `[${section.name}] is there already, since line ${earlier.place.line} of ${earlier.place.file}: Asterisk 1.2 drops this one with its ${section.entries.length} lines; [${section.name}](+) would go on with the first`,
  );
}
