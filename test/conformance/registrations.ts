import type { StatementRecord } from '../../src/model/observations.ts';
import { Lab, type Edit } from './lab.ts';
import { exactly, inSupport, input, p50p90, seeds, type Row } from './row.ts';

const section = 'Registrations';
const NO_CACHE: Edit = (file) =>
  file.path.endsWith('sip.conf')
    ? { ...file, text: file.text.replace('rtcachefriends=yes', 'rtcachefriends=no') }
    : file;

function lab(cached: boolean, seed = 1, phone: Readonly<Record<string, unknown>> = {}): Lab {
  return new Lab({
    seed,
    edits: cached ? [] : [NO_CACHE],
    scenario: { phones: { a: { numbers: '1002', home: 'regpbx2', expires: '3600s', powered: 'no', ...phone } } },
  });
}

/** What `act` makes the servers ask the database. */
function statements(it: Lab, act: () => void): string {
  const before = it.heard.statements.length;
  act();
  it.pass(1);
  return told(it.heard.statements.slice(before));
}

function told(list: readonly StatementRecord[]): string {
  const count = (kind: string): number => list.filter((statement) => statement.kind === kind).length;
  return `${count('select')} SELECT, ${count('update')} UPDATE`;
}

export function registrations(): readonly Row[] {
  return [...counts(true), ...counts(false), ...exchanges(), ...extension()];
}

function counts(cached: boolean): readonly Row[] {
  const told = `rtcachefriends=${cached ? 'yes' : 'no'}`;
  const it = lab(cached);
  const first = statements(it, () => it.register('1002', 'regpbx2'));
  const refresh = statements(it, () => it.refresh('1002'));
  const gone = statements(it, () => it.unregister('1002'));
  const again = statements(it, () => it.register('1002', 'regpbx2'));
  const other = lab(cached);
  other.register('1002', 'regpbx3'); // Its row has a contact when regpbx2 loads it.
  other.pass(1);
  other.register('1002', 'regpbx2');
  other.pass(1);
  const goneWithContact = statements(other, () => other.unregister('1002'));
  const wrong = refused(cached, 'wrongSecret');
  const unknown = refused(cached, 'unknownUser');
  const row = (figure: string, measured: string, simulated: string): Row =>
    exactly({ section, figure: `${told}: ${figure}` }, measured, simulated);
  if (!cached) {
    return [
      row('first REGISTER', '5 SELECT, 1 UPDATE', first),
      row('refresh', '5 SELECT, 1 UPDATE', refresh),
      row('unregister', '6 SELECT, 1 UPDATE', gone),
      row('wrong secret', '4 SELECT, 0 UPDATE', wrong),
      row('unknown user', '8 SELECT, 0 UPDATE', unknown),
      row('order of one register', 'SELECT SELECT SELECT UPDATE SELECT SELECT', order()),
    ];
  }
  return [
    row('first REGISTER', '1 SELECT, 1 UPDATE', first),
    row('refresh', '0 SELECT, 1 UPDATE', refresh),
    row('unregister, the row had no fullcontact when loaded', '0 SELECT, 0 UPDATE', gone),
    row('unregister, it had one', '0 SELECT, 1 UPDATE', goneWithContact),
    row('REGISTER once more, still in memory', '0 SELECT, 1 UPDATE', again),
    row('wrong secret, in memory', '0 SELECT, 0 UPDATE', wrong),
    row('unknown user', '8 SELECT, 0 UPDATE', unknown),
  ];
}

/** The second attempt: with rtcachefriends the name is in memory by then, as in the measurement. */
function refused(cached: boolean, credentials: string): string {
  const it = lab(cached, 1, { credentials });
  it.register('1002', 'regpbx2');
  it.pass(1);
  return statements(it, () => it.register('1002', 'regpbx2'));
}

function order(): string {
  const it = lab(false);
  it.register('1002', 'regpbx2');
  it.pass(1);
  return it.heard.statements.map(({ kind }) => kind.toUpperCase()).join(' ');
}

function exchanges(): readonly Row[] {
  const times = (cached: boolean): readonly number[] => {
    const it = lab(cached);
    it.register('1002', 'regpbx2');
    return seeds(300).map(() => {
      it.pass(1);
      it.refresh('1002');
      it.pass(0.5);
      return it.heard.registrations.at(-1)!.took / 1000;
    });
  };
  return [
    input(
      { section, figure: 'refresh, rtcachefriends=yes' },
      'p50 0.68, p99 0.86 ms',
      p50p90(times(true)),
      'used for sipMessage; most of it is sql_ms.idle.update, itself an input',
    ),
    input(
      { section, figure: 'refresh, rtcachefriends=no' },
      'p50 2.09, p99 7.5 ms',
      p50p90(times(false)),
      'not used; statements of the pass after the 200 are not waited for',
    ),
  ];
}

function extension(): readonly Row[] {
  let afterOk = 0;
  let afterUnregister = 0;
  let without = 0;
  const vanishes: number[] = [];
  for (const seed of seeds(20)) {
    const it = lab(true, seed, { expires: '5s' });
    it.register('1002', 'regpbx2');
    while (it.heard.registrations.length === 0) it.pass(0.0005);
    if (it.isAdvertised('1002', 'regpbx2')) afterOk++;
    it.powerOff('1002');
    const from = it.now;
    while (it.isAdvertised('1002', 'regpbx2')) it.pass(0.01);
    vanishes.push((it.now - from) / 1e6 - 5);
    it.register('1002', 'regpbx2');
    it.pass(0.1);
    it.unregister('1002');
    it.pass(0.01);
    if (!it.isAdvertised('1002', 'regpbx2')) afterUnregister++;
    const bare = lab(false, seed);
    bare.register('1002', 'regpbx2');
    bare.pass(1);
    if (bare.isAdvertised('1002', 'regpbx2')) without++;
  }
  return [
    exactly({ section, figure: 'noop extension there with the 200 OK' }, '20 of 20', `${afterOk} of 20`),
    exactly({ section, figure: 'noop extension gone with the unregistration' }, '20 of 20', `${afterUnregister} of 20`),
    inSupport(
      { section, figure: 'it vanishes so long after the granted expiry' },
      [10],
      vanishes,
      0.05,
      'processing and the poll',
      's',
    ),
    exactly({ section, figure: 'it appears with rtcachefriends=no' }, '0 of 20', `${without} of 20`),
  ];
}
