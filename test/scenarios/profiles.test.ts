import { describe, expect, it } from 'vitest';
import { callsOf, shippedUnder } from './shippedUnder.ts';

const SYSTEMS = [
  'gateways',
  'adding-a-server',
  'backup-server',
  'parking',
  'last-resort',
  'direct-dial',
  'hot-standby',
  'load-balancing',
  'segments',
  'mysql-leak',
  'mysql-pair',
  'registration-storm',
  'customers-10000',
  'office',
  'incident',
];
/** Those whose files are other ones under the profile: the first calls of each show that they work. */
const OTHER_FILES = ['gateways', 'adding-a-server', 'backup-server', 'parking', 'direct-dial', 'mysql-leak'];

describe.each(['asterisk-16', 'asterisk-22'] as const)('the systems of the paper under %s', (profile) => {
  it.each(SYSTEMS)('%s has files that this release reads and obeys', (name) => {
    const { remarks, config } = shippedUnder(name, profile);
    expect(config.profile).toBe(profile);
    const wrong = /is of chan_sip|no channel type|is an application of|calls begin in|no endpoint|completes no call|parts arguments|waits for a jump/;
    expect(remarks.filter(({ text }) => wrong.test(text)).map(({ text }) => text)).toEqual([]);
  });

  it.each(OTHER_FILES)('%s connects calls', (name) => {
    const until = { 'direct-dial': '620s' }[name] ?? '60s';
    const { offered, outcomes } = callsOf(shippedUnder(name, profile, { until }));
    expect(offered).toBeGreaterThan(0);
    expect(outcomes.invalid + outcomes.congestion + outcomes.misrouted, JSON.stringify(outcomes)).toBeLessThan(offered / 4);
  });
});

it('another profile takes nothing of what is under one, and the command line wins', () => {
  const one = shippedUnder('parking', 'asterisk-1.2');
  expect(JSON.stringify(one.expanded)).toContain('"conf":"./paper-parking/regpbx"');
  const other = shippedUnder('parking', 'asterisk-22', { sets: ['servers.regpbx5.conf=./paper-22/regpbx5'] });
  expect(JSON.stringify(other.expanded)).toContain('"conf":"./paper-parking-22/regpbx"');
  expect(JSON.stringify(other.expanded)).toContain('"conf":"./paper-22/regpbx5"');
});
