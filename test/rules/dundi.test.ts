import { SECOND } from '../../src/kernel/units.ts';
import { cachetime, HUB, type Edit, type Lab } from '../conformance/lab.ts';
import { about, describeRule, inFile, type Make } from './rule.ts';

const THERE = { phones: { there: { numbers: '1002', home: 'regpbx2', expires: '3600s' } } };
const PHONES = {
  phones: {
    here: { numbers: '1001', home: 'regpbx1', expires: '3600s' },
    there: { numbers: '1002', home: 'regpbx2', expires: '3600s' },
  },
};
const CALL = {
  ...PHONES,
  calls: [{ at: '10s', from: '1001', to: '81002', talk: '1s', patience: '60s' }],
  start: { wallSecond: '100ms', qualifyPhase: '59s' },
};

function called(make: Make, prepare: (lab: Lab) => void = () => {}, rules: object = {}): Lab {
  const lab = make({ scenario: { ...CALL, rules } });
  lab.until(9);
  prepare(lab);
  lab.until(40);
  return lab;
}

function finds(lab: Lab): number {
  return lab.heard.lookups.filter(({ purpose }) => purpose === 'find').length;
}

/** Until the asker's cache no longer has it, seconds, found every 10 ms. */
function lifeOfAnswer(lab: Lab): number {
  lab.lookup('regpbx1', '1002');
  const from = lab.now;
  while (lab.lookup('regpbx1', '1002').asked === 0) lab.pass(0.01);
  return about((lab.now - from) / SECOND);
}

describeRule(
  'lookupEnds',
  'a found number is answered at once, or when the dead server is given up',
  { 'whitepaper': 0, 'asterisk-1.2': 2, 'asterisk-16': 2 },
  (make) => {
    const lab = make({ scenario: { ...THERE, start: { qualifyPhase: '59s' } } });
    lab.until(5);
    lab.crash('regpbx5');
    return about(lab.lookup('regpbx1', '1002').ms / 1000);
  },
);

describeRule(
  'lookupUnderLock',
  'a lookup of 2 s holds the lock',
  { 'whitepaper': false, 'asterisk-1.2': true, 'asterisk-16': true },
  (make) => {
    const lab = called(make, (it) => it.crash('regpbx5'));
    return lab.heard.locks.some(({ held }) => held > 1.9 * SECOND);
  },
  { lookupEnds: 'allAnswered' },
);

describeRule(
  'switchAutoservice',
  'the lock is held longer than the lookup that it is held for, ms',
  { 'whitepaper': 0, 'asterisk-1.2': 0, 'asterisk-16': 1 },
  (make) => {
    const lab = called(make, (it) => it.crash('regpbx5'));
    const find = lab.heard.lookups.find(({ purpose }) => purpose === 'find')!;
    const hold = lab.heard.locks.find(({ held }) => held > SECOND)!;
    return Math.floor((hold.held - find.took) / 1000);
  },
  { lookupEnds: 'allAnswered', lookupUnderLock: true },
);

describeRule(
  'existsTestBeforeSpawn',
  'lookups to find an extension, once a test more',
  { 'whitepaper': 1, 'asterisk-1.2': 2, 'asterisk-16': 1 },
  (make) => finds(called(make)),
  { dialHintLookup: 'none' },
);

describeRule(
  'execLookup',
  'lookups to run it',
  { 'whitepaper': 0, 'asterisk-1.2': 1, 'asterisk-16': 1 },
  (make) => called(make).heard.lookups.filter(({ purpose }) => purpose === 'exec').length,
);

describeRule(
  'cacheMargin',
  'life of an answer at cachetime 30',
  { 'whitepaper': 30, 'asterisk-1.2': 20, 'asterisk-16': 20 },
  (make) => lifeOfAnswer(make({ edits: [cachetime(30)], scenario: THERE })),
  { cacheClock: 'exact' },
);

describeRule(
  'cacheFloor',
  'least life of an answer',
  { 'whitepaper': 0, 'asterisk-1.2': 1, 'asterisk-16': 1 },
  (make) => lifeOfAnswer(make({ scenario: THERE })),
  { cacheMargin: '10s', cacheClock: 'exact' },
);

describeRule(
  'cacheClock',
  'life of 5 s, begun 0.5 s into a wall second',
  { 'whitepaper': 5, 'asterisk-1.2': 4.5, 'asterisk-16': 4.5 },
  (make) => lifeOfAnswer(make({ scenario: { ...THERE, start: { wallSecond: '500ms' } } })),
  { cacheMargin: '0s' },
);

describeRule(
  'negativeCache',
  'servers asked when a "no" is asked for again',
  { 'whitepaper': 1, 'asterisk-1.2': 0, 'asterisk-16': 0 },
  (make) => {
    const lab = make({ scenario: { ...THERE, start: { wallSecond: '100ms' } } });
    lab.lookup('regpbx1', '1999');
    return lab.lookup('regpbx1', '1999').asked;
  },
  { hints: 'no' },
);

describeRule(
  'hints',
  'servers asked for 1003 when nobody has any number that begins with 1',
  { 'whitepaper': 1, 'asterisk-1.2': 0, 'asterisk-16': 0 },
  (make) => {
    const lab = make({
      scenario: {
        ...THERE,
        phones: { there: { ...THERE.phones.there, powered: 'no' } },
        start: { wallSecond: '100ms' },
      },
    });
    lab.lookup('regpbx1', '1002');
    return lab.lookup('regpbx1', '1003').asked;
  },
);

// With nothing cached and a dead server, every lookup takes 2 s: the find, the run, and the hint before or after the
// call.
describeRule(
  'dialHintLookup',
  'seconds until it rings, lookups under the lock',
  { 'whitepaper': [4, 1], 'asterisk-1.2': [4, 2], 'asterisk-16': [6, 2] },
  (make) => {
    const lab = called(make, (it) => it.crash('regpbx5'));
    const [call] = lab.heard.calls;
    return [about((call!.ringingAt - call!.offeredAt) / SECOND, 0), finds(lab)];
  },
  {
    lookupEnds: 'allAnswered',
    execLookup: 'yes',
    existsTestBeforeSpawn: 'no',
    negativeCache: 'no',
    hints: 'no',
    cacheMargin: '10s',
    cacheFloor: '0s',
    cacheClock: 'wholeSecond',
  },
);

// regpbx2 acknowledges and never answers: its dialplan is locked. So the hub waits as long as it may.
describeRule(
  'forwardTtl',
  'the hub, of ttl 1, waits for a question that came with ttl 5',
  { 'whitepaper': 2.2, 'asterisk-1.2': 2.8, 'asterisk-16': 2.8 },
  (make) => {
    const lab = make({ scenario: { ...THERE, servers: { regpbx1: { ttl: 5 } } } });
    lab.lockDialplan('regpbx2');
    lab.lookup('regpbx1', '1002');
    const relay = lab.heard.lookups.find(({ purpose, server }) => purpose === 'relay' && lab.names[server] === HUB)!;
    return about(relay.took / SECOND);
  },
);

// regpbx2 and regpbx4 name one destination with weights 5 and 2, regpbx5 another with 3. regpbx4 answers last.
describeRule(
  'weightSwap',
  'whose answer is tried first',
  { 'whitepaper': 'regpbx2', 'asterisk-1.2': 'regpbx5', 'asterisk-16': 'regpbx2' },
  (make) => {
    const weigh = (server: string, weight: number): Edit =>
      inFile(`${server}/dundi.conf`, /,0,IAX2,[^,]*/, `,${weight},IAX2,same`);
    const lab = make({
      edits: [weigh('regpbx2', 5), weigh('regpbx4', 2), inFile('regpbx5/dundi.conf', ',0,IAX2', ',3,IAX2')],
      scenario: { ...THERE, network: { links: [{ between: [HUB, 'regpbx4'], delay: '50ms' }] } },
    });
    lab.registerToo('1002', 'regpbx4');
    lab.registerToo('1002', 'regpbx5');
    lab.until(10);
    return lab.winner('regpbx1', '1002');
  },
  { lookupEnds: 'allAnswered' },
);

describeRule(
  'mappingDestinationMax',
  'length of an advertised destination of 90 characters and four digits',
  { 'whitepaper': 94, 'asterisk-1.2': 79, 'asterisk-16': 94 },
  (make) => {
    const destination = `${'x'.repeat(90)}\${NUMBER}`;
    const lab = make({ edits: [inFile('regpbx2/dundi.conf', /(?<=,0,IAX2,)[^,]*/, destination)], scenario: THERE });
    lab.lookup('regpbx1', '1002');
    const rows = lab.cluster.parts.dundi.nodes[lab.server('regpbx1')]!.cache.rows(() => '');
    return rows[0]!.value.split('/')[3]!.length;
  },
);

// A dead hub that alone is asked, 2 ms away: sent each 150 ms, the first time when the network thread of regpbx1 wakes.
describeRule(
  'networkThreadSleep',
  'least and longest wait for it, of 20 moments',
  { 'whitepaper': [0.8, 0.8], 'asterisk-1.2': [0.8, 1.4], 'asterisk-16': [0.8, 1.4] },
  (make) => {
    const waits = Array.from({ length: 20 }, (_, i) => {
      const lab = make({ scenario: { ...THERE, network: { delay: '1ms' }, start: { qualifyPhase: '59s' } } });
      lab.until(5 + 0.05 * i);
      lab.crash(HUB);
      return lab.lookup('regpbx1', '1002').ms / 1000;
    });
    return [about(Math.min(...waits)), about(Math.max(...waits))];
  },
);

// A triangle: regpbx1 and regpbx2 both know regpbx3. regpbx1 is cut off from it, and finds out.
describeRule(
  'avoidUnreachable',
  'regpbx2 asks regpbx3, which regpbx1 cannot reach',
  { 'whitepaper': false, 'asterisk-1.2': false, 'asterisk-16': true },
  (make) => {
    const lab = make({
      edits: [triangle],
      scenario: {
        phones: { there: { numbers: '1002', home: 'regpbx3', expires: '3600s' } },
        servers: { regpbx1: { ttl: 3 } },
        start: { qualifyPhase: '1s' },
        faults: [{ at: '0.5s', partition: { between: 'regpbx1', and: 'regpbx3' } }],
      },
    });
    lab.until(20);
    return lab.lookup('regpbx1', '1002').servers.includes('regpbx3');
  },
);

/** regpbx1, regpbx2 and regpbx3 have each other for peers, and no hub; what a server advertises is not canonical. */
function triangle(file: { path: string; text: string }): { path: string; text: string } {
  if (!/^regpbx[123]\/dundi\.conf$/.test(file.path)) return file;
  const eids = ['01:31:AF:E7:FF:37', '03:11:AA:02:B3:1D', '05:31:AD:18:53:0B'];
  const self = Number(file.path[6]);
  const general = file.text.slice(0, file.text.indexOf('[00:'));
  const peers = [1, 2, 3]
    .filter((n) => n !== self)
    .map(
      (n) =>
        `[${eids[n - 1]}]\nmodel = symmetric\nhost = 10.10.10.12${n}\ninclude = priv\npermit = priv\nqualify = yes\norder = primary\n`,
    );
  return { ...file, text: general + peers.join('\n') };
}
