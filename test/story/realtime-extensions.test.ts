import { describe, expect, it } from 'vitest';
import { Listener } from '../../src/measure/listener.ts';
import { Cluster } from '../../src/model/cluster.ts';
import type { CallRecord, StatementRecord } from '../../src/model/observations.ts';
import { withFiles } from './files.ts';

const FILES = {
  'pbx/sip.conf': '[general]\ncontext=phones\n',
  'pbx/extconfig.conf': '[settings]\nextensions => mysql,asterisk,plan\n',
  'pbx/extensions.conf': [
    '[phones]',
    'exten => _8X.,1,Dial(SIP/1003)',
    'switch => Realtime/numbers@extensions',
    'include => last',
    '[last]',
    'exten => _X.,1,Dial(SIP/1003)',
    '',
  ].join('\n'),
};

/** 1001 dials a number at 5 s; the statements are those of the call, `dialled` the phone that rang. */
function call(dialled: string, release: '1.2' | '16', more = '') {
  const separator = release === '1.2' ? '|' : ',';
  const { config, seed } = withFiles(
    FILES,
    [
      `profile: asterisk-${release}`,
      'duration: 90s',
      'phones: { a: { numbers: 1001..1003, home: pbx, static: yes, expires: 3600s, answerAfter: 1s } }',
      `calls: [{ at: 5s, from: 1001, to: ${dialled}, talk: 3s }]`,
      'database:',
      '  connectTimeout: 2s',
      '  tables:',
      '    plan:',
      `      - { context: numbers, exten: "1002", app: Dial, appdata: "SIP/\${EXTEN}${separator}20" }`,
      '      - { context: numbers, exten: _5XX, app: NoOp }',
      '      - { context: numbers, exten: _5XX, priority: 2, app: Dial, appdata: SIP/1002 }',
      '      - { context: others, exten: "600", app: Dial, appdata: SIP/1002 }',
      more,
    ].join('\n'),
  );
  const statements: StatementRecord[] = [];
  const calls: CallRecord[] = [];
  const rang: string[] = [];
  class Ears extends Listener {
    override statementEnded(statement: StatementRecord): void {
      statements.push({ ...statement });
    }
    override callEnded(record: CallRecord, story: readonly { readonly what: string }[]): void {
      calls.push(record);
      for (const event of story as readonly { what: string; resource?: string }[])
        if (event.what === 'dials') rang.push(event.resource!);
    }
  }
  const cluster = new Cluster(config, { seed, observations: new Ears() });
  cluster.sim.run(config.duration);
  cluster.finish();
  return {
    statements: statements.length,
    failed: statements.filter(({ failed }) => failed).length,
    call: calls[0]!,
    rang,
  };
}

describe('switch => Realtime', () => {
  it('finds a number in its table, with a SELECT for each time that it is asked; later releases remember for a second', () => {
    expect(call('1002', '1.2')).toMatchObject({ rang: ['1002'], failed: 0, call: { outcome: 'local' } });
    // The INVITE; in 1.2 the start of the plan, the test, the find and the run of the row; the hint, and h at the end, in vain.
    expect(call('1002', '1.2').statements).toBe(1 + 4 + 2 + 2);
    expect(call('1002', '16').statements).toBe(1 + 2);
  });

  it('looks for patterns with a second SELECT, priority by priority', () => {
    const found = call('512', '16');
    expect(found).toMatchObject({ rang: ['1002'], call: { outcome: 'local' } });
    expect(found.statements).toBe(2 + 2 + 2);
  });

  it('is not asked for what the context has itself, and knows only its own context of the table', () => {
    expect(call('812', '16')).toMatchObject({ rang: ['1003'], statements: 2 }); // For h.
    expect(call('600', '16').rang).toEqual(['1003']); // [last]
  });

  it('knows nothing while the database is dead: the search goes on', () => {
    const dead = call('1002', '16', 'faults: [{ at: 1s, stopDatabase: yes }]');
    expect([dead.rang, dead.failed > 0, dead.failed]).toEqual([['1003'], true, dead.statements]);
  });
});

it('a phone that refuses a call while 1.2 looks for the hint is done with it', () => {
  const { config, seed } = withFiles(
    { ...FILES, 'pbx/sip.conf': '[general]\ncontext=phones\ncall-limit=2\n' },
    [
      'profile: asterisk-1.2',
      'duration: 90s',
      'phones: { a: { numbers: 1001..1003, home: pbx, static: yes, expires: 3600s, answerAfter: 1s, callsAtOnce: 1 } }',
      'calls: [{ at: 5s, from: 1003, to: 1002, talk: 40s }, { at: 25s, from: 1001, to: 1002 }]',
      'database:',
      '  select: 300ms',
      '  tables: { plan: [{ context: numbers, exten: "1002", app: Dial, appdata: "SIP/${EXTEN}" }] }',
    ].join('\n'),
  );
  const calls: CallRecord[] = [];
  class Ears extends Listener {
    override callEnded(record: CallRecord): void {
      calls.push(record);
    }
  }
  const { sim, parts } = new Cluster(config, { seed, observations: new Ears() });
  sim.run(config.duration);
  expect([calls.map(({ outcome }) => outcome), parts.legs.size]).toEqual([['busy', 'local'], 0]);
});

describe('check', () => {
  const remarksOf = (files: Readonly<Record<string, string>>, text: string): readonly string[] =>
    withFiles(files, `profile: asterisk-16\nphones: { a: { numbers: 1001, home: pbx, static: yes } }\n${text}`)
      .remarks.map((remark) => remark.text)
      .filter((line) => /Realtime|table/.test(line));

  it('names a family that extconfig.conf does not map, with the nearest one', () => {
    const files = { ...FILES, 'pbx/extconfig.conf': '[settings]\nextension => mysql,asterisk,plan\n' };
    expect(remarksOf(files, '')[0]).toBe(
      'switch => Realtime/numbers@extensions finds nothing: extconfig.conf has no line for "extensions"; did you mean "extension"?',
    );
  });

  it('names a table of which the scenario has no rows', () => {
    expect(remarksOf(FILES, '')).toContain(
      'pbx asks the table "plan", and the scenario has no rows of it: nothing is found there; see "database: { tables: { plan: … } }"',
    );
    expect(remarksOf(FILES, 'database: { tables: { plan: [] } }').join()).not.toContain('the table "plan"');
  });
});
