import { describe, expect, it } from 'vitest';
import { breakagesOf, faultLine, textWithFaults } from '../../../src/lab/setup/faultLines.ts';
import { EMPTY } from '../../../src/lab/setup/labSetup.ts';
import { readSetup } from '../../../src/lab/engine/labScenario.ts';
import { library } from '../lessonRuns.ts';

const LINE = faultLine(61_234_567, 'crash: regpbx1');

describe('faults made on the page', () => {
  it('are lines of a scenario, to the millisecond, and never at 0', () => {
    expect(LINE).toBe('{ at: 1m1s235ms, crash: regpbx1 }');
    expect(faultLine(0, 'crash: x')).toBe('{ at: 1ms, crash: x }');
  });

  it('come behind those of the scenario, before the next key', () => {
    const text = 'faults:\n    - { at: 60s, crash: regpbx2 }\n# Expected:\nexpect:\n  - calls.lost == 0\n';
    expect(textWithFaults(text, [LINE])).toBe(
      `faults:\n    - { at: 60s, crash: regpbx2 }\n    - ${LINE}\n# Expected:\nexpect:\n  - calls.lost == 0\n`,
    );
  });

  it('make a list where there is none, or an empty one', () => {
    expect(textWithFaults('duration: 5m', [LINE])).toBe(`duration: 5m\nfaults:\n  - ${LINE}\n`);
    expect(textWithFaults('faults: []\nduration: 5m\n', [LINE])).toBe(`faults:\n  - ${LINE}\nduration: 5m\n`);
  });

  it('leave a list of another form alone', () => {
    expect(textWithFaults('faults: [{ at: 60s, crash: regpbx2 }]\n', [LINE])).toBeUndefined();
    const read = readSetup(library, { ...EMPTY, text: 'faults: [{ at: 60s, crash: regpbx2 }]\n', faults: [LINE] });
    expect(read.remarks[0]!.text).toContain('a line each');
  });

  it('mend what they broke, and nothing else', () => {
    const lines = (target: Parameters<typeof breakagesOf>[0]): string[] =>
      breakagesOf(target).map(({ label, fault }) => `${label}: ${fault}`);
    expect(lines({ kind: 'server', name: 'regpbx2' })).toEqual([
      'Crash: crash: regpbx2',
      'Restart: restart: regpbx2',
      'Hang: hang: regpbx2',
      'Resume: resume: regpbx2',
      'Reload SIP: reload: { server: regpbx2, module: sip }',
      'Cut off: partition: regpbx2',
      'Join: heal: regpbx2',
      'Slow, 200 ms: degrade: { between: regpbx2, delay: 200ms }',
      'As it was: restore: { between: regpbx2 }',
    ]);
    expect(lines({ kind: 'database' })).toEqual(
      expect.arrayContaining(['Cut off: partition: database', 'Join: heal: database']),
    );
    expect(lines({ kind: 'link', between: 'a', and: 'b' })).toEqual(
      expect.arrayContaining(['Cut: partition: [a, b]', 'Join: heal: [a, b]']),
    );
  });

  it.each(library.names)('every button makes a fault that %s can be run with', (scenario) => {
    const { scenario: plain } = readSetup(library, { ...EMPTY, scenario });
    const [server, other] = plain!.config.servers.map(({ name }) => name);
    const targets = [
      { kind: 'server', name: server! },
      { kind: 'database' },
      ...(other === undefined ? [] : [{ kind: 'link' as const, between: server!, and: other }]),
      { kind: 'phones', group: plain!.config.phones.at(0)!.group },
    ] as const;
    const lines = targets.flatMap((target) =>
      breakagesOf(target).map(({ fault }, i) => faultLine(1e6 * (i + 1), fault)),
    );
    const { scenario: broken, remarks } = readSetup(library, { ...EMPTY, scenario, faults: lines });
    expect(remarks.filter(({ severity }) => severity === 'mistake')).toEqual([]);
    expect(broken!.config.faults.length).toBe(plain!.config.faults.length + lines.length);
  });
});
