import { familyOf } from '../../model/server/dialplan/index.ts';
import type { Rules } from '../../model/rules.ts';
import { sectionOf, type Conf } from '../conf/sections.ts';
import { quote, type Remarks } from '../remarks.ts';
import { didYouMean } from '../../text/nearest.ts';

const PHONES = ['sippeers', 'sipusers', 'sipfriends'];
const OTHERS = [
  'sipregs',
  'iaxusers',
  'iaxpeers',
  'iaxfriends',
  'voicemail',
  'extensions',
  'queues',
  'queue_members',
  'queue_log',
  'meetme',
  'musiconhold',
  'parkinglots',
  'acls',
  'voicemail_data',
  'ps_endpoints',
  'ps_auths',
  'ps_aors',
  'ps_domain_aliases',
  'ps_endpoint_id_ips',
  'ps_outbound_publishes',
  'ps_contacts',
  'ps_registrations',
];

/** Families of chan_pjsip that sorcery.conf may name. */
const OF_PJSIP = ['ps_endpoints', 'ps_auths', 'ps_aors', 'ps_contacts'];

export interface Families {
  /** Phones of chan_sip come from the database. */
  readonly phones: boolean;
  /** All that are mapped, in small letters. */
  readonly all: ReadonlySet<string>;
  /** Table of each. */
  readonly tables: ReadonlyMap<string, string>;
}

/** extconfig.conf: what comes from the database (config.c:read_config_maps). */
export function readExtconfig(
  conf: Conf | undefined,
  { channelDriver }: Pick<Rules, 'channelDriver'>,
  ofSwitches: ReadonlySet<string>,
  remarks: Remarks,
): Families {
  const all = new Set<string>();
  const tables = new Map<string, string>();
  let phones = false;
  const pjsip = channelDriver === 'chan_pjsip';
  if (conf === undefined) return { phones, all, tables };
  for (const entry of sectionOf(conf, 'settings')?.entries ?? []) {
    const family = entry.key.toLowerCase();
    const [driver, database, table] = entry.value.split(',').map((field) => field.trim());
    if (driver === undefined || driver === '' || database === undefined) {
      remarks.risk(
        'noDatabase',
        entry.valuePlace,
        `${entry.key} => ${quote(entry.value)} names no database; expected driver,database[,table]; Asterisk ignores the line`,
      );
      continue;
    }
    all.add(family);
    tables.set(family, table === undefined || table === '' ? entry.key : table);
    if (pjsip && PHONES.includes(family)) {
      remarks.risk(
        'otherDriver',
        entry.place,
        `${entry.key} is of chan_sip, which was removed in 21: nothing reads it`,
      );
    } else if (pjsip && OF_PJSIP.includes(family)) {
      // sorcery.conf says what for.
    } else if (ofSwitches.has(family)) {
      // The rows are the scenario's.
    } else if (PHONES.includes(family)) {
      phones = true;
      if (driver !== 'mysql')
        remarks.note(
          entry.valuePlace,
          `driver ${quote(driver)} is modelled as mysql: one connection for all of the server's statements`,
        );
    } else {
      // Modules, also those that are no part of Asterisk, ask for families of their own.
      const guess = OTHERS.includes(family) ? '' : didYouMean(family, [...PHONES, ...OTHERS]);
      if (PHONES.some((name) => guess.includes(`"${name}"`)))
        remarks.risk('noSuchFamily', entry.place, `${quote(entry.key)} is no family of phones${guess}`);
      else remarks.note(entry.place, `${entry.key} from a database is not modelled`);
    }
  }
  return { phones, all, tables };
}

/** Families that a `switch => Realtime` of extensions.conf names. */
export function familiesAsked(conf: Conf | undefined): ReadonlySet<string> {
  const entries = conf?.sections.flatMap((section) => section.entries) ?? [];
  const switches = entries
    .filter(({ key }) => /^[le]?switch$/i.test(key))
    .map(({ value }) => /^Realtime\/?(.*)$/i.exec(value));
  return new Set(switches.flatMap((found) => (found === null ? [] : [familyOf({ data: found[1]! }, '').family])));
}
