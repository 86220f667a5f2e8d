/** A heading and the lines under it. */
export interface Section {
  readonly heading: string;
  readonly lines: readonly string[];
}
