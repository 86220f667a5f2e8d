import { expect, it } from 'vitest';
import type { HostId, ServerId } from '../../../../src/model/ids.ts';
import { Readers, type Unread } from '../../../../src/model/server/iax2/readers.ts';

const [HERE, THERE] = [0, 1] as ServerId[];

function frame(source: number, from = 7): Unread {
  return { kind: 'new', fields: { source } as Unread['fields'], from: from as HostId } as Unread;
}

it('as many threads as there are may wait for the lock', () => {
  const readers = new Readers(2, 2);
  readers.hold(HERE!);
  expect(readers.isFree(HERE!)).toBe(true);
  readers.hold(HERE!);
  expect([readers.isFree(HERE!), readers.isFree(THERE!)]).toEqual([false, true]);
  expect(() => readers.hold(HERE!)).toThrow('a thread that does not exist');
  readers.release(HERE!);
  expect(readers.isFree(HERE!)).toBe(true);
});

it('a thread that is free reads the frames in their order, none while no thread is', () => {
  const readers = new Readers(1, 1);
  readers.hold(HERE!);
  readers.keep(HERE!, frame(1));
  readers.keep(HERE!, frame(2));
  expect(readers.next(HERE!)).toBeUndefined();
  readers.release(HERE!);
  expect([1, 2, 3].map(() => readers.next(HERE!)?.fields.source)).toEqual([1, 2, undefined]);
});

it('frames of a call that is over are not read', () => {
  const readers = new Readers(1, 1);
  readers.forget(HERE!, 7 as HostId, 1);
  for (const one of [frame(1), frame(2), frame(1, 8)]) readers.keep(HERE!, one);
  readers.forget(HERE!, 7 as HostId, 1);
  expect([1, 2, 3].map(() => readers.next(HERE!))).toEqual([frame(2), frame(1, 8), undefined]);
});

it('a crash ends what waits, for the lock and in the socket, of its server', () => {
  const readers = new Readers(2, 1);
  for (const server of [HERE!, THERE!]) {
    readers.hold(server);
    readers.keep(server, frame(1));
  }
  readers.crash(HERE!);
  expect([readers.isFree(HERE!), readers.next(HERE!), readers.isFree(THERE!)]).toEqual([true, undefined, false]);
  readers.release(THERE!);
  expect(readers.next(THERE!)).toEqual(frame(1));
});
