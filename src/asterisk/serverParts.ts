import type { QueueConfig } from '../model/config.ts';
import type { DialplanConfig } from '../model/server/dialplan/compiledPlan.ts';
import type { Rules } from '../model/rules.ts';
import type { Conf } from './conf/sections.ts';
import type { ReadDundi } from './files/dundiConf.ts';
import type { Families } from './files/extconfigConf.ts';
import type { ReadIax } from './files/iaxConf.ts';
import type { ReadParking } from './files/parkingConf.ts';
import type { ReadPjsip } from './files/pjsip/pjsipConf.ts';
import type { Realtime } from './files/pjsip/sorceryConf.ts';
import type { ReadSip } from './files/sip/sipConf.ts';

/** Files of every server, then those of the channel driver of its phones (rule channelDriver). */
const COMMON = ['dundi.conf', 'iax.conf', 'extensions.conf', 'extconfig.conf'] as const;
const OF_PJSIP = ['pjsip.conf', 'pjsip_wizard.conf', 'sorcery.conf', 'res_odbc.conf', 'func_odbc.conf'] as const;

/** Read where they are there; a folder with these alone is none of a server. */
export const ALSO_READ = ['features.conf', 'res_parking.conf', 'queues.conf'] as const;

export type FileName = (typeof COMMON)[number] | (typeof OF_PJSIP)[number] | (typeof ALSO_READ)[number] | 'sip.conf';

/** The files that are read, in the order in which they are mentioned. */
export function filesRead({ channelDriver }: Pick<Rules, 'channelDriver'>): readonly FileName[] {
  return channelDriver === 'chan_pjsip'
    ? ['dundi.conf', 'pjsip.conf', 'iax.conf', 'extensions.conf', 'extconfig.conf', ...OF_PJSIP.slice(1)]
    : ['dundi.conf', 'sip.conf', 'iax.conf', 'extensions.conf', 'extconfig.conf'];
}

/** What one server's folder gave, before it is joined into a configuration. */
export interface Parts {
  readonly confs: ReadonlyMap<FileName, Conf>;
  readonly dundi: ReadDundi;
  readonly sip: ReadSip;
  readonly pjsip: ReadPjsip;
  readonly realtime: Realtime;
  readonly families: Families;
  readonly iax: ReadIax;
  readonly parking: ReadParking;
  readonly queues: readonly QueueConfig[];
  readonly dialplan: DialplanConfig;
  readonly rules: Rules;
}
