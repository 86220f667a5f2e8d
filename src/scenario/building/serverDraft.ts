import type { ServerRead } from './conf.ts';
import type { TrunkConfig } from '../../model/config.ts';

/** A server before phones are put on it. */
export interface ServerDraft {
  readonly name: string;
  readonly address: string;
  readonly bootTime: number;
  readonly trunks: Readonly<Record<string, TrunkConfig>>;
  /** Its folder, which others may share. */
  readonly conf: string;
  readonly read: ServerRead;
}
