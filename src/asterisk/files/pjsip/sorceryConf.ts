import type { PjsipStore, PjsipStores } from '../../../model/config.ts';
import { didYouMean } from '../../../text/nearest.ts';
import { sectionOf, sameName, type Conf, type Entry } from '../../conf/sections.ts';
import { quote, type Remarks } from '../../remarks.ts';
import { isTrue } from '../../confValues.ts';

/** Where the objects of res_pjsip are, and how the database is reached. */
export interface Realtime {
  readonly stores: PjsipStores;
  readonly updateOrCreate: boolean;
  readonly connections: number;
  /** Where sorcery.conf puts contacts into the database. */
  readonly contactEntry: Entry | undefined;
}

const KINDS = ['endpoint', 'auth', 'aor', 'contact'] as const;
type Kind = (typeof KINDS)[number];
/** Further kinds of [res_pjsip]: where they are makes no difference here. */
const OTHER_KINDS = ['domain_alias', 'system', 'global', 'transport', 'identify', 'registration', 'acl'];
const WIZARDS = ['config', 'realtime', 'astdb', 'memory', 'memory_cache'];

/**
 * sorcery.conf (sorcery.c:sorcery_apply_config): without a line of its own a kind is read from pjsip.conf, and contacts
 * lie in the astdb (res_pjsip.c, location.c: ast_sorcery_apply_default).
 *
 * @param families of extconfig.conf, in small letters
 */
export function readSorcery(
  conf: Conf | undefined,
  families: ReadonlySet<string>,
  connections: number,
  remarks: Remarks,
): Realtime {
  const found = new Map<Kind, { wizards: string[]; cached: boolean; entry: Entry | undefined }>();
  for (const entry of conf === undefined ? [] : (sectionOf(conf, 'res_pjsip')?.entries ?? [])) {
    const [kindText, mark] = entry.key.split('/') as [string, string | undefined];
    const kind = KINDS.find((known) => known === kindText.toLowerCase());
    const [wizard = '', family = ''] = entry.value.split(',').map((field) => field.trim());
    if (kind === undefined) {
      if (!OTHER_KINDS.includes(kindText.toLowerCase()))
        remarks.risk(
          'noKindOfObject',
          entry.place,
          `${quote(kindText)} is no kind of object of res_pjsip${didYouMean(kindText, [...KINDS, ...OTHER_KINDS])}`,
        );
      continue;
    }
    const known = found.get(kind) ?? { wizards: [], cached: false, entry: undefined };
    found.set(kind, known);
    if (mark === 'cache' || wizard === 'memory_cache') known.cached = true;
    else if (isThere(entry, wizard, family, families, remarks)) {
      known.wizards.push(wizard);
      if (wizard === 'realtime') known.entry = entry;
    }
  }
  const store = (kind: Kind): PjsipStore => {
    const { wizards = [], cached = false } = found.get(kind) ?? {};
    return { file: wizards.length === 0 || wizards.includes('config'), realtime: wizards.includes('realtime'), cached };
  };
  const contact = found.get('contact');
  const general = conf === undefined ? undefined : sectionOf(conf, 'general');
  const miss = general?.entries.findLast(({ key }) => sameName(key, 'update_or_create_on_update_miss'));
  return {
    stores: {
      endpoint: store('endpoint'),
      auth: store('auth'),
      aor: store('aor'),
      contact:
        contact?.wizards.includes('realtime') === true ? 'realtime' : (contactStore(contact?.wizards) ?? 'astdb'),
    },
    updateOrCreate: miss !== undefined && isTrue(miss.value),
    connections,
    contactEntry: contact?.entry,
  };
}

function contactStore(wizards: readonly string[] | undefined): 'astdb' | 'memory' | undefined {
  return wizards?.includes('memory') === true ? 'memory' : undefined;
}

/** A family that extconfig.conf does not map cannot be opened (res_sorcery_realtime.c:sorcery_realtime_open). */
function isThere(
  entry: Entry,
  wizard: string,
  family: string,
  families: ReadonlySet<string>,
  remarks: Remarks,
): boolean {
  if (!WIZARDS.includes(wizard)) {
    remarks.risk(
      'noWizard',
      entry.valuePlace,
      `${quote(wizard)} is no way to keep objects; expected config, realtime, astdb or memory${didYouMean(wizard, WIZARDS)}`,
    );
    return false;
  }
  if (wizard !== 'realtime' || families.has(family.toLowerCase())) return true;
  remarks.risk(
    'noFamilyOfWizard',
    entry.valuePlace,
    `extconfig.conf does not map ${quote(family)}: Asterisk cannot open it${didYouMean(family, families)}`,
  );
  return false;
}
