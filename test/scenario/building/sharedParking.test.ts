import { expect, it } from 'vitest';
import { parseScenario } from '../../../src/scenario/index.ts';
import { folder } from '../world.ts';

const files = (name: string) =>
  folder(name)
    .filter(({ path }) => path.startsWith('regpbx/'))
    .map(({ path, text }) => ({ path: path.slice('regpbx/'.length), text }));

function risks(phones: string): readonly string[] {
  const text = `duration: 1m
servers: { regpbx1..2: { conf: ./regpbx, address: 10.10.10.121.. } }
phones: { office: { ${phones} } }`;
  const folders = new Map([['./regpbx', files('paper-parking')]]);
  const { remarks } = parseScenario({ path: 's.yaml', text, folders, sets: [] });
  return remarks.filter((remark) => remark.text.includes('parking slots')).map((remark) => remark.text);
}

it('an office at two servers that park under the same numbers is a risk', () => {
  const said =
    'the phones of "office" register at 2 servers, and regpbx1 and regpbx2 both have the parking slots 701 to 720: a call that is parked at one is not found at the other, or another call is; keep an office at one server';
  expect(risks('numbers: 1001..1010, home: [regpbx1, regpbx2]')).toEqual([said]);
  expect(risks('numbers: 1001..1010, home: regpbx1, backup: regpbx2')).toEqual([said]);
});

it('an office at one server is none', () => {
  expect(risks('numbers: 1001..1010, home: regpbx1')).toEqual([]);
});
