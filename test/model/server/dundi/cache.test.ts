import { beforeEach, describe, expect, it } from 'vitest';
import { SECOND } from '../../../../src/kernel/units.ts';
import { Simulation } from '../../../../src/kernel/clock/simulation.ts';
import type { Answer, Hint } from '../../../../src/model/protocol/dundi.ts';
import { rulesOf, type Rules } from '../../../../src/model/rules.ts';
import { freshHint, type RunningHint } from '../../../../src/model/server/dundi/answer.ts';
import { DundiCache, type Asker } from '../../../../src/model/server/dundi/cache.ts';
import { NO_ROOT } from '../../../../src/model/server/dundi/cacheColumns.ts';
import { Spellings } from '../../../../src/model/server/dundi/spellings.ts';
import { WallClock } from '../../../../src/model/server/wallClock.ts';

const PEER = 7;
const ROOT = 3;
const ANSWER: Answer = {
  tech: 'IAX2',
  destination: 'there',
  exists: true,
  canMatch: false,
  matchMore: false,
  weight: 0,
  eid: PEER,
  expiration: 60,
};

let sim: Simulation;
let cache: DundiCache;
let spellings: Spellings;

function make(rules: Partial<Rules> = {}, wallSecond = 0): void {
  sim = new Simulation({ seed: 'cache' });
  spellings = new Spellings();
  cache = new DundiCache(rulesOf('asterisk-16', rules), new WallClock(sim, wallSecond), 0, spellings);
}
beforeEach(() => make());

function asker(number = '1002', avoidSum = 0, root = NO_ROOT): Asker {
  return { spelling: spellings.of(number, 'priv'), avoidSum, root };
}

function hint(prefix: string): Hint {
  return { dontAsk: true, unaffected: true, ttlExpired: false, prefix };
}

interface Read {
  readonly hit: string;
  readonly found: number;
  readonly left: number;
  readonly hint: RunningHint;
}

function read(who: Asker = asker(), answers: Answer[] = []): Read {
  const findings = { answers, hint: freshHint(), expiration: 3600 };
  const hit = cache.read(PEER, who, findings);
  return { hit, found: answers.length, left: findings.expiration, hint: findings.hint };
}

/** Seconds until a stored thing is no longer read, found each 0.1 s. */
function life(limit = 100): number {
  for (let tenths = 0; tenths < limit * 10; tenths++) {
    if (read().hit === 'none') return tenths / 10;
    sim.run(sim.now + SECOND / 10);
  }
  return Infinity;
}

describe('life', () => {
  it.each([
    ['expiration 60: 10 s less', 60, 50],
    ['expiration 5: at least 1 s', 5, 1],
    ['expiration 11', 11, 1],
  ])('%s', (_, expiration, seconds) => {
    cache.save(PEER, asker(), [ANSWER], true, expiration);
    expect(life()).toBe(seconds);
  });

  it('is cut at whole seconds of the wall clock', () => {
    make({}, 0.7 * SECOND);
    cache.save(PEER, asker(), [ANSWER], true, 5);
    expect(life()).toBe(0.3);
  });

  it('of a "no" is as long', () => {
    cache.save(PEER, asker(), [], true, 60);
    expect(read()).toMatchObject({ hit: 'answer', found: 0, left: 50 });
    expect(life()).toBe(50);
  });

  it('of a hint is the whole expiration', () => {
    cache.saveHint(PEER, asker(), hint('10'), 5);
    expect(life()).toBe(5);
  });

  it('lowers the expiration of the reply that uses it to what is left', () => {
    cache.save(PEER, asker(), [ANSWER], true, 60);
    sim.run(20 * SECOND);
    expect(read().left).toBe(30);
    expect(cache.detailOf('answer')).toMatchObject({ found: true, remaining: 30 });
  });
});

describe('keys', () => {
  it('a reply that the avoid list did not change is for everybody (e00000000)', () => {
    cache.save(PEER, asker('1002', 0xabc, ROOT), [ANSWER], true, 60);
    expect(read(asker('1002', 0xdef, 99)).hit).toBe('answer');
    expect(read(asker('1002', 0, 99)).hit).toBe('answer');
  });

  it('one that it did change is for the same avoid list, or the same root', () => {
    cache.save(PEER, asker('1002', 0xabc, ROOT), [ANSWER], false, 60);
    const hits = [asker('1002', 0xabc, 99), asker('1002', 0xdef, ROOT), asker('1002', 0xdef, 99), asker('1002', 0, 99)];
    expect(hits.map((who) => read(who).hit)).toEqual(['answer', 'answer', 'none', 'none']);
  });

  it('of our own questions are of no root', () => {
    cache.save(PEER, asker('1002', 0xabc, NO_ROOT), [ANSWER], false, 60);
    expect([0, 1, NO_ROOT].map((root) => read(asker('1002', 0xdef, root)).hit)).toEqual(['none', 'none', 'answer']);
  });

  it('for everybody are read whatever the checksum is', () => {
    cache.save(PEER, asker('1002', 0, ROOT), [ANSWER], true, 60);
    expect([0, 1, 2].map((sum) => read(asker('1002', sum, 99)).hit)).toEqual(['answer', 'answer', 'answer']);
  });

  it('belong to one peer, number and context', () => {
    cache.save(PEER, asker(), [ANSWER], true, 60);
    expect(read(asker('1003')).hit).toBe('none');
    expect(read({ ...asker(), spelling: spellings.of('1002', 'other') }).hit).toBe('none');
    expect(cache.read(8, asker(), { answers: [], hint: freshHint(), expiration: 60 })).toBe('none');
  });

  it('are written as astdb has them', () => {
    cache.save(PEER, asker('1002', 0xabc, ROOT), [ANSWER], false, 60);
    const rows = cache.rows((eid) => `0${eid}:00`);
    expect(rows.map(({ key }) => key)).toEqual([
      '/dundi/cache/0700/1002/priv/e00000abc',
      '/dundi/cache/0700/1002/priv/r0300',
    ]);
    expect(rows[0]!.value).toBe('50|1/0/1/there/0700|');
  });

  it('say what does not exist, SIP, several answers, our own root, and hints', () => {
    make({ cacheMargin: 0 });
    cache.save(PEER, asker(), [ANSWER, { ...ANSWER, tech: 'SIP', exists: false, weight: 7 }], true, 60);
    cache.saveHint(PEER, asker(), hint('10'), 30);
    cache.saveHint(PEER, asker(), hint(''), 30);
    cache.saveHint(PEER, asker(), hint('9'), 30);
    expect(cache.rows((eid) => `0${eid}:00`).map(({ key, value }) => `${key} ${value}`)).toEqual([
      '/dundi/cache/0700/1002/priv/e00000000 60|1/0/1/there/0700|0/7/2/there/0700|',
      '/dundi/cache/0700/1002/priv/r000000000000 60|1/0/1/there/0700|0/7/2/there/0700|',
      '/dundi/cache/hint/0700/10/priv/e00000000 30|',
      '/dundi/cache/hint/0700/10/priv/r000000000000 30|',
      '/dundi/cache/hint/0700//priv/e00000000 30|',
      '/dundi/cache/hint/0700//priv/r000000000000 30|',
      '/dundi/cache/hint/0700/9/priv/e00000000 30|',
      '/dundi/cache/hint/0700/9/priv/r000000000000 30|',
    ]);
  });
});

describe('hints', () => {
  it('hold for every number with the prefix, and no other', () => {
    cache.saveHint(PEER, asker('2002'), hint('2'), 60);
    expect([read(asker('2999')).hit, read(asker('2')).hit, read(asker('1002')).hit]).toEqual(['hint', 'hint', 'none']);
    expect(read(asker('2999')).hint.prefix).toBe('2');
    expect(cache.detailOf('hint')).toMatchObject({ prefix: '2', remaining: 60 });
  });

  it('are read only while no answer was found', () => {
    cache.saveHint(PEER, asker(), hint('10'), 60);
    expect(read(asker(), [ANSWER]).hit).toBe('none');
  });

  it('the shortest one that holds is used', () => {
    cache.saveHint(PEER, asker(), hint('100'), 60);
    cache.saveHint(PEER, asker(), hint('10'), 60);
    expect(read().hint.prefix).toBe('10');
  });

  it('of a reply that does not say "do not ask" are not stored', () => {
    cache.saveHint(PEER, asker(), { ...hint('10'), dontAsk: false }, 60);
    expect(read().hit).toBe('none');
  });
});

it('an answer that is read takes back "do not ask"', () => {
  cache.save(PEER, asker(), [ANSWER], true, 60);
  expect(read().hint.dontAsk).toBe(false);
});

it('a hit says of itself whether the number exists, whatever the hit before it said', () => {
  cache.save(PEER, asker(), [ANSWER], true, 60);
  cache.save(PEER, asker('1003'), [], true, 30);
  const found = [asker(), asker('1003')].map((who) => {
    read(who);
    const { found: exists, remaining } = cache.detailOf('answer');
    return [exists, remaining];
  });
  expect(found).toEqual([
    [true, 50],
    [false, 20],
  ]);
});

it('a "no" is stored where the rule says so', () => {
  make({ negativeCache: false });
  cache.save(PEER, asker(), [], true, 60);
  expect([read().hit, cache.rows(String)]).toEqual(['none', []]);
});

it('what is stored after a lookup that found nothing is found by the next', () => {
  expect(read().hit).toBe('none');
  cache.save(PEER, asker(), [ANSWER], true, 60);
  expect(read().hit).toBe('answer');
});

it('dundi flush forgets answers and hints', () => {
  cache.save(PEER, asker(), [ANSWER], true, 60);
  cache.saveHint(PEER, asker('2002'), hint('2'), 60);
  expect(read().hit).toBe('answer');
  cache.flush();
  expect([read().hit, read(asker('2002')).hit]).toEqual(['none', 'none']);
});

describe('an onlooker', () => {
  it('sees the latest end of what is stored of a number', () => {
    make({ cacheMargin: 0 });
    cache.save(PEER, asker('1002', 0, ROOT), [ANSWER], true, 100);
    cache.save(PEER, asker('1002', 0, 99), [ANSWER], true, 60);
    expect(cache.entries()).toMatchObject([{ key: '1002', timeout: 100 }]);
  });

  it('sees what is stored of a number and of its beginnings, and of all numbers; expired entries too', () => {
    make({ cacheMargin: 0 });
    cache.save(PEER, asker(), [ANSWER], true, 60);
    cache.saveHint(PEER, asker(), hint('10'), 30);
    cache.save(PEER, asker('2001'), [], true, 5);
    const [answer, prefix] = [
      { peer: PEER, key: '1002', isHint: false, found: true, timeout: 60 },
      { peer: PEER, key: '10', isHint: true, found: false, timeout: 30 },
    ];
    expect(cache.entriesOf(spellings.of('1002', 'priv'))).toEqual([answer, prefix]);
    expect(cache.entriesOf(spellings.of('1002', 'other'))).toEqual([]);
    sim.run(40 * SECOND);
    const no = { peer: PEER, key: '2001', isHint: false, found: false, timeout: 5 };
    expect(cache.entries()).toEqual([answer, no, prefix]);
    read(asker('2001')); // Which takes the expired one away.
    expect([cache.entries(), cache.entriesOf(spellings.of('2001', 'priv'))]).toEqual([[answer, prefix], []]);
  });
});

it('servers share the place of a number, and nothing that they store there', () => {
  const other = new DundiCache(rulesOf('asterisk-16', {}), new WallClock(sim, 0), 1, spellings);
  cache.save(PEER, asker(), [ANSWER], true, 60);
  cache.saveHint(PEER, asker('1003'), hint('100'), 60);
  expect([other.entries(), other.rows(String)]).toEqual([[], []]);
  other.save(PEER, asker(), [], true, 60);
  cache.flush();
  expect([cache.entries(), read().hit]).toEqual([[], 'none']);
  expect(other.entriesOf(asker().spelling)).toMatchObject([{ key: '1002', found: false }]);
});
