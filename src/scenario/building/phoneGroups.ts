import type { PhoneConfig, Phones, PhoneTemplate } from '../../model/config.ts';
import type { Rules } from '../../model/rules.ts';
import { Interned } from '../../kernel/resource/interned.ts';
import { NumberRuns } from '../../text/numberRuns.ts';
import { LONGEST_RANGE } from '../../text/ranges.ts';
import { Dealer, type Choice, type Deal } from './balance.ts';
import { groupNumbers } from './groupNumbers.ts';
import { NumberOwners } from './numberOwners.ts';
import { GroupPhones } from './groupPhones.ts';
import { phoneKind } from './kind.ts';
import { PhoneAddresses } from './phoneAddresses.ts';
import { rowColumns } from './rowColumns.ts';
import type { ServerNames } from '../reading/names.ts';
import type { Reading } from '../reading/reader.ts';
import type { GroupData } from '../reading/schema.ts';
import type { Path } from '../reading/tree.ts';

/** Registrations in one moment that keep a server's SIP thread for seconds, at 10 ms for each UPDATE. */
const MANY_AT_ONCE = 1000;

/** Of phones whose servers are all unknown, which is said: their numbers are known all the same. */
const NOWHERE: Choice = { server: -1, weight: 1, priority: 1 };

export interface PhonesRead {
  readonly phones: Phones;
  /** Numbers that have a section of their own in their servers' sip.conf, by server. */
  readonly staticNumbers: ReadonlyMap<number, readonly string[]>;
  /** No group has phones that could not be read. */
  readonly complete: boolean;
}

/** Groups of phones to rows, group by group in the order of writing. */
export class PhoneReader {
  private readonly reading: Reading;
  private readonly channelDriver: Rules['channelDriver'];
  private readonly servers: ServerNames;
  /** Servers at which phones register: those with a regcontext, or all when none has. */
  private readonly registrars: readonly number[];
  private readonly rows = new GroupPhones();
  /** The row of the first phone that has a number. */
  private owners = new NumberOwners();
  private readonly addresses: PhoneAddresses;
  private readonly staticNumbers = new Map<number, string[]>();
  private readonly dealer = new Dealer();
  private complete = true;

  /** `taken`: addresses of servers and database, with their names. */
  constructor(
    reading: Reading,
    servers: ServerNames,
    registrars: readonly number[],
    taken: ReadonlyMap<string, string>,
    channelDriver: Rules['channelDriver'],
  ) {
    this.channelDriver = channelDriver;
    this.reading = reading;
    this.servers = servers;
    this.registrars = registrars;
    this.addresses = new PhoneAddresses(reading, this.rows, taken);
  }

  read(groups: ReadonlyMap<string, GroupData>): PhonesRead {
    for (const [name, group] of groups) this.readGroup(name, group);
    return { phones: this.rows.trim(), staticNumbers: this.staticNumbers, complete: this.complete };
  }

  private readGroup(name: string, group: GroupData): void {
    const path: Path = ['phones', name];
    if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(name) || name === 'all' || name === 'pstn') {
      this.reading.mistakeAtKey(
        path,
        `"${name}" is no name for a group: a letter, then letters, digits, - and _ (and not "all" or "pstn")`,
      );
    }
    const hasOwnNumbers = group.shared !== true;
    const homes = this.homesOf(group.home ?? [], path);
    const numbers = this.numbersOf(group, homes.length, path);
    const kind = phoneKind(group.kind ?? {}, this.reading, [...path, 'kind']);
    if (group.shared === true && group.row !== undefined)
      this.reading.mistakeAtKey(
        [...path, 'row'],
        'phones that share their numbers have the rows of the group that had them first; the columns belong there',
      );
    const row = rowColumns(group.row, group.static === true, this.channelDriver, this.reading, [...path, 'row']);
    if (this.servers.all.length === 0) {
      this.complete = !this.reading.failed; // Else the scenario has no server by itself.
      this.owners = new NumberOwners(); // No phone is made.
      return;
    }
    if (homes.length > 0) this.reviewJitter(kind.jitterRatio, numbers.length / homes.length, path);
    if (kind.secondServer === 'none' && !(group.backup ?? ['none']).includes('none')) {
      this.reading.risk(
        'backupUnused',
        [...path, 'backup'],
        `a phone of kind "${kind.name}" stays with its server: it never registers at a backup`,
      );
    }
    const deal = this.dealer.group(group.balance ?? 'turn', this.choicesOf(group, homes, path));
    // Within a group, phones differ in their servers only, and those that share a number in their account.
    const templates = new Interned<PhoneTemplate, string>(
      ({ account = '', home, backup, lastResort }) => `${account} ${home} ${backup.join()} ${lastResort}`,
    );
    const templateOf = (
      { order, before }: ReturnType<Deal['next']>,
      account: number | undefined,
      isFirst: boolean,
    ): PhoneTemplate => {
      const home = order[0]!;
      return templates.same({
        account,
        group: name,
        port: group.port!,
        home,
        backup: this.backupOf(group.backup ?? [], order, before, [...path, 'backup'], isFirst),
        lastResort: this.lastResortOf(group.lastResort ?? 'none', home, [...path, 'lastResort'], isFirst),
        expires: group.expires!,
        kind,
        row,
        credentials: group.credentials!,
        powered: group.powered!,
        answerAfter: group.answerAfter!,
        answerProbability: group.answerProbability!,
        callsAtOnce: group.callsAtOnce!,
      });
    };
    // Of 100,000 phones at 100 servers, 100 differ: half of the time that it takes to read them went into their records.
    const isByHome = hasOwnNumbers && group.balance !== 'srv' && !(group.backup ?? []).includes('spread');
    const byHome = new Map<number, number>();
    this.rows.reserve(numbers.length);
    const addressPath = [...path, 'addresses'];
    numbers.forEach((number, n) => {
      const dealt = deal.next(number);
      const owner = hasOwnNumbers ? undefined : this.owners.get(number);
      if (owner === undefined && !hasOwnNumbers) this.owners.add(number, this.rows.length);
      const home = dealt.order[0]!;
      const known = isByHome ? byHome.get(home) : undefined;
      const template = known ?? this.rows.templateNumber(templateOf(dealt, owner, n === 0));
      if (isByHome && known === undefined) byHome.set(home, template);
      const row = this.rows.addLike(number, this.addresses.of(group.addresses, n, number, addressPath), template);
      if (group.static) this.makeStatic(this.rows.at(row)!);
    });
  }

  /** Phones that have once registered together, when power returned, do so at each refresh unless chance parts them. */
  private reviewJitter(jitter: number, perServer: number, path: Path): void {
    if (jitter > 0 || perServer < MANY_AT_ONCE) return;
    this.reading.risk(
      'noJitter',
      path,
      `${Math.round(perServer)} phones of each server register without jitter: after a power failure all of them come at once, at every refresh; "kind: { jitter: 10% }" parts them`,
    );
  }

  private numbersOf(group: GroupData, homes: number, path: Path): NumberRuns {
    const numbers = groupNumbers(group, { homes, most: LONGEST_RANGE - this.rows.length }, this.reading, path);
    if (numbers === undefined) {
      this.complete = false;
      return new NumberRuns();
    }
    if (group.shared === true) return numbers;
    const { range } = numbers;
    if (range !== undefined && this.owners.addRange(range, this.rows.length)) return numbers;
    let repeated: string | undefined;
    const fresh = new NumberRuns();
    numbers.forEach((number) => {
      const owner = this.owners.get(number);
      if (owner !== undefined) repeated ??= this.repeats(number, this.rows.at(owner)?.group ?? String(path[1]));
      else {
        this.owners.add(number, this.rows.length + fresh.length);
        fresh.push(number);
      }
    });
    if (repeated !== undefined) this.reading.mistake([...path, 'numbers'], repeated);
    return fresh;
  }

  private repeats(number: string | number, group: string): string {
    return `the number ${number} is in the group "${group}" already; "shared: yes" here makes this phone another device with that number`;
  }

  private homesOf(names: readonly string[], path: Path): readonly number[] {
    if (names.length === 1 && names[0] === 'round-robin') {
      if (this.registrars.length === 0 && this.servers.all.length > 0)
        this.reading.mistake([...path, 'home'], 'there is no server to register at');
      return this.registrars;
    }
    return this.servers.several(names, [...path, 'home'], ['round-robin']);
  }

  /** `order`: the servers of the phone, home first; `before`: phones that its home had got before it. */
  private backupOf(
    names: readonly string[],
    order: readonly number[],
    before: number,
    path: Path,
    say: boolean,
  ): readonly number[] {
    const home = order[0]!;
    if (names.length === 1 && names[0] === 'none') return order.slice(1);
    if (names.length === 1 && names[0] === 'spread') {
      const others = this.next(home);
      return others.map((_, i) => others[(before + i) % others.length]!);
    }
    if (names.length === 1 && names[0] === 'next') return this.next(home).slice(0, 1);
    const known = say ? names : names.filter((name) => this.servers.all.includes(name));
    return this.servers.several(known, path, ['next', 'none', 'spread']).filter((server) => server !== home);
  }

  private choicesOf(group: GroupData, homes: readonly number[], path: Path): readonly Choice[] {
    const { balance = 'turn', weights, priorities, home = [] } = group;
    if (homes.length === 0) return [NOWHERE];
    if (home.length > 1 && homes.length < home.length) return homes.map((server) => ({ ...NOWHERE, server }));
    const list = (key: 'weights' | 'priorities', written: readonly string[] | undefined, owners: string): number[] => {
      if (written === undefined) return homes.map((): number => 1);
      if (!owners.includes(balance))
        this.reading.mistakeAtKey([...path, key], `"${key}" belongs to balance: ${owners.replace(' ', ' or ')}`);
      else if (written.length !== homes.length || written.some((number) => Number(number) > 65_535))
        this.reading.mistake(
          [...path, key],
          `expected ${homes.length} numbers up to 65535, one for each server of "home"`,
        );
      return homes.map((_, i): number => Number(written[i] ?? 1));
    };
    const [weight, priority] = [list('weights', weights, 'weighted srv'), list('priorities', priorities, 'srv')];
    if (balance === 'weighted' && !weight.some((one) => one > 0)) {
      this.reading.mistake([...path, 'weights'], 'one of the weights is more than 0');
      weight.fill(1);
    }
    return homes.map((server, i) => ({ server, weight: weight[i]!, priority: priority[i]! }));
  }

  private lastResortOf(name: string, home: number, path: Path, say: boolean): number {
    if (name === 'none') return -1;
    if (name === 'next') return this.next(home)[0] ?? -1;
    if (!say) return this.servers.all.indexOf(name);
    return this.servers.one(name, path, ['next', 'none']) ?? -1;
  }

  /** The other servers at which phones register, beginning behind `home`. */
  private next(home: number): readonly number[] {
    const at = this.registrars.indexOf(home);
    return [...this.registrars.slice(at + 1), ...this.registrars.slice(0, Math.max(0, at))];
  }

  private makeStatic(phone: PhoneConfig): void {
    for (const server of new Set([phone.home, ...phone.backup])) {
      const numbers = this.staticNumbers.get(server);
      if (numbers === undefined) this.staticNumbers.set(server, [phone.number]);
      else if (phone.account === undefined || !numbers.includes(phone.number)) numbers.push(phone.number);
    }
  }
}
