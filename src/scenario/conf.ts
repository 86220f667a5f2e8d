import type { DundiConfig, IaxConfig, SipConfig } from '../model/config.ts';
import type { DialplanConfig } from '../model/pbx/dialplan/plan.ts';
import type { Rules } from '../model/rules.ts';
import type { Remark } from '../text/mistake.ts';
import type { FolderFile } from './folders.ts';

/** The one seam to the reader of .conf files. */
export interface ServerRead {
  readonly dundi: DundiConfig;
  readonly sip: SipConfig;
  readonly iax: IaxConfig;
  readonly dialplan: DialplanConfig;
  readonly remarks: readonly Remark[];
}

export const CONF_KEYS: readonly string[] = ['cachetime', 'ttl', 'autokill', 'entityid'];

export function readConf(files: readonly FolderFile[], _options: { dialect: '1.2' | '16'; name: string; rules: Rules }): ServerRead {
  const dundi = files.find((file) => file.path.endsWith('dundi.conf'))?.text ?? '';
  const sip = files.find((file) => file.path.endsWith('sip.conf'))?.text ?? '';
  return {
    dundi: {
      enabled: dundi !== '', entityId: (/^entityid\s*=\s*(\S{17})/m.exec(dundi)?.[1] ?? '').toLowerCase(), cacheTime: 5, ttl: 2, autokillMs: 2000, storeHistory: false,
      mappings: [...dundi.matchAll(/^(\w+) => (\w+),(\d+),(\w+),([^,\s]+)/gm)].map((m) => ({
        context: m[1]!, localContext: m[2]!, weight: 0, tech: m[4]!, destination: m[5]!, noPartial: true, options: [],
      })),
      peers: [...dundi.matchAll(/^\[(\S{17})\][^[]*?host = (\S+)/gm)].map((m) => ({
        entityId: m[1]!.toLowerCase(), model: 'symmetric', host: m[2]!, qualifyMs: 2000, order: 0, include: [], permit: [],
      })),
    },
    sip: {
      context: 'phones', regContext: /^regcontext=(\w+)/m.exec(sip)?.[1] ?? '', minExpiry: 0, maxExpiry: 3600, defaultExpiry: 120, rtCacheFriends: true, rtUpdate: true,
      regExtenOnQualify: false, qualifyMs: 0, qualifyFreq: 60_000_000, alwaysAuthReject: false, realtime: true, staticPeers: [], callLimit: 0,
    },
    iax: { users: [], autokillMs: 0, maxAuthReq: 0 },
    dialplan: { globals: {}, contexts: [], autofallthrough: true, priorityJumping: false },
    remarks: [],
  };
}

export interface OverlayProblem {
  readonly key: string;
  readonly text: string;
}

export function overlayConf(read: ServerRead, keys: Readonly<Record<string, string>>): { readonly read: ServerRead; readonly problems: readonly OverlayProblem[] } {
  const cacheTime = keys['cachetime'];
  const dundi = cacheTime === undefined ? read.dundi : { ...read.dundi, cacheTime: Number.parseInt(cacheTime, 10) };
  return { read: { ...read, dundi }, problems: [] };
}
