/** How the members of a queue are chosen (app_queue.c: strategies; those of 1.2.6, then linear and wrandom). */
export type QueueStrategy =
  'ringall' | 'roundrobin' | 'leastrecent' | 'fewestcalls' | 'random' | 'rrmemory' | 'linear' | 'wrandom';

/** States in which a member counts as nobody (app_queue.c:parse_empty_options, get_member_status). */
export type AbsentWhen = 'invalid' | 'unavailable' | 'unknown' | 'inuse' | 'wrapup' | 'paused';

/** When a queue counts as empty. */
export interface EmptyRule {
  readonly absentWhen: readonly AbsentWhen[];
  /** Of QUEUESTATUS, behind JOIN or LEAVE. With UNAVAIL some member must be unavailable. */
  readonly said: 'EMPTY' | 'UNAVAIL';
}

export interface QueueMemberConfig {
  /** `SIP/1001` */
  readonly tech: string;
  readonly resource: string;
  /** The lower is asked first, from 0. */
  readonly penalty: number;
  /** A phone that is in use rings all the same. */
  readonly ringInUse: boolean;
}

/** What is said to who waits: their place in the line, how long it may take, and a text now and then. Times are seconds. */
export interface QueueAnnouncements {
  /** Between two of an unchanged place; 0: no place is said. */
  readonly frequency: number;
  /** Between the starts of any two. */
  readonly minFrequency: number;
  /** `limit`: to the first `positionLimit` of the line; `more`: behind them "more than" that many. */
  readonly position: 'yes' | 'no' | 'limit' | 'more';
  readonly positionLimit: number;
  readonly onlyUp: boolean;
  readonly holdTime: 'no' | 'once' | 'always';
  /** Seconds are said in steps of that many; 0: not at all. */
  readonly roundSeconds: number;
  /** The first of the line too, before members are called. */
  readonly toFirst: boolean;
  /** Between two texts; 0: none. */
  readonly periodicFrequency: number;
  /** Names of recordings, one after the other. */
  readonly periodic: readonly string[];
  readonly random: boolean;
  /** `periodicFrequency` counts from the end of a text. */
  readonly relative: boolean;
  /** From joining to the first text; -1: `periodicFrequency`. */
  readonly periodicStart: number;
  /** Names of recordings, by what they say. Empty: nothing is said. */
  readonly sounds: Readonly<Record<QueueSound, string>>;
}

/** What the recordings of a queue say. */
export type QueueSound =
  | 'next'
  | 'thereAre'
  | 'calls'
  | 'moreThan'
  | 'moreThanEnd'
  | 'holdTime'
  | 'lessThan'
  | 'minute'
  | 'minutes'
  | 'seconds'
  | 'thanks'
  | 'reportHold'
  | 'callerIsNext';

/** What comes before the talk when a member has answered. */
export interface MemberGreeting {
  /** Silence, seconds. */
  readonly delay: number;
  /** A recording that the member hears; empty: none. */
  readonly announce: string;
  /** How long the caller has waited. */
  readonly reportsHoldTime: boolean;
}

/** A section of queues.conf. Times are seconds, as there. */
export interface QueueConfig {
  readonly name: string;
  readonly strategy: QueueStrategy;
  /** How long members ring in one try; 0: without limit. */
  readonly timeout: number;
  /** Between two tries. */
  readonly retry: number;
  /** After a call, during which a member is not rung; 0: none. */
  readonly wrapUpTime: number;
  /** Callers that may wait; 0: without limit. */
  readonly maxLength: number;
  /** A caller is not let in, or is sent away, when one of these says that nobody is there. */
  readonly joinEmpty: readonly EmptyRule[];
  readonly leaveWhenEmpty: readonly EmptyRule[];
  /** As many callers are served at once as there are members; no: the first of the line alone. */
  readonly autofill: boolean;
  /** A member who is busy gives the next one the whole `timeout`. */
  readonly timeoutRestart: boolean;
  /** `app`: the time limit of Queue() shortens the last try. */
  readonly timeoutPriority: 'app' | 'conf';
  /** Of members that are added while the server runs. */
  readonly ringInUse: boolean;
  /** Those members are in the astdb: a start brings them back. */
  readonly persistentMembers: boolean;
  readonly announcements: QueueAnnouncements;
  readonly greeting: MemberGreeting;
  readonly members: readonly QueueMemberConfig[];
}
