import type { Judged } from '../../experiment/judge.ts';
import { el, lines } from '../charts/svg.ts';
import { judgedValue } from './judgedText.ts';

/** What was judged together: a run, the replications of a scenario, or a point of a sweep. */
export interface JudgedSuite {
  /** The scenario, with the values of the point. */
  readonly name: string;
  readonly judged: readonly Judged[];
  /** Such as the seed and the command that repeats it. */
  readonly properties: Readonly<Record<string, string>>;
}

/**
 * JUnit's XML, as CI servers read it: a suite for each point, a case for each expectation. What is undecided is a
 * failure of that type. There are no times: the same runs give the same bytes.
 */
export function junitXml(suites: readonly JudgedSuite[]): string {
  const failed = (judged: readonly Judged[]): number => judged.filter(({ verdict }) => verdict !== 'holds').length;
  const all = suites.flatMap(({ judged }) => judged);
  const document = el(
    'testsuites',
    { name: 'dundisim', tests: String(all.length), failures: String(failed(all)) },
    lines(
      suites.map(({ name, judged, properties }) =>
        el(
          'testsuite',
          { name, tests: String(judged.length), failures: String(failed(judged)) },
          lines([
            el(
              'properties',
              {},
              ...Object.entries(properties).map(([key, value]) => el('property', { name: key, value })),
            ),
            ...judged.map((one) => testCase(name, one)),
          ]),
        ),
      ),
    ),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${document.svg}\n`;
}

function testCase(suite: string, one: Judged) {
  const attributes = { classname: suite, name: one.text };
  if (one.verdict === 'holds') return el('testcase', attributes);
  const type = one.verdict === 'fails' ? 'failed' : 'undecided';
  const message = `${one.text}: ${one.verdict}, ${judgedValue(one)}`;
  return el('testcase', attributes, el('failure', { type, message }, message));
}
