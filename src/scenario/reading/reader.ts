import type { Remark } from '../../text/mistake.ts';
import { placeAt, type MappingNode, type Path } from './tree.ts';

/** Collects what is said of one scenario while it is being read, each with its place in the tree. */
export class Reading {
  readonly root: MappingNode;
  readonly remarks: Remark[];

  constructor(root: MappingNode, remarks: Remark[] = []) {
    this.root = root;
    this.remarks = remarks;
  }

  /** The same remarks, going on with another tree. */
  on(root: MappingNode): Reading {
    return new Reading(root, this.remarks);
  }

  mistake(path: Path, text: string): void {
    this.remarks.push({ severity: 'mistake', place: placeAt(this.root, path), text });
  }

  /** At the key's own place. */
  mistakeAtKey(path: Path, text: string): void {
    this.remarks.push({ severity: 'mistake', place: placeAt(this.root, path, true), text });
  }

  risk(path: Path, text: string): void {
    this.remarks.push({ severity: 'risk', place: placeAt(this.root, path), text });
  }

  note(path: Path, text: string): void {
    this.remarks.push({ severity: 'note', place: placeAt(this.root, path), text });
  }

  get failed(): boolean {
    return this.remarks.some((remark) => remark.severity === 'mistake');
  }
}
