import { describe, expect, it } from 'vitest';
import { ProgressLine } from '../../src/cli/progressLine.ts';

/** What is written when something is reported each second, for so many seconds. */
function written(watched: boolean, seconds: number): readonly string[] {
  let second = 0;
  const texts: string[] = [];
  const line = new ProgressLine({ watched, err: (text) => texts.push(text), now: () => second * 1000 });
  for (second = 0; second <= seconds; second++) line.show(() => `${second} s`);
  line.end();
  return texts;
}

describe('progress', () => {
  it('is a line a minute where there is no terminal', () => {
    expect(written(false, 59)).toEqual([]);
    expect(written(false, 180)).toEqual(['60 s\n', '120 s\n', '180 s\n']);
  });

  it('is one line of a terminal, rewritten in place and cleared at the end', () => {
    expect(written(true, 2)).toEqual(['\r\u001B[K0 s', '\r\u001B[K1 s', '\r\u001B[K2 s', '\r\u001B[K']);
  });
});
