import { resolve } from 'node:path';
import { eidsOf } from '../../model/server/dundi/eids.ts';
import { Capture } from '../../report/capture/capture.ts';
import type { Scenario } from '../../scenario/index.ts';
import { version } from '../version.ts';
import { NamedFile } from './namedFile.ts';
import { isFolder } from './textFiles.ts';

/** Writes the files of `--pcap` during the run. */
export interface CaptureFiles {
  readonly capture: Capture;
  readonly files: readonly NamedFile[];
}

/** `--pcap FILE`: one file of all; `--pcap DIR/`: one of each server. @throws UserMistakes when it cannot be written */
export function openCapture(path: string, { config, name, seed }: Scenario, cwd: string): CaptureFiles {
  const isDirectory = path.endsWith('/') || (path !== '' && isFolder(resolve(cwd, path)));
  const open = (file: string): NamedFile => new NamedFile('--pcap', file, cwd);
  const servers = isDirectory ? config.servers.map((_, server) => server) : [-1];
  const parts: { readonly server: number; readonly sink: NamedFile }[] = [];
  try {
    for (const server of servers)
      parts.push({
        server,
        sink: open(server < 0 ? path : `${path.replace(/\/+$/, '')}/${config.servers[server]!.name}.pcapng`),
      });
    const eids = eidsOf(config.servers);
    const of = { config, scenario: name, seed, version: version(), eidText: (eid: number) => eids.text(eid) };
    return { capture: new Capture(of, parts), files: parts.map(({ sink }) => sink) };
  } catch (error) {
    for (const { sink } of parts) sink.discard();
    throw error;
  }
}
