import { describe, expect, it } from 'vitest';
import type { HostId, IaxCalledId, IaxCallId, ServerId } from '../../../../src/model/ids.ts';
import { calledIdOf, calledNumber, callingIdOf, callingNumber } from '../../../../src/model/server/iax2/callNumbers.ts';
import {
  IaxRows,
  isCalling,
  newCalled,
  newCalling,
  type CalledRow,
  type CallingRow,
} from '../../../../src/model/server/iax2/rows.ts';

it('call numbers are even at the calling end, odd at the called end, and name one row', () => {
  expect([1, 2, 3].map((id) => callingNumber(id as IaxCallId))).toEqual([2, 4, 6]);
  expect([1, 2, 3].map((id) => calledNumber(id as IaxCalledId))).toEqual([3, 5, 7]);
  expect([2, 4, 3, 0].map(callingIdOf)).toEqual([1, 2, 0, 0]);
  expect([3, 5, 2, 0].map(calledIdOf)).toEqual([1, 2, 0, 0]);
});

const [SERVER, PEER] = [0 as ServerId, 1 as HostId];

function calling(rows: IaxRows, peerNumber = 0): CallingRow {
  const from = { server: SERVER, peer: PEER, call: 1 } as Parameters<typeof newCalling>[0];
  const row = newCalling(from, 0);
  row.peerNumber = peerNumber;
  rows.openCalling(row);
  return row;
}

function called(rows: IaxRows, peerNumber: number): CalledRow {
  const from = { server: SERVER, peer: PEER, peerNumber, call: 1 } as Parameters<typeof newCalled>[0];
  const row = newCalled(from, 0);
  rows.openCalled(row);
  return row;
}

describe('the row that a frame belongs to', () => {
  it('is that of its destination, from the peer, with the number that the peer has', () => {
    const rows = new IaxRows();
    const row = calling(rows, 9);
    expect(rows.find(SERVER, PEER, 9, row.number)).toBe(row);
    expect(rows.find(SERVER, PEER, 0, row.number)).toBe(row);
    expect(rows.find(SERVER, PEER, 8, row.number)).toBeUndefined();
    expect(rows.find(SERVER, 2 as HostId, 9, row.number)).toBeUndefined();
    expect(rows.find(3 as HostId, PEER, 9, row.number)).toBeUndefined();
    expect(isCalling(row)).toBe(true);
  });

  it('is any from the peer while that has named no number', () => {
    const rows = new IaxRows();
    const row = calling(rows);
    expect(rows.find(SERVER, PEER, 8, row.number)).toBe(row);
  });

  it('without a destination is that of its source, at the called end, until it is closed', () => {
    const rows = new IaxRows();
    const row = called(rows, 9);
    expect([rows.find(SERVER, PEER, 9, 0), rows.at(row.number), isCalling(row)]).toEqual([row, row, false]);
    expect(rows.find(SERVER, PEER, 8, 0)).toBeUndefined();
    const again = called(rows, 9);
    rows.closeCalled(row);
    expect([rows.find(SERVER, PEER, 9, 0), rows.at(row.number)]).toEqual([again, undefined]);
    rows.closeCalled(again);
    expect(rows.find(SERVER, PEER, 9, 0)).toBeUndefined();
  });
});

it('all are visited, those of the calling ends first', () => {
  const rows = new IaxRows();
  const [two, one] = [called(rows, 9), calling(rows)];
  const seen: unknown[] = [];
  rows.each((row) => void seen.push(row));
  expect(seen).toEqual([one, two]);
});
