import type { MakeEditor } from '../editor/scenarioEditor.ts';

let made: MakeEditor | undefined;

/** The editor lies in the page as a text: it becomes a script when it is wanted first. */
export async function loadEditor(): Promise<MakeEditor> {
  if (made === undefined) {
    const script = document.createElement('script');
    script.textContent = document.getElementById('editor-code')!.textContent;
    document.head.append(script);
    made = (globalThis as unknown as { dundisimLab: { makeEditor: MakeEditor } }).dundisimLab.makeEditor;
  }
  return made;
}
