import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { RESULT_PATHS } from '../../../src/measure/paths.ts';
import { jsonSchema, type JsonSchema } from '../../../src/scenario/index.ts';
import { mistakesOf, parse } from '../world.ts';
import { PATHS } from '../paths.ts';
import { marks } from './jsonCheck.ts';

const schema = jsonSchema(RESULT_PATHS.map(({ path }) => path));
const shipped = new URL('../../../scenarios/', import.meta.url).pathname;

it('the JSON Schema that is shipped is the one that scenarios are read with (npm run docs)', () => {
  expect(readFileSync(`${shipped}scenario.schema.json`, 'utf8')).toBe(`${JSON.stringify(schema, null, 1)}\n`);
});

const office = 'phones: { office: { numbers: 1001..1100 } }\n';

/** What an editor must mark, as the reader refuses it. */
const WRONG: Readonly<Record<string, string>> = {
  'an unknown key': 'titel: x\n',
  'an unknown key of a server': 'servers: { dunpbx1: { cachtime: 5s } }\n',
  'an unknown key of a group': 'phones: { office: { numbers: 1001..1002, expire: 300s } }\n',
  'a time without unit': 'duration: 15\n',
  'a time in words': 'duration: a quarter of an hour\n',
  'units in the wrong order': 'duration: 30s5m\n',
  'no time at all': 'duration: 0s\n',
  'a profile that is none': 'profile: asterisk-1.6\n',
  'a rate without its time': `${office}calls: [{ rate: 5 }]\n`,
  'a rate per day': `${office}calls: [{ rate: 5/d }]\n`,
  'two rates': `${office}calls: [{ rate: 1/s, perPhone: 1/h }]\n`,
  'no rate': `${office}calls: [{ talk: 30s }]\n`,
  'a single call of nobody': `${office}calls: [{ at: 5s, to: 1002 }]\n`,
  'a window of a single call': `${office}calls: [{ at: 5s, from: 1001, to: 1002, during: 0s..1m }]\n`,
  'a context of calls at a rate': `${office}calls: [{ rate: 1/s, context: incoming }]\n`,
  'a distribution without its mean': `${office}calls: [{ rate: 1/s, talk: exponential }]\n`,
  'a distribution that is none': `${office}calls: [{ rate: 1/s, talk: gauss 5s }]\n`,
  'a fault without a time': 'faults: [{ crash: regpbx2 }]\n',
  'a fault that does nothing': 'faults: [{ at: 60s }]\n',
  'two faults in one': 'faults: [{ at: 60s, crash: regpbx2, restart: regpbx3 }]\n',
  'a misspelt fault': 'faults: [{ at: 60s, chrash: regpbx2 }]\n',
  'a spread of a crash': 'faults: [{ at: 60s, crash: regpbx2, spread: 5s }]\n',
  'faults as a mapping': 'faults: { at: 60s, crash: regpbx2 }\n',
  'a stop of a server': 'faults: [{ at: 60s, stop: regpbx2 }]\n',
  'a move to nowhere': `${office}faults: [{ at: 60s, move: { phone: 1001 } }]\n`,
  'a kind of phone that is none': 'phones: { office: { numbers: 1001..1002, kind: polycom } }\n',
  'a refresh that is none': 'phones: { office: { numbers: 1001..1002, kind: { refresh: half } } }\n',
  'phones without numbers': 'phones: { office: { home: regpbx1 } }\n',
  'numbers with a decimal': 'phones: { office: { numbers: 1.5 } }\n',
  'a group named like a word of ours': 'phones: { pstn: { numbers: 1001..1002 } }\n',
  'a group that begins with a digit': 'phones: { 1st: { numbers: 1001..1002 } }\n',
  'a share above 1': 'phones: { office: { numbers: 1001..1002, answerProbability: 120% } }\n',
  'a registration of half a second': 'phones: { office: { numbers: 1001..1002, expires: 500ms } }\n',
  'a port out of range': 'phones: { office: { numbers: 1001..1002, port: 70000 } }\n',
  'neither yes nor no': 'phones: { office: { numbers: 1001..1002, powered: maybe } }\n',
  'an address of three numbers': 'servers: { regpbx1: { address: 10.10.10 } }\n',
  'a link of three': 'network: { links: [{ between: [regpbx1, regpbx2, regpbx3], delay: 5ms }] }\n',
  'a loss of three halves': 'network: { loss: 1.5 }\n',
  'a database without threads': 'database: { threads: 0 }\n',
  'an unknown rule': 'rules: { cacheMargins: 10s }\n',
  'a rule with a value of another': 'rules: { lookupEnds: wholeSecond }\n',
  'a start that is none': 'start: warm\n',
  'an expectation of nothing': 'expect: [calls.lots < 5%]\n',
  'an expectation without a limit': 'expect: [calls.lost <]\n',
  'an expectation in words': 'expect: [few calls are lost]\n',
};

/** What an editor must not mark. */
const RIGHT: Readonly<Record<string, string>> = {
  'nothing but a schema': '$schema: ./scenario.schema.json\ntitle: x\n',
  'numbers for words': 'title: 5\nseed: 0100\nduration: 1h30m\nrules: { statementCounts: 16, cacheMargin: 0 }\n',
  'zero as a time': 'network: { delay: 0, loss: 0.01 }\nrules: { cacheMargin: 0s }\n',
  'one number': 'phones: { a: { numbers: 1001, callsAtOnce: 1 }, b: { numbers: [0100..0105, 2001] } }\n',
  'kinds as mapping and word':
    'phones: { a: { numbers: 1001..1002, kind: yealink }, b: { numbers: 2001, kind: { like: snom, refresh: 50% at most 15s before, retry: backoff 60s..30m } } }\n',
  'keys of the .conf files':
    'servers: { dunpbx1: { cachetime: 5s, iax.autokill: yes, ttl: 2 }, regpbx1..5: { qualify: no } }\n',
  'every way to cut':
    'faults: [{ at: 1s, partition: regpbx1 }, { at: 2s, partition: [regpbx1, database] }, { at: 3s, heal: { between: [regpbx1, regpbx2], and: database } }, { at: 4s, heal: all }]\n',
  'every distribution':
    'processing: { phone: erlang 3 90s, sipLeg: lognormal 5s p90 20s, lockWake: quantiles p50=2ms p99.9=20ms, dundiAck: constant 0.2ms, dundiAsk: uniform 1s..3s }\n',
  'calls of every kind':
    'phones: { a: { numbers: 1001..1010 } }\ncalls: [{ perPhone: 1.8/h, redial: { probability: 50% } }, { at: 0, from: 1001, to: 1002 }, { at: 5s, from: pstn, to: 1002, via: regpbx1, context: lookupdundi }]\n',
  'expectations of every form':
    'expect: [calls.lost <= 5% during 60s..5m, servers.regpbx1.lockHeldRatio < 0.2, calls.postDialDelayMs.p99 < 2 s, calls.saved = 0]\n',
};

describe('the JSON Schema', () => {
  it.each(Object.entries(WRONG))('marks %s', (_, text) => {
    expect(mistakesOf(text, { paths: PATHS })).not.toEqual([]);
    expect(marks(schema, parseYaml(text))).not.toEqual([]);
  });

  it.each(Object.entries(RIGHT))('takes %s', (_, text) => {
    expect(mistakesOf(text, { paths: PATHS })).toEqual([]);
    expect(marks(schema, parseYaml(text))).toEqual([]);
  });

  const scenarios = readdirSync(shipped).filter((name) => name.endsWith('.yaml'));
  it.each(scenarios)('takes %s, which names it for editors', (name) => {
    const text = readFileSync(shipped + name, 'utf8');
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=scenario.schema.json');
    expect(marks(schema, parseYaml(text))).toEqual([]);
  });

  it('says of every key what it means, and what is meant without it', () => {
    const silent: string[] = [];
    const visit = (one: JsonSchema, path: string): void => {
      for (const [key, property] of Object.entries(one.properties ?? {})) {
        const known = property.default !== undefined || property.$comment !== undefined || deeper(property);
        if (property.description === undefined || !known) silent.push(`${path}${key}`);
        visit(property, `${path}${key}.`);
      }
      for (const form of [...(one.oneOf ?? []), one.items, one.additionalProperties])
        if (typeof form === 'object') visit(form, path);
    };
    visit(schema, '');
    expect(silent).toEqual([]);
  });
});

/** A mapping whose keys have defaults of their own. */
function deeper({ properties, oneOf = [] }: JsonSchema): boolean {
  return properties !== undefined || oneOf.some((form) => form.properties !== undefined);
}

it('"$schema" changes nothing of a run', () => {
  expect(parse(`$schema: ./x.json\n${office}`).hash).toBe(parse(office).hash);
});

/** Each part of a schema that has examples, with its path. */
function withExamples(part: unknown, path = ''): readonly (readonly [path: string, part: JsonSchema])[] {
  if (typeof part !== 'object' || part === null) return [];
  const own = 'examples' in part ? [[path, part as JsonSchema] as const] : [];
  return [...own, ...Object.entries(part).flatMap(([key, inner]) => withExamples(inner, `${path}/${key}`))];
}

it('every example of the documentation is a value of its key', () => {
  const all = withExamples(schema);
  expect(all.length).toBeGreaterThan(250);
  const wrong = all.flatMap(([path, part]) =>
    (part['examples'] as unknown[]).flatMap((example) => marks(part, example, path)),
  );
  expect(wrong).toEqual([]);
});
