import { MILLISECOND, type Micros } from '../../../kernel/units.ts';

/** usleep(1000): how often a thread that takes its channel back looks whether the list was built anew. */
const POLL: Micros = MILLISECOND;
/** usleep(10000): the pause of the service's thread when it was woken and finds nobody in its list. */
const NOBODY_PAUSE: Micros = 10 * MILLISECOND;
/** ast_waitfor_n: how long the service's thread reads its channels before it builds its list anew. */
const READING: Micros = 50 * MILLISECOND;

/**
 * While a switch is asked, the channel is read by one thread of the server, the autoservice (pbx.c:pbx_find_extension).
 * To take the channel back, the asking thread waits until that thread has built its list anew, and looks each
 * millisecond. The dialplan lock is held meanwhile, so that each question to a switch holds it 1 ms longer.
 *
 * The first channel in an empty list wakes the thread. A lookup that ends before it runs, one from the cache, leaves it
 * an empty list: it then pauses for 10 ms, and the lock is held for all of them (main/autoservice.c:autoservice_run,
 * ast_autoservice_start, ast_autoservice_stop; 16).
 *
 * It does not know what is asked.
 */
export class Autoservice {
  private readonly sim: { readonly now: Micros };
  /** µs from a wake-up until the woken thread runs. */
  private readonly wakeTime: () => Micros;
  private channels = 0;
  /** When the thread sees the present list; of no meaning while it is empty. */
  private seenAt: Micros = 0;
  /** End of the pause of a thread that found nobody. */
  private pausesUntil: Micros = 0;

  constructor(sim: { readonly now: Micros }, wakeTime: () => Micros) {
    this.sim = sim;
    this.wakeTime = wakeTime;
  }

  /** A channel is given to the service. */
  start(): void {
    const { now } = this.sim;
    // In its pause the thread does not hear that it is wanted.
    if (this.channels === 0) this.seenAt = now < this.pausesUntil ? this.pausesUntil : now + this.wakeTime();
    this.channels++;
  }

  /** A channel is taken back: µs that this takes, at least 1 ms. */
  stop(): Micros {
    const { now } = this.sim;
    const until = this.rebuiltAt();
    this.channels--;
    let waited: Micros = 0;
    do waited += POLL + this.wakeTime();
    while (now + waited < until);
    return waited;
  }

  /** The process ended. */
  reset(): void {
    this.channels = 0;
    this.pausesUntil = 0;
  }

  /** When the thread builds its list anew, now that a channel is taken from it. */
  private rebuiltAt(): Micros {
    const { now } = this.sim;
    const isPausing = now < this.pausesUntil;
    // SIGURG interrupts its reading, and its pause.
    if (isPausing || now >= this.seenAt) {
      const at = now + this.wakeTime();
      if (isPausing) this.pausesUntil = at;
      return at;
    }
    if (this.channels > 1) return this.seenAt + READING;
    this.pausesUntil = this.seenAt + NOBODY_PAUSE;
    return this.pausesUntil;
  }
}
