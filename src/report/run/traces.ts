import { SECOND, type Micros } from '../../kernel/units.ts';
import { Listener } from '../../measure/listener.ts';
import type { ServerId } from '../../model/ids.ts';

/** Digits before the point: a day of virtual time lines up. */
const STAMP_WIDTH = 12;

/**
 * A console's line as a trace shows it, `[   60.000123] regpbx1 -- Executing ...`: the name in every line, so that the
 * files of all servers can be sorted into one. Text of several lines has the stamp before each. Ends with a line feed.
 */
export function traceLine(at: Micros, server: string, text: string): string {
  const stamp = `[${(at / SECOND).toFixed(6).padStart(STAMP_WIDTH)}] ${server} `;
  return text
    .split('\n')
    .map((line) => `${stamp}${line.trim()}\n`)
    .join('');
}

/** Hands the consoles of all servers, stamped, to their writer; the model makes the lines only while this observer exists. */
export class Traces extends Listener {
  override readonly wantsConsole = true;
  private readonly names: readonly string[];
  private readonly write: (server: string, text: string) => void;

  constructor(serverNames: readonly string[], write: (server: string, text: string) => void) {
    super();
    this.names = serverNames;
    this.write = write;
  }

  override console(server: ServerId, line: string): void {
    const name = this.names[server]!;
    this.write(name, traceLine(this.now, name, line));
  }

  /** A fault of the scenario is in every console, as no real one would have it. */
  override faultHappened(text: string): void {
    for (const name of this.names) this.write(name, traceLine(this.now, name, `*** ${text}`));
  }
}
