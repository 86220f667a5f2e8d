import { describe, expect, it } from 'vitest';
import type { IaxUser } from '../../../../src/model/config.ts';
import type { New } from '../../../../src/model/protocol/iax2.ts';
import { needsSecret, userFor } from '../../../../src/model/server/iax2/users.ts';

const user = (name: string, contexts: readonly string[], secret = '', dbSecret = ''): IaxUser => ({
  name,
  contexts,
  secret,
  dbSecret,
});

const PLAIN = user('plain', ['phones'], 'x');
const STORED = user('stored', ['phones', 'open'], '', 'dundi/secret');
const FREE = user('free', ['open']);
const ANY = user('any', ['*'], 'x');

function found(users: readonly IaxUser[], name: string, context = ''): string | undefined {
  return userFor(users, { user: name, context } as New)?.name;
}

describe('the user of a call', () => {
  it.each([
    ['the one that it names', [PLAIN, STORED], 'stored', '', 'stored'],
    ['nobody, when it names one that is not there', [PLAIN, FREE], 'other', '', undefined],
    ['the one that it names, if that may call into the context', [PLAIN, STORED], 'stored', 'open', 'stored'],
    ['nobody, when that one may not', [PLAIN, STORED], 'plain', 'open', undefined],
    ['one of any context', [ANY], 'any', 'open', 'any'],
    ['without a name: the first without a secret', [PLAIN, STORED, FREE], '', '', 'free'],
    ['without a name and without such a one: the first', [PLAIN, STORED], '', '', 'plain'],
    ['without a name: of those that may call into the context', [FREE, PLAIN], '', 'phones', 'plain'],
    ['nobody, when there are none', [], '', '', undefined],
  ])('is %s', (_, users, name, context, who) => {
    expect(found(users, name, context)).toBe(who);
  });
});

it('a secret of either kind is asked for', () => {
  expect([PLAIN, STORED, FREE].map(needsSecret)).toEqual([true, true, false]);
});
