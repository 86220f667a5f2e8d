import type { LoggedCall } from '../../measure/callLog.ts';
import { isAnswered } from '../../measure/outcomes.ts';

/** How a chart tells calls apart: connected ones by their way, lost ones by how they were lost, the rest together. */
export const CALL_CLASSES = [
  'local',
  'dundi',
  'otherServer',
  'pstn',
  'direct',
  'voicemail',
  'other',
  'unserved',
  'misrouted',
  'congestion',
  'blocked',
  'abandoned',
  'notRung',
  'rang',
  'cut',
  'handedOn',
] as const;

export type CallClass = (typeof CALL_CLASSES)[number];

export function classOf(call: LoggedCall): CallClass {
  if (call.dropped) return 'cut';
  if (call.lost && isAnswered(call.outcome)) return 'handedOn';
  switch (call.outcome) {
    case 'local':
    case 'dundi':
    case 'otherServer':
    case 'pstn':
    case 'direct':
    case 'unserved':
    case 'misrouted':
    case 'congestion':
    case 'blocked':
    case 'abandoned':
      return call.outcome;
    default:
      if (call.lost) return call.postDialDelay < 0 ? 'notRung' : 'rang';
      return call.outcome === 'voicemail' ? 'voicemail' : 'other';
  }
}

/** The classes that are lost calls, as the document counts them. */
export const LOST_CLASSES: readonly CallClass[] = CALL_CLASSES.slice(CALL_CLASSES.indexOf('unserved'));

/** Lines over a colour, so that classes differ in grey too. */
export type Hatch = 'rising' | 'falling' | 'level' | 'upright' | 'dots';

export interface ClassLook {
  /** In the legend. */
  readonly label: string;
  readonly colour: string;
  readonly hatch?: { readonly kind: Hatch; readonly colour: string };
}

/**
 * Colours of Okabe and Ito's palette, distinguishable for the colour-blind; blue and green are connected, pale ones are
 * neither connected nor lost. Those that are near each other in grey differ by their hatching.
 */
export const CLASS_LOOK: Readonly<Record<CallClass, ClassLook>> = {
  local: { label: 'answered, own server alone', colour: '#5fb0e0' },
  dundi: { label: 'answered, DUNDi', colour: '#0b5a94' },
  otherServer: {
    label: 'answered, other server without DUNDi',
    colour: '#8fb8d8',
    hatch: { kind: 'falling', colour: '#0b3a5e' },
  },
  pstn: { label: 'answered, PSTN', colour: '#bfe0f4', hatch: { kind: 'rising', colour: '#0b5a94' } },
  direct: { label: 'answered, direct dial', colour: '#009e73' },
  voicemail: {
    label: 'voicemail, phone busy or off',
    colour: '#f7d9e8',
    hatch: { kind: 'dots', colour: '#a03a78' },
  },
  other: { label: 'busy, no answer, not found, in progress', colour: '#c9c9c9' },
  unserved: { label: 'lost: own server down or blocked', colour: '#d55e00' },
  misrouted: { label: 'lost: sent to dead server', colour: '#f0a020', hatch: { kind: 'rising', colour: '#6b4400' } },
  congestion: { label: 'lost: congestion', colour: '#8f5a12' },
  blocked: { label: 'lost: no trunk', colour: '#e8b4d0', hatch: { kind: 'upright', colour: '#8a2c66' } },
  abandoned: { label: 'lost: caller gave up', colour: '#f0e442', hatch: { kind: 'dots', colour: '#5e5500' } },
  notRung: { label: 'lost: no phone rang', colour: '#6a2a8c' },
  rang: { label: 'lost: rang, not answered', colour: '#e2d0ee', hatch: { kind: 'level', colour: '#6a2a8c' } },
  cut: { label: 'lost: cut while talking', colour: '#000000' },
  handedOn: {
    label: 'lost: parked or transferred in vain',
    colour: '#ffffff',
    hatch: { kind: 'falling', colour: '#000000' },
  },
};
