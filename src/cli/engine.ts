import { setFlagsFromString } from 'node:v8';

/**
 * The newest release of Node on which the flags were seen to be known; an unknown one would be complained of at every
 * start.
 */
const NEWEST_KNOWN = 24;
/** From this release on V8 counts calls, not bytes of bytecode, before it optimises a function. */
const COUNTS_CALLS = 22;

/**
 * Four settings of V8 for a model of many small functions, of which a run of seconds spends as much on compiling as on
 * running. Measured on two cores, in turn.
 *
 * Collects garbage when the heap has grown by 60 %, not by up to 300 %: eight busy hours of the paper's cluster take 155 MB
 * at most instead of 223, an hour 132 instead of 135, for 0.97 to 1.03 of the CPU time (least of 3 to 5 rounds, a machine
 * with other work).
 *
 * Inlines less, 400 bytes of bytecode into a function instead of 920: an eighth less time for `npm start` and a twentieth
 * for a sweep; of a run of half a minute nothing measurable above the noise.
 *
 * Optimises a function after twice as much work in it as usual, 135,000 bytes of bytecode: 0.82 of the CPU time for 15
 * minutes of the paper's failover (5 rounds, 0.79 to 1.01), 0.97 for its busy hour (4 rounds, 0.89 to 1.03); longer runs
 * between 0.93 and 1.05. Three times as much work makes the busy hour slower (1.06).
 *
 * The thread of the run alone marks live objects. V8 would wake up to four threads more for it: 0.87 of the CPU time of six
 * busy hours of the paper's cluster (least of 8 rounds; median of the pairs 0.87, 0.60 to 1.16), 0.88 of three (5 rounds,
 * 0.75 to 1.00); 0.91 of the wall time, the same peak. Runs with little garbage (registrations) take the same time. Node 20;
 * 22 and 24 know the flag and give the same bytes.
 *
 * `npm start` also passes `--v8-pool-size=0`, which only the command line can: as many compiler threads as cores, not
 * four.
 */
export function tuneEngine(nodeVersion: string): void {
  const release = Number.parseInt(nodeVersion, 10);
  if (release > NEWEST_KNOWN) return;
  const flags = ['--max-inlined-bytecode-size-cumulative=400', '--heap-growing-percent=60', '--no-concurrent-marking'];
  if (release < COUNTS_CALLS) flags.push('--interrupt-budget=135000');
  for (const flag of flags) setFlagsFromString(flag);
}
