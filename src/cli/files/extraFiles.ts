import type { Listener } from '../../measure/listener.ts';
import type { Scenario } from '../../scenario/index.ts';
import { NamedFile } from './namedFile.ts';
import { openCapture } from './captureFiles.ts';
import { openReport, type ReportOption } from './reportFile.ts';
import { Timeline } from '../../report/perfetto/timeline.ts';
import { version } from '../version.ts';

/** Options that write a file of one run beside its results. */
export interface ExtraOptions {
  readonly pcap?: string;
  readonly perfetto?: string;
  readonly report?: ReportOption;
}

/** Files beside the results: all of them get their names when the run is over, or none. */
export class ExtraFiles {
  readonly listeners: Listener[] = [];
  /** The report, where it has a name of its own. */
  readonly report: NamedFile | undefined;
  private readonly files: NamedFile[] = [];
  private readonly ends: (() => void)[] = [];

  /** @throws UserMistakes when one cannot be written */
  constructor(options: ExtraOptions, scenario: Scenario, cwd: string) {
    try {
      if (options.pcap !== undefined) {
        const { capture, files } = openCapture(options.pcap, scenario, cwd);
        this.add(capture, files);
      }
      if (options.perfetto !== undefined) {
        const file = new NamedFile('--perfetto', options.perfetto, cwd);
        const { config, name, seed } = scenario;
        this.add(new Timeline({ config, scenario: name, seed, version: version() }, file), [file]);
      }
      this.report = openReport(options.report, cwd);
      if (this.report !== undefined) this.files.push(this.report);
    } catch (error) {
      this.discard();
      throw error;
    }
  }

  private add(listener: Listener & { finish(): void }, files: readonly NamedFile[]): void {
    this.listeners.push(listener);
    this.files.push(...files);
    this.ends.push(() => listener.finish());
  }

  /** Their names, as they were typed. */
  get names(): readonly string[] {
    return this.files.map(({ name }) => name);
  }

  /** The run is over. */
  publish(): void {
    for (const end of this.ends) end();
    for (const file of this.files) file.publish();
  }

  discard(): void {
    for (const file of this.files) file.discard();
  }
}
