import { describe, expect, test } from 'vitest';
import { FUNCTION_NAMES } from '../../../../src/model/server/dialplan/names/functionNames.ts';
import { namesOf, type Release } from '../../../../src/model/server/dialplan/names/releases.ts';
import { applicationNames, hasApplication } from '../../../../src/model/server/dialplan/index.ts';

describe('applications by release', () => {
  test.each([
    ['PlayTones', '1.2 16 22'],
    ['playtones', '1.2 16 22'],
    ['misdn_set_opt', '1.2 16'],
    ['SayMoney', '16 22'],
    ['SayOrdinal', '16 22'],
    ['ReceiveText', '16 22'],
    ['CallCompletionRequest', '16 22'],
    ['MobileSendSMS', '16 22'],
    ['DAHDIScan', '16 22'],
    ['MYSQL', '1.2 16'],
    ['Macro', '1.2 16'],
    ['SetVar', '1.2'],
    ['If', '22'],
    ['Dail', ''],
  ])('%s: %s', (name, releases) => {
    const all: readonly Release[] = ['1.2', '16', '22'];
    expect(all.filter((release) => hasApplication(release, name)).join(' ')).toBe(releases);
  });

  test('as many as Asterisk lists, without the examples for programmers', () => {
    expect((['1.2', '16', '22'] as const).map((release) => applicationNames(release).length)).toEqual([172, 221, 201]);
  });
});

test('functions by release', () => {
  const names = namesOf(FUNCTION_NAMES, (name) => name);
  const count = (release: Release) => [...names.values()].filter(({ releases }) => releases.includes(release)).length;
  expect([count('1.2'), count('16'), count('22')]).toEqual([40, 206, 218]);
  expect(['CHANNEL', 'SIPCHANINFO', 'TRIM'].map((name) => names.get(name)!.releases)).toEqual([
    ['16', '22'],
    ['1.2'],
    ['22'],
  ]);
});
