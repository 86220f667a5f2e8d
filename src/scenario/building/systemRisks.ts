import { reviewHiddenNumbers, reviewHosts, reviewSharedRows, Remarks, type PhoneBook } from '../../asterisk/index.ts';
import type { ClusterConfig, Phones } from '../../model/config.ts';
import { rowsOf, templatesOf } from '../../model/phoneColumns.ts';
import { SECOND } from '../../kernel/units.ts';
import { formatDuration } from '../../text/duration.ts';
import type { Reading } from '../reading/reader.ts';
import type { ServerDraft } from './serverDraft.ts';

/** What the files of the servers and the rest of the scenario only show together. */
export function warnOfSystems(
  drafts: readonly ServerDraft[],
  phones: Phones,
  standby: ClusterConfig['standby'],
  database: string | undefined,
  reading: Reading,
): void {
  noteEqualWeights(drafts, phones, reading);
  noteOldAnswers(drafts, standby, reading);
  const remarks = new Remarks();
  reviewSharedRows(serversOfMoving(drafts, phones), remarks);
  const owners = ownersIn(phones);
  reviewHiddenNumbers(drafts, owners?.length ?? phones.length, numberOf(phones, owners), remarks);
  const identities = drafts.map(({ name, address }) => ({ name, address, entityId: '' }));
  const hosts = reviewHosts(drafts, identities, { database, phones: new ScenarioPhones(phones) });
  reading.remarks.push(...remarks.all, ...hosts);
}

/** Rows of the phones that are the first with their numbers; undefined: all are. */
function ownersIn(phones: Phones): readonly number[] | undefined {
  for (const { account } of templatesOf(phones))
    if (account !== undefined) return rowsOf(phones, (template) => template.account === undefined);
  return undefined;
}

function numberOf(phones: Phones, owners: readonly number[] | undefined): (index: number) => string {
  return (index) => phones.at(owners?.[index] ?? index)!.number;
}

/** Servers at which a phone may register that has more than one. */
function serversOfMoving(drafts: readonly ServerDraft[], phones: Phones): readonly ServerDraft[] {
  const templates = [...templatesOf(phones)];
  const rows = new Set(templates.flatMap(({ home, backup }) => (backup.length > 0 ? [home, ...backup] : [])));
  return drafts.filter((_, row) => rows.has(row));
}

/** A phone that is registered at two servers has two answers; of equal weights the first to arrive is dialled. */
function noteEqualWeights(drafts: readonly ServerDraft[], phones: Phones, reading: Reading): void {
  const said = new Set<string>();
  for (const { group, home, backup, kind } of templatesOf(phones)) {
    const other = backup[0];
    if (kind.secondServer !== 'atOnce' || other === undefined || other === home || said.has(group)) continue;
    const [first, second] = [drafts[home]!, drafts[other]!];
    const pair = first.read.dundi.mappings.flatMap((one) =>
      second.read.dundi.mappings.filter(
        (its) =>
          one.localContext !== '' &&
          its.localContext !== '' &&
          one.context.toLowerCase() === its.context.toLowerCase() &&
          one.weight === its.weight &&
          one.weightText === its.weightText,
      ),
    )[0];
    if (pair === undefined) continue;
    said.add(group);
    reading.notice(
      'equalWeights',
      ['phones', group, 'backup'],
      `each phone of "${group}" is registered at two servers at once, as at ${first.name} and ${second.name}, whose mappings of ${pair.context} have equal weights: which of the two is dialled is chance, and the second attempt may get the same one again; give the backup server a higher weight`,
    );
  }
}

/** Answers older than this outlive the repair. */
const LONG_CACHE = 60;

/** A standby without the astdb of the dead server has another dial secret, and refuses the one that others have cached. */
function noteOldAnswers(drafts: readonly ServerDraft[], standby: ClusterConfig['standby'], reading: Reading): void {
  if (standby.machines === 0 || standby.astdb === 'copied') return;
  const watched = standby.servers.length > 0 ? standby.servers.map((row) => drafts[row]!) : drafts;
  const longest = Math.max(0, ...watched.map(({ read }) => read.dundi.cacheTime));
  if (longest <= LONG_CACHE) return;
  reading.notice(
    'copyOldAnswers',
    ['standby'],
    `the standby's astdb is empty, and others keep answers of the dead server for up to ${formatDuration(longest * SECOND)} (cachetime): they carry its dial secret, and the standby refuses each such call (503); copy /dundi of its astdb (astdb: copied), or set cachetime lower`,
  );
}

/** Texts of a million numbers or addresses take 70 MB: they are made at the first question. */
class ScenarioPhones implements PhoneBook {
  private readonly phones: Phones;
  private numberSet: ReadonlySet<string> | undefined;
  private addressSet: ReadonlySet<string> | undefined;

  constructor(phones: Phones) {
    this.phones = phones;
  }

  hasNumber(number: string): boolean {
    this.numberSet ??= new Set(this.phones.map((phone) => phone.number));
    return this.numberSet.has(number);
  }

  hasAddress(address: string): boolean {
    this.addressSet ??= new Set(this.addresses());
    return this.addressSet.has(address);
  }

  *addresses(): Iterable<string> {
    for (const { address } of this.phones) yield address;
  }
}
