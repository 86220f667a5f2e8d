import { expect, it } from 'vitest';
import type { PlanAnswer } from '../../../src/experiment/plan/planAnswer.ts';
import { planText } from '../../../src/report/experiment/planText.ts';

const objective = 'calls.lost < 1%';
const estimate = { value: 0.005, low: 0.002, high: 0.009, level: 0.95, n: 100, unit: 'ratio' } as const;
const open = { objective, failure: null, estimate, decision: 'undecided', level: 0.9983 } as const;
const tried = { says: '', line: '', estimate, meets: true, unharmed: false } as const;
const answer = {
  path: 'calls.0.rate',
  goal: 'maximise',
  holds: null,
  fails: null,
  between: ['1/s', '2/s'],
  confidence: 0.95,
  replications: 100,
  most: 100,
  binding: { objective, failure: null },
  causes: [],
  helps: [],
  independent: [],
  unit: null,
  reproduce: { holds: null, fails: null },
  moments: null,
  probes: [
    {
      value: '1/s',
      number: 1,
      decision: 'undecided',
      objectives: [{ ...open, decides: { low: 0.001, high: 0.0125 } }],
    },
  ],
  uncounted: null,
  fixedCalls: [],
  hasFaults: false,
  changes: {
    value: '1/s',
    objective,
    failure: null,
    asItIs: estimate,
    tried: [
      { ...tried, set: ['phones.*.backup=next'], differs: true, helps: true },
      { ...tried, set: ['servers.*.cachetime=1h'], differs: false, helps: false },
    ],
  },
} as unknown as PlanAnswer;

const text = planText(answer, ['plan', 'x.yaml'], (words) => words.join(' ')).replaceAll(/\s+/g, ' ');

it('says at which level an objective is undecided, and with which interval', () => {
  expect(text).toContain(
    'That all statements together are right with 95 %, each is made at a stricter level, which is named beside what is undecided: there the limit is still inside the wider interval.',
  );
  expect(text).toContain('0.5 % (0.2 % to 0.9 %); 100 runs undecided at 99.83 %: 0.1 % to 1.25 %');
});

it('lists the changes whose trial shows a difference, and names the others in a line', () => {
  expect(text).toContain('phones.*.backup=next 0.5 %');
  expect(text).toContain('Tried, and no difference seen in 10 runs: servers.*.cachetime=1h.');
  expect(text).not.toContain('servers.*.cachetime=1h 0.5 %');
});

it('says that a rate of all callers does not grow with the phones, and how it does', () => {
  const fixedCalls = [{ path: 'calls.0.rate', instead: ['calls.0.rate=', 'calls.0.perPhone=7.2/h'] }];
  const said = planText({ ...answer, fixedCalls }, ['plan', 'x.yaml'], (words) => words.join(' ')).replaceAll(
    /\s+/g,
    ' ',
  );
  expect(said).toContain(
    'calls.0.rate is the rate of all callers together: with more phones there are no more calls. Calls that grow with the phones: --set calls.0.rate= --set calls.0.perPhone=7.2/h.',
  );
  expect(said).toContain('plan x.yaml --set calls.0.rate= --set calls.0.perPhone=7.2/h');
});

it('asks for lost calls to be counted before anything is built', () => {
  const lost = { value: 0.2, low: 0.18, high: 0.22, level: 0.95, n: 10, unit: 'ratio' } as const;
  const uncounted = { value: '1/s', failure: null, share: lost, grows: null };
  const held = {
    ...answer,
    holds: '1/s',
    fails: '2/s',
    probes: [],
    uncounted,
    reproduce: { holds: ['run'], fails: ['run'] },
  };
  const said = planText(held as PlanAnswer, ['plan', 'x.yaml'], (words) => words.join(' ')).replaceAll(/\s+/g, ' ');
  expect(said).toContain('20 % (18 % to 22 %) of the calls are lost, and no objective counts them.');
  expect(said).toContain('Ask with lost calls counted too: plan x.yaml --slo calls.lost < 5%');
  expect(said).not.toContain('Build for');
});

it("says that the scenario's own faults come in every run, where it has some", () => {
  const said = planText({ ...answer, hasFaults: true }, ['plan', 'x.yaml'], (words) => words.join(' '));
  expect(said).toContain("The scenario's own faults come in every run; --set 'faults=[]' leaves them out.");
  expect(text).not.toContain('own faults');
});
