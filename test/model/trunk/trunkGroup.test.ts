import { describe, expect, it } from 'vitest';
import type { CallId } from '../../../src/model/ids.ts';
import { groupDialled, TrunkGroup } from '../../../src/model/trunk/trunkGroup.ts';

const setup = { kind: 'constant', value: 0 } as const;
const config = (channels: number, spans = 1) => ({ channels, spans, setup });
const call = (n: number): CallId => n as CallId;

describe('a trunk group', () => {
  it('is hunted from its lowest channel, its highest, or in turn', () => {
    const group = new TrunkGroup(config(5));
    expect([group.seize(call(1), 'g'), group.seize(call(2), 'G'), group.seize(call(3), 'g')]).toEqual([0, 4, 1]);
    group.release(0);
    expect([group.seize(call(4), 'r'), group.seize(call(5), 'r'), group.seize(call(6), 'r')]).toEqual([2, 3, 0]);
    expect(group.seize(call(7), 'R')).toBe(-1);
    expect(group.busy).toBe(5);
  });

  it('loses the channels of a span that fails, and names the calls on them', () => {
    const group = new TrunkGroup(config(6, 2));
    for (let n = 1; n <= 4; n++) group.seize(call(n), 'g');
    expect(group.spansFail(1)).toEqual([
      { channel: 0, call: 1 },
      { channel: 1, call: 2 },
      { channel: 2, call: 3 },
    ]);
    expect(group.inService).toBe(3);
    for (const channel of [0, 1, 2]) group.release(channel);
    expect([group.seize(call(5), 'g'), group.seize(call(6), 'g'), group.seize(call(7), 'g')]).toEqual([4, 5, -1]);
    group.spansReturn(1);
    expect([group.inService, group.seize(call(8), 'g')]).toEqual([6, 0]);
  });

  it('is the same group as g1, G1, r1 and R1, hunted differently', () => {
    const groups = { g1: config(1) };
    expect(['g1', 'G1', 'r1', 'R1', 'g2', 'x1'].map((name) => groupDialled(groups, name)?.hunt)).toEqual([
      'g',
      'G',
      'r',
      'R',
      undefined,
      undefined,
    ]);
  });

  it('breaks the run when a channel is released that no call holds', () => {
    expect(() => new TrunkGroup(config(1)).release(0)).toThrow(/no call holds it/);
  });
});
