import { DATABASE_HOST, type Fault, type TrunkConfig } from '../../model/config.ts';
import { didYouMean } from '../../text/nearest.ts';
import type { PhoneNames, ServerNames } from '../reading/names.ts';
import type { Reading } from '../reading/reader.ts';
import type { FaultData } from '../reading/schema.ts';
import { child, nodeAt, textOf, type Path } from '../reading/tree.ts';

/** The key that says what happens; a fault has exactly one of them beside `at`. */
const VERBS = [
  'crash',
  'restart',
  'hang',
  'resume',
  'takeOver',
  'reload',
  'partition',
  'heal',
  'degrade',
  'restore',
  'slowDatabase',
  'stopDatabase',
  'startDatabase',
  'stop',
  'start',
  'spanDown',
  'spanUp',
  'powerOff',
  'powerOn',
  'unregister',
  'move',
  'register',
] as const;

/** `faults:` to faults. Several servers in one element are as many faults at the same time. */
export class FaultReader {
  private readonly reading: Reading;
  private readonly servers: ServerNames;
  private readonly phones: PhoneNames;
  private readonly trunks: (server: number) => Readonly<Record<string, TrunkConfig>>;

  constructor(
    reading: Reading,
    servers: ServerNames,
    phones: PhoneNames,
    trunks: (server: number) => Readonly<Record<string, TrunkConfig>>,
  ) {
    this.reading = reading;
    this.servers = servers;
    this.phones = phones;
    this.trunks = trunks;
  }

  read(fault: FaultData, path: Path): readonly Fault[] {
    const verbs = VERBS.filter((verb) => fault[verb] !== undefined);
    if (verbs.length !== 1) {
      const found = verbs.length === 0 ? 'none' : verbs.join(' and ');
      this.reading.mistake(path, `a fault says exactly one thing that happens (${VERBS.join(', ')}); found ${found}`);
      return [];
    }
    const verb = verbs[0]!;
    if (fault.spread !== undefined && verb !== 'powerOff' && verb !== 'powerOn') {
      this.reading.mistakeAtKey([...path, 'spread'], '"spread" belongs to powerOff and powerOn');
    }
    return this.faultsOf(verb, fault, [...path, verb]);
  }

  private faultsOf(verb: (typeof VERBS)[number], fault: FaultData, path: Path): readonly Fault[] {
    const { at } = fault;
    switch (verb) {
      case 'crash':
      case 'restart':
      case 'hang':
      case 'resume':
      case 'takeOver':
        return this.servers.several(fault[verb]!, path).map((server) => ({ kind: verb, at, server }));
      case 'partition':
      case 'heal':
        return this.sides(verb, at, fault[verb]!, path);
      case 'degrade':
      case 'restore':
        return this.link(verb, at, fault[verb]!, path);
      case 'unregister':
        return [{ kind: verb, at, phones: this.phones.several(fault.unregister!, path) }];
      case 'slowDatabase':
        return [{ kind: 'slowDatabase', at, factor: fault.slowDatabase! }];
      case 'stopDatabase':
      case 'startDatabase':
        if (!fault[verb]) this.reading.mistake(path, `"${verb}: no" says nothing; leave it out`);
        return [{ kind: verb, at }];
      case 'stop':
        return [{ kind: 'stopDatabase', at }];
      case 'start':
        return [{ kind: 'startDatabase', at }];
      case 'reload': {
        const { server, adds = [], module = 'dundi' } = fault.reload!;
        if (adds.length > 0 && module !== 'dundi' && module !== 'core')
          this.reading.mistakeAtKey([...path, 'adds'], `"adds" belongs to a reload of dundi or core, not of ${module}`);
        const added = this.servers.several(adds, [...path, 'adds']);
        const known = this.servers.several(server, [...path, 'server']);
        return known.map((row) => ({ kind: verb, at, server: row, module, adds: added.filter((one) => one !== row) }));
      }
      case 'spanDown':
      case 'spanUp':
        return this.spans(verb, at, fault[verb]!, path);
      case 'powerOff':
      case 'powerOn':
        return [
          {
            kind: verb,
            at,
            phones: this.phones.several(fault[verb]!, path),
            spread: fault.spread ?? { kind: 'constant', value: 0 },
          },
        ];
      case 'move':
        return this.phoneFault(fault.move!, path, (phone, to) => ({
          kind: 'move',
          at,
          phone,
          to,
          clean: fault.move!.clean ?? true,
        }));
      case 'register':
        return this.phoneFault(fault.register!, path, (phone, to) => ({ kind: 'register', at, phone, to }));
    }
  }

  private spans(
    kind: 'spanDown' | 'spanUp',
    at: number,
    { server, group, spans = 1 }: { server: string; group: string; spans?: number | undefined },
    path: Path,
  ): readonly Fault[] {
    const row = this.servers.one(server, [...path, 'server']);
    if (row === undefined) return [];
    const groups = this.trunks(row);
    const config = groups[group];
    if (config === undefined) {
      const hint = didYouMean(group, Object.keys(groups));
      this.reading.certain([...path, 'group'], `${server} has no trunk group "${group}"${hint}`);
    } else if (spans > config.spans)
      this.reading.mistake([...path, 'spans'], `group ${group} of ${server} has ${config.spans} spans`);
    return [{ kind, at, server: row, group, spans }];
  }

  private phoneFault(
    what: { phone: string; to: string },
    path: Path,
    make: (phone: number, to: number) => Fault,
  ): readonly Fault[] {
    const phone = this.phones.one(what.phone, [...path, 'phone']);
    const to = this.servers.one(what.to, [...path, 'to']);
    return phone === undefined || to === undefined ? [] : [make(phone, to)];
  }

  private link(
    kind: 'degrade' | 'restore',
    at: number,
    what: NonNullable<FaultData['degrade']> | NonNullable<FaultData['restore']>,
    path: Path,
  ): readonly Fault[] {
    const { between = [], and, phones = [] } = what;
    if ((between.length === 0) === (phones.length === 0)) {
      this.reading.mistake(path, 'a link has either "between" and "and", or "phones"');
      return [];
    }
    const given = 'delay' in what || 'loss' in what || 'duplicates' in what ? what : undefined;
    if (kind === 'degrade' && given === undefined) {
      this.reading.mistake(path, 'a link is degraded by "delay", "loss" or "duplicates"; found none');
      return [];
    }
    const here = this.servers.hosts(between, [...path, 'between']);
    const there = and === undefined ? this.others(here) : this.servers.hosts(and, [...path, 'and']);
    const rows = phones.length === 0 ? [] : this.phones.several(phones, [...path, 'phones']);
    const quality = { delay: given?.delay, loss: given?.loss, duplicates: given?.duplicates ?? 0 };
    return [{ kind, at, between: here, and: phones.length > 0 ? [] : there, phones: rows, quality }];
  }

  /** Two names are the two sides; one name is cut off from all others; `heal: all` joins everything. */
  private sides(
    kind: 'partition' | 'heal',
    at: number,
    what:
      | readonly string[]
      | { between: readonly string[]; and?: readonly string[] | undefined; oneWay?: boolean | undefined },
    path: Path,
  ): readonly Fault[] {
    if ('between' in what) {
      const between = this.servers.hosts(what.between, [...path, 'between']);
      const and = what.and === undefined ? this.others(between) : this.servers.hosts(what.and, [...path, 'and']);
      if (what.oneWay === true && kind === 'heal') this.reading.mistake(path, '"heal" joins both ways');
      return this.cut(kind, at, between, and, path).map((fault) =>
        what.oneWay === true ? { ...fault, oneWay: true as const } : fault,
      ) as readonly Fault[];
    }
    const everything = [...this.servers.all.map((_, i) => i), DATABASE_HOST];
    if (kind === 'heal' && what.length === 1 && (what[0] === 'all' || what[0] === '*'))
      return [{ kind, at, between: everything, and: everything }];
    const written = nodeAt(this.reading.root, path);
    const [first, second] = written?.kind === 'list' ? written.items.map((_, i) => textOf(child(written, i))) : [];
    if (what.length === 2 && first === what[0] && second === what[1]) {
      return this.cut(kind, at, this.servers.hosts([what[0]!], path), this.servers.hosts([what[1]!], path), path);
    }
    if (what.length > 1) {
      this.reading.mistake(path, `expected two names, or { between: [...], and: [...] }; found ${what.length} names`);
      return [];
    }
    const one = this.servers.hosts(what, path);
    return this.cut(kind, at, one, this.others(one), path);
  }

  private others(side: readonly number[]): readonly number[] {
    return [...this.servers.all.map((_, i) => i), DATABASE_HOST].filter((host) => !side.includes(host));
  }

  private cut(
    kind: 'partition' | 'heal',
    at: number,
    between: readonly number[],
    and: readonly number[],
    path: Path,
  ): readonly Fault[] {
    if (between.length === 0 || and.length === 0) return [];
    if (between.some((host) => and.includes(host))) {
      this.reading.mistake(path, 'the same name is on both sides');
      return [];
    }
    return [{ kind, at, between, and }];
  }
}
