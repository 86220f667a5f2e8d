import { expect, it } from 'vitest';
import { RandomStream } from '../../../../src/kernel/random/randomStream.ts';
import { Literals } from '../../../../src/model/server/dialplan/literals.ts';

/** Every text that some member begins with, members too, and some that none does. */
const ASKED = [
  '',
  '1',
  '10',
  '100',
  '1001',
  '10011',
  '11',
  '2',
  '20',
  '20*',
  '20*1',
  '20*12',
  '*',
  '*8',
  's',
  ':',
  '/',
];
const MEMBERS = ['1', '10', '1001', '1002', '11', '20', '20*1', '*8', 's', '2001'];

/** The plain version of the same set. */
function has(members: ReadonlySet<string>, text: string): boolean {
  return members.has(text);
}
function isBegun(members: ReadonlySet<string>, text: string): boolean {
  return [...members].some((member) => member.length > text.length && member.startsWith(text));
}

it('texts come and go as in a plain set', () => {
  const stream = new RandomStream('literals');
  const literals = new Literals();
  const members = new Set<string>();
  for (let turn = 0; turn < 500; turn++) {
    const text = MEMBERS[stream.integer(MEMBERS.length)]!;
    literals.has(text); // What is asked just before and just after a change must not be remembered across it.
    if (members.delete(text)) literals.remove(text);
    else {
      members.add(text);
      literals.add(text);
    }
    for (const asked of [text, ...ASKED, ...MEMBERS]) {
      expect(literals.has(asked), `${asked} is one of ${[...members]}`).toBe(has(members, asked));
      expect(literals.isBegun(asked), `${asked} begins one of ${[...members]}`).toBe(isBegun(members, asked));
    }
  }
});

it('a thousand numbers of four digits', () => {
  const literals = new Literals();
  for (let number = 1000; number < 2000; number++) literals.add(String(number));
  for (let number = 1000; number < 1990; number++) literals.remove(String(number));
  expect(['1989', '1990', '19900', '199', '198', '1', '2'].map((text) => literals.has(text))).toEqual([
    false,
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
  expect(['1990', '199', '198', '19', '18', '1', ''].map((text) => literals.isBegun(text))).toEqual([
    false,
    true,
    false,
    true,
    false,
    true,
    true,
  ]);
});
