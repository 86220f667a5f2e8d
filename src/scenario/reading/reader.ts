import { sourced, type RiskName } from '../../model/risks/risks.ts';
import type { Remark } from '../../text/mistake.ts';
import { placeAt, type MappingNode, type Path } from './tree.ts';

/** What is known of a scenario's mistakes, whichever tree is being read. */
interface Ledger {
  /** First keys of their paths. */
  readonly keys: Set<string>;
  /** Mistakes whose key is known. */
  known: number;
  /** `phones/office`: parts from which something wrong was left out. */
  readonly parts: Set<string>;
}

/** Collects what is said of one scenario while it is being read, each with its place in the tree. */
export class Reading {
  readonly root: MappingNode;
  readonly remarks: Remark[];
  private readonly ledger: Ledger;

  constructor(root: MappingNode, remarks: Remark[] = [], ledger?: Ledger) {
    this.root = root;
    this.remarks = remarks;
    this.ledger = ledger ?? { keys: new Set(), known: 0, parts: new Set() };
  }

  /** The same remarks, going on with another tree. */
  on(root: MappingNode): Reading {
    return new Reading(root, this.remarks, this.ledger);
  }

  /** Something was left out of this part: other mistakes of it may follow from that, and are dropped unless certain. */
  leftOutOf(path: Path): void {
    this.ledger.parts.add(path.join('/'));
  }

  mistake(path: Path, text: string): void {
    if (!this.lacksSomething(path)) this.certain(path, text);
  }

  /** Wrong whatever else the part has: a name that nothing has, a value of the wrong form. */
  certain(path: Path, text: string): void {
    this.add({ severity: 'mistake', place: placeAt(this.root, path), text }, path);
  }

  /** At the key's own place. */
  mistakeAtKey(path: Path, text: string): void {
    if (!this.lacksSomething(path)) this.certainAtKey(path, text);
  }

  certainAtKey(path: Path, text: string): void {
    this.add({ severity: 'mistake', place: placeAt(this.root, path, true), text }, path);
  }

  /** A mistake whose place is known already. */
  add(remark: Remark, path: Path): void {
    this.remarks.push(remark);
    if (remark.severity !== 'mistake') return;
    this.ledger.known += 1;
    this.ledger.keys.add(String(path[0]));
  }

  risk(name: RiskName, path: Path, text: string): void {
    if (this.lacksSomething(path)) return;
    this.remarks.push({ severity: 'risk', place: placeAt(this.root, path), text, ...sourced(name) });
  }

  /** A risk that follows from the length of the run. */
  riskInTime(name: RiskName, path: Path, text: string): void {
    if (this.isSound('duration')) this.risk(name, path, text);
  }

  note(path: Path, text: string): void {
    this.remarks.push({ severity: 'note', place: placeAt(this.root, path), text });
  }

  /** A note with its source. */
  notice(name: RiskName, path: Path, text: string): void {
    if (this.lacksSomething(path)) return;
    this.remarks.push({ severity: 'note', place: placeAt(this.root, path), text, ...sourced(name) });
  }

  get failed(): boolean {
    return this.remarks.some((remark) => remark.severity === 'mistake');
  }

  /** Whether nothing is wrong with these keys of the scenario, nor with anything that is not under one of its keys. */
  isSound(...keys: readonly string[]): boolean {
    const all = this.remarks.reduce((sum, { severity }) => sum + (severity === 'mistake' ? 1 : 0), 0);
    return all === this.ledger.known && !['undefined', ...keys].some((key) => this.ledger.keys.has(key));
  }

  private lacksSomething(path: Path): boolean {
    const { parts } = this.ledger;
    return parts.size > 0 && (parts.has(path.slice(0, 1).join('/')) || parts.has(path.slice(0, 2).join('/')));
  }
}
