import type { DialplanConfig } from '../model/server/dialplan/compiledPlan.ts';
import type { Rules } from '../model/rules.ts';
import type { Conf } from './conf/sections.ts';
import type { ReadDundi } from './files/dundiConf.ts';
import type { ReadIax } from './files/iaxConf.ts';
import type { ReadParking } from './files/parkingConf.ts';
import type { ReadSip } from './files/sipConf.ts';

export const READ = ['dundi.conf', 'sip.conf', 'iax.conf', 'extensions.conf', 'extconfig.conf'] as const;

/** Read where they are there; a folder with these alone is none of a server. */
export const ALSO_READ = ['features.conf', 'res_parking.conf'] as const;

export type FileName = (typeof READ)[number] | (typeof ALSO_READ)[number];

/** What one server's folder gave, before it is joined into a configuration. */
export interface Parts {
  readonly confs: ReadonlyMap<FileName, Conf>;
  readonly dundi: ReadDundi;
  readonly sip: ReadSip;
  readonly iax: ReadIax;
  readonly parking: ReadParking;
  readonly dialplan: DialplanConfig;
  readonly rules: Rules;
}
