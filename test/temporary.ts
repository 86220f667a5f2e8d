import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Folders that tests make lie in one, which goes when the run ends, however it ends. */
export default function temporary(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'dundisim-tests-'));
  process.env['TMPDIR'] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
