import type { Outcome } from '../../model/observations.ts';

/** How a legend or a table names an outcome. */
export const OUTCOME_LABEL: Readonly<Record<Outcome, string>> = {
  local: 'answered, own server alone',
  dundi: 'answered, through DUNDi',
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
  unserved: "caller's server silent",
  inProgress: 'still in progress',
};

/** How a sentence about one call says it. */
export const OUTCOME_SAID: Readonly<Record<Outcome, string>> = {
  local: "answered on the caller's own server",
  dundi: 'answered through DUNDi and IAX2',
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

/** How a count of lost calls goes on: `53 whose caller's server was silent`. */
export const LOSS_SAID: Readonly<Partial<Record<Outcome | 'dropped', string>>> = {
  dropped: 'cut while talking',
  misrouted: 'sent to a dead or wrong server',
  unserved: 'from phones whose server was silent',
  congestion: 'to congestion',
  blocked: 'for want of a trunk',
  abandoned: 'given up by the caller',
  invalid: 'to phones that nobody found',
  noAnswer: 'to idle phones that never rang',
  voicemail: 'to voicemail though the phone was idle',
};
