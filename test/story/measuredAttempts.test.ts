import { describe, expect, it } from 'vitest';
import { MILLISECOND } from '../../src/kernel/units.ts';
import { measured, type MeasuredCall } from './measuredReplay.ts';

const [REGPBX2, REGPBX3] = [2, 3];
const REFUSES = '_XXXX,1,Hangup()';
/** The first attempt lasts longer than any answer of a cachetime of 5 s. */
const REFUSES_LATER = '_XXXX,1,Wait(3)\nexten => _XXXX,2,Hangup()';

interface Way {
  /** What the called servers do with the call. */
  readonly plan: string;
  readonly cachetime?: string;
  /** One way, between the hub and that server. */
  readonly slow?: readonly [server: string, delay: string];
  readonly faults?: readonly object[];
  /** Weight of the mapping of regpbx3. */
  readonly weight?: number;
}

/** 1002 is registered at regpbx2 and regpbx3; 1001 of regpbx1 calls it at 60 s. */
function called({ plan, cachetime = '5s', slow, faults = [], weight = 0 }: Way): MeasuredCall {
  const { calls } = measured(
    'paper-16',
    {
      servers: { 'dunpbx1': { cachetime }, 'regpbx1..5': { context: 'phones-regcontext', cachetime } },
      phones: {
        a: { numbers: '1001', home: 'regpbx1', expires: '3600s' },
        b: { numbers: '1002', home: 'regpbx2', expires: '3600s' },
      },
      network: {
        delay: '0ms',
        links: slow === undefined ? [] : [{ between: ['dunpbx1', slow[0]], delay: slow[1] }],
      },
      calls: [{ at: '60.1s', from: '1001', to: '1002', talk: '5s', patience: '100s' }],
      faults: [{ at: '20s', register: { phone: '1002', to: 'regpbx3' } }, ...faults],
    },
    ({ path, text }) => {
      const edited = text.replace('_XXXX,1,Goto(incoming,${EXTEN},2)', plan);
      const isOther = path === 'regpbx3/dundi.conf';
      return { path, text: isOther ? edited.replace('sipregistration,0,', `sipregistration,${weight},`) : edited };
    },
  );
  return calls[0]!;
}

const dialled = ({ events }: MeasuredCall) => events.flatMap((event) => (event.what === 'dials' ? [event.to] : []));
/** The links of the two servers change places 1 s after the call has begun. */
const SWAPPED = [
  { at: '61s', degrade: { between: 'dunpbx1', and: 'regpbx2', delay: '2ms' } },
  { at: '61s', degrade: { between: 'dunpbx1', and: 'regpbx3', delay: '0ms' } },
];

describe('two registrations of one phone with equal weights: the first attempt', () => {
  it.each([
    ['regpbx2', [REGPBX3, REGPBX2]],
    ['regpbx3', [REGPBX2, REGPBX3]],
  ] as const)('goes to the server whose answer comes first, 2 ms of way to %s decide (50 of 50)', (server, order) => {
    expect(dialled(called({ plan: REFUSES, cachetime: '30s', slow: [server, '2ms'] }))).toEqual(order);
  });

  it.each([
    [10, 21],
    [50, 102],
    [200, 402],
  ])('waits for the slowest of the two: %i ms one way make a lookup of %i ms', (delay, took) => {
    const call = called({ plan: REFUSES, slow: ['regpbx2', `${delay}ms`] });
    const lookups = call.events.flatMap((event) => (event.what === 'lookedUp' ? [event.lookup] : []));
    expect(Math.abs(lookups[0]!.took / MILLISECOND - took)).toBeLessThanOrEqual(2);
    expect(lookups[0]!.answers).toHaveLength(2);
  });
});

describe('the second attempt, at priority 2,', () => {
  it('takes number 2 of the same order while the answers are in the cache', () => {
    const call = called({ plan: REFUSES_LATER, cachetime: '30s', slow: ['regpbx3', '2ms'], faults: SWAPPED });
    expect(dialled(call)).toEqual([REGPBX2, REGPBX3]);
  });

  it('asks anew when they have run out, and may get the server of the first attempt again', () => {
    const call = called({ plan: REFUSES_LATER, slow: ['regpbx3', '2ms'], faults: SWAPPED });
    expect(dialled(call)).toEqual([REGPBX2, REGPBX2]);
  });

  it('is always at the other where the weights differ, in the order of the weights', () => {
    for (const faults of [[], SWAPPED])
      for (const slow of [['regpbx2', '2ms'] as const, ['regpbx3', '2ms'] as const])
        expect(dialled(called({ plan: REFUSES_LATER, slow, faults, weight: 1 }))).toEqual([REGPBX2, REGPBX3]);
  });

  it.each([REFUSES, REFUSES_LATER])('is the last: the number exists, so 603 and no fallback (%s)', (plan) => {
    const call = called({ plan });
    expect([dialled(call).length, call.status, call.lost]).toEqual([2, 603, true]);
  });
});
