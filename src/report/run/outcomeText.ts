import type { CallRecord, Outcome } from '../../model/observations.ts';

/** How a legend or a table names an outcome. */
export const OUTCOME_LABEL: Readonly<Record<Outcome, string>> = {
  local: 'answered, own server alone',
  dundi: 'answered, through DUNDi',
  otherServer: 'answered, other server without DUNDi',
  direct: 'answered, direct dial',
  pstn: 'answered, PSTN',
  voicemail: 'voicemail',
  busy: 'busy',
  noAnswer: 'no answer',
  invalid: 'number not found',
  congestion: 'congestion',
  misrouted: 'sent to a dead or wrong server',
  blocked: 'no free trunk',
  abandoned: 'caller gave up waiting',
  unserved: "caller's server down or blocked",
  inProgress: 'still in progress',
};

/** How a sentence about one call says it. */
export const OUTCOME_SAID: Readonly<Record<Outcome, string>> = {
  local: "answered on the caller's own server",
  dundi: 'answered through DUNDi',
  otherServer: 'answered at another server without DUNDi',
  direct: 'answered by direct dial',
  pstn: 'answered through the PSTN',
  voicemail: 'sent to voicemail',
  busy: 'busy',
  noAnswer: 'not answered',
  invalid: 'number not found',
  congestion: 'congestion',
  misrouted: 'lost, sent to a dead or wrong server',
  blocked: 'lost, no free trunk',
  abandoned: 'lost, the caller gave up waiting',
  unserved: "lost, the caller's server never answered",
  inProgress: 'still in progress at the end',
};

/** The same of one call, with the way that it took. */
export function outcomeSaid({ outcome, tech }: Pick<CallRecord, 'outcome' | 'tech'>): string {
  if (outcome === 'otherServer') return `answered over ${tech} without DUNDi`;
  return outcome === 'dundi' ? `answered through DUNDi and ${tech}` : OUTCOME_SAID[outcome];
}

/** Outcomes whose words say that the call was lost. */
const SAY_LOST: ReadonlySet<Outcome> = new Set(['misrouted', 'blocked', 'abandoned', 'unserved']);

/** The same, and that the call was lost; of one that was cut, what it was until then. */
export function lossSaid(record: Pick<CallRecord, 'outcome' | 'tech' | 'lost' | 'dropped'>): string {
  const isUnsaid = record.lost && !record.dropped && !SAY_LOST.has(record.outcome);
  return `${isUnsaid ? 'lost, ' : ''}${outcomeSaid(record)}`;
}

/** Behind a count of lost calls: `53 with the caller's server down or blocked`. */
export const LOSS_SAID: Readonly<Partial<Record<Outcome | 'dropped', string>>> = {
  dropped: 'cut while talking',
  misrouted: 'sent to a dead or wrong server',
  unserved: "with the caller's server down or blocked",
  congestion: 'to congestion',
  blocked: 'for want of a trunk channel',
  abandoned: 'given up by the caller',
  invalid: 'whose number was not found',
  noAnswer: 'that nobody answered',
  voicemail: 'to voicemail though the phone was idle',
};
