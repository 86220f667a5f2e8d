import { rmSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { TINY } from './experiments.ts';
import { dundisim, folderWith } from './world.ts';

const here = folderWith({ 'tiny.yaml': TINY });
afterAll(() => rmSync(here, { recursive: true, force: true }));

const plan = ['plan', 'tiny.yaml', '--maximise', 'calls.0.rate', '--slo'];

it.each<[what: string, words: readonly string[], said: string]>([
  [
    'the arguments of call in the wrong order',
    ['call', '10', 'tiny.yaml'],
    'did you mean "dundisim call tiny.yaml 10"?',
  ],
  ['a path that begins too late', ['run', 'tiny.yaml', '--set', 'cachetime=5'], 'did you mean "servers.*.cachetime"?'],
  ['a path of a list that begins too late', ['run', 'tiny.yaml', '--set', 'rate=5/s'], 'did you mean "calls.*.rate"?'],
  ['a path without its group', ['run', 'tiny.yaml', '--set', 'phones.count=5'], 'did you mean "phones.office.count"?'],
  ['a count of all servers', ['run', 'tiny.yaml', '--set', 'servers.count=5'], 'did you mean "servers.regpbx.count"?'],
  ['a measure that begins too late', [...plan, 'p99 < 2s'], 'did you mean "calls.postDialDelayMs.p99"?'],
  [
    'a path without its option',
    ['compare', 'tiny.yaml', 'phones.office.backup=next'],
    'did you mean --with phones.office.backup=next?',
  ],
  [
    'a value without its quotes',
    ['explain', 'post-dial', 'delay'],
    '"delay" is one too many: a value with spaces needs quotes around it',
  ],
  ['a word that is in a name', ['explain', 'post dial delay'], 'names with it are calls.postDialDelayMs, '],
  ['a key for a rule', ['explain', 'cachetime'], 'it is a key of the .conf files, which a scenario may set'],
  [
    'a cachetime that is no time',
    ['tradeoff', 'tiny.yaml', '--cachetimes', '5x,60'],
    'found "5x", expected times such as 0s,5s,1h',
  ],
  ['a key that begins another', ['run', 'tiny.yaml', '--set', 'servers.*.cache=5'], 'did you mean "cachetime"?'],
])('%s', async (_, words, said) => {
  const { code, err } = await dundisim(here, ...words);
  expect([code, err]).toEqual([2, expect.stringContaining(said)]);
});
