import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { reviewScenario } from '../../src/scenario/index.ts';
import { Listener } from '../../src/measure/listener.ts';
import { Cluster } from '../../src/model/cluster.ts';
import type { CallRecord } from '../../src/model/observations.ts';

/** The files of "A SIP trunk" in scenarios/README.md, by the name in the first line of each. */
function printed(): ReadonlyMap<string, string> {
  const readme = readFileSync('scenarios/README.md', 'utf8');
  const [, section = ''] = readme.split('\n## A SIP trunk, and calls from outside\n');
  const blocks = section.split('\n## ')[0]!.matchAll(/^```(?:yaml|ini)\n[#;] (\S+)\n([^]*?)^```$/gm);
  return new Map([...blocks].map(([, name, text]) => [name!, text!]));
}

const files = printed();
const folders = new Map(
  ['office', 'carrier'].map((server) => [
    `./${server}`,
    [...files].flatMap(([path, text]) => (path.startsWith(`${server}/`) ? { path: path.slice(server.length + 1), text } : [])),
  ]),
);
const review = (text: string) => reviewScenario({ path: 'trunk.yaml', text, folders, sets: [] });

it('the example of a SIP trunk is whole, and nothing is wrong with it', () => {
  expect([...files.keys()]).toEqual([
    'trunk.yaml',
    'office/pjsip.conf',
    'office/extensions.conf',
    'carrier/pjsip.conf',
    'carrier/extensions.conf',
  ]);
  expect(review(files.get('trunk.yaml')!).remarks.filter(({ severity }) => severity !== 'note')).toEqual([]);
});

it('calls go out to the PSTN, and come in by DID, to the phone that the dialplan makes of the number', () => {
  const { scenario } = review(files.get('trunk.yaml')!);
  const calls: CallRecord[] = [];
  class Ended extends Listener {
    override callEnded(call: CallRecord): void {
      calls.push(call);
    }
  }
  const cluster = new Cluster(scenario!.config, { seed: '1', observations: new Ended() });
  cluster.sim.run(scenario!.config.duration);
  cluster.finish();
  const of = (name: string) => calls.filter(({ source }) => scenario!.config.calls[source]!.name === name);
  for (const [name, dialled] of [
    ['out', /^1225555\d{4}$/],
    ['in', /^133755510[012]\d$/],
    ['line', /^13375550000$/],
    ['one', /^13375551001$/],
  ] as const) {
    const all = of(name);
    expect(all.length, name).toBeGreaterThan(0);
    for (const call of all) expect(call.dialled).toMatch(dialled);
    // A phone may be busy, and is then not answered.
    expect(all.filter(({ answeredAt }) => answeredAt >= 0).length / all.length, name).toBeGreaterThan(0.7);
  }
  expect(of('one')[0]).toMatchObject({ lost: false, calleeServer: scenario!.config.servers.findIndex(({ name }) => name === 'office') });
});

it('without the server of the provider a risk says how it is written', () => {
  const without = files
    .get('trunk.yaml')!
    .replace(/^ {2}carrier: .*\n/m, '')
    .replace(/^.*via: carrier.*\n/gm, '');
  const risks = review(without).remarks.flatMap((remark) => (remark.severity === 'risk' ? remark.text : []));
  expect(risks).toEqual([
    '[carrier]: 203.0.113.5 is no host here and is not simulated, so nothing answers there: a call to it ends without an answer (after 32 s, sooner by qualify or the limit of Dial), and none comes from it; a server makes it one: "servers: { carrier: { conf: ./carrier, address: 203.0.113.5 } }" (scenarios/README.md, "A SIP trunk")',
  ]);
});

it.each([
  ["to: staff, prefix: '1337555'", 'to: 13375551001', `no phone has the number "13375551001"; a DID that the dialplan maps to a phone is "to: 1001" with "prefix: '1337555'" (scenarios/README.md, "A SIP trunk")`],
  ["to: staff, prefix: '1337555'", 'to: 13375551001..13375551005', `no phone has the number "13375551001..13375551005"; a DID that the dialplan maps to a phone is "to: 1001..1005" with "prefix: '1337555'" (scenarios/README.md, "A SIP trunk")`],
  ["to: staff, prefix: '1337555'", 'to: 13375559999', 'no phone has the number "13375559999"; a DID that the dialplan maps to a phone is "outside: 13375559999" in place of "to" (scenarios/README.md, "A SIP trunk")'],
  ["to: staff, prefix: '1337555'", 'to: 1099', '"1099" is no group and no phone\'s number; there are 1001 to 1020'],
  ['outside: 13375550000', 'outside: 13375550000, to: staff', '"outside" has its place in calls without "to"'],
  ['outside: 13375550000', "outside: 13375550000, prefix: '9'", '"prefix" has its place in calls without "outside"'],
  ['to: 13375551001', "to: 13375551001, prefix: '9'", '"prefix" belongs to calls at a rate; a single call has "to"'],
])('%s, written %s', (right, wrong, text) => {
  const { remarks } = review(files.get('trunk.yaml')!.replace(right, wrong));
  expect(remarks.flatMap((remark) => (remark.severity === 'mistake' ? remark.text : []))).toEqual([text]);
});

it('a DID that the dialplan has no pattern for is a risk', () => {
  const { remarks } = review(files.get('trunk.yaml')!.replace("prefix: '1337555'", "prefix: '1337666'"));
  expect(remarks.flatMap((remark) => (remark.severity === 'risk' ? remark.text : []))).toEqual([
    'carrier: no pattern of [frompstn], where calls begin, matches 20 of the 20 numbers called, such as 13376661001: such calls end there',
  ]);
});
