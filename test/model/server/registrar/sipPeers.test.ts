import { expect, it } from 'vitest';
import { RandomStream } from '../../../../src/kernel/random/randomStream.ts';
import type { PhoneId, ServerId } from '../../../../src/model/ids.ts';
import { IN_MEMORY, NO_ROW, REGISTERED, SipPeers } from '../../../../src/model/server/registrar/sipPeers.ts';

const server = (number: number): ServerId => number as ServerId;
const phone = (number: number): PhoneId => number as PhoneId;

it('there is a row for each pair that met, and it keeps its values while the table grows', () => {
  const peers = new SipPeers(5);
  expect(peers.find(server(0), phone(0))).toBe(NO_ROW);
  for (let s = 0; s < 10; s++)
    for (let p = 0; p < 5; p++) {
      const row = peers.findOrAdd(server(s), phone(p));
      expect(row).toBe(5 * s + p);
      peers.set(row, REGISTERED, true);
      for (const column of [peers.expiresAt, peers.granted, peers.lastMs, peers.inUse]) column.set(row, 1000 * s + p);
      for (const column of [peers.expiry, peers.qualify]) column.set(row, 7 * row);
    }
  expect(peers.count).toBe(50);
  for (let s = 0; s < 10; s++)
    for (let p = 0; p < 5; p++) {
      const row = peers.find(server(s), phone(p));
      expect([peers.serverOf(row), peers.phoneOf(row), peers.has(row, REGISTERED)]).toEqual([s, p, true]);
      const all = [peers.expiresAt, peers.granted, peers.lastMs, peers.inUse].map((column) => column.get(row));
      expect(all).toEqual([1, 1, 1, 1].map(() => 1000 * s + p));
      expect([peers.expiry.get(row), peers.qualify.get(row)]).toEqual([7 * row, 7 * row]);
      expect(peers.findOrAdd(server(s), phone(p))).toBe(row);
    }
});

it('flags are set and taken one by one; no row has none', () => {
  const peers = new SipPeers(1);
  const row = peers.findOrAdd(server(0), phone(0));
  peers.set(row, IN_MEMORY | REGISTERED, true);
  peers.set(row, IN_MEMORY, false);
  expect([peers.has(row, IN_MEMORY), peers.has(row, REGISTERED), peers.has(NO_ROW, REGISTERED)]).toEqual([
    false,
    true,
    false,
  ]);
});

it('a row is found in whatever order phones meet servers: as a map of pairs says', () => {
  const [phones, servers] = [40, 7];
  const peers = new SipPeers(phones);
  const rows = new Map<string, number>();
  const random = new RandomStream('pairs');
  for (let i = 0; i < 400; i++) {
    const [s, p] = [random.integer(servers), random.integer(phones)];
    const known = rows.get(`${s}/${p}`);
    expect(peers.find(server(s), phone(p))).toBe(known ?? NO_ROW);
    rows.set(`${s}/${p}`, peers.findOrAdd(server(s), phone(p)));
  }
  for (let s = 0; s < servers; s++)
    for (let p = 0; p < phones; p++) expect(peers.find(server(s), phone(p))).toBe(rows.get(`${s}/${p}`) ?? NO_ROW);
});

it('the rows of a server come in the order in which they met', () => {
  const peers = new SipPeers(3);
  for (const [s, p] of [
    [1, 2],
    [0, 1],
    [1, 0],
  ] as const)
    peers.findOrAdd(server(s), phone(p));
  const seen: number[] = [];
  peers.eachOf(server(1), (row) => seen.push(peers.phoneOf(row)));
  expect(seen).toEqual([2, 0]);
});

it('a phone that shares the number has registered, until the first one does so again', () => {
  const peers = new SipPeers(2);
  const row = peers.findOrAdd(server(0), phone(1));
  expect([peers.deviceOf(row), peers.lastMs.get(row)]).toEqual([1, 0]);
  peers.setDevice(row, phone(7));
  expect(peers.deviceOf(row)).toBe(7);
  peers.setDevice(row, phone(1));
  expect(peers.deviceOf(row)).toBe(1);
});
