import { SECOND } from '../../src/kernel/units.ts';
import { Lab } from './lab.ts';
import { Replay, firstLockOf, realRun } from './replay.ts';
import { inSupport, range, round, seeds, yesNo, type Row } from './row.ts';

const section = 'Asterisk 22: the dialplan lock';

const PHONES = {
  here: { numbers: '1001..1010', home: 'regpbx1', expires: '3600s', callsAtOnce: 10 },
  there: { numbers: '1101..1110', home: 'regpbx2', expires: '3600s', callsAtOnce: 10 },
  fresh: { numbers: '1201', home: 'regpbx1', expires: '3600s', powered: 'no' },
};
const ASKS = { at: '10s', from: '1001', to: '81101', talk: '1s' };
const START = { qualifyPhase: '59s', refreshPhase: '1700s' };

/** Lookups under the lock as on 16; what waits for it is not what waits there. */
export function pjsipLock(): readonly Row[] {
  return [...bursts(), ...firstRegister(), ...behindInvites(), ...replayed()];
}

function lab22(seed: number, calls: readonly object[]): Lab {
  return new Lab({ seed, folder: 'lab-22', scenario: { phones: PHONES, start: START, calls } });
}

// ---------------------------------------------------------------- several calls at once

function bursts(): readonly Row[] {
  return [
    [2, 4],
    [5, 12],
  ].map(([count, last]) =>
    inSupport(
      { section, figure: `${count} calls at once, different, regpbx5 dead: the last one rings after` },
      [last!],
      seeds(60).map((seed) => lastOf(seed, count!)),
      0.05,
      'processing; how many lookups of 2 s a queued call needs hangs on who gets the lock',
      's',
    ),
  );
}

function lastOf(seed: number, count: number): number {
  const calls = Array.from({ length: count }, (_, i) => ({
    at: `${10_000 + ((seed * 131 + i * 577) % 2000) / 1000}ms`,
    from: String(1001 + i),
    to: String(81_101 + i),
    talk: '1s',
    patience: '60s',
  }));
  const lab = lab22(seed, calls);
  lab.until(9);
  lab.crash('regpbx5');
  lab.until(80);
  return Math.max(...lab.heard.calls.map(({ ringingAt, offeredAt }) => (ringingAt - offeredAt) / SECOND));
}

// ---------------------------------------------------------------- messages in a stall

/** A call of regpbx1 asks and holds its lock for 2 s; the other calls come so long after its question, ms. */
function stalled(seed: number, others: readonly { readonly after: number; readonly from: string }[] = []): Lab {
  const asked = (lab: Lab): number => lab.heard.lookups.find(({ purpose }) => purpose === 'find')!.at;
  const make = (calls: readonly object[]): Lab => {
    const lab = lab22(seed, [ASKS, ...calls]);
    lab.until(9);
    lab.crash('regpbx5');
    return lab;
  };
  const rehearsal = make([]);
  rehearsal.until(20);
  const at = asked(rehearsal);
  const lab = make(
    others.map(({ after, from }) => ({ at: `${at / 1000 + after}ms`, from, to: '81006', talk: '1s', patience: '60s' })),
  );
  lab.until(at / SECOND);
  return lab;
}

/** A registration that begins now: ms until its 200. */
function registers(lab: Lab, act: () => void): number {
  const before = lab.heard.registrations.length;
  act();
  const from = lab.now;
  while (lab.heard.registrations.length === before && lab.now < from + 10 * SECOND) lab.pass(0.0005);
  return lab.heard.registrations.length === before ? Infinity : lab.heard.registrations.at(-1)!.took / 1000;
}

function firstRegister(): readonly Row[] {
  const runs = seeds(30).map((seed) => {
    const lab = stalled(seed);
    lab.pass(0.4);
    const from = lab.now;
    const took = registers(lab, () => lab.register('1201', 'regpbx1'));
    while (!lab.isAdvertised('1201', 'regpbx1') && lab.now < from + 10 * SECOND) lab.pass(0.001);
    return { took, extension: (lab.now - from) / SECOND };
  });
  return [
    inSupport(
      { section, figure: '0.4 s into a stall of 2.0 s: first REGISTER, until its 200' },
      [1.4, 4.7],
      runs.map(({ took }) => took),
      3,
      'processing; no wait of seconds',
      'ms',
    ),
    inSupport(
      { section, figure: 'the same, until its extension is there: the end of the stall' },
      [1.6],
      runs.map(({ extension }) => extension),
      0.03,
      'processing after the stall',
      's',
    ),
  ];
}

/** What comes after an INVITE that waits for the lock: in which of the draws it waits to the end of the stall. */
function behindInvites(): readonly Row[] {
  const waits = (after: number): number =>
    seeds(40).filter((seed) => {
      const lab = stalled(seed, [{ after: 300, from: '1005' }]);
      lab.pass((300 + after) / 1000);
      return registers(lab, () => lab.refresh('1003')) > (2000 - 300 - after) * 0.9;
    }).length;
  const row = (figure: string, measured: string, count: number, isAll: boolean, tolerance: string): Row =>
    yesNo({ section, figure }, measured, `${count} of 40`, isAll ? count === 40 : count > 0, tolerance);
  return [
    row(
      'the first message behind an INVITE that waits: waits to the end of the stall',
      '15 of 15',
      waits(50),
      true,
      'none: next to the first thread with an empty queue, and that is the one that waits',
    ),
    row(
      'any message after that INVITE was repeated: waits to the end of the stall',
      '16 of 16',
      waits(700),
      true,
      'none: the reader of the socket waits itself',
    ),
  ];
}

// ---------------------------------------------------------------- a real run

/** The very calls of a real run, in a cluster of its own for each seed. */
function replayed(): readonly Row[] {
  const real = realRun('run-22-5-per-second');
  const offered = real.filter(({ kind }) => kind !== 'register');
  const replays = seeds(10).map((seed) => new Replay(real, { seed, folder: 'lab-22' }));
  const first = replays.map(({ firstLock }) => firstLock);
  const measured = firstLockOf(real);
  const hits = first.filter((at) => Math.abs(at - measured) < 0.01).length;
  const collapsed = replays.filter(({ firstLock }) => firstLock < Infinity);
  const alikeIn = ({ calls }: Replay): number =>
    offered.filter(({ final }, i) => (final === '200') === calls[i]!.answeredAt >= 0).length;
  const alike = collapsed.filter(({ firstLock }) => Math.abs(firstLock - measured) < 0.01).map(alikeIn);
  return [
    yesNo(
      { section, figure: 'the calls of a real run at 5 a second: they collapse, with nobody dead' },
      'yes, as in a second run of 439 calls',
      `in ${collapsed.length} of ${replays.length} runs`,
      2 * collapsed.length > replays.length,
      'whether two calls come close enough to lock hangs on a millisecond of processing',
    ),
    inSupport(
      { section, figure: 'the same run, where it collapses: the first call that waits for a lock' },
      [measured],
      first.filter((at) => at < Infinity),
      0,
      `which two calls lock hangs on a millisecond of processing; the very call of ${round(measured)} s in ${hits} of ${first.length} runs`,
      's',
    ),
    inSupport(
      { section, figure: 'the same run, where it collapses: calls that are answered' },
      [offered.filter(({ final }) => final === '200').length],
      collapsed.map(({ calls }) => calls.filter(({ answeredAt }) => answeredAt >= 0).length),
      0,
      'who is served in a collapse hangs on milliseconds',
      `of ${offered.length}`,
    ),
    yesNo(
      {
        section,
        figure: 'the same run, where the same call is the first, call by call: answered in both, or in neither',
      },
      `${offered.length}`,
      `${range(alike, `of ${offered.length}`)} (${alike.length} drawn); of all that collapse ${range(collapsed.map(alikeIn), `of ${offered.length}`)}`,
      alike.length > 0 && alike.every((count) => 4 * count > 3 * offered.length),
      'three quarters of the calls, in runs that begin to collapse where the real one did; by chance it would be half of them',
    ),
  ];
}
