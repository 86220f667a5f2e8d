import { SECOND } from '../../../src/kernel/units.ts';
import { Listener } from '../../../src/measure/listener.ts';
import { Cluster } from '../../../src/model/cluster.ts';
import type { PhoneId, ServerId } from '../../../src/model/ids.ts';
import type { RegistrationRecord } from '../../../src/model/observations.ts';
import { quiet } from '../quiet.ts';

/** The row of phone 1001. */
export const OBSERVED = 0 as PhoneId;

/** A datagram that the phone sent, as a sniffer beside it would write it down. */
export interface Sent {
  /** Seconds. */
  readonly at: number;
  readonly to: string;
}

class Registrations extends Listener {
  readonly ended: (RegistrationRecord & { readonly endedAt: number })[] = [];
  readonly believes: { readonly at: number; readonly registered: boolean }[] = [];

  override registrationEnded(registration: RegistrationRecord): void {
    if (registration.phone === OBSERVED) this.ended.push({ ...registration, endedAt: this.now / SECOND });
  }
  override phoneChanged(phone: PhoneId, registered: boolean): void {
    if (phone === OBSERVED) this.believes.push({ at: this.now / SECOND, registered });
  }
}

/**
 * Phone 1001 at regpbx1, in a cluster whose computers and wires take no time, so that what is left of every time is the
 * phone's own. Its timers have no jitter.
 */
export class Observed {
  readonly cluster: Cluster;
  readonly sent: Sent[] = [];
  readonly heard = new Registrations();
  private readonly names: readonly string[];

  constructor(phone: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}) {
    const { kind, ...rest } = phone;
    const config = quiet({
      start: { refreshPhase: '10s' },
      phones: {
        observed: { numbers: '1001', home: 'regpbx1', expires: '300s', kind: { like: kind, jitter: '0%' }, ...rest },
        others: { numbers: '1002', home: 'regpbx3' },
      },
      ...more,
    });
    this.names = config.servers.map(({ name }) => name);
    const phone1001 = config.servers.length + 1 + OBSERVED;
    this.cluster = new Cluster(config, {
      seed: 'phones',
      observations: this.heard,
      interference: {
        meets: ({ at, from, to }) => {
          if (from === phone1001) this.sent.push({ at: at / SECOND, to: this.names[to]! });
          return [0];
        },
      },
    });
    this.heard.follow(this.cluster.sim);
  }

  get now(): number {
    return this.cluster.sim.now / SECOND;
  }

  until(seconds: number): this {
    this.cluster.sim.run(Math.round(seconds * SECOND));
    return this;
  }

  crash(server: string): this {
    this.cluster.parts.faults.crash(this.names.indexOf(server) as ServerId);
    return this;
  }

  restart(server: string): this {
    this.cluster.parts.faults.up(this.names.indexOf(server) as ServerId);
    return this;
  }

  /** What it sent to that server from that second on, in seconds since. */
  since(from: number, server: string): readonly number[] {
    return this.sent.filter(({ at, to }) => at >= from && to === server).map(({ at }) => rounded(at - from));
  }

  /** The moment of the first datagram to that server from that second on. */
  first(from: number, server: string): number {
    return this.since(from, server)[0] ?? Infinity;
  }
}

/** To the millisecond. */
function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
