import { SECOND } from '../../src/kernel/units.ts';
import type { CallRecord, DatabaseTable, StatementRecord } from '../../src/model/observations.ts';
import { Lab, type Edit, type LabOptions } from './lab.ts';
import { exactly, inSupport, seeds, yesNo, type Row } from './row.ts';

/** Asterisk 22.10.1 with chan_pjsip: `rt` has contacts in a shared table, `rtdb` in each server's own astdb. */

/** rtdb */
const RTDB: Edit = (file) =>
  file.path.endsWith('sorcery.conf') ? { ...file, text: file.text.replace('contact=realtime,ps_contacts', '') } : file;

const CACHED: Edit = (file) =>
  file.path.endsWith('sorcery.conf')
    ? {
        ...file,
        text: `${file.text}endpoint/cache=memory_cache\nauth/cache=memory_cache\naor/cache=memory_cache\ncontact/cache=memory_cache\n`,
      }
    : file;

const QUIET = { qualifyPhase: '59s', refreshPhase: '1700s' };
const PHONE = { moving: { numbers: '1002', home: 'regpbx2', expires: '3600s', powered: 'no' } };

function lab22({ scenario = {}, ...rest }: LabOptions = {}): Lab {
  return new Lab({ folder: 'lab-22', ...rest, scenario: { start: QUIET, phones: PHONE, ...scenario } });
}

export function pjsip(): readonly Row[] {
  return [...statements(), ...regcontext(), ...moves(), ...completing(), ...sameSecond()];
}

// ---------------------------------------------------------------- statements

const TABLES: readonly DatabaseTable[] = ['ps_endpoints', 'ps_auths', 'ps_aors', 'ps_contacts'];

/** `5/2/1/1 + INSERT`: SELECTs of endpoints, auths, AORs and contacts, and what is written. */
function told(list: readonly StatementRecord[]): string {
  const selects = list.filter(({ kind }) => kind === 'select');
  const count = (table: DatabaseTable): number => selects.filter((statement) => statement.table === table).length;
  const writes = list.flatMap(({ kind }) => (kind === 'select' ? [] : kind === 'update' ? ['UPDATE'] : ['INSERT']));
  return [TABLES.map(count).join('/'), ...writes].join(' + ');
}

function during(lab: Lab, act: () => void, seconds = 1): string {
  const before = lab.heard.statements.length;
  act();
  lab.pass(seconds);
  return told(lab.heard.statements.slice(before));
}

function statements(): readonly Row[] {
  const section = 'Asterisk 22: statements (SELECTs of endpoints/auths/aors/contacts, and writes)';
  const row = (figure: string, measured: string, simulated: string, tolerance?: string): Row =>
    exactly({ section, figure, ...(tolerance === undefined ? {} : { tolerance }) }, measured, simulated);
  const known = 'none: a count; how the SELECTs of a call divide into its parts was put into the model from here';
  return (['rt', 'rtdb'] as const).flatMap((mode) => {
    const edits = mode === 'rt' ? [] : [RTDB];
    const lab = lab22({ edits });
    const contacts = mode === 'rt' ? 1 : 0;
    const first = during(lab, () => lab.register('1002', 'regpbx2'));
    lab.pass(1);
    const refresh = during(lab, () => lab.refresh('1002'));
    return [
      row(`${mode}: first REGISTER`, `5/2/1/${contacts}${mode === 'rt' ? ' + INSERT' : ''}`, first),
      row(`${mode}: refresh`, `4/2/1/${contacts}${mode === 'rt' ? ' + UPDATE' : ''}`, refresh),
      row(`${mode}: a local call by the regcontext, whole`, `14/2/1/${contacts}`, callStatements(edits), known),
      ...(mode === 'rt' ? [row('rt with memory_cache: refresh', '2/0/0/1 + UPDATE', cachedRefresh())] : []),
    ];
  });
}

function cachedRefresh(): string {
  const lab = lab22({ edits: [CACHED] });
  lab.register('1002', 'regpbx2');
  lab.pass(2);
  return during(lab, () => lab.refresh('1002'));
}

function callStatements(edits: readonly Edit[]): string {
  const phones = { here: { numbers: '1001, 1005', home: 'regpbx1', expires: '3600s', answerAfter: '1s' } };
  const calls = [{ at: '5s', from: '1001', to: '81005', talk: '1s' }];
  const lab = lab22({ edits, scenario: { phones, calls, start: { ...QUIET, expiryPhase: '30s' } } });
  lab.until(4.9);
  return during(lab, () => {}, 10);
}

// ---------------------------------------------------------------- regcontext

function regcontext(): readonly Row[] {
  const section = 'Asterisk 22: the regcontext';
  const appears = (['rt', 'rtdb'] as const).flatMap((mode) => {
    const lab = lab22({ edits: mode === 'rt' ? [] : [RTDB] });
    lab.register('1002', 'regpbx2');
    lab.pass(0.05);
    const there = lab.isAdvertised('1002', 'regpbx2');
    lab.unregister('1002');
    lab.pass(0.05);
    const gone = !lab.isAdvertised('1002', 'regpbx2');
    return [
      exactly({ section, figure: `${mode}: the extension appears at once after the 200` }, 'yes', there ? 'yes' : 'no'),
      exactly({ section, figure: `${mode}: it is gone at once after unregistering` }, 'yes', gone ? 'yes' : 'no'),
    ];
  });
  return [...appears, expiry(section), ...expiryShared(section)];
}

const SHORT = { moving: { ...PHONE.moving, expires: '5s' } };

function expiry(section: string): Row {
  const after = seeds(40).map((seed) => {
    const lab = lab22({ seed, edits: [RTDB], scenario: { phones: SHORT } });
    lab.register('1002', 'regpbx2');
    lab.pass(0.1);
    const from = lab.now;
    lab.powerOff('1002');
    while (lab.isAdvertised('1002', 'regpbx2')) lab.pass(0.05);
    return (lab.now - from) / SECOND;
  });
  return inSupport(
    { section, figure: 'rtdb: a registration of 5 s, gone after' },
    [26.4, 26.9],
    after,
    0,
    'when the check of every 30 s came in the measurement is not known, so its phase is drawn: any time from 5 to 35 s',
    's',
  );
}

function expiryShared(section: string): readonly Row[] {
  const lab = lab22({ scenario: { phones: SHORT } });
  lab.register('1002', 'regpbx2');
  lab.pass(0.1);
  lab.powerOff('1002');
  const before = lab.heard.statements.length;
  lab.pass(40);
  const stays = lab.isAdvertised('1002', 'regpbx2');
  const deletes = lab.heard.statements.slice(before).filter(({ kind }) => kind === 'other');
  const checks = lab.heard.statements.slice(before).filter(({ kind }) => kind === 'select').length;
  const names = lab.names.length;
  return [
    yesNo(
      { section, figure: 'rt: the same' },
      'never, in 5 of 5; the row is deleted',
      `${stays ? 'never' : 'gone'}; ${deletes.length} DELETE by ${deletes.map(({ server }) => lab.names[server]).join()}`,
      deletes.length > 0 && (stays || lab.names[deletes[0]!.server] === 'regpbx2'),
      'the first of six servers that looks deletes it; where that is regpbx2 itself the extension goes',
    ),
    yesNo(
      { section, figure: 'rt, idle: SELECTs of contacts' },
      'one per server per 30 s',
      `${checks} in 40 s by ${names} servers`,
      checks >= names && checks <= 2 * names,
      'phases are drawn',
    ),
  ];
}

function where(lab: Lab): string {
  const found = lab.names.filter((name) => lab.isAdvertised('1002', name));
  return found.length === 0 ? 'nowhere' : found.join(', ');
}

function moves(): readonly Row[] {
  const section = 'Asterisk 22: the same contact at another server';
  return (['rt', 'rtdb'] as const).flatMap((mode) => {
    const edits = mode === 'rt' ? [] : [RTDB];
    const others = { idle: { numbers: '1011..1015', home: 'regpbx1', expires: '3600s' } };
    const make = (): Lab => {
      const lab = lab22({ edits, scenario: { phones: { ...PHONE, ...others } } });
      lab.register('1002', 'regpbx2');
      lab.pass(1);
      return lab;
    };
    const moved = make();
    moved.register('1002', 'regpbx3');
    moved.pass(1);
    const dead = make();
    dead.crash('regpbx2');
    dead.register('1002', 'regpbx3');
    dead.pass(1);
    const nowhere = where(dead);
    dead.restart('regpbx2', 10);
    dead.pass(1);
    const claimed = ['1002', '1011', '1015'].filter((number) => dead.isAdvertised(number, 'regpbx2')).length;
    const row = (figure: string, measured: string, simulated: string): Row =>
      exactly({ section, figure: `${mode}: ${figure}` }, measured, simulated);
    return mode === 'rt'
      ? [
          row('it registers at regpbx3 too; the extension is at', 'regpbx2', where(moved)),
          row('the same with regpbx2 killed', 'nowhere', nowhere),
          row(
            'regpbx2 restarted claims',
            'every phone of the table',
            claimed === 3 ? 'every phone of the table' : `${claimed} of 3`,
          ),
        ]
      : [row('the same with regpbx2 killed', 'regpbx3', nowhere)];
  });
}

// ---------------------------------------------------------------- calls

function call(options: LabOptions, to: string, prepare: (lab: Lab) => void = () => {}): CallRecord {
  const phones = {
    here: { numbers: '1001', home: 'regpbx1', expires: '3600s' },
    there: { numbers: '1002', home: 'regpbx2', expires: '3600s', answerAfter: '1s' },
  };
  const calls = [{ at: '10s', from: '1001', to, talk: '1s', patience: '30s' }];
  const lab = lab22({ ...options, scenario: { phones, calls, ...options.scenario } });
  lab.until(9.5);
  prepare(lab);
  lab.until(60);
  return lab.heard.calls[0]!;
}

function dundiConf(from: string, to: string): Edit {
  return (file) => (file.path.endsWith('dundi.conf') ? { ...file, text: file.text.replace(from, to) } : file);
}

function completing(): readonly Row[] {
  const section = 'Asterisk 22: completing a call between servers over an IAX2 mapping';
  const box = dundiConf('outgoing_sip_tech=SIP\n', '');
  const endpoint = dundiConf('outgoing_sip_tech=SIP\n', 'pjsip_outgoing_endpoint=x\n');
  const row = (figure: string, measured: string, made: CallRecord): Row =>
    exactly({ section, figure }, measured, String(made.status));
  const seen = call({}, '81002', (lab) => lab.crash('regpbx2'));
  const alone = call({ edits: [RTDB] }, '81002', (lab) => lab.crash('regpbx2'));
  return [
    row('switch => DUNDi, dundi.conf says nothing', '603', call({ edits: [box] }, '81002')),
    row('DUNDILOOKUP(), the same', '200', call({ edits: [box] }, '91002')),
    row('switch => DUNDi, outgoing_sip_tech=SIP', '200', call({}, '81002')),
    row('switch => DUNDi, pjsip_outgoing_endpoint=x', '503', call({ edits: [endpoint] }, '81002')),
    row('rtdb: server killed, the hub unaware: no row for the direct dial', '404', alone),
    inSupport(
      { section, figure: 'rt: server killed, the hub unaware: direct dial, INVITE to 180' },
      [2010],
      [(seen.ringingAt - seen.offeredAt) / 1000],
      15,
      "processing; the 2 s are the hub's autokill",
      'ms',
    ),
    exactly(
      { section, figure: 'rt: PJSIP_DIAL_CONTACTS() as the test of "here", phone at the other server' },
      'direct, DUNDi is not asked',
      contactsTest([]),
    ),
    exactly({ section, figure: 'rtdb: the same' }, 'DUNDi', contactsTest([RTDB])),
  ];
}

function contactsTest(edits: readonly Edit[]): string {
  const made = call({ edits }, '61002');
  return made.outcome === 'direct' && made.lookups === 0
    ? 'direct, DUNDi is not asked'
    : made.lookups > 0
      ? 'DUNDi'
      : made.outcome;
}

function sameSecond(): readonly Row[] {
  const lab = lab22({ scenario: { start: { ...QUIET, wallSecond: '100ms', expiryPhase: '30s' } } });
  lab.register('1002', 'regpbx2');
  lab.pass(0.2);
  lab.refresh('1002');
  lab.pass(0.2);
  const granted = lab.heard.registrations.filter(({ result }) => result === 'granted').length;
  return [
    exactly(
      { section: 'Asterisk 22: the regcontext', figure: 'rt: two refreshes within one second' },
      'both 200, the binding is gone',
      `${granted === 2 ? 'both 200' : `${granted} granted`}, the binding is ${lab.isAdvertised('1002', 'regpbx2') ? 'there' : 'gone'}`,
    ),
  ];
}
