import { describe, expect, it } from 'vitest';
import { Listener } from '../../src/measure/listener.ts';
import { Cluster } from '../../src/model/cluster.ts';
import { replay, scenario } from './replay.ts';

/** A talk by direct dial, which the paper's option `r` leaves to the phones; then the caller's server crashes. */
function directTalk(directMedia: 'yes' | 'no'): string {
  return [
    'duration: 10m',
    `servers: { regpbx1: { canreinvite: ${directMedia} } }`,
    'phones:',
    '  a: { numbers: 1001, home: regpbx1, expires: 3600s }',
    '  b: { numbers: 1002, home: regpbx2, expires: 3600s }',
    'faults: [{ at: 10s, crash: regpbx2 }, { at: 200s, crash: regpbx1 }]',
    'calls: [{ at: 120s, from: 1001, to: 1002, talk: 300s }]',
  ].join('\n');
}

describe('canreinvite (directmedia since 1.6.2)', () => {
  it('yes, the default: media between the phones outlives their server', () => {
    expect(replay(scenario(directTalk('yes'))).calls[0]).toMatchObject({ outcome: 'direct', dropped: false });
  });

  it('no: the server carries the media, and its crash cuts the talk', () => {
    const [call] = replay(scenario(directTalk('no'))).calls;
    expect(call).toMatchObject({ outcome: 'direct', dropped: true, cause: 'mediaCut', endedAt: 200_000_000 });
    expect(call!.fault).toBe('regpbx1 crashed at 200 s');
  });
});

describe('ignoreregexpire', () => {
  const moved = (value: 'yes' | 'no'): string =>
    [
      'profile: asterisk-16',
      'duration: 5m',
      `servers: { regpbx1..5: { ignoreregexpire: ${value} } }`,
      'phones:',
      '  a: { numbers: 1001, home: regpbx1, expires: 3600s }',
      '  b: { numbers: 1002, home: regpbx2, expires: 60s }',
      'faults: [{ at: 20s, move: { phone: 1002, to: regpbx3, clean: no } }, { at: 100s, powerOff: b }]',
    ].join('\n');

  it.each([
    ['yes', true],
    ['no', false],
  ] as const)('%s: a row that has run out keeps its contact: %s', (value, kept) => {
    const { config, seed } = scenario(moved(value));
    const cluster = new Cluster(config, { seed, observations: new Listener() });
    cluster.sim.run(config.duration);
    expect(cluster.parts.table.hasFullContact(1 as never)).toBe(kept);
  });
});
