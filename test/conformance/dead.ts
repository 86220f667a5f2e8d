import { SECOND } from '../../src/kernel/units.ts';
import { HUB, Lab } from './lab.ts';
import { inSupport, seeds, type Row } from './row.ts';

const section = 'A dead server';
const PHONES = {
  phones: {
    a: { numbers: '1002', home: 'regpbx2', expires: '3600s' },
    b: { numbers: '1003', home: 'regpbx3', expires: '3600s' },
  },
};

/** When the hub marked this server, the first time after now; the clock stands there. */
function waitForMark(lab: Lab, status: string): number {
  const from = lab.now;
  const hub = lab.server(HUB);
  for (;;) {
    const mark = lab.heard.marks.find(
      (it) => it.at >= from && it.server === hub && it.peer === lab.server('regpbx2') && it.status === status,
    );
    if (mark !== undefined) return (mark.at - from) / SECOND;
    lab.pass(0.1);
  }
}

function unreachableLookup(seed: number): number {
  const lab = new Lab({ seed, scenario: PHONES });
  lab.pass(0.3);
  lab.crash('regpbx2');
  lab.pass(70);
  return lab.lookup('regpbx1', '1002').ms;
}

export function dead(): readonly Row[] {
  const waits: number[] = [];
  const several: number[] = [];
  const noticed: number[] = [];
  const recovered: number[] = [];
  const afterwards: number[] = [];
  for (const seed of seeds(100)) {
    const lab = new Lab({ seed, scenario: PHONES });
    lab.pass(0.3 + ((seed * 0.61) % 60));
    const killed = lab.now;
    lab.crash('regpbx2');
    for (const number of ['1003', '1002', '1999']) {
      const { ms, asked } = lab.lookup('regpbx1', number);
      if (asked > 0 && lab.heard.marks.length === 0) waits.push(ms);
    }
    if (!lab.heard.marks.some(({ status }) => status === 'UNREACHABLE')) waitForMark(lab, 'UNREACHABLE');
    const mark = lab.heard.marks.find((it) => it.status === 'UNREACHABLE' && it.server === lab.server(HUB))!;
    noticed.push((mark.at - killed) / SECOND);
    lab.restart('regpbx2', (seed % 15) + 0.3);
    recovered.push(waitForMark(lab, 'OK'));
    afterwards.push(unreachableLookup(seed));
    const other = new Lab({ seed, scenario: PHONES });
    other.pass(0.3);
    for (const server of ['regpbx2', 'regpbx4', 'regpbx5']) other.crash(server);
    const { ms } = other.lookup('regpbx1', '1003');
    if (other.heard.marks.length === 0) several.push(ms);
  }
  const drawn = "the phase of the hub's qualify is drawn";
  return [
    inSupport(
      { section, figure: 'uncached lookup of any number until it is noticed' },
      [2000, 2004],
      waits,
      3,
      'processing',
      'ms',
    ),
    inSupport({ section, figure: 'several dead at once' }, [2000], several, 3, 'processing', 'ms'),
    inSupport(
      { section, figure: 'kill to UNREACHABLE on the hub' },
      [50.3, 48.8, 45.6, 63.9, 13.3, 57.9, 53.1, 59.8, 44],
      noticed,
      1,
      `${drawn}; read from the console`,
      's',
    ),
    inSupport(
      { section, figure: 'restarted just after, to OK again' },
      [50.9, 41.5, 41.1, 52.1, 53.1, 52.9, 51.2, 51.1],
      recovered,
      1,
      '55 s after the mark, less what the restart took: 0 to 15 s drawn here, not told by the measurement',
      's',
    ),
    inSupport(
      { section, figure: 'lookup of its number after UNREACHABLE' },
      [0, 7],
      afterwards,
      5,
      'processing; no wait of seconds',
      'ms',
    ),
    ...resentEach150Ms(),
  ];
}

/** The last probe took 2 ms: a question is sent each 150 ms, and the network thread sleeps over it (facts A2). */
function resentEach150Ms(): readonly Row[] {
  const alone: number[] = [];
  const together: number[] = [];
  const deadHub: number[] = [];
  const autokill: number[] = [];
  for (const seed of seeds(60)) {
    const lab = new Lab({ seed, scenario: { ...PHONES, start: { qualifyPhase: '50s' } } });
    lab.pass(0.3 + 0.0617 * seed);
    lab.lookup('regpbx1', '1002'); // The others' hints hold for 5 s, the answer of regpbx2 for 1 s at most.
    lab.crash('regpbx2');
    lab.setLastMs(HUB, 'regpbx2', 2);
    lab.pass(2);
    alone.push(lab.lookup('regpbx1', '1002').ms);
    lab.pass(6);
    together.push(lab.lookup('regpbx1', '1002').ms);
    deadHub.push(askDeadHub(seed, 2));
    autokill.push(askDeadHub(seed, 1, '500ms'));
  }
  const told = (figure: string): { section: string; figure: string } => ({ section, figure });
  const random = 'processing, and the gap between 60 drawn moments within the sleep of the thread';
  return [
    inSupport(told('it alone was asked, lastms 2'), [1453, 1451], alone, 3, 'processing', 'ms'),
    inSupport(told('it was asked with others, lastms 2'), [754, 752], together, 5, 'processing', 'ms'),
    inSupport(told('a dead hub, lastms 2, 24 random moments'), [749, 1449], deadHub, 15, random, 'ms'),
    inSupport(told('a dead hub, autokill and qualify 500, 24 random moments'), [499, 1000], autokill, 15, random, 'ms'),
  ];
}

/** regpbx1 knows the hub alone, which is off. */
function askDeadHub(seed: number, lastMs: number, limit?: string): number {
  const different =
    limit === undefined ? {} : { servers: { regpbx1: { autokill: limit, peers: { [HUB]: { qualify: limit } } } } };
  const lab = new Lab({ seed, scenario: { ...PHONES, start: { qualifyPhase: '50s' }, ...different } });
  lab.pass(0.3 + 0.0617 * seed);
  lab.crash(HUB);
  lab.setLastMs('regpbx1', HUB, lastMs);
  return lab.lookup('regpbx1', '1002').ms;
}
