/** What the page runs: enough to run it again anywhere. */
export interface Setup {
  /** Name of a shipped scenario, or of the file that the page was started with. */
  readonly scenario: string;
  /** The scenario's text when it was edited; undefined: as it is shipped. */
  readonly text: string | undefined;
  /** `path=value`, as the command line's --set, in order. */
  readonly sets: readonly string[];
  /** Empty: the scenario's own. */
  readonly seed: string;
  /** Lines for the scenario's list of faults, each a mapping in YAML's brackets: `{ at: 60s, crash: regpbx2 }`. */
  readonly faults: readonly string[];
}

export const EMPTY: Setup = { scenario: 'failover', text: undefined, sets: [], seed: '', faults: [] };

/** The setup with the value of a path; undefined: as the scenario says. */
export function withSet(setup: Setup, path: string, value: string | undefined): Setup {
  const others = setup.sets.filter((set) => !set.startsWith(`${path}=`));
  return { ...setup, sets: value === undefined ? others : [...others, `${path}=${value}`] };
}

/** Both run the same. */
export function isSame(a: Setup, b: Setup): boolean {
  return JSON.stringify(listed(a)) === JSON.stringify(listed(b));
}

function listed({ scenario, text, sets, seed, faults }: Setup): readonly unknown[] {
  return [scenario, text ?? null, sets, seed, faults];
}

/** The command that runs the same in a terminal; the scenario with its faults is in the file. */
export function commandOf(setup: Setup, file: string, command = 'run'): string {
  const sets = setup.sets.map((set) => ` --set ${quoted(set)}`).join('');
  const seed = setup.seed === '' ? '' : ` --seed ${quoted(setup.seed)}`;
  return `dundisim ${command} ${quoted(file)}${sets}${seed}`;
}

/** For a POSIX shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
