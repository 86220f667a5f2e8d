import { describe, expect, it } from 'vitest';
import { mistakesOf, parse } from '../world.ts';

const phones = (groups: string): string => `asterisk: ./paper\nduration: 1m\n${groups}`;
const LAB = 'phones:\n  office: { numbers: 1001..1300 }\n  lab: { numbers: 2001..2002, addresses: ';

describe('addresses of phones', () => {
  it.each([
    ['one that an earlier phone got', '10.20.0.9..', '2001 and 1009 both have the address 10.20.0.9'],
    ['one behind a broadcast', '10.20.1.1..', '2001 and 1255 both have the address 10.20.1.1'],
    ['one of a server', '10.10.10.121..', '2001 and regpbx1 both have the address 10.10.10.121'],
  ])('%s is a mistake, said once', (_, range, mistake) => {
    expect(mistakesOf(phones(`${LAB}${range} }\n`))).toEqual([`s.yaml:5:42: ${mistake}`]);
  });

  it('at the ends of a network are free', () => {
    expect(mistakesOf(phones(`${LAB}10.20.0.255.. }\n`.replace('2001..2002', '2001')))).toEqual([]);
  });

  it('that a range has taken are passed over', () => {
    const groups =
      'phones:\n  lab: { numbers: 2001..2002, addresses: 10.20.0.2.. }\n  office: { numbers: 1001..1003 }\n';
    expect(parse(phones(groups)).config.phones.map(({ address }) => address)).toEqual([
      '10.20.0.2',
      '10.20.0.3',
      '10.20.0.1',
      '10.20.0.4',
      '10.20.0.5',
    ]);
  });
});
