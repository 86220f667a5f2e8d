import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../src/kernel/random/randomStream.ts';
import { Dealer, srvOrder, type Balance, type Choice } from '../../../src/scenario/building/balance.ts';
import { reviewScenario } from '../../../src/scenario/index.ts';
import { quiet } from '../../model/quiet.ts';
import { folder } from '../world.ts';

const choices = (...weights: number[]): Choice[] => weights.map((weight, server) => ({ server, weight, priority: 10 }));

function homes(balance: Balance, of: readonly Choice[], phones: number, dealer = new Dealer()): number[] {
  const deal = dealer.group(balance, of);
  return Array.from({ length: phones }, (_, n) => deal.next(String(1000 + n)).order[0]!);
}

describe('phones are dealt out', () => {
  it('in turn', () => {
    expect(homes('turn', choices(1, 1, 1), 5)).toEqual([0, 1, 2, 0, 1]);
  });

  it('each to the server with the fewest, over all groups', () => {
    const dealer = new Dealer();
    homes('turn', choices(1), 3, dealer);
    expect(homes('least', choices(1, 1, 1), 6, dealer)).toEqual([1, 2, 1, 2, 1, 2]);
  });

  it('together: the companies of the paper give the paper its answer', () => {
    const dealer = new Dealer();
    const company = (phones: number): number[] => [...new Set(homes('together', choices(1, 1), phones, dealer))];
    expect([10, 50, 25, 5].map(company)).toEqual([[0], [1], [0], [0]]);
  });

  it('by weight, without a run of one server', () => {
    expect(homes('weighted', choices(2, 1, 0), 6)).toEqual([0, 0, 1, 0, 0, 1]);
  });

  it('by DNS SRV: the lower priority first, equal ones by weight (RFC 2782)', () => {
    const records = [
      { server: 0, priority: 20, weight: 100 },
      { server: 1, priority: 10, weight: 30 },
      { server: 2, priority: 10, weight: 70 },
    ];
    const orders = Array.from({ length: 4000 }, (_, n) => srvOrder(records, new RandomStream(`srv/${n}`)));
    expect(new Set(orders.map((order) => order.join('')))).toEqual(new Set(['120', '210']));
    // A number of 0 to 100, both included, is drawn: the first of two gets one part of 101 more than its weight says.
    const first = orders.filter(([server]) => server === 1).length / orders.length;
    expect(Math.abs(first - 31 / 101)).toBeLessThan(5 * Math.sqrt((0.3 * 0.7) / orders.length));
  });
});

describe('a scenario', () => {
  it('spreads the phones of a dead server over all others', () => {
    const { phones } = quiet({ phones: { office: { numbers: '1001..1008', home: 'regpbx2', backup: 'spread' } } });
    expect(phones.map(({ backup }) => backup[0])).toEqual([3, 4, 5, 1, 3, 4, 5, 1]);
    expect(phones.at(0)!.backup).toHaveLength(4);
  });

  it('takes the other servers of a SRV set for the backup', () => {
    const group = { numbers: '1001..1004', home: 'regpbx1..2', balance: 'srv', priorities: '10,20', backup: 'none' };
    const { phones } = quiet({ phones: { office: group } });
    expect(phones.map(({ home, backup }) => [home, backup])).toEqual(Array.from({ length: 4 }, () => [1, [2]]));
  });

  it.each([
    [{ weights: '1,2' }, '"weights" belongs to balance: weighted or srv'],
    [{ balance: 'weighted', weights: '1' }, 'expected 2 numbers up to 65535, one for each server of "home"'],
    [{ balance: 'weighted', priorities: '1,2' }, '"priorities" belongs to balance: srv'],
    [{ balance: 'weighted', weights: '0,0' }, 'one of the weights is more than 0'],
  ])('says what is wrong with %o', (keys, text) => {
    expect(() => quiet({ phones: { office: { numbers: '1001', home: 'regpbx1..2', ...keys } } })).toThrow(text);
  });
});

it('phones that all register without jitter are a risk, where they are many at one server', () => {
  const said = (numbers: string, jitter: string): string[] =>
    reviewScenario({
      path: 'jitter.json',
      text: JSON.stringify({
        asterisk: 'paper',
        phones: { office: { numbers, home: 'regpbx1', kind: { like: 'snom', jitter } } },
      }),
      folders: new Map([['paper', folder('paper')]]),
      sets: [],
    })
      .remarks.filter(({ severity }) => severity === 'risk')
      .map(({ text }) => text);
  expect(said('1001..2000', '0%')).toEqual([
    expect.stringContaining('1000 phones of each server register without jitter'),
  ]);
  expect(said('1001..2000', '1%')).toEqual([]);
  expect(said('1001..1999', '0%')).toEqual([]);
});
