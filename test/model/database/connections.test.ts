import { expect, it } from 'vitest';
import { Connections } from '../../../src/model/database/connections.ts';
import { ONE, TWO } from './wires.ts';

it('a connection is closed once: by its client, a crash, a stop, or the loss of its TCP connection', () => {
  const connections = new Connections();
  const [a, b, c, d, e] = [ONE, ONE, TWO, TWO, TWO].map((server) => connections.open(server)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  connections.quit(a);
  connections.quit(a);
  expect(connections.count).toBe(4);
  connections.crash(ONE);
  connections.quit(b);
  expect([connections.count, connections.countOf(ONE), connections.countOf(TWO)]).toEqual([3, 0, 3]);
  connections.lose(c);
  connections.lose(c);
  expect(connections.count).toBe(2);
  connections.stop();
  connections.quit(d);
  expect([connections.count, connections.isOpen(e)]).toEqual([0, false]);
});

it('to close what was never opened is a bug', () => {
  const connections = new Connections();
  expect(() => connections.quit(0)).toThrow('connection 0 was never opened');
  expect(() => connections.quit(1)).toThrow('connection 1 was never opened');
});
