import type { SectionName } from './documentSections.ts';

/** A number of the ResultDocument that an expression may name. */
export interface ResultPath {
  /** `*` stands for a name: of a server, of a trunk group (`gateway1.g1`), of phones or calls. */
  readonly path: string;
  readonly unit: 'count' | 'ms' | 's' | 'ratio';
  /** The path that `%` is a share of; absent where a share means nothing. */
  readonly shareOf?: string;
  /** Can be measured in a window: `during 60s..5m`. */
  readonly windowed: boolean;
  /** The part of the document that it is in, where only some scenarios have that. */
  readonly section?: SectionName;
}
