import { SECOND, type Micros } from '../kernel/units.ts';
import { meanOf } from '../kernel/random/distributionMoments.ts';
import type { ClusterConfig } from '../model/config.ts';
import type { CallRecord } from '../model/observations.ts';
import type { CallLog } from './callLog.ts';
import type { LoadFigures } from './document.ts';
import { ratio } from './figures.ts';

const HOUR = 3600 * SECOND;
/** The busy hour is looked for in steps of a quarter of an hour (ITU-T E.600, time consistent busy hour). */
const QUARTER = HOUR / 4;

/** Load and grade of service in the words of teletraffic (ITU-T E.600) and SIP (RFC 6076). */
export class Load {
  /** Talking time wanted by all attempts, and had by those that were answered, micros. */
  private wanted = 0;
  private talked = 0;
  private answered = 0;
  /** Attempts that had no final answer when the run ended. */
  private open = 0;
  private readonly byServer: Float64Array;
  private readonly meanTalk: readonly number[];

  constructor({ calls, servers }: ClusterConfig) {
    this.meanTalk = calls.map(({ talk }) => meanOf(talk));
    this.byServer = new Float64Array(servers.length);
  }

  callEnded(call: CallRecord): void {
    this.wanted += this.meanTalk[call.source] ?? 0;
    if (call.answeredAt < 0) {
      if (call.outcome === 'inProgress') this.open += 1;
      return;
    }
    const talked = call.endedAt - call.answeredAt;
    this.answered += 1;
    this.talked += talked;
    if (call.server >= 0) this.byServer[call.server]! += talked;
  }

  /** Erlangs that the callers of a server carry. `length`: of the time that counts, micros. */
  ofServer(server: number, length: Micros): number {
    return ratio(this.byServer[server]!, length);
  }

  figures(
    log: CallLog,
    outcomes: Readonly<Record<'unserved' | 'blocked', number>>,
    from: Micros,
    until: Micros,
  ): LoadFigures {
    const offered = log.length;
    const [length, ended] = [until - from, offered - this.open];
    return {
      offeredErlangs: ratio(this.wanted, length),
      carriedErlangs: ratio(this.talked, length),
      busyHourCallAttempts: busyHour(log, from, until),
      answerSeizureRatio: ratio(this.answered, ended - outcomes.unserved),
      sessionEstablishmentRatio: ratio(this.answered, ended),
      blockingRatio: ratio(outcomes.blocked, offered),
    };
  }
}

/** Attempts of the busiest hour, to the whole; of a run shorter than an hour, what an hour of it would have. */
function busyHour(log: CallLog, from: Micros, until: Micros): number {
  if (until - from < HOUR) return until === from ? 0 : Math.round((log.length * HOUR) / (until - from));
  const quarters = new Float64Array(Math.ceil((until - from) / QUARTER));
  for (const { offeredAt } of log)
    quarters[Math.min(quarters.length - 1, Math.floor((offeredAt - from) / QUARTER))]! += 1;
  let most = 0;
  for (let i = 0; i + 4 <= quarters.length; i++)
    most = Math.max(most, quarters[i]! + quarters[i + 1]! + quarters[i + 2]! + quarters[i + 3]!);
  return most;
}
