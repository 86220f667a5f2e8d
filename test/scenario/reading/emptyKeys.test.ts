import { describe, expect, it } from 'vitest';
import { mistakesOf } from '../world.ts';

const OFFICE = 'phones: { office: { numbers: 1001..1010 } }\n';

describe('a comma for a decimal point in { }', () => {
  it.each([
    [
      'phones: { office: { numbers: 1001..1010, answerProbability: 0,3 } }\n',
      's.yaml:1:63: "3" is a key without a value: a comma parts the entries of { }; write answerProbability: 0.3, or [0, 3] for a list',
    ],
    [
      `${OFFICE}network: { loss: 0,5% }\n`,
      's.yaml:2:20: "5%" is a key without a value: a comma parts the entries of { }; write loss: 0.5%, or [0, 5%] for a list',
    ],
    [
      `${OFFICE}servers: { regpbx1: { trunks: { g1: { channels: 1,000 } } } }\n`,
      's.yaml:2:51: "000" is a key without a value: a comma parts the entries of { }; write channels: 1.000, 1000 for thousands, or [1, 000] for a list',
    ],
    [
      'phones: { office: { numbers: 1001, 1002 } }\n',
      's.yaml:1:36: "1002" is a key without a value: a comma parts the entries of { }; write numbers: 1001.1002, or [1001, 1002] for a list',
    ],
    [
      `${OFFICE}start: { state: cold, phase }\n`,
      's.yaml:2:23: "phase" is a key without a value; a comma parts the entries of { }',
    ],
  ])('%s', (text, said) => expect(mistakesOf(text)).toEqual([said]));

  it('is one in --set as well', () => {
    expect(mistakesOf(OFFICE, { sets: ['network={ loss: 0,5% }'] })).toEqual([
      '--set network={ loss: 0,5% }: "5%" is a key without a value: a comma parts the entries of { }; write loss: 0.5%, or [0, 5%] for a list',
    ]);
  });
});

describe('a key with nothing behind it', () => {
  it.each([
    ['fautls:\n', 's.yaml:2:1: unknown key "fautls"; did you mean "faults"?'],
    [
      'calls:\n  - at: 5s\n    from: 1001\n    to: 1002\n    patinece:\n',
      's.yaml:6:5: unknown key "patinece"; did you mean "patience"?',
    ],
    ['faults: [ { at: 5s, crash: regpbx1, untill: } ]\n', 's.yaml:2:37: unknown key "untill"'],
    ['servers:\n  regpbx1:\n    cachtime:\n', 's.yaml:4:5: unknown key "cachtime"; did you mean "cachetime"?'],
    [
      'servers: { regpbx1: { profile: asterisk-16 } }\n',
      's.yaml:2:23: "profile" holds for all servers of a cluster: write it at the top of the scenario; servers of two releases cannot be mixed',
    ],
    [
      'servers: { regpbx1: { trunks: { g1: { channels: 5, chanels: } } } }\n',
      's.yaml:2:52: unknown key "chanels"; did you mean "channels"?',
    ],
  ])('is unknown all the same: %j', (text, said) => {
    expect(mistakesOf(`${OFFICE}${text}`)).toEqual([expect.stringContaining(said)]);
  });

  it('is as good as none where it is known', () => {
    expect(
      mistakesOf(`${OFFICE}faults:\nservers: { regpbx1: { cachetime: , trunks: } }\nnetwork: { loss: }\n`),
    ).toEqual([]);
  });
});
