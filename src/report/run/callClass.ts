import type { LoggedCall } from '../../measure/callLog.ts';
import { isAnswered } from '../../measure/outcomes.ts';

/** How a chart tells calls apart: connected ones by their way, lost ones by their cause, the rest together. */
export const CALL_CLASSES = [
  'local',
  'dundi',
  'pstn',
  'direct',
  'other',
  'unserved',
  'misrouted',
  'congestion',
  'blocked',
  'abandoned',
  'notRung',
  'cut',
] as const;

export type CallClass = (typeof CALL_CLASSES)[number];

export function classOf(call: LoggedCall): CallClass {
  if (call.dropped || (call.lost && isAnswered(call.outcome))) return 'cut';
  switch (call.outcome) {
    case 'local':
    case 'dundi':
    case 'pstn':
    case 'direct':
    case 'unserved':
    case 'misrouted':
    case 'congestion':
    case 'blocked':
    case 'abandoned':
      return call.outcome;
    default:
      return call.lost ? 'notRung' : 'other';
  }
}

/** The classes that are lost calls, as the document counts them. */
export const LOST_CLASSES: readonly CallClass[] = [
  'unserved',
  'misrouted',
  'congestion',
  'blocked',
  'abandoned',
  'notRung',
  'cut',
];

/**
 * Name in the legend, and colour: Okabe and Ito's palette, distinguishable for the colour-blind; blue and green are
 * connected, grey is neither.
 */
export const CLASS_LOOK: Readonly<Record<CallClass, { readonly label: string; readonly colour: string }>> = {
  local: { label: 'answered, own server alone', colour: '#56b4e9' },
  dundi: { label: 'answered, DUNDi', colour: '#0072b2' },
  pstn: { label: 'answered, PSTN', colour: '#a6cee3' },
  direct: { label: 'answered, direct dial', colour: '#009e73' },
  other: { label: 'busy, no answer, in progress', colour: '#c8c8c8' },
  unserved: { label: 'lost: own server down or blocked', colour: '#d55e00' },
  misrouted: { label: 'lost: sent to dead server', colour: '#f0a020' },
  congestion: { label: 'lost: congestion', colour: '#8c510a' },
  blocked: { label: 'lost: no trunk', colour: '#cc79a7' },
  abandoned: { label: 'lost: caller gave up', colour: '#f0e442' },
  notRung: { label: 'lost: idle phone not reached', colour: '#7b3294' },
  cut: { label: 'lost: cut while talking', colour: '#000000' },
};
