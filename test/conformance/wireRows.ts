import { DPDISCOVER } from '../../src/model/protocol/dundi.ts';
import { SECOND } from '../../src/kernel/units.ts';
import { Lab } from './lab.ts';
import { Replay, firstLockOf, realRun } from './replay.ts';
import { inSupport, input, quantile, range, round, seeds, yesNo, type Row } from './row.ts';
import { gaps, onTheWire, type OnTheWire } from './wire.ts';

const section = 'On the wire';

const PHONES = {
  here: { numbers: '1001..1010', home: 'regpbx1', expires: '3600s', callsAtOnce: 10 },
  there: { numbers: '1101..1110', home: 'regpbx2', expires: '3600s', callsAtOnce: 10 },
};

export function wire(): readonly Row[] {
  return [...single(), burst(), edge(), ...replayed()];
}

/** Calls one after another: nothing is cached, nobody waits. */
function single(): readonly Row[] {
  const calls = seeds(200).map((n) => ({
    at: `${5000 + 1300 * n}ms`,
    from: String(1001 + (n % 10)),
    to: String(81_101 + (n % 7)),
    talk: '0.2s',
  }));
  const lab = new Lab({ messages: true, scenario: { phones: PHONES, calls } });
  lab.until(300);
  const times = onTheWire(lab);
  const rings = lab.heard.calls.map(({ ringingAt, offeredAt }) => (ringingAt - offeredAt) / 1000);
  const row = (figure: string, measured: string, key: keyof OnTheWire, usedFor: string): Row =>
    input({ section, figure }, measured, p10p50p90(times.map((it) => it[key])), usedFor);
  return [
    row('INVITE with its digest to 100 Trying', 'p10 0.43, p50 0.5, p90 0.72 ms', 'trying', 'used for channelStart'),
    row(
      '100 Trying to the question',
      'p10 0.26, p50 0.35, p90 0.54 ms',
      'question',
      'used for channelThread and dundiQuestion',
    ),
    row(
      'the question to its answer',
      'p10 0.91, p50 1.13, p90 1.61 ms',
      'answer',
      'used for dundiAnswer, dundiQuestion and dundiReply',
    ),
    yesNo(
      { section, figure: 'INVITE to 180 by DUNDi and IAX2: some calls take about 10 ms longer' },
      '5.8, 8.2 and 18.1 ms (p10, p50, p90 of 67 calls)',
      p10p50p90(rings),
      quantile(rings, 0.9) - quantile(rings, 0.1) > 9,
      'two humps, 9 ms and more apart: the pause of the autoservice, a rule and not a calibration',
    ),
  ];
}

function p10p50p90(values: readonly number[]): string {
  return `p10 ${round(quantile(values, 0.1))}, p50 ${round(quantile(values, 0.5))}, p90 ${round(quantile(values, 0.9))} ms`;
}

/** Five calls of one server at once: from an answer to the next question. */
function burst(): Row {
  const between = seeds(60).flatMap((seed) => {
    const calls = [0, 1, 2, 3, 4].map((n) => ({
      at: `${10_000 + ((seed * 131 + n * 577) % 2000) / 1000}ms`,
      from: String(1001 + n),
      to: String(81_101 + n),
      talk: '1s',
    }));
    const lab = new Lab({ seed, messages: true, scenario: { phones: PHONES, calls } });
    lab.until(30);
    return gaps(lab, 'regpbx1');
  });
  return inSupport(
    { section, figure: 'five calls of one server at once: an answer to the next question, least and p50' },
    [1.65, 2.6],
    between,
    0,
    `p50 ${round(quantile(between, 0.5))} ms simulated; none of it was calibrated`,
    'ms',
  );
}

/** Two calls that cross: how far apart their questions leave when they lock each other. */
function edge(): Row {
  const locked: number[] = [];
  for (const seed of seeds(200)) {
    const calls = [
      { at: '10s', from: '1001', to: '81101', talk: '1s' },
      { at: `${10_000 + ((seed * 37) % 80) / 20}ms`, from: '1102', to: '81002', talk: '1s' },
    ];
    const lab = new Lab({ seed, messages: true, scenario: { phones: PHONES, calls } });
    lab.until(16);
    const asked = ['regpbx1', 'regpbx2'].map(
      (name) => lab.heard.messages.find((it) => it.message === DPDISCOVER && it.from === lab.server(name))!.leavesAt,
    );
    if (lab.heard.lookups.some(({ purpose, took }) => purpose === 'find' && took > SECOND))
      locked.push(Math.abs(asked[0]! - asked[1]!) / 1000);
  }
  return input(
    { section, figure: 'crossing lookups: greatest distance of two questions that lock each other' },
    'about 1.5 ms, a hard edge',
    `${round(Math.max(...locked))} ms`,
    'looked at while dundiAsk, dundiQuestion and dundiReply were chosen',
  );
}

/** The very calls of a real run, in a cluster of its own for each seed. */
function replayed(): readonly Row[] {
  const real = realRun();
  const offered = real.filter(({ kind }) => kind !== 'register');
  const replays = seeds(10).map((seed) => new Replay(real, { seed }));
  const first = replays.map(({ firstLock }) => firstLock);
  const measured = firstLockOf(real);
  const hits = first.filter((at) => Math.abs(at - measured) < 0.01).length;
  const answered = replays.map(({ calls }) => calls.filter(({ answeredAt }) => answeredAt >= 0).length);
  const alike = replays.map(
    ({ calls }) => offered.filter(({ final }, i) => (final === '200') === calls[i]!.answeredAt >= 0).length,
  );
  const same = yesNo(
    { section, figure: 'the calls of a real run at 5 a second: the first that waits for a lock' },
    `the call at ${round(measured)} s`,
    `the same call in ${hits} of ${first.length} runs`,
    2 * hits > first.length,
    'the same call in most seeds; which two lock hangs on a millisecond of processing',
  );
  return [
    same,
    inSupport(
      { section, figure: 'the same run, which collapses: calls that are answered' },
      [offered.filter(({ final }) => final === '200').length],
      answered,
      0,
      'who is served in a collapse hangs on milliseconds',
      `of ${offered.length}`,
    ),
    yesNo(
      { section, figure: 'the same run, call by call: answered in both, or in neither' },
      `${offered.length}`,
      `${range(alike, `of ${offered.length}`)} (${alike.length} drawn)`,
      alike.every((count) => 4 * count > 3 * offered.length),
      'three quarters of the calls; by chance it would be half of them',
    ),
  ];
}
