import { describe, expect, it } from 'vitest';
import { LINE_WIDTH, prose, wrap } from '../../../src/report/textTable.ts';
import { TERMINAL_WIDTH, cachetimeText, unwrapped } from '../../../src/lab/view/texts.ts';

describe('a text of the terminal on the page', () => {
  const sentence = 'regpbx2 down 4 min 10 s: 63 of 911 calls lost, 36 rang only after more than 2 s. '.repeat(4).trim();

  it('loses the breaks of its sentences, and keeps those between them', () => {
    const lines = ['A title', ...wrap(sentence), 'Profile asterisk-1.2.'];
    expect(lines.length).toBeGreaterThan(5);
    expect(unwrapped(lines.join('\n'))).toBe(`A title\n${sentence}\nProfile asterisk-1.2.`);
  });

  it('is as wide as the terminal has it', () => {
    expect(TERMINAL_WIDTH).toBe(LINE_WIDTH);
  });

  it('keeps a break where the next word would have had room', () => {
    const line = 'x'.repeat(95);
    expect(unwrapped(`${line}\nword`)).toBe(`${line}\nword`);
    expect(unwrapped(`${line}\nwords`)).toBe(`${line} words`);
  });

  it('keeps the indent of each entry of a list', () => {
    const entries = ['What lost them', ...prose(sentence), '  2 calls: cut.', ''];
    expect(unwrapped(entries.join('\n'))).toBe(`What lost them\n  ${sentence}\n  2 calls: cut.\n`);
  });
});

it('cachetimes are said as people say them', () => {
  expect([1, 30, 120, 600, 3600, 90].map(cachetimeText)).toEqual(['1 s', '30 s', '2 min', '10 min', '1 h', '1.5 min']);
});
