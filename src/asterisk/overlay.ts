import type { PjsipConfig } from '../model/config.ts';
import type { GeneralDraft } from './files/pjsip/pjsipDrafts.ts';
import type { Setting } from './setting.ts';
import type { Place } from '../text/place.ts';
import type { Remark } from '../text/mistake.ts';
import { didYouMean } from '../text/nearest.ts';
import { DUNDI_GENERAL } from './files/dundiConf.ts';
import { EXTENSIONS_GENERAL } from './files/extensionsConf.ts';
import { IAX_GENERAL } from './files/iaxConf.ts';
import { PJSIP_GENERAL } from './files/pjsip/pjsipKeys.ts';
import { DEFAULT_LOT, PARKING_LOT } from './files/parkingConf.ts';
import { setCallLimitOfAll, SIP_GENERAL } from './files/sip/sipGeneralKeys.ts';
import { Remarks } from './remarks.ts';
import type { ReadServer } from './serverConfig.ts';
import type { Draft, KeyTable } from './settings.ts';

export interface OverlayValue {
  /** As it would be written in the file: seconds and milliseconds as plain numbers. */
  readonly value: string;
  readonly place: Place;
}

/**
 * The [general] sections in the order in which a bare key is looked for: `autokill` is dundi.conf's, `iax.autokill` the
 * other one.
 */
const FILES = ['dundi', 'sip', 'pjsip', 'iax', 'extensions', 'parking'] as const;

/**
 * Sets keys of the .conf files' [general] sections from a scenario (`servers: { dunpbx1: { cachetime: 5s } }`), under
 * the names that they
 * have there, optionally with the file in front (`sip.qualify`). `call-limit` is for all phones of the server.
 * An unknown key or a wrong value is a mistake, added to the remarks.
 */
export function overlayServer(read: ReadServer, keys: Readonly<Record<string, OverlayValue>>): ReadServer {
  const dundi = { ...read.dundi };
  const sip = { ...read.sip };
  const pjsip = generalOf(read.pjsip);
  const iax = { ...read.iax };
  const dialplan = { ...read.dialplan };
  const lot = { ...(read.parking.lots[0] ?? DEFAULT_LOT) };
  const asRead = { ...lot };
  // A server has one driver: a key that sip.conf and pjsip.conf share is for whichever it is.
  const phones = [applier('sip', sip, SIP_GENERAL), applier('pjsip', pjsip, PJSIP_GENERAL)];
  const appliers = [
    applier('dundi', dundi, DUNDI_GENERAL),
    (setting: Setting, remarks: Remarks) => phones.filter((apply) => apply(setting, remarks)).length > 0,
    applier('iax', iax, IAX_GENERAL),
    applier('extensions', dialplan, EXTENSIONS_GENERAL),
    applier('parking', lot, PARKING_LOT),
  ];
  const found: Remark[] = [];
  for (const [key, { value, place }] of Object.entries(keys)) {
    const remarks = new Remarks();
    const setting = { key, value, place, valuePlace: place };
    if (key.toLowerCase() === 'call-limit' || key.toLowerCase() === 'sip.call-limit') {
      if (!setCallLimitOfAll(sip, value))
        remarks.mistake(place, `${key} is "${value}"; expected a number of calls, 0 for no limit`);
    } else if (!appliers.some((apply) => apply(setting, remarks))) {
      remarks.mistake(place, `unknown key "${key}"${didYouMean(key, overlayKeys())}`);
    }
    found.push(
      ...remarks.all.map((remark) =>
        remark.severity === 'risk' ? { ...remark, severity: 'mistake' as const } : remark,
      ),
    );
  }
  const origin =
    keys['entityid'] === undefined
      ? read.origin
      : { ...read.origin, dundi: { ...read.origin.dundi, entityIdPlace: keys['entityid'].place } };
  const isChanged = Object.entries(lot).some(([name, value]) => asRead[name as keyof typeof asRead] !== value);
  const parking = isChanged ? { lots: [lot, ...read.parking.lots.slice(1)] } : read.parking;
  return {
    ...read,
    dundi,
    sip,
    pjsip: withGeneral(read.pjsip, pjsip),
    iax,
    parking,
    dialplan,
    origin,
    remarks: [...read.remarks, ...found],
  };
}

/** Every key that a scenario may set, bare. */
export function overlayKeys(): string[] {
  const tables = [DUNDI_GENERAL, SIP_GENERAL, PJSIP_GENERAL, IAX_GENERAL, EXTENSIONS_GENERAL, PARKING_LOT];
  return [...new Set([...tables.flatMap((table) => [...table.modelled.keys()]), 'call-limit'])];
}

/** What a scenario may set of pjsip.conf, as the key table takes it. */
function generalOf({
  regContext,
  expiryCheck,
  identifyBy,
  maxInitialQualify,
  threads,
  row,
}: PjsipConfig): GeneralDraft {
  const { aors, ...own } = row;
  return {
    regContext,
    expiryCheck,
    identifyBy,
    maxInitialQualify,
    threads: { ...threads },
    row: { ...own, aors },
    rowAor: { ...aors[0]! },
  };
}

function withGeneral(config: PjsipConfig, { rowAor, row, ...own }: GeneralDraft): PjsipConfig {
  return { ...config, ...own, row: { ...row, aors: [rowAor] } };
}

function applier<D>(
  file: (typeof FILES)[number],
  draft: Draft<D>,
  table: KeyTable<D>,
): (setting: Setting, remarks: Remarks) => boolean {
  return (setting, remarks) => {
    const dot = setting.key.indexOf('.');
    if (dot >= 0 && setting.key.slice(0, dot).toLowerCase() !== file) return false;
    const key = setting.key.slice(dot + 1);
    const setter = table.modelled.get(key.toLowerCase());
    setter?.(draft as D, { ...setting, key }, remarks);
    return setter !== undefined;
  };
}
