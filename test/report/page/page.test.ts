import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { experimentPage } from '../../../src/report/page/experimentPage.ts';
import { picture } from '../../../src/report/page/markup.ts';
import { runPage } from '../../../src/report/page/runPage.ts';
import { FACTS } from '../../measure/synthetic.ts';
import { syntheticRun } from '../syntheticRun.ts';

const { measures } = syntheticRun();
const document = measures.document(FACTS);
const html = runPage({
  measures,
  document,
  asked: { question: 'What does a <crash> cost?', paths: [] },
  ladders: [],
  remarks: [
    {
      severity: 'risk',
      place: { file: 'a&b.yaml', line: 3, column: 5 },
      text: 'odd',
      risk: 'odd',
      source: 'pbx.c:odd',
    },
  ],
  expected: ['calls.lost < 5%: no, it is 9.2 %'],
  commands: ['dundisim run failover.yaml'],
  text: 'as printed',
});

/** Elements that HTML has without an end tag. */
const VOID = new Set(['meta']);

/** Tags that are not closed where they should be. */
function unbalanced(text: string): string[] {
  const open: string[] = [];
  const bad: string[] = [];
  for (const [, end, name, empty] of text
    .replace(/<style>[^]*?<\/style>/g, '')
    .matchAll(/<(\/?)([a-zA-Z0-9]+)[^>]*?(\/?)>/g)) {
    if (end === '/') {
      if (open.pop() !== name) bad.push(`</${name}>`);
    } else if (empty !== '/' && !VOID.has(name!)) open.push(name!);
    else if (empty === '/' && !VOID.has(name!) && !open.includes('svg')) bad.push(`<${name}/>`);
  }
  return [...bad, ...open];
}

describe('the report of a run', () => {
  it('allows its own style and nothing else, needs no script and no other file', () => {
    const style = /<style>([^]*?)<\/style>/.exec(html)![1]!;
    const hash = createHash('sha256').update(style).digest('base64');
    expect(html).toContain(`content="default-src 'none'; style-src 'sha256-${hash}'"`);
    expect(html.match(/<style/g)).toHaveLength(1);
    for (const forbidden of [/ style="/, /<script/, /<link/, /<img/, /\bon\w+="/, /url\((?!#)/])
      expect(html).not.toMatch(forbidden);
    expect(
      [...html.matchAll(/https?:[^"< ]*/g)].map(([url]) => url).filter((url) => url !== 'http://www.w3.org/2000/svg'),
    ).toEqual([]);
  });

  it('is well formed, and shows texts of the user as texts', () => {
    expect(unbalanced(html)).toEqual([]);
    expect(html).toContain('What does a &lt;crash&gt; cost?');
    expect(html).toContain('a&amp;b.yaml:3:5: odd (source: pbx.c:odd)');
  });

  it('has the answer, outcomes, causes, phases, recovery, what check found and how to reproduce it', () => {
    // Printed: no heading is left alone at the end of a page, and none is over a text that is folded away.
    expect(html).toContain('h2, h3, p:has(+ pre), p:has(+ figure) { break-after: avoid; }');
    expect(html).toContain('section:has(> details:not([open])) { display: none; }');
    for (const heading of ['Calls', 'Recovery', 'What check found', 'Expected', 'How to reproduce it', 'All figures'])
      expect(html).toContain(`<h2>${heading}</h2>`);
    expect(html).toContain('regpbx2 down 4 min 10 s');
    expect(html).toContain('<strong>regpbx2 crashes</strong>');
    expect(html.match(/<figure class="chart"/g)!.length).toBeGreaterThanOrEqual(3);
    const offered = /<td>offered<\/td><td class="number">([\d,]+)/.exec(html)![1]!;
    expect(Number(offered.replace(',', ''))).toBe(document.calls.offered);
  });
});

describe('a picture on a page', () => {
  it('says its styles by attributes', () => {
    const svg =
      '<svg><style>\nsvg { --ink: #000; }\n</style>\n<line style="stroke: var(--ink); stroke-width: 1.4"/></svg>\n';
    expect(picture(svg, 'ladder').svg).toContain(
      '<figure class="ladder" tabindex="0" role="group" aria-label="ladder"><svg><line stroke="var(--ink)" stroke-width="1.4"/></svg></figure>',
    );
  });
});

describe('the report of an experiment', () => {
  it('begins with the first paragraph of its text', () => {
    const page = experimentPage({
      title: 'office: sweep',
      question: '',
      facts: 'seed 1',
      text: 'It is\nbetter.\n\nfigures\n\n  1  2\n',
      charts: ['<svg><title>t</title></svg>\n'],
      remarks: [],
      command: 'dundisim sweep office.yaml',
    });
    expect(page).toContain('<p class="answer">It is better.</p>');
    expect(page).toContain('<pre tabindex="0">figures\n\n  1  2</pre>');
    expect(page).toContain('No mistake, no risk');
    expect(unbalanced(page)).toEqual([]);
  });
});
