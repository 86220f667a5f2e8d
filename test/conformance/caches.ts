import { SECOND } from '../../src/kernel/units.ts';
import { cachetime, HUB, Lab } from './lab.ts';
import { exactly, inSupport, seeds, yesNo, type Row } from './row.ts';

const section = 'Caches';
/** The measurement asked every 0.25 s, so it saw a change up to that much late. */
const STEP = 0.25;
/** A poll step, and what a question and the process that asks it take. */
const SLACK = STEP + 0.05;
const BY_STEP = 'the poll step and 50 ms for the process that asks; phases are drawn';
const DRAWS = 100;

/** 1002 is registered nowhere, and then, or from the start, at regpbx2. */
function lab(seed: number, seconds: number, registered: boolean): Lab {
  const made = new Lab({
    seed,
    edits: [cachetime(seconds)],
    scenario: {
      phones: { moving: { numbers: '1002', home: 'regpbx2', expires: '3600s', powered: registered ? 'yes' : 'no' } },
    },
  });
  made.pass(seed % 7);
  return made;
}

/**
 * Asks every 0.25 s, or as soon as the last question is answered; seconds until the beginning of the question whose
 * answer
 * was the first with `seen`. The measured times are multiples of the poll step, also where a question took 2 s: so they
 * tell when questions began.
 */
function pollUntil(
  it: Lab,
  asker: string,
  seen: (servers: readonly string[]) => boolean,
  limit = 60,
): { readonly after: number; readonly notFound: number } {
  const from = it.now;
  let due = it.now;
  let notFoundSince = -1;
  for (;;) {
    const { servers, at: began } = it.lookup(asker, '1002');
    if (seen(servers))
      return { after: (began - from) / SECOND, notFound: notFoundSince < 0 ? 0 : (began - notFoundSince) / SECOND };
    if (servers.length === 0 && notFoundSince < 0) notFoundSince = began;
    if (it.now - from > limit * SECOND) return { after: Infinity, notFound: Infinity };
    due = Math.max(due + STEP * SECOND, it.now);
    it.cluster.sim.run(due);
  }
}

const at =
  (server: string) =>
  (servers: readonly string[]): boolean =>
    servers.includes(server);

export function caches(): readonly Row[] {
  return [
    ...positiveLife(),
    ...becomesKnown('by the same asker', 'regpbx1', [
      [5, [4.5, 5]],
      [30, [29.75, 30]],
    ]),
    ...becomesKnown('by another asker', 'regpbx4', [
      [5, [4.25, 5]],
      [30, [29.25, 30]],
    ]),
    ...cleanMove(),
    ...alsoRegisters(),
    ...killAndRegister(),
  ];
}

/** Polled every 5 ms, to see the closed form itself. */
function positiveLife(): readonly Row[] {
  return (
    [
      [5, '1 minus the fraction of the wall second', 1],
      [30, '20 minus the same fraction', 20],
    ] as const
  ).map(([seconds, measured, life]) => {
    const errors = seeds(60).map((seed) => {
      const it = lab(seed, seconds, true);
      it.pass(0.0137 * seed);
      it.lookup('regpbx1', '1002');
      const expected = life - it.wallFraction();
      const from = it.now;
      it.pass(Math.max(0, expected - 0.1));
      while (it.lookup('regpbx1', '1002').asked === 0) it.pass(0.005);
      return (it.now - from) / SECOND - expected;
    });
    const largest = Math.max(...errors.map(Math.abs));
    return yesNo(
      { section, figure: `life of an answer, cachetime ${seconds}` },
      measured,
      `the same, ${Math.round(largest * 1000)} ms off at most (60 phases)`,
      largest < 0.02,
      'polled every 5 ms here, and the lookup that sees it takes some',
    );
  });
}

/** regpbx1 asks, in vain; the phone registers at once; who polls sees it after a while. */
function becomesKnown(
  who: string,
  asker: string,
  cases: readonly (readonly [number, readonly [number, number]])[],
): readonly Row[] {
  return cases.map(([seconds, measured]) => {
    const times = seeds(DRAWS).map((seed) => {
      const it = lab(seed, seconds, false);
      it.pass(0.011 * seed);
      it.lookup('regpbx1', '1002');
      it.register('1002', 'regpbx2');
      return pollUntil(it, asker, at('regpbx2')).after;
    });
    return inSupport(
      { section, figure: `not found, registers, seen ${who}, cachetime ${seconds}` },
      measured,
      times,
      SLACK,
      BY_STEP,
      's',
    );
  });
}

function cleanMove(): readonly Row[] {
  return (
    [
      [5, [2.75, 3.5], [2, 3]],
      [30, [28.25], [10]],
    ] as const
  ).flatMap(([seconds, measured, notFound]) => {
    const runs = seeds(DRAWS).map((seed) => {
      const it = lab(seed, seconds, true);
      it.pass(0.011 * seed);
      for (let i = 0; i < 6; i++) {
        // 1.5 s of polling first.
        const from = it.now;
        it.lookup('regpbx1', '1002');
        it.cluster.sim.run(Math.max(it.now, from + STEP * SECOND));
      }
      it.unregister('1002');
      it.pass(0.01);
      it.register('1002', 'regpbx3');
      return pollUntil(it, 'regpbx1', at('regpbx3'));
    });
    return [
      inSupport(
        { section, figure: `clean move from regpbx2 to regpbx3, cachetime ${seconds}` },
        measured,
        runs.map(({ after }) => after),
        SLACK,
        BY_STEP,
        's',
      ),
      inSupport(
        { section, figure: `of which not found, cachetime ${seconds}` },
        notFound,
        runs.map((run) => run.notFound),
        SLACK,
        BY_STEP,
        's',
      ),
    ];
  });
}

function alsoRegisters(): readonly Row[] {
  const times = seeds(DRAWS).map((seed) => {
    const it = lab(seed, 5, true);
    it.pass(0.011 * seed);
    it.lookup('regpbx1', '1002');
    it.registerToo('1002', 'regpbx3');
    return pollUntil(it, 'regpbx1', at('regpbx3')).after;
  });
  const worst = Math.max(...times);
  return [
    inSupport(
      { section, figure: 'also registers at regpbx3, first seen, cachetime 5' },
      [4, 5],
      times,
      SLACK,
      BY_STEP,
      's',
    ),
    exactly(
      {
        section,
        figure: 'caches stack',
        tolerance: 'worst delay of any of the above at cachetime 5 is 5 s and a poll step',
      },
      'no',
      worst <= 5 + 2 * STEP ? 'no' : 'yes',
    ),
  ];
}

/**
 * As in the clean move, regpbx1 polls before; each uncached question then waits for the dead server: 2 s when the hub's
 * last probe of it took 1 ms, 0.75 to 1.45 s when it took 2 ms. Both occurred in this cluster (rows of "A dead server").
 */
function killAndRegister(): readonly Row[] {
  const times = seeds(DRAWS).map((seed) => {
    const it = lab(seed, 5, true);
    it.setLastMs(HUB, 'regpbx2', 1 + (seed % 2));
    it.pass(0.011 * seed);
    for (let i = 0; i < 6; i++) {
      const from = it.now;
      it.lookup('regpbx1', '1002');
      it.cluster.sim.run(Math.max(it.now, from + STEP * SECOND));
    }
    it.crash('regpbx2');
    it.register('1002', 'regpbx3');
    return pollUntil(it, 'regpbx1', at('regpbx3')).after;
  });
  return [
    inSupport(
      { section, figure: 'regpbx2 killed, phone registers at regpbx3 at once, cachetime 5' },
      [4.5],
      times,
      0.05,
      '50 ms for the process that asks; phases are drawn, and whether the last probe took 1 or 2 ms',
      's',
    ),
  ];
}
