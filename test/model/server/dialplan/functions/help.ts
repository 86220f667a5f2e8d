import { bench, type Bench } from '../fake.ts';

/** What `NoOp` prints of each line, run one after the other by one call. */
export function ran(lines: readonly string[], profile: 'asterisk-1.2' | 'asterisk-16' = 'asterisk-16'): Bench {
  const it = bench(`[phones]\n${lines.map((line, i) => `exten => 100,${i + 1},${line}`).join('\n')}`, profile);
  it.call('100');
  it.run();
  return it;
}

export function said(lines: readonly string[], profile: 'asterisk-1.2' | 'asterisk-16' = 'asterisk-16'): string[] {
  return ran(lines, profile).said();
}
