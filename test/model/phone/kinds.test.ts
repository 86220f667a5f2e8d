import { describe, expect, it } from 'vitest';
import { PHONE_KINDS, type PhoneKind } from '../../../src/model/phone/kinds.ts';
import { refreshAfter } from '../../../src/model/phone/registration/timing.ts';
import { SECOND } from '../../../src/kernel/units.ts';
import { Observed, OBSERVED } from './observed.ts';

/** RFC 3261, Timer E and Timer F of 64 × T1. */
const ELEVEN = [0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5];
const FOUR = ELEVEN.slice(0, 4);

/** What the manuals say, in seconds. */
interface Described {
  /** After a grant of 3600 s and of 300 s. */
  readonly refresh: readonly [number, number];
  /** REGISTERs to its only server, which has died, and when the next transaction begins: from, to. */
  readonly alone: readonly number[];
  readonly again: readonly [number, number];
  /** REGISTERs to a dead first server that has another behind it; when that one is asked. */
  readonly first?: readonly number[];
  readonly secondAsked?: number;
  /** After the grant of the second: when it is back at the first. */
  readonly home?: number;
}

const DESCRIBED: Readonly<Record<string, Described>> = {
  'generic': { refresh: [1800, 150], alone: ELEVEN, again: [62, 62], first: ELEVEN, secondAsked: 32 },
  'polycom-2005': { refresh: [1800, 150], alone: ELEVEN, again: [62, 62], first: FOUR, secondAsked: 7.5 },
  'polycom-2007': { refresh: [3540, 240], alone: ELEVEN, again: [62, 92] },
  'polycom-uc': { refresh: [3540, 240], alone: ELEVEN, again: [62, 92], first: FOUR, secondAsked: 7.5, home: 240 },
  'cisco-79xx': { refresh: [3595, 295], alone: ELEVEN, again: [87, 87] },
  'cisco-spa': {
    refresh: [3595, 295],
    alone: ELEVEN.slice(0, 7),
    again: [46, 46],
    first: ELEVEN.slice(0, 7),
    secondAsked: 16,
    home: 3600,
  },
  'yealink': { refresh: [3595, 295], alone: ELEVEN, again: [62, 62] },
  'yealink-successive': {
    refresh: [3595, 295],
    alone: ELEVEN,
    again: [62, 62],
    first: FOUR,
    secondAsked: 7.5,
    home: 120,
  },
  'yealink-rfc5626': { refresh: [3595, 295], alone: ELEVEN, again: [42, 52] },
  'snom': { refresh: [1800, 150], alone: ELEVEN, again: [302, 362] },
  'aastra': { refresh: [3585, 285], alone: FOUR, again: [124, 124], first: FOUR, secondAsked: 4 },
  'panasonic': { refresh: [1800, 150], alone: ELEVEN, again: [42, 42], first: ELEVEN, secondAsked: 32 },
};

it('every kind is described here', () => {
  expect(Object.keys(DESCRIBED)).toEqual(Object.keys(PHONE_KINDS));
  for (const kind of Object.values(PHONE_KINDS)) expect(kind.source).not.toBe('');
});

describe.each(Object.entries(DESCRIBED))('%s', (name, kind) => {
  it('refreshes at its point', () => {
    expect([3600, 300].map((granted) => refreshAfter(PHONE_KINDS[name]!, granted) / SECOND)).toEqual(kind.refresh);
    const observed = new Observed({ kind: name }).until(1000);
    expect(observed.since(10, 'regpbx1').slice(0, 4)).toEqual([0, 0, kind.refresh[1], kind.refresh[1]]);
  });

  it('repeats its REGISTER to a dead server, gives up, and begins anew after its pause', () => {
    const observed = new Observed({ kind: name }).until(5).crash('regpbx1').until(600);
    const all = observed.since(10, 'regpbx1');
    expect(all.slice(0, kind.alone.length)).toEqual(kind.alone);
    const again = all[kind.alone.length]!;
    expect(again).toBeGreaterThanOrEqual(kind.again[0]);
    expect(again).toBeLessThanOrEqual(kind.again[1]);
    expect(new Set(observed.sent.map(({ to }) => to))).toEqual(new Set(['regpbx1']));
  });

  it('knows that its registration has run out only when the granted time is over', () => {
    const observed = new Observed({ kind: name }).until(5).crash('regpbx1').until(600);
    const left = 10 + 300 - kind.refresh[1];
    const lost = observed.heard.believes.find(({ registered }) => !registered)!.at;
    expect(lost).toBeCloseTo(Math.max(left, 10 + lastSilence(kind, left - 10)), 2);
  });

  if (kind.secondAsked !== undefined) {
    it('goes to its second server when the first has been silent', () => {
      const observed = new Observed({ kind: name, backup: 'regpbx2' })
        .until(5)
        .crash('regpbx1')
        .until(10 + kind.secondAsked! + 100);
      expect(observed.since(10, 'regpbx1')).toEqual(kind.first);
      expect(observed.since(10, 'regpbx2')).toEqual([kind.secondAsked, kind.secondAsked]);
      expect(observed.cluster.parts.lines.serverFor(OBSERVED)).toBe(2);
    });

    it(kind.home === undefined ? 'and stays there' : 'and comes back', () => {
      const observed = new Observed({ kind: name, backup: 'regpbx2' })
        .until(5)
        .crash('regpbx1')
        .until(10 + kind.secondAsked! + 1)
        .restart('regpbx1')
        .until(Math.max(1000, (kind.home ?? 0) + 100));
      expect(observed.first(10 + kind.secondAsked! + 1, 'regpbx1')).toBeCloseTo(
        kind.home === undefined ? Infinity : kind.home - 1,
        3,
      );
    });
  }

  if (PHONE_KINDS[name]!.secondServer === 'atOnce') {
    it('is registered at both, and the death of one is nothing to the other', () => {
      const observed = new Observed({ kind: name, backup: 'regpbx2' }).until(5).crash('regpbx1').until(1000);
      const rhythm = kind.refresh[1];
      expect(observed.since(10, 'regpbx2').filter((_, i) => i % 2 === 0)).toEqual(
        [0, 1, 2, 3, 4, 5, 6, 7].map((n) => n * rhythm).filter((at) => at <= 990),
      );
      expect(observed.since(10, 'regpbx1').slice(0, 11)).toEqual(ELEVEN);
      expect(observed.cluster.parts.lines.serverFor(OBSERVED)).toBe(2);
    });
  }
});

/** It notices at the end of a transaction, when the time runs out within none; else when the time has run out. */
function lastSilence(kind: Described, left: number): number {
  const timeout = kind.alone.length === 4 ? 4 : kind.alone.length === 7 ? 16 : 32;
  return timeout > left ? timeout : left;
}

describe('what the manuals say of each kind', () => {
  const names = Object.keys(PHONE_KINDS);
  const of = (value: (kind: PhoneKind) => unknown): object =>
    Object.fromEntries(names.map((name) => [name, value(PHONE_KINDS[name]!)]).filter(([, it]) => it !== undefined));

  it('where a second server is not the next after a failure', () => {
    expect(of(({ secondServer }) => (secondServer === 'afterFailure' ? undefined : secondServer))).toEqual({
      'polycom-2007': 'atOnce',
      'cisco-79xx': 'atOnce',
      'yealink': 'atOnce',
      'yealink-rfc5626': 'atOnce',
      'snom': 'none',
    });
  });

  it('how long a refused one waits, s; what the least grant is, s; after how many resends a server is given up', () => {
    expect(of((kind) => kind.retryAfterReject / SECOND || undefined)).toEqual({ 'cisco-spa': 1200, 'aastra': 1800 });
    expect(of((kind) => kind.leastGrant || undefined)).toEqual({ 'cisco-79xx': 65 });
    expect(of((kind) => kind.resends || undefined)).toEqual({
      'polycom-2005': 3,
      'polycom-uc': 3,
      'yealink-successive': 3,
    });
  });

  it('between which bounds a pause is drawn, s', () => {
    expect(
      of(({ retry }) => (retry.kind === 'uniform' ? [retry.from / SECOND, retry.to / SECOND] : undefined)),
    ).toEqual({ 'polycom-2007': [30, 60], 'snom': [270, 330] });
  });

  it('how long a REGISTER waits for an answer where that is not 32 s', () => {
    expect(
      of((kind) => (kind.transactionTimeout === 32 * SECOND ? undefined : kind.transactionTimeout / SECOND)),
    ).toEqual({
      'cisco-spa': 16,
      'aastra': 4,
    });
  });
});
