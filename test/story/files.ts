import { parseScenario, type FolderFile, type Scenario } from '../../src/scenario/index.ts';

/** A scenario over .conf files that are written down in the test: `{ 'branch/sip.conf': '…' }`. */
export function withFiles(files: Readonly<Record<string, string>>, text: string): Scenario {
  const list: FolderFile[] = Object.entries(files).map(([path, content]) => ({ path, text: content }));
  const folders = new Map([['./conf', list]]);
  return parseScenario({ path: 'files.yaml', text: `asterisk: ./conf\n${text}`, folders, sets: [] });
}
