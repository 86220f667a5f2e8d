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
  readonly members: readonly QueueMemberConfig[];
}
