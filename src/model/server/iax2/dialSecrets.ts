import { HOUR, type Micros } from '../../../kernel/units.ts';
import type { RandomStream } from '../../../kernel/random/randomStream.ts';
import type { Simulation } from '../../../kernel/clock/simulation.ts';
import type { ServerId } from '../../ids.ts';

/** DUNDI_SECRET_TIME: a new one each hour, the one before is still good (facts A9). */
const SECRET_TIME: Micros = HOUR;

/**
 * The dial secrets that servers advertise as ${SECRET} and accept as `dbsecret=dundi/secret`: 128 random bits in base64,
 * in the local database, so that a restart keeps them.
 */
export class DialSecrets {
  private readonly sim: Simulation;
  private readonly names: readonly string[];
  /** Of servers that have been asked for theirs: each has a stream of its own, so that it does not matter when. */
  private readonly current: string[] = [];
  private readonly previous: string[] = [];
  private readonly madeAt: Float64Array;

  constructor(sim: Simulation, names: readonly string[]) {
    this.sim = sim;
    this.names = names;
    this.madeAt = new Float64Array(names.length);
  }

  /** What is advertised now. */
  of(server: ServerId): string {
    this.rotate(server);
    return this.current[server]!;
  }

  /** As the local database holds it: the one before, and the present one. */
  stored(server: ServerId): string {
    this.rotate(server);
    return `${this.previous[server]};${this.current[server]}`;
  }

  accepts(server: ServerId, secret: string): boolean {
    this.rotate(server);
    return secret === this.current[server] || secret === this.previous[server];
  }

  /** Another machine is that server, with an astdb of its own: what was advertised is refused from now on. */
  loseDisk(server: ServerId): void {
    this.rotate(server);
    this.current[server] = this.made(server);
    this.previous[server] = this.current[server];
    this.madeAt[server] = this.sim.now;
  }

  private rotate(server: ServerId): void {
    this.current[server] ??= this.made(server);
    this.previous[server] ??= this.current[server];
    while (this.sim.now - this.madeAt[server]! >= SECRET_TIME) {
      this.madeAt[server]! += SECRET_TIME;
      this.previous[server] = this.current[server]!;
      this.current[server] = this.made(server);
    }
  }

  private made(server: ServerId): string {
    return makeSecret(this.sim.stream(`dundi/secret/${this.names[server]!}`));
  }
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * 16 bytes are 22 digits without the padding, as in the paper's listing. A slash would end the address, so it is left
 * out.
 */
function makeSecret(stream: RandomStream): string {
  let text = '';
  for (let i = 0; i < 22; i++) text += DIGITS[stream.integer(63)]!;
  return text;
}
