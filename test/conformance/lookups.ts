import { Lab, HUB } from './lab.ts';
import { binomial, exactly, inSupport, input, p50p90, seeds, type Row } from './row.ts';

const section = 'Lookups';
const PHONES = {
  phones: {
    here: { numbers: '1001', home: 'regpbx1', expires: '3600s' },
    there: { numbers: '1002', home: 'regpbx2', expires: '3600s' },
  },
};

/** All datagrams of the lookups that one question set off. */
function datagramsSince(lab: Lab, first: number): number {
  return lab.heard.lookups.slice(first).reduce((sum, lookup) => sum + lookup.datagrams, 0);
}

export function lookups(): readonly Row[] {
  const lab = new Lab({ scenario: PHONES });
  const found: number[] = [];
  const notFound: number[] = [];
  const legs: number[] = [];
  const cachedFound: number[] = [];
  const cachedNotFound: number[] = [];
  const datagrams = new Set<number>();
  const asked = new Set<number>();
  const cachedDatagrams = new Set<number>();
  for (let i = 0; i < 200; i++) {
    lab.pass(7.31);
    const before = lab.heard.lookups.length;
    found.push(lab.lookup('regpbx1', '1002').ms);
    datagrams.add(datagramsSince(lab, before));
    const relay = lab.heard.lookups
      .slice(before)
      .find(({ server, purpose }) => purpose === 'relay' && lab.names[server] === HUB)!;
    asked.add(relay.asked.length);
    legs.push(relay.took / 1000);
    if (lab.wallFraction() < 0.5) {
      const again = lab.lookup('regpbx1', '1002');
      cachedFound.push(again.ms);
      cachedDatagrams.add(again.datagrams);
    }
    lab.pass(7.17);
    notFound.push(lab.lookup('regpbx1', '1999').ms);
    const again = lab.lookup('regpbx1', '1999');
    cachedNotFound.push(again.ms);
    cachedDatagrams.add(again.datagrams);
  }
  lab.pass(10);
  const own = lab.lookup('regpbx1', '1001');
  const list = (set: ReadonlySet<number>): string => [...set].join(', ');
  return [
    input(
      { section, figure: 'uncached, found' },
      'p50 1.77, p90 2.74, p99 5.5 ms',
      p50p90(found),
      'not used: the captures of a later run gave dundiAnswer, dundiAsk, dundiQuestion and dundiReply',
    ),
    input(
      { section, figure: 'uncached, not found' },
      'p50 2.07, p90 4.48, p99 7.8 ms',
      p50p90(notFound),
      'milliseconds; not used: the model takes no longer for a "no"',
    ),
    input(
      { section, figure: "hub's ACK" },
      '0.12 ms',
      'dundiAck p50 0.06 ms and 2 × 0.03 ms of path',
      'used for dundiAck',
    ),
    input(
      { section, figure: 'one leg from the hub' },
      'p50 0.64 ms',
      p50p90(legs),
      'not used; simulated: the slowest of four legs, dundiAsk and dundiQuestion',
    ),
    exactly({ section, figure: 'datagrams of one uncached lookup' }, '20', list(datagrams)),
    exactly({ section, figure: 'servers asked by the hub' }, '4', list(asked)),
    inSupport({ section, figure: 'cached, found' }, [0], cachedFound, 1, 'whole milliseconds were printed', 'ms'),
    inSupport(
      { section, figure: 'cached, not found' },
      [0],
      cachedNotFound,
      1,
      'whole milliseconds were printed',
      'ms',
    ),
    exactly({ section, figure: 'datagrams when cached' }, '0', list(cachedDatagrams)),
    exactly(
      { section, figure: 'a number registered on the asker itself' },
      'never found by DUNDi',
      own.servers.length === 0 ? 'never found by DUNDi' : own.servers.join(' '),
    ),
    ...ttl(),
    ...duplicates(),
  ];
}

function ttl(): readonly Row[] {
  const paper = new Lab({ scenario: PHONES }).lookup('regpbx1', '1002');
  const one = seeds(50).map((seed) =>
    new Lab({ seed, scenario: { ...PHONES, servers: { regpbx1: { ttl: 1 } } } }).lookup('regpbx1', '1002'),
  );
  return [
    exactly({ section, figure: 'ttl 2, and 1 at the hub' }, 'found', paper.servers.length > 0 ? 'found' : 'not found'),
    exactly(
      { section, figure: 'ttl 1 at regpbx1' },
      'not found',
      one.every(({ servers }) => servers.length === 0) ? 'not found' : 'found',
    ),
    inSupport(
      { section, figure: 'ttl 1 at regpbx1, time' },
      [0, 3],
      one.map(({ ms }) => ms),
      3,
      'processing; no wait of seconds',
      'ms',
    ),
  ];
}

/** 1002 is registered at regpbx1 and regpbx2; regpbx3 asks. */
function pair(seed: number, scenario: Readonly<Record<string, unknown>> = {}): Lab {
  const lab = new Lab({
    seed,
    scenario: { phones: { both: { numbers: '1002', home: 'regpbx1', expires: '3600s' } }, ...scenario },
  });
  lab.registerToo('1002', 'regpbx2');
  lab.pass(1);
  return lab;
}

function link(delay: string): Readonly<Record<string, unknown>> {
  return { network: { delay: '0.03ms', links: [{ between: [HUB, 'regpbx1'], delay }] } };
}

/** Asks again and again, each time with nothing cached. */
function firstPlaces(lab: Lab, times: number): readonly (readonly string[])[] {
  return seeds(times).map(() => {
    lab.pass(7.31);
    return lab.lookup('regpbx3', '1002').servers;
  });
}

function duplicates(): readonly Row[] {
  const equal = firstPlaces(pair(1), 2000);
  const first = equal.filter(([one]) => one === 'regpbx2').length / equal.length;
  const delayed = firstPlaces(pair(1, link('2.03ms')), 200);
  const late = delayed.filter(([one]) => one === 'regpbx2').length / delayed.length;
  const weighed = firstPlaces(pair(1, { servers: { regpbx1: { mappings: { priv: { weight: 5 } } } } }), 200);
  const heavyLast = weighed.every((servers) => servers.includes('regpbx1') && servers.includes('regpbx2'));
  const rows = [
    exactly(
      { section, figure: 'registered twice: answers that come back' },
      'both',
      equal.every((servers) => servers.length === 2) ? 'both' : 'one',
    ),
    binomial({ section, figure: 'first place, equal weights' }, 'regpbx2', 28, 50, first, equal.length),
    binomial({ section, figure: 'first place, regpbx1 2 ms farther' }, 'regpbx2', 50, 50, late, delayed.length),
    exactly({ section, figure: 'different weights: both come back' }, 'both', heavyLast ? 'both' : 'one'),
    ...weightOrder(),
  ];
  for (const [delay, measured] of [
    [10, 21],
    [50, 102],
    [200, 402],
  ] as const) {
    const waits = seeds(100).map((seed) => pair(seed, link(`${delay}ms`)).lookup('regpbx3', '1002').ms);
    rows.push(
      inSupport(
        { section, figure: `the caller waits for the slowest, ${delay} ms one way` },
        [measured],
        waits,
        2,
        'processing',
        'ms',
      ),
    );
  }
  return rows;
}

/** The order in which dundi_exec takes them: sort_results, by weight. */
function weightOrder(): readonly Row[] {
  const lab = pair(1, { servers: { regpbx1: { mappings: { priv: { weight: 5 } } } } });
  let lower = 0;
  for (let i = 0; i < 50; i++) {
    lab.pass(7.31);
    const winner = lab.winner('regpbx3', '1002');
    if (winner === 'regpbx2') lower++;
  }
  return [exactly({ section, figure: 'different weights: the lower one first' }, '50 of 50', `${lower} of 50`)];
}
