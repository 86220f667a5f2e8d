import { expect, it } from 'vitest';
import { Exchanges, NO_EXCHANGE } from '../../../../src/model/phone/registration/exchanges.ts';

it('an exchange counts the sends of its transaction and of both; its row is the next one’s, which begins anew', () => {
  const exchanges = new Exchanges();
  const values = (row: number): readonly number[] =>
    [exchanges.isAuthenticating, exchanges.unregisters, exchanges.sends, exchanges.sentInAll, exchanges.startedAt].map(
      (column) => column.get(row),
    );
  const first = exchanges.open(true, 5);
  exchanges.send(first);
  exchanges.send(first);
  exchanges.beginPass(first, true);
  exchanges.send(first);
  expect(values(first)).toEqual([1, 1, 1, 3, 5]);
  const other = exchanges.open(false, 6);
  expect([first === NO_EXCHANGE, other === NO_EXCHANGE, first === other]).toEqual([false, false, false]);
  exchanges.close(first);
  expect(exchanges.open(false, 7)).toBe(first);
  expect([values(first), values(other), values(NO_EXCHANGE)]).toEqual([
    [0, 0, 0, 0, 7],
    [0, 0, 0, 0, 6],
    [0, 0, 0, 0, 0],
  ]);
});
