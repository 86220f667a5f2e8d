import { NOWHERE, type Place } from '../../../text/place.ts';
import type { ExtensionRow } from './compiledPlan.ts';
import type { RealtimeQuestion } from './realtimeSwitch.ts';
import type { Answer } from './services.ts';

/** What a search for an extension says. Frozen: one per step, made when the plan is compiled. */
export interface Found {
  readonly found: boolean;
  /** Where it was found: the context asked for, or one that it includes. */
  readonly context: string;
  /** As written, a pattern with its `_`. Empty when a switch knows the number. */
  readonly extension: string;
  readonly priority: number;
  readonly application: string;
  readonly args: string;
  /** Of the step in the user's file; NOWHERE for what the server made itself. */
  readonly place: Place;
  /** Empty, or what the DUNDi switch that knows the number looks up: `priv`. */
  readonly bySwitch: string;
  /** A row of the database: what a `switch => Realtime` asks again before it runs it. */
  readonly question?: RealtimeQuestion;
  /** Of that switch's lookup, sorted; empty otherwise. */
  readonly answers: readonly Answer[];
  /** How far a search that found nothing came (pbx.c:STATUS_*). */
  readonly status: 'success' | 'noContext' | 'noExtension' | 'noPriority' | 'noLabel';
}

export function notFound(status: Found['status']): Found {
  return NOT_FOUND[status];
}

function nothing(status: Found['status']): Found {
  return {
    found: false,
    context: '',
    extension: '',
    priority: 0,
    application: '',
    args: '',
    place: NOWHERE,
    bySwitch: '',
    answers: [],
    status,
  };
}

const NOT_FOUND: Readonly<Record<Found['status'], Found>> = {
  success: nothing('success'),
  noContext: nothing('noContext'),
  noExtension: nothing('noExtension'),
  noPriority: nothing('noPriority'),
  noLabel: nothing('noLabel'),
};

export function foundInTable(context: string, row: ExtensionRow, question: RealtimeQuestion): Found {
  return {
    found: true,
    context,
    extension: row.exten,
    priority: row.priority,
    application: row.app,
    args: row.appdata,
    place: row.place,
    bySwitch: '',
    question,
    answers: [],
    status: 'success',
  };
}

export function foundBySwitch(context: string, bySwitch: string, priority: number, answers: readonly Answer[]): Found {
  return {
    found: true,
    context,
    extension: '',
    priority,
    application: '',
    args: '',
    place: NOWHERE,
    bySwitch,
    answers,
    status: 'success',
  };
}
