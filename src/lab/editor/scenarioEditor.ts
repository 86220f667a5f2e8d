import {
  autocompletion,
  completionKeymap,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, defaultHighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap, lineNumbers, tooltips } from '@codemirror/view';
import type { ShownRemark } from '../engine/exchange.ts';
import type { scenarioKeys } from '../engine/scenarioKeys.ts';

type Keys = ReturnType<typeof scenarioKeys>;

/** An editor that is on the page. */
export interface ScenarioEditor {
  /** Marks the remarks at their lines. */
  show(remarks: readonly ShownRemark[]): void;
  destroy(): void;
}

/** `changed` gets the whole text a moment after the last key. */
export type MakeEditor = (
  place: HTMLElement,
  text: string,
  keys: Keys,
  changed: (text: string) => void,
) => ScenarioEditor;

/** Pause in the typing after which the text is looked at, ms. */
const QUIET = 250;

/** In a shadow root: there CodeMirror takes its styles as objects, which the page's policy allows. */
export const makeEditor: MakeEditor = (place, text, keys, changed) => {
  const root = place.shadowRoot ?? place.attachShadow({ mode: 'open' });
  root.replaceChildren();
  let timer = 0;
  const listener = EditorView.updateListener.of((update) => {
    if (!update.docChanged) return;
    clearTimeout(timer);
    timer = setTimeout(() => changed(update.state.doc.toString()), QUIET) as unknown as number;
  });
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        history(),
        bracketMatching(),
        syntaxHighlighting(defaultHighlightStyle),
        yaml(),
        lintGutter(),
        autocompletion({ override: [(context) => completions(context, keys)] }),
        // Above the line where the editor, which scrolls, has no room below it.
        tooltips({ tooltipSpace: () => place.getBoundingClientRect() }),
        // Tab leaves the editor, for those without a mouse, when Escape was pressed before.
        keymap.of([...completionKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': 'Scenario' }),
        EditorView.theme({ '&': { fontSize: '0.85rem' }, '.cm-content': { fontFamily: 'monospace' } }),
        listener,
      ],
    }),
  });
  return {
    show: (remarks) => view.dispatch(setDiagnostics(view.state, diagnosticsOf(view.state, remarks))),
    destroy: () => {
      clearTimeout(timer);
      view.destroy();
    },
  };
};

const SEVERITIES = { mistake: 'error', risk: 'warning', note: 'info' } as const;

function diagnosticsOf({ doc }: EditorState, remarks: readonly ShownRemark[]): Diagnostic[] {
  return remarks
    .filter(({ line }) => line > 0 && line <= doc.lines)
    .map(({ line, column, severity, text }) => {
      const { from, to } = doc.line(line);
      return { from: Math.min(to, from + Math.max(0, column - 1)), to, severity: SEVERITIES[severity], message: text };
    });
}

/** The keys that the part of the scenario knows in which the cursor is. */
function completions(context: CompletionContext, known: Keys): CompletionResult | null {
  const word = context.matchBefore(/\w*/);
  if (word === null || (word.from === word.to && !context.explicit)) return null;
  const { doc } = context.state;
  const line = doc.lineAt(word.from);
  const isTop = /^\w*$/.test(line.text.slice(0, word.to - line.from));
  let section = '';
  for (let number = line.number; number >= 1 && section === '' && !isTop; number--)
    section = /^(\w+):/.exec(doc.line(number).text)?.[1] ?? '';
  const keys = known.find(([under]) => under === section)?.[1] ?? [];
  const options = keys.map(({ key, meaning }) => ({ label: key, info: meaning, type: 'property', apply: `${key}: ` }));
  return { from: word.from, options };
}
