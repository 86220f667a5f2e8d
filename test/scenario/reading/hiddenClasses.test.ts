import { setFlagsFromString } from 'node:v8';
import { expect, it } from 'vitest';
import { parse } from '../world.ts';

setFlagsFromString('--allow-natives-syntax');
const haveSameClass = new Function('a', 'b', 'return %HaveSameMap(a, b)') as (a: unknown, b: unknown) => boolean;

/** How many hidden classes V8 has for them. */
function classesOf(records: readonly unknown[]): number {
  const classes: unknown[] = [];
  for (const record of records) if (!classes.some((one) => haveSameClass(one, record))) classes.push(record);
  return classes.length;
}

it('the records of all servers that have the same keys have one hidden class', () => {
  const { servers } = parse(
    'duration: 1m\nservers:\n  regpbx1..40: { conf: ./paper/regpbx1, address: 10.10.10.121.. }\nphones: { a: { numbers: 1001 } }\n',
  ).config;
  const { name: _name, address: _address, bootTime: _bootTime, trunks: _trunks, ...first } = servers[0]!;
  for (const part of Object.keys(first) as (keyof typeof first)[])
    expect([part, classesOf(servers.map((server) => server[part]))]).toEqual([part, 1]);
  expect(classesOf(servers.flatMap(({ dundi }) => dundi.peers))).toBe(1);
  expect(classesOf(servers.flatMap(({ dundi }) => dundi.mappings))).toBe(1);
});
