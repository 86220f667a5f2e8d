import { expect, it } from 'vitest';
import { SECOND } from '../../src/kernel/units.ts';
import { TrunkMeasures } from '../../src/measure/trunkMeasures.ts';
import type { ServerId } from '../../src/model/ids.ts';
import type { StoryEvent } from '../../src/model/story/index.ts';
import { callRecord, configOf } from './synthetic.ts';

const GATEWAY = 1 as ServerId;

it('takes only calls that come back for want of a channel for retries of blocked ones', () => {
  const config = configOf({ servers: ['dunpbx1', 'gateway1'] });
  const trunks = { g1: { channels: 1, spans: 1, setup: { kind: 'constant', value: 0 } } } as const;
  const measures = new TrunkMeasures({ ...config, servers: [config.servers[0]!, { ...config.servers[1]!, trunks }] });
  const end = (outcome: 'blocked' | 'noAnswer' | 'pstn', redial: number, dialled = '1'): void => {
    const what = outcome === 'blocked' ? 'noTrunk' : 'seizes';
    const story = [{ what, server: GATEWAY, group: 'g1', at: 0 }] as unknown as readonly StoryEvent[];
    measures.callEnded(callRecord({ outcome, redial, dialled }), story);
  };
  end('blocked', 0);
  end('blocked', 1); // A retry of it.
  end('noAnswer', 2); // Another one; the phone rings in vain.
  end('pstn', 3); // Comes back, and not for want of a channel.
  end('blocked', 0, '2'); // Nobody tries again.
  const [pool] = measures.figures(10 * SECOND).pools;
  expect(pool!.againRatio).toBeCloseTo(2 / 3);
  expect(pool!.periods[0]).toMatchObject({ attempts: 5, freshCalls: 3, blocked: 3, freshBlocked: 2 });
});
