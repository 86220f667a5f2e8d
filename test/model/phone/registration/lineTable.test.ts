import { describe, expect, it } from 'vitest';
import { SECOND } from '../../../../src/kernel/units.ts';
import { NOT_SCHEDULED } from '../../../../src/kernel/clock/simulation.ts';
import type { PhoneId, ServerId } from '../../../../src/model/ids.ts';
import type { PhoneKind } from '../../../../src/model/phone/kinds.ts';
import { NO_EXCHANGE } from '../../../../src/model/phone/registration/exchanges.ts';
import { LineTable } from '../../../../src/model/phone/registration/lineTable.ts';
import { phoneConfig, STEADY } from '../../laboratory.ts';

/** One phone at server 0 with the backups 1 and 2. */
function table(kind: Partial<PhoneKind> = {}): LineTable {
  return new LineTable([phoneConfig('1001', { backup: [1, 2], kind: { ...STEADY, ...kind } })], 1);
}

describe('the lines of a phone', () => {
  it.each([
    ['afterFailure', [[0, 1, 2]]],
    ['none', [[0]]],
    ['atOnce', [[0], [1], [2]]],
  ] as const)('%s: their servers', (secondServer, servers) => {
    const it = table({ secondServer });
    expect(it.linesOf(0 as PhoneId).map((line) => it.serversOf(line))).toEqual(servers);
    expect(it.linesOf(0 as PhoneId)).toEqual(servers.map((_, line) => line));
  });

  it('are counted over all phones, and begin with nothing', () => {
    const it = new LineTable([phoneConfig('1001'), phoneConfig('1002')], 1);
    expect([it.linesOf(0 as PhoneId), it.linesOf(1 as PhoneId), it.phoneOf(1)]).toEqual([[0], [1], 1]);
    const line = it.add(0 as PhoneId, [2 as ServerId]);
    expect([line, it.linesOf(0 as PhoneId), it.serverOf(line), it.phoneOf(line)]).toEqual([2, [0, 2], 2, 0]);
    expect([it.timer.get(line), it.lapse.get(line)]).toEqual([NOT_SCHEDULED, NOT_SCHEDULED]);
    expect([it.registeredAt.get(line), it.exchange.get(line), it.validUntil.get(line), it.failures.get(line)]).toEqual([
      -1,
      NO_EXCHANGE,
      0,
      0,
    ]);
  });

  it('are found by phone where some phones have more than one, whenever those were added', () => {
    const kinds = ['none', 'atOnce', 'none', 'atOnce', 'none'] as const;
    const phones = kinds.map((secondServer, i) =>
      phoneConfig(`100${i}`, { backup: [1, 2], kind: { ...STEADY, secondServer } }),
    );
    const it = new LineTable(phones, 1);
    it.add(0 as PhoneId, [1 as ServerId]);
    it.add(4 as PhoneId, [1 as ServerId]);
    it.add(0 as PhoneId, [2 as ServerId]);
    const lines = phones.map((_, phone) => it.linesOf(phone as PhoneId));
    expect(lines).toEqual([[0, 9, 11], [1, 2, 3], [4], [5, 6, 7], [8, 10]]);
    for (const [phone, own] of lines.entries()) for (const line of own) expect(it.phoneOf(line)).toBe(phone);
  });

  it('have the habits of their phone, and share a record where those are the same', () => {
    const kind = { ...STEADY };
    const of = (expires: number, credentials: 'right' | 'wrongSecret' = 'right', account?: number) =>
      phoneConfig('1001', { kind, expires, credentials, account });
    const phones = [of(60), of(60), of(120), of(60), of(60, 'wrongSecret'), of(60, 'right', 0), of(60)];
    const it = new LineTable(phones, 1);
    const habits = phones.map((_, line) => it.habitsOf(line));
    expect(habits).toEqual(
      phones.map(({ expires, credentials, account }) => ({ kind, expires, credentials, account })),
    );
    expect(new Set(habits).size).toBe(4);
    const own = new LineTable([of(60), phoneConfig('1002', { kind: { ...STEADY }, expires: 60 })], 1);
    expect(own.kindOf(0)).not.toBe(own.kindOf(1));
  });

  it('belong to other servers when they are given them', () => {
    const it = table();
    it.giveServers(0, [2 as ServerId]);
    expect(it.serverOf(0)).toBe(2);
  });
});

describe('after a silence', () => {
  /** Whether the next one is asked at once, and where the line is then. */
  const silences = (it: LineTable, tries: number, count: number): readonly unknown[] =>
    Array.from({ length: count }, () => [it.triesNext(0, tries), it.serverOf(0)]);

  it('the next server is asked at once; when all were silent the first, after the pause', () => {
    expect(silences(table(), 1, 4)).toEqual([
      [true, 1],
      [true, 2],
      [false, 0],
      [true, 1],
    ]);
  });

  it('each server has as many tries as the kind says, each after its pause', () => {
    expect(silences(table(), 2, 6)).toEqual([
      [false, 0],
      [true, 1],
      [false, 1],
      [true, 2],
      [false, 2],
      [false, 0],
    ]);
  });

  it('from the last of the list the first is asked at once, and its time away is over', () => {
    const it = table();
    it.target.set(0, 2);
    it.homeAt.set(0, 5);
    expect([it.triesNext(0, 1), it.serverOf(0), it.homeAt.get(0)]).toEqual([true, 0, 0]);
  });

  it('a single server is asked after the pause', () => {
    expect(silences(table({ secondServer: 'none' }), 1, 2)).toEqual([
      [false, 0],
      [false, 0],
    ]);
  });
});

describe('after a grant of 300 s', () => {
  const next = (it: LineTable, now: number): number => it.nextAfter(0, 300, now * SECOND) / SECOND;

  it('comes the refresh', () => {
    expect(next(table({ failback: 100 * SECOND }), 10)).toBe(150); // At its first server.
    const away = table();
    away.target.set(0, 1);
    expect([next(away, 10), away.homeAt.get(0), away.wantsHome(0, 1e12)]).toEqual([150, 0, false]);
  });

  it('at another server comes the way back, so long after the first grant there', () => {
    const it = table({ failback: 400 * SECOND });
    it.target.set(0, 1);
    expect([next(it, 10), next(it, 160), next(it, 310)]).toEqual([150, 150, 100]);
    expect([it.wantsHome(0, 409.9 * SECOND), it.wantsHome(0, 410 * SECOND)]).toEqual([false, true]);
    expect(next(it, 500)).toBe(0); // It is over.
    it.goHome(0);
    expect([it.serverOf(0), it.wantsHome(0, 1e12)]).toEqual([0, false]);
  });

  it('comes the way back with the refresh, where the kind says so', () => {
    const it = table({ failback: 'refresh' });
    it.target.set(0, 1);
    expect([next(it, 10), it.homeAt.get(0)]).toEqual([150, 160 * SECOND]);
  });
});

it('each chance of a phone is another one', () => {
  const it = table();
  expect(new Set([1, 2, 3].map(() => it.chance(0))).size).toBe(3);
  expect(it.draws.get(0)).toBe(3);
});
