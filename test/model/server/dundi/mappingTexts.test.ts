import { describe, expect, it } from 'vitest';
import type { DundiMapping } from '../../../../src/model/config.ts';
import type { ServerId } from '../../../../src/model/ids.ts';
import { MappingTexts, type MappingTextOptions } from '../../../../src/model/server/dundi/mappingTexts.ts';
import type { Node } from '../../../../src/model/server/dundi/node.ts';

const ASKED = { server: 0 as ServerId, number: '1002' };
const NODES = [{ self: 3, eids: { text: (eid: number) => `eid-${eid}` } }] as unknown as readonly Node[];

function texts(different: Partial<MappingTextOptions['rules']> = {}): MappingTexts {
  return new MappingTexts(NODES, {
    secretOf: (server) => `secret-${server}`,
    addressOf: (server) => `address-${server}`,
    globalOf: (_, name) => ({ LOAD: '7', WORD: 'often', NUMBER: 'global' })[name],
    rules: { mappingDestinationMax: 255, dialect: '16', ...different },
  });
}

function mapping(destination: string, weightText = '', weight = 4): DundiMapping {
  return { destination, weightText, weight } as DundiMapping;
}

describe('a destination', () => {
  it.each([
    ['${NUMBER}', '1002'],
    ['priv:${SECRET}@${IPADDR}/${NUMBER}', 'priv:secret-0@address-0/1002'],
    ['${EID}', 'eid-3'],
    ['x${LOAD}y${NOTHING}z', 'x7yz'],
    ['plain', 'plain'],
  ])('%s says %s', (text, said) => {
    expect(texts().destination(ASKED, mapping(text))).toBe(said);
  });

  it('is cut before its variables are filled in, as the mapping holds it, and after, as an answer does', () => {
    expect(texts({ mappingDestinationMax: 3 }).destination(ASKED, mapping('ab${NUMBER}'))).toBe('ab$');
    const long = texts({ mappingDestinationMax: 1000 }).destination(ASKED, mapping(`${'x'.repeat(253)}\${NUMBER}`));
    expect([long.length, long.slice(-3)]).toEqual([255, 'x10']);
  });
});

describe('a weight', () => {
  it.each([
    ['a number', '', 4],
    ['a variable', '${LOAD}', 7],
    ['one that is no number: the last', '${WORD}', 59_999],
    ['one that is not set: the last', '${NOTHING}', 59_999],
    ['decimal', '010', 10],
  ])('%s', (_, text, weight) => {
    expect(texts().weight(ASKED, mapping('', text))).toBe(weight);
  });
});
