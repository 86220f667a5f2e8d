import type { CallRecord } from '../../src/model/observations.ts';
import { Lab, STATIC } from './lab.ts';
import { inSupport, input, p50p90, quantile, seeds, type Row } from './row.ts';

const section = 'A call, INVITE to 180';
const PHONES = {
  here: { numbers: '1001, 1005', home: 'regpbx1', expires: '3600s', static: true },
  there: { numbers: '1002', home: 'regpbx2', expires: '3600s', static: true },
};

/** One call at a drawn moment in a cluster of its own; `prepare` runs before it. */
function times(to: string, prepare: (lab: Lab) => void = () => {}, at = 5): readonly number[] {
  return seeds(60).map((seed) => {
    const calls = [{ at: `${at}s`, from: '1001', to, talk: '2s' }];
    const lab = new Lab({ seed, edits: [STATIC], scenario: { phones: PHONES, calls } });
    prepare(lab);
    lab.until(at + 30);
    return ringTime(lab.heard.calls[0]!);
  });
}

function ringTime(call: CallRecord): number {
  return call.ringingAt < 0 ? Infinity : (call.ringingAt - call.offeredAt) / 1000;
}

export function calls(): readonly Row[] {
  const dead = times('81002', (lab) => {
    lab.until(4.9);
    lab.crash('regpbx2');
    // A phone that outlives its server, dialled directly by the row of the database.
    lab.writeRow('1002');
  }).filter((ms) => ms > 1000); // Of the others the hub had found out just then.
  const unreachable = times(
    '81002',
    (lab) => {
      lab.until(1);
      lab.crash('regpbx2');
      lab.writeRow('1002');
    },
    75,
  );
  return [
    input(
      { section, figure: 'local' },
      'p50 5.8, p90 8.1 ms',
      p50p90(times('81005')),
      'not used: slower than the run whose captures are (see On the wire), which gave channelStart and sipLeg',
    ),
    input(
      { section, figure: 'by DUNDi and IAX2, uncached' },
      'p50 12, p90 22.6 ms',
      p50p90(times('81002')),
      'not used, as the local call; the 10 ms between p50 and p90 are the pause of the autoservice',
    ),
    inSupport(
      { section, figure: 'regpbx2 dead and not noticed' },
      [2013.8, 2016],
      dead,
      8,
      "processing; the 2 s are the hub's autokill of regpbx2",
      'ms',
    ),
    input(
      { section, figure: 'regpbx2 UNREACHABLE, direct dial by the database' },
      'p50 8.9, p90 13.9 ms',
      p50p90(unreachable),
      'used for dialplanStep',
    ),
    inSupport(
      { section, figure: 'the same: no wait of seconds' },
      [8.9, 13.9],
      unreachable,
      quantile(unreachable, 0.5),
      'processing',
      'ms',
    ),
  ];
}
