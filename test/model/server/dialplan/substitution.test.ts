import { expect, it } from 'vitest';
import { LONGEST_ARGS, substitute, type Scope } from '../../../../src/model/server/dialplan/substitution.ts';

it.each(['1.2', '16'] as const)(
  'a variable that doubles itself stays as long as Asterisk lets it be (%s)',
  (dialect) => {
    let value = 'xxxxxxxxxx';
    const scope: Scope = { dialect, variable: () => value, call: () => '' };
    for (let step = 0; step < 40; step++) value = String(substitute('${A}${A}', scope));
    expect(value).toHaveLength(LONGEST_ARGS);
  },
);
