import { expect, it } from 'vitest';
import { formatRemark } from '../../../src/text/mistake.ts';
import { folder, parse } from '../world.ts';

const HEAD = 'asterisk: ./paper\nduration: 1m\ncalls:\n  - { rate: 0.001/s }\n';

const folders = new Map(['paper', 'paper-16'].map((name) => [`./${name}`, folder(name)]));

/** Risks, and notes that have a source, but that of the lock, which the paper's servers share. */
function said(text: string, ...sets: string[]): string[] {
  return parse(HEAD + text, { sets, folders })
    .remarks.filter((remark) => remark.source !== undefined && remark.risk !== 'lookupUnderLock')
    .map(formatRemark);
}

const OFFICE = 'phones: { office: { numbers: 1001..1010, home: regpbx1 } }\n';

it('two registrations at servers of equal weight', () => {
  const twice = (kind: string): string =>
    `phones: { office: { numbers: 1001..1010, home: regpbx1, backup: regpbx2, kind: { secondServer: ${kind} } } }\n`;
  expect(said(twice('atOnce'))).toEqual([
    's.yaml:5:65: note: each phone of "office" is registered at two servers at once, as at regpbx1 and regpbx2, whose mappings of priv have equal weights: which of the two is dialled is chance, and the second attempt may get the same one again; give the backup server a higher weight',
  ]);
  expect(said(twice('afterFailure'))).toEqual([]);
  expect(said(`${twice('atOnce')}servers: { regpbx2: { mappings: { priv: { weight: 1 } } } }\n`)).toEqual([]);
});

it('a long cachetime with a hot standby that has an astdb of its own', () => {
  const standby = (astdb: string): string =>
    `${OFFICE}standby: { machines: 1, interval: 5s, silences: 3, start: 5s, astdb: ${astdb} }\n`;
  expect(said(standby('empty'), 'servers.*.cachetime=1h')).toEqual([
    expect.stringMatching(
      /^s\.yaml:6:10: note: the standby's astdb is empty, and others keep answers .* up to 1h .*503/,
    ),
  ]);
  expect(said(standby('copied'), 'servers.*.cachetime=1h')).toEqual([]);
  expect(said(standby('empty'))).toEqual([]);
  expect(said(OFFICE, 'servers.*.cachetime=1h')).toEqual([]);
});

it('a route of the hub that hides phones of the database', () => {
  const folders = new Map([['./paper-gateways', folder('paper-gateways')]]);
  const hidden = (numbers: string, nopartial: string): string[] =>
    parse(
      `asterisk: ./paper-gateways
duration: 1m
phones: { office: { numbers: ${numbers}, home: regpbx1 } }
servers: { dunpbx1: { mappings: { priv: { nopartial: ${nopartial} } } } }
`,
      { folders },
    )
      .remarks.filter(({ risk }) => risk === 'hidesNumbers')
      .map(formatRemark);
  expect(hidden('1330..1339', 'no')).toEqual([
    expect.stringMatching(/^paper-gateways\/dunpbx1\/dundi\.conf:10:9: risk: priv => lakecharles has weight 0/),
  ]);
  expect(hidden('1330..1339', 'yes')).toEqual([]);
  expect(hidden('1001..1010', 'no')).toEqual([]);
});

it('a row that a server blanks, where phones move between servers that share the table', () => {
  const risks = (backup: string): string[] =>
    said(
      `phones: { office: { numbers: 1001..1010, home: regpbx3, backup: ${backup} } }\n`,
      'profile=asterisk-16',
      'asterisk=./paper-16',
    );
  expect(risks('next')).toEqual([
    expect.stringMatching(/^paper-16\/regpbx3\/sip\.conf:5:1: risk: rtupdate and no ignoreregexpire \(and at 1 other/),
  ]);
  expect(risks('none')).toEqual([]);
});
