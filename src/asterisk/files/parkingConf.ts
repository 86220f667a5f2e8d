import type { ParkingConfig, ParkingLotConfig } from '../../model/config.ts';
import { SECOND } from '../../kernel/units.ts';
import type { Place } from '../../text/place.ts';
import { otherSections, sectionOf, type Conf, type Section } from '../conf/sections.ts';
import { quote, type Remarks } from '../remarks.ts';
import { keyNames, SettingsReader, type Dialect, type Draft, type KeyTable, type Setter } from '../settings.ts';
import type { Setting } from '../setting.ts';
import { boundedInteger, secondsFrom, yesOrNo } from '../confValues.ts';

export type LotDraft = Draft<ParkingLotConfig>;

/** Where a server parks calls, and where its file says so. */
export interface ReadParking {
  readonly config: ParkingConfig;
  /** Of the slots of each lot; of a server without a file undefined. */
  readonly places: readonly (Place | undefined)[];
}

/** Without a word of a file: res_features.c (1.2.6), res_parking.c and its sample file (16.28.0). */
export const DEFAULT_LOT: ParkingLotConfig = {
  name: 'default',
  extension: '700',
  context: 'parkedcalls',
  firstSlot: 701,
  lastSlot: 750,
  parkingTime: 45 * SECOND,
  findSlot: 'first',
  comebackToOrigin: true,
  comebackDialTime: 30,
  comebackContext: 'parkedcallstimeout',
};

const MOST_SLOTS = 10_000;

const LABELS = `adsipark applicationmap automixmon automon blindxfer comebackcallflags courtesytone disconnect atxfer
  atxferabort atxfercomplete atxferthreeway atxferswap atxferdropcall atxfercallbackretries atxferloopdelay atxfernoanswertimeout
  featuredigittimeout parkcall parkeddynamic parkedcallhangup parkedcallrecording parkedcallreparking parkedcalltransfers
  parkedmusicclass parkedplay parkinghints pickupexten pickupfailsound pickupsound recordingfailsound transferdialattempts
  transferdigittimeout transferinvalidsound transferretrysound xferfailsound xfersound`;

/** A parking lot: [general] of features.conf, a section of res_parking.conf. */
export const PARKING_LOT: KeyTable<LotDraft> = {
  modelled: new Map<string, Setter<LotDraft>>([
    ['parkext', (draft, { value }) => void (draft.extension = value.trim())],
    ['context', (draft, { value }) => void (draft.context = value.trim())],
    ['parkpos', readSlots],
    [
      'parkingtime',
      (draft, setting, remarks) => {
        draft.parkingTime = boundedInteger(setting, secondsFrom(1, 45), remarks) * SECOND;
      },
    ],
    [
      'findslot',
      (draft, setting, remarks) => {
        const value = setting.value.trim().toLowerCase();
        if (value === 'first' || value === 'next') draft.findSlot = value;
        else
          remarks.risk('findSlot', setting.valuePlace, `findslot is ${quote(setting.value)}; expected first or next`);
      },
    ],
    [
      'comebacktoorigin',
      (draft, setting, remarks) => {
        draft.comebackToOrigin = yesOrNo(setting, remarks);
      },
    ],
    [
      'comebackdialtime',
      (draft, setting, remarks) => {
        draft.comebackDialTime = boundedInteger(setting, secondsFrom(0, 30), remarks);
      },
    ],
    ['comebackcontext', (draft, { value }) => void (draft.comebackContext = value.trim())],
  ]),
  since16: keyNames('findslot comebacktoorigin comebackdialtime comebackcontext'),
  unmodelled: new Map([['parkext_exclusive', 'an extension parks in its own lot in any case']]),
  without: keyNames(LABELS),
};

/** `parkpos => 701-720` */
function readSlots(draft: LotDraft, setting: Setting, remarks: Remarks): void {
  const found = /^\s*(\d+)\s*-\s*(\d+)\s*$/.exec(setting.value);
  const [first, last] = [Number(found?.[1]), Number(found?.[2])];
  if (found === null || first < 1 || last < first || last - first >= MOST_SLOTS) {
    remarks.risk(
      'parkingRange',
      setting.valuePlace,
      `parkpos is ${quote(setting.value)}; expected a range such as 701-720; Asterisk takes ${DEFAULT_LOT.firstSlot}-${DEFAULT_LOT.lastSlot}`,
    );
    return;
  }
  draft.firstSlot = first;
  draft.lastSlot = last;
}

/**
 * Parking lots: res_parking.conf, features.conf where there is none. A server has parking when it has one of the files,
 * or when its dialplan speaks of parking; it has the default lot then.
 */
export function readParking(
  files: { readonly features: Conf | undefined; readonly parking: Conf | undefined; readonly isUsed: boolean },
  dialect: Dialect,
  remarks: Remarks,
): ReadParking {
  const { features, parking, isUsed } = files;
  const conf = dialect === '16' ? (parking ?? features) : (features ?? parking);
  if (conf === undefined)
    return isUsed ? { config: { lots: [DEFAULT_LOT] }, places: [undefined] } : { config: { lots: [] }, places: [] };
  const settings = new SettingsReader(conf.path, dialect, remarks);
  const lots: ParkingLotConfig[] = [];
  const places: Place[] = [];
  for (const { section, name } of lotsOf(conf, conf === parking)) {
    const draft = { ...DEFAULT_LOT, name };
    settings.read(draft, section.entries, PARKING_LOT, `[${section.name}]`);
    lots.push(draft);
    places.push(section.entries.findLast(({ key }) => key.toLowerCase() === 'parkpos')?.valuePlace ?? section.place);
  }
  settings.end();
  if (lots.length === 0 && isUsed) return { config: { lots: [DEFAULT_LOT] }, places: [undefined] };
  return { config: { lots }, places };
}

/** Of features.conf [general] is the default lot and [parkinglot_x] another; of res_parking.conf every section is one. */
function lotsOf(conf: Conf, isOwn: boolean): readonly { readonly section: Section; readonly name: string }[] {
  if (isOwn) {
    const all = otherSections(conf, 'general').map((section) => ({ section, name: section.name }));
    return [...all].sort((a, b) => Number(b.name === 'default') - Number(a.name === 'default'));
  }
  const general = sectionOf(conf, 'general');
  const others = otherSections(conf, 'general')
    .filter(({ name }) => /^parkinglot_/i.test(name))
    .map((section) => ({ section, name: section.name }));
  return [...(general === undefined ? [] : [{ section: general, name: 'default' }]), ...others];
}
