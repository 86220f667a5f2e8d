import { expect } from 'vitest';

interface Case {
  readonly name: string;
  readonly before: readonly (() => unknown)[];
  readonly run: () => unknown;
}

type Body = (...values: never[]) => unknown;

/** What a test file may use of Vitest to be run here. */
const USES = /^import \{ (?:(?:beforeEach|describe|expect|it|test)(?:, )?)+ \} from 'vitest';$/m;
const NEEDS_VITEST = /Snapshot|\b(?:it|test|describe)\.(?!each)\w+|\bvi\./;

export function isPlain(source: string): boolean {
  return USES.test(source) && !NEEDS_VITEST.test(source);
}

/** `describe`, `it` and `expect` without the rest of Vitest: the tests of the files that are loaded with them. */
export class PlainTests {
  private readonly cases: Case[] = [];
  private names: readonly string[] = [];
  private before: readonly (() => unknown)[] = [];

  /** In the place of the package. */
  get vitest(): Readonly<Record<string, unknown>> {
    const it = withEach((name: string, run: Body) => this.add(name, run as () => unknown));
    const describe = withEach((name: string, body: Body) => this.group(name, body as () => unknown));
    const beforeEach = (run: () => unknown): void => void (this.before = [...this.before, run]);
    return { describe, it, test: it, beforeEach, expect };
  }

  /** Name of the first that fails; undefined: all pass. */
  async firstFailure(): Promise<string | undefined> {
    for (const { name, before, run } of this.cases.splice(0)) {
      try {
        for (const each of before) await each();
        await run();
      } catch {
        return name;
      }
    }
    return undefined;
  }

  private add(name: string, run: () => unknown): void {
    this.cases.push({ name: [...this.names, name].join(' > '), before: this.before, run });
  }

  private group(name: string, body: () => unknown): void {
    const { names, before } = this;
    this.names = [...names, name];
    body();
    this.names = names;
    this.before = before;
  }
}

/** `each`: once for each row; one that is a list is spread. */
function withEach(define: (name: string, body: Body) => void): object {
  const each = (rows: readonly unknown[]) => (name: string, body: Body) => {
    for (const row of rows) {
      const values = Array.isArray(row) ? (row as unknown[]) : [row];
      define(`${name} (${values.map(shown).join(', ')})`, () => body(...(values as never[])));
    }
  };
  return Object.assign(define, { each });
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'object' ? '…' : String(value);
}
