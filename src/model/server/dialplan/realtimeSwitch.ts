import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import { SlotTable } from '../../../kernel/resource/slotTable.ts';
import type { Micros } from '../../../kernel/units.ts';
import type { CallId, ChannelId, ServerId } from '../../ids.ts';
import type { Rules } from '../../rules.ts';
import type { DatabaseClients } from '../mysql/databaseClients.ts';
import { OK } from '../mysql/databaseClients.ts';
import type { ExtensionRow, SwitchConfig } from './compiledPlan.ts';
import { match, parsePattern, type MatchMode } from './patterns.ts';
import { PENDING, type Pending } from './services.ts';

/** What a `switch => Realtime` is asked: `context@family/options` (pbx_realtime.c:REALTIME_COMMON). */
export interface RealtimeQuestion {
  readonly server: ServerId;
  readonly channel: ChannelId;
  /** Family of extconfig.conf. */
  readonly family: string;
  readonly context: string;
  readonly exten: string;
  readonly priority: number;
  readonly mode: MatchMode;
  /** Option p of 16: extensions that are patterns are not looked for. */
  readonly withPatterns: boolean;
}

/** The part of a question that the switch names; `container`: the context that it stands in. */
export function familyOf(
  { data }: Pick<SwitchConfig, 'data'>,
  container: string,
): Pick<RealtimeQuestion, 'family' | 'context' | 'withPatterns'> {
  const [where, options = ''] = data.split('/', 2) as [string, string?];
  const at = where.indexOf('@');
  const [context, family] = at < 0 ? ['', ''] : [where.slice(0, at), where.slice(at + 1)];
  return {
    family: (family === '' ? 'extensions' : family).toLowerCase(),
    context: context === '' ? container : context,
    withPatterns: !options.includes('p'),
  };
}

interface Asked {
  readonly question: RealtimeQuestion;
  /** The number itself is selected first, then the patterns. */
  part: 'number' | 'patterns';
  readonly done: EventType<number, number>;
  readonly a: number;
  row: ExtensionRow | undefined;
}

/**
 * Extensions from a table of the database: one SELECT for the number with its priority, and when there is none, a second
 * for the patterns (pbx_realtime.c:realtime_switch_common). Later releases remember what they have found for a second.
 *
 * It does not know who asks, nor whether the dialplan lock is held meanwhile.
 */
export class RealtimeSwitches {
  private readonly parts: RealtimeParts;
  private readonly asked = new SlotTable<Asked>();
  /** By server, then by context, extension and priority: what was found, and until when it counts. */
  private readonly kept: Map<string, { readonly row: ExtensionRow; readonly until: Micros }>[];

  private readonly statementEnds: EventType<number, number>;

  constructor(parts: RealtimeParts) {
    this.parts = parts;
    this.kept = parts.tables.map(() => new Map());
    this.statementEnds = parts.sim.on('dialplan.extensionsAreRead', (id, ended) => this.read(id, ended === OK));
  }

  /** False: extconfig.conf does not map that family, or a hint is wanted, for which later releases do not ask. */
  isAsked(server: ServerId, family: string, priority: number): boolean {
    const { tables, rules } = this.parts;
    return tables[server]![family] !== undefined && (priority >= 0 || rules.dialect === '1.2');
  }

  /** The row at once where it is remembered; else PENDING, and (done, a, id) runs later, in which `take(id)` gives it. */
  ask(question: RealtimeQuestion, done: EventType<number, number>, a: number): ExtensionRow | Pending {
    const kept = question.mode === 'match' ? this.kept[question.server]!.get(keyOf(question)) : undefined;
    if (kept !== undefined && this.parts.sim.now < kept.until) return kept.row;
    this.select(this.asked.open({ question, part: 'number', done, a, row: undefined }), question);
    return PENDING;
  }

  /** The row of a question that has ended, once; undefined: the table has none, or could not be read. */
  take(id: number): ExtensionRow | undefined {
    const row = this.asked.get(id)?.row;
    this.asked.close(id);
    return row;
  }

  /** Questions under way. */
  get size(): number {
    return this.asked.size;
  }

  crash(server: ServerId): void {
    this.kept[server]!.clear();
    this.asked.each(({ question }, id) => {
      if (question.server === server) this.asked.close(id);
    });
  }

  private select(id: number, { server, channel }: RealtimeQuestion): void {
    const call = this.parts.callOf(channel);
    this.parts.database.realtime(server, 'select', 'dialplan', this.statementEnds, id, call, 'extensions');
  }

  private read(id: number, ok: boolean): void {
    const asked = this.asked.get(id);
    if (asked === undefined) return; // The server crashed.
    const { question, part, done, a } = asked;
    if (ok) asked.row = part === 'number' ? this.numbered(question) : this.matching(question);
    if (asked.row === undefined && part === 'number' && question.withPatterns) {
      asked.part = 'patterns';
      this.select(id, question);
      return;
    }
    this.keep(question, asked.row);
    this.parts.sim.after(0, done, a, id);
  }

  private keep(question: RealtimeQuestion, row: ExtensionRow | undefined): void {
    const { sim, rules } = this.parts;
    if (rules.realtimeSwitchCache === 0 || question.mode !== 'match' || row === undefined) return;
    const kept = this.kept[question.server]!;
    for (const [key, { until }] of kept) if (until <= sim.now) kept.delete(key);
    kept.set(keyOf(question), { row, until: sim.now + rules.realtimeSwitchCache * 1000 });
  }

  private rowsOf({ server, family, context, priority }: RealtimeQuestion): readonly ExtensionRow[] {
    return (this.parts.tables[server]![family] ?? []).filter(
      (row) => row.context === context && row.priority === priority,
    );
  }

  /** `exten = …`, or LIKE where longer numbers count too. */
  private numbered(question: RealtimeQuestion): ExtensionRow | undefined {
    const { exten, mode } = question;
    return this.rowsOf(question).find((row) => {
      if (mode === 'match') return row.exten === exten;
      return row.exten.startsWith(exten) && (mode === 'canmatch' || row.exten.length > exten.length);
    });
  }

  /** The first pattern that fits: in 1.2 in the order of the alphabet, later the longest first. */
  private matching(question: RealtimeQuestion): ExtensionRow | undefined {
    const { dialect } = this.parts.rules;
    const patterns = this.rowsOf(question).filter(({ exten }) => exten.startsWith('_'));
    patterns.sort((a, b) =>
      dialect === '1.2' ? (a.exten < b.exten ? -1 : a.exten > b.exten ? 1 : 0) : b.exten.length - a.exten.length,
    );
    return patterns.find(({ exten }) => match(parsePattern(exten), question.exten, question.mode, dialect) > 0);
  }
}

/** pbx_realtime.c:cache_cmp: neither the family nor the context that the switch names. */
function keyOf({ context, exten, priority }: RealtimeQuestion): string {
  return `${priority} ${exten} ${context}`;
}

export interface RealtimeParts {
  readonly sim: Simulation;
  readonly rules: Rules;
  readonly database: Pick<DatabaseClients, 'realtime'>;
  /** By server, then by family. */
  readonly tables: readonly Readonly<Record<string, readonly ExtensionRow[]>>[];
  /** Call of a channel, for the statements of its story; 0: none. */
  readonly callOf: (channel: ChannelId) => CallId | 0;
}
