import type { ClusterConfig } from '../model/config.ts';
import type { CallRecord } from '../model/observations.ts';
import { keysOf } from './figureKeys.ts';
import { isAnswered } from './outcomes.ts';
import { parkingFate, type StoryEvent } from '../model/story/index.ts';

/** The calls of one name of the scenario. */
export interface NamedFigures {
  /** As the scenario has it; the key has no spaces. */
  readonly name: string;
  readonly offered: number;
  /** By a phone or over a trunk. */
  readonly answered: number;
  readonly saved: number;
  /** Answered by voicemail. */
  readonly voicemail: number;
  /** Of those: no phone was dialled, though the called one had power and was idle. */
  readonly diverted: number;
  readonly lost: number;
  /** Of the lost: answered first, then cut, or parked or sent to a colleague in vain. */
  readonly lostAnswered: number;
  /** Of the lost: answered by voicemail. */
  readonly lostVoicemail: number;
  /** Rang only after more than 2 s. */
  readonly slow: number;
  /** Calls that were parked, and of those the ones that the right colleague fetched. */
  readonly parked: number;
  readonly retrieved: number;
  /** Calls that rang, not by direct dial, by the server through which the phone was called. */
  readonly rangBy: Readonly<Record<string, number>>;
}

type Counts = {
  -readonly [Name in keyof Omit<NamedFigures, 'name'>]: NamedFigures[Name] extends number
    ? number
    : Record<string, number>;
};

const SLOW = 2_000_000; // µs

/** Counts calls by the name that the scenario gives them; those to a parking slot are left out. */
export class NamedCalls {
  private readonly config: ClusterConfig;
  private readonly byName = new Map<string, Counts>();

  constructor(config: ClusterConfig) {
    this.config = config;
    for (const { name } of config.calls) if (name !== '') this.byName.set(name, none(config));
  }

  callEnded(call: CallRecord, story: readonly StoryEvent[]): void {
    const counts = this.byName.get(this.config.calls[call.source]?.name ?? '');
    if (counts === undefined || story.some(({ what }) => what === 'wants')) return;
    counts.offered += 1;
    if (isAnswered(call.outcome)) counts.answered += 1;
    if (call.saved) counts.saved += 1;
    if (call.lost) counts.lost += 1;
    if (call.lost && isAnswered(call.outcome)) counts.lostAnswered += 1;
    if (call.lost && call.outcome === 'voicemail') counts.lostVoicemail += 1;
    if (call.outcome === 'voicemail') counts.voicemail += 1;
    const isDialled = story.some((event) => event.what === 'dials' && /^(?:PJ)?SIP$/.test(event.tech));
    if (call.outcome === 'voicemail' && call.calleeReachable && !isDialled) counts.diverted += 1;
    const fate = parkingFate(story);
    if (fate !== undefined) counts.parked += 1;
    if (fate?.end === 'retrieved') counts.retrieved += 1;
    if (call.ringingAt < 0) return;
    if (call.ringingAt - call.offeredAt > SLOW) counts.slow += 1;
    const server = this.config.servers[call.calleeServer]?.name;
    if (server !== undefined && call.outcome !== 'direct') counts.rangBy[server]! += 1;
  }

  /** Undefined: the scenario names no calls. */
  figures(): Readonly<Record<string, NamedFigures>> | undefined {
    const keys = keysOf([...this.byName.keys()]);
    if (keys.size === 0) return undefined;
    return Object.fromEntries([...this.byName].map(([name, counts]) => [keys.get(name)!, { name, ...counts }]));
  }
}

function none({ servers }: ClusterConfig): Counts {
  return {
    offered: 0,
    answered: 0,
    saved: 0,
    voicemail: 0,
    diverted: 0,
    lost: 0,
    lostAnswered: 0,
    lostVoicemail: 0,
    slow: 0,
    parked: 0,
    retrieved: 0,
    rangBy: Object.fromEntries(servers.map(({ name }) => [name, 0])),
  };
}
