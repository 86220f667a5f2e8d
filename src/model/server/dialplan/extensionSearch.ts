import type { EventType } from '../../../kernel/clock/simulation.ts';
import type { Micros } from '../../../kernel/units.ts';
import type { ChannelId, LookupId, ServerId } from '../../ids.ts';
import type { Found } from './found.ts';
import type { RealtimeQuestion } from './realtimeSwitch.ts';
import type { MatchMode } from './patterns.ts';
import type { LockHolder } from './services.ts';

/** The finder whose search it is. */
export interface SearchOwner {
  readonly server: ServerId;
  gotLock(id: number, search: Search): void;
  gotAnswers(id: number, search: Search, lookup: LookupId): void;
  switchAnswered(id: number, search: Search): void;
  gotRow(id: number, search: Search, question: number): void;
}

export interface FindRequest {
  readonly context: string;
  readonly exten: string;
  /** From 1. Not looked at when there is a label. */
  readonly priority: number;
  /** Empty: find the priority. */
  readonly label: string;
  readonly action: MatchMode;
  readonly channel: ChannelId;
  /** Number of the caller, for extensions that only some may dial; undefined: nobody calls. */
  readonly caller?: string;
  /** For `s` in a context `macro-…`, whose switch is asked for the macro's number; empty for other requests. */
  readonly macroNumber: string;
}

/** A search that could not end at once: it waits for the lock, or for a lookup. */
export interface Search {
  readonly finder: SearchOwner;
  readonly request: FindRequest;
  readonly done: EventType<number, number>;
  readonly a: number;
  /** When it began to wait for the lock. */
  askedAt: Micros;
  /** Where the search continues: which context, and which of its switches (-1: its extensions first). */
  at: number;
  nextSwitch: number;
  status: Found['status'];
  lookup: LookupId | 0;
  /** What a table of the database is asked now. */
  question: RealtimeQuestion | undefined;
  hasLock: boolean;
  /** What held the lock when this search had to wait for it. */
  holder: LockHolder | undefined;
  /** What ends it: known when a switch has been asked, too. */
  found: Found | undefined;
}
