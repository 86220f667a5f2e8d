import type { Place } from '../../../text/place.ts';

/** extensions.conf of one server, as read: nothing is resolved, so that dialplan order and places survive. */
export interface DialplanConfig {
  readonly globals: Readonly<Record<string, string>>;
  /** In the order of the file. A context that appears twice is one entry. */
  readonly contexts: readonly ContextConfig[];
  /** [general] autofallthrough; without a word of the file no under 1.2, yes since 1.6. */
  readonly autofallthrough: boolean;
  /**
   * [general] priorityjumping (1.2): applications jump to n+101 without asking for `j`; without a word of the file yes.
   */
  readonly priorityJumping: boolean;
  /** Functions of func_odbc.conf, by the names that the dialplan calls them by. */
  readonly odbc: Readonly<Record<string, OdbcFunction>>;
  /** Rows of the tables that `switch => Realtime` reads, by the families that extconfig.conf maps, in small letters. */
  readonly realtime?: Readonly<Record<string, readonly ExtensionRow[]>> | undefined;
}

/** A row of an extensions table (pbx_realtime.c). */
export interface ExtensionRow {
  readonly context: string;
  readonly exten: string;
  readonly priority: number;
  readonly app: string;
  readonly appdata: string;
  readonly place: Place;
}

/** A function that reads from the database. */
export interface OdbcFunction {
  /** With its variables still in it; empty: it is only written to. */
  readonly readSql: string;
}

export interface ContextConfig {
  readonly name: string;
  readonly place: Place;
  /** In the order of the file; same pattern and priority twice: the later one is refused, as Asterisk does. */
  readonly steps: readonly StepConfig[];
  /** `exten => 1001,hint,SIP/1001`, in the order of the file. */
  readonly hints: readonly HintConfig[];
  readonly includes: readonly Named[];
  readonly switches: readonly SwitchConfig[];
  readonly ignorePatterns: readonly string[];
}

export interface StepConfig {
  /** `1001`, `_XXXX`, `i`, `s`, `h`, …; the leading underscore marks a pattern. */
  readonly extension: string;
  /** Resolved number: `n`, `n+2`, `same =>` and `hint` are worked out by the reader (`hint` is no step). */
  readonly priority: number;
  readonly label: string;
  /** As written; compared without regard to case. */
  readonly application: string;
  /** The text between the outer brackets, untouched. */
  readonly args: string;
  readonly place: Place;
}

export interface HintConfig {
  readonly extension: string;
  /** `SIP/1001&Custom:night` */
  readonly devices: string;
  readonly place: Place;
}

export interface Named {
  readonly name: string;
  readonly place: Place;
}

export interface SwitchConfig {
  /** `DUNDi`, `IAX2`, `Realtime`, `Loopback` …; DUNDi and Realtime are modelled. */
  readonly kind: string;
  /** What follows the slash: `priv`. */
  readonly data: string;
  readonly place: Place;
}
