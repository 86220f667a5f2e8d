import { Listener } from '../../measure/listener.ts';
import { isAnswered } from '../../measure/outcomes.ts';
import type { ClusterConfig } from '../../model/config.ts';
import type { CallRecord, Outcome } from '../../model/observations.ts';
import { SECOND } from '../../kernel/units.ts';
import { column } from '../column.ts';
import type { RowSink } from '../csvRows.ts';
import { count, counted } from '../format.ts';
import { prose, table } from '../textTable.ts';
import { OUTCOME_LABEL } from './outcomeText.ts';

/** `logged.csv`: each call of a log beside what the simulation makes of it. */
export const LOGGED_COLUMNS = [
  column('call', 'number', 'Number of the call, as in calls.csv.'),
  column('offered_s', 's', 'Virtual time of its INVITE.'),
  column('from', 'text', 'Number of the caller.'),
  column('dialled', 'text', 'Number dialled.'),
  column('logged', 'text', 'What the log says: the disposition of its CDR.'),
  column('outcome', 'text', 'What the simulation says: as in calls.csv.'),
  column('agrees', '0 or 1', 'Both say that it was answered, or both that it was not.'),
  column('dropped', '0 or 1', 'Simulated: answered, then cut by a fault.'),
  column('cause', 'text', 'Simulated: why it was lost, dropped or slow.'),
];

/**
 * Lays the outcome of each call that has one in a log (`logged` of a file of calls) beside the simulated one. Redials
 * are not in a log of their own, so they are left out.
 */
export class BesideLog extends Listener {
  private readonly logged: readonly (string | undefined)[];
  private readonly sink: RowSink;
  private readonly pairs = new Map<string, Map<Outcome, number>>();
  private compared = 0;
  private agreed = 0;

  constructor({ calls }: ClusterConfig, sink: RowSink) {
    super();
    this.logged = calls.map((source) => (source.kind === 'planned' ? source.logged : undefined));
    this.sink = sink;
    sink.head(LOGGED_COLUMNS);
  }

  override callEnded(call: CallRecord): void {
    const logged = this.logged[call.source];
    if (logged === undefined || call.redial > 0) return;
    const agrees = (logged === 'ANSWERED') === wasAnswered(call.outcome);
    this.compared++;
    if (agrees) this.agreed++;
    const outcomes = this.pairs.get(logged) ?? new Map<Outcome, number>();
    outcomes.set(call.outcome, (outcomes.get(call.outcome) ?? 0) + 1);
    this.pairs.set(logged, outcomes);
    this.sink.row([
      call.call,
      (call.offeredAt / SECOND).toFixed(3),
      call.from,
      call.dialled,
      logged,
      call.outcome,
      agrees,
      call.dropped,
      call.cause,
    ]);
  }

  /** For the end of a summary; empty: no call is in a log. */
  text(): string {
    if (this.compared === 0) return '';
    const rows = [...this.pairs].flatMap(([logged, outcomes]) =>
      [...outcomes]
        .sort(([, a], [, b]) => b - a)
        .map(([outcome, number]) => [
          logged,
          OUTCOME_LABEL[outcome],
          count(number),
          (logged === 'ANSWERED') === wasAnswered(outcome) ? 'agree' : 'differ',
        ]),
    );
    const lines = [
      ...prose(
        `${counted(this.compared, 'call')} with an outcome in the log: ${count(this.agreed)} agree on whether they were answered, ${count(this.compared - this.agreed)} differ. A call whose own server was down is in no log.`,
      ),
      '',
      ...table([['log', 'simulation', 'calls', ''], ...rows], ['left', 'left', 'right', 'left']),
    ];
    return `\nBeside the log\n${lines.join('\n')}\n`;
  }
}

/** A CDR calls answered whatever got a 200: voicemail too (cdr.c:ast_cdr_answer). */
function wasAnswered(outcome: Outcome): boolean {
  return isAnswered(outcome) || outcome === 'voicemail';
}

/** Some call of the scenario has an outcome in a log. */
export function hasLog({ calls }: ClusterConfig): boolean {
  return calls.some((source) => source.kind === 'planned' && source.logged !== undefined);
}
