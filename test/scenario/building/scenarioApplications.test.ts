import { describe, expect, it } from 'vitest';
import { mistakesOf, parse } from '../world.ts';

const office = 'asterisk: dundisim:paper\nphones: { office: { numbers: 1001..1010 } }\n';

function applications(text: string, sets: readonly string[] = []) {
  const { config } = parse(office + text, { sets });
  return new Map(config.applications.map(({ name, takes, sets: values }) => [name, { takes, sets: values }]));
}

describe('applications:', () => {
  it('without a word of the scenario has what the model assumes', () => {
    const all = applications('');
    expect(all.get('AGI')).toEqual({ takes: { kind: 'constant', value: 100_000 }, sets: { AGISTATUS: 'SUCCESS' } });
    expect(all.get('ConfBridge')).toEqual({ takes: 'endless', sets: {} });
    expect(all.has('Queue')).toBe(false);
  });

  it('says a time, drawn or not or endless, and variables; the rest stays as it is assumed', () => {
    const all = applications(`applications:
  AGI: { takes: uniform 80ms..120ms, sets: { RESULT: "1" } }
  ConfBridge: { takes: 5m }
  Queue: { sets: { QUEUESTATUS: TIMEOUT } }
  Playback: { takes: endless }
`);
    expect(all.get('AGI')).toEqual({
      takes: { kind: 'uniform', from: 80_000, to: 120_000 },
      sets: { AGISTATUS: 'SUCCESS', RESULT: '1' },
    });
    expect(all.get('ConfBridge')!.takes).toEqual({ kind: 'constant', value: 300_000_000 });
    expect(all.get('Queue')).toEqual({ takes: { kind: 'constant', value: 0 }, sets: { QUEUESTATUS: 'TIMEOUT' } });
    expect(all.get('Playback')!.takes).toBe('endless');
  });

  it('can be set, whether or not it is written', () => {
    const all = applications('', ['applications.AGI.takes=2s']);
    expect(all.get('AGI')!.takes).toEqual({ kind: 'constant', value: 2_000_000 });
  });

  it.each([
    ['  AGY: { takes: 1s }', ['s.yaml:4:3: Asterisk has no application "AGY"; did you mean "AGI"?']],
    ['  agi: { takes: 1s }', ['s.yaml:4:3: Asterisk has no application "agi"; did you mean "AGI"?']],
    [
      '  Dial: { takes: 1s }',
      ['s.yaml:4:3: Dial is modelled: it takes the time of what it does, and a time cannot be given'],
    ],
    ['  AGI: { take: 1s }', ['s.yaml:4:10: unknown key "take"; did you mean "takes"?']],
  ])('%s', (line, expected) => {
    expect(mistakesOf(`${office}applications:\n${line}\n`)).toEqual(expected);
  });
});
