import type { MakeEditor } from '../editor/scenarioEditor.ts';
import { PACKED } from '../setup/packedIds.ts';
import { runScript, unpacked } from './packedScript.ts';

let made: MakeEditor | undefined;

/** The editor lies in the page as a text: it becomes a script when it is wanted first. */
export async function loadEditor(): Promise<MakeEditor> {
  if (made === undefined) {
    runScript(await unpacked(PACKED.editor), 'text/javascript');
    made = (globalThis as unknown as { dundisimLab: { makeEditor: MakeEditor } }).dundisimLab.makeEditor;
  }
  return made;
}
