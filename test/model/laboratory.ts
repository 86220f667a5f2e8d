import { MILLISECOND, SECOND } from '../../src/kernel/units.ts';
import type { PhoneConfig, ServerConfig, SipConfig } from '../../src/model/config.ts';
import type { Interference, Sent } from '../../src/model/network/interference.ts';
import { PHONE_KINDS } from '../../src/model/phone/kinds.ts';

/** What every part alone is joined with: configurations with nothing special, and a wire that is written down. */

/** A wire of 1 ms without loss. */
export const WIRE = {
  delay: { kind: 'constant', value: MILLISECOND },
  loss: 0,
  links: [],
  segments: undefined,
} as const;

/** A message as a sniffer writes it down when it is sent. */
export interface Seen {
  /** Seconds. */
  readonly at: number;
  readonly title: string;
  readonly from: number;
  readonly to: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** How much later than usual each copy of a message arrives, µs; the usual is `[0]`. `nth`: of that title, from 0. */
export type Meets = (sent: Sent, nth: number) => readonly number[];

/** Writes down all that is sent, and does to it what a test wants. */
export class Sniffer implements Interference {
  readonly seen: Seen[] = [];
  disturb: Meets = () => [0];
  private readonly counts = new Map<string, number>();

  meets(sent: Sent): readonly number[] {
    const { title } = sent.message;
    const nth = this.counts.get(title) ?? 0;
    this.counts.set(title, nth + 1);
    this.seen.push({
      at: rounded(sent.at / SECOND),
      title,
      from: sent.from,
      to: sent.to,
      fields: sent.fields as Seen['fields'],
    });
    return this.disturb(sent, nth);
  }

  /** Messages of that title, in order. */
  all(title: string): readonly Seen[] {
    return this.seen.filter((seen) => seen.title === title);
  }

  times(title: string): readonly number[] {
    return this.all(title).map(({ at }) => at);
  }

  last(title: string): Seen {
    return this.all(title).at(-1)!;
  }

  titles(): readonly string[] {
    return this.seen.map(({ title }) => title);
  }
}

/** To the millisecond. */
export function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

/** The kind `generic` without jitter. */
export const STEADY = { ...PHONE_KINDS['generic']!, jitterRatio: 0 };

export function phoneConfig(number: string, different: Partial<PhoneConfig> = {}): PhoneConfig {
  return {
    number,
    group: 'office',
    address: `10.0.1.${Number(number) % 250}`,
    port: 5060,
    home: 0,
    backup: [],
    lastResort: -1,
    expires: 300,
    kind: STEADY,
    credentials: 'right',
    powered: true,
    answerAfter: { kind: 'constant', value: SECOND },
    answerProbability: 1,
    callsAtOnce: 2,
    ...different,
  };
}

/** Realtime peers with rtcachefriends, as in the paper; only the SIP side of the server is there. */
export function sipServer(name: string, different: Partial<SipConfig> = {}): ServerConfig {
  const sip: SipConfig = {
    context: 'phones',
    regContext: 'sipregistration',
    minExpiry: 60,
    maxExpiry: 3600,
    defaultExpiry: 120,
    rtCacheFriends: true,
    rtUpdate: true,
    regExtenOnQualify: false,
    qualifyMs: 0,
    qualifyFreq: 60 * SECOND,
    alwaysAuthReject: false,
    realtime: true,
    staticPeers: [],
    fixedPeers: [],
    allowGuest: true,
    allowOverlap: 'yes',
    callLimit: 0,
    directMedia: true,
    ignoreRegExpire: false,
    ...different,
  };
  return { name, address: `10.0.0.${name.length}`, sip, iax: {} } as unknown as ServerConfig;
}
