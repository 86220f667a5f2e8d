import { SECOND, type Micros } from '../../kernel/units.ts';
import type { Simulation } from '../../kernel/clock/simulation.ts';

/**
 * The servers' wall clock (kept equal by NTP): virtual time plus a phase within the second. Asterisk counts cache life
 * in whole seconds of it, so the phase decides how long "one second" is (facts A6).
 */
export class WallClock {
  private readonly sim: Simulation;
  /** Microseconds into a second at virtual time 0. */
  readonly phase: Micros;

  constructor(sim: Simulation, phase: Micros) {
    this.sim = sim;
    this.phase = phase;
  }

  /** time(NULL), counted from the second in which the run began. */
  wholeSeconds(): number {
    return Math.floor((this.sim.now + this.phase) / SECOND);
  }

  exactSeconds(): number {
    return (this.sim.now + this.phase) / SECOND;
  }
}
