import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SECOND } from '../../src/kernel/units.ts';
import type { ClusterConfig } from '../../src/model/config.ts';
import type { CallId, ServerId } from '../../src/model/ids.ts';
import { Measures } from '../../src/measure/measures.ts';
import { charts } from '../../src/report/charts/charts.ts';
import { sharedEnd, valueAxis } from '../../src/report/charts/axes.ts';
import { chart } from '../../src/report/charts/frame.ts';
import { CLASS_LOOK } from '../../src/report/run/callClass.ts';
import { phonesChart } from '../../src/report/charts/phonesChart.ts';
import { loadChart } from '../../src/report/charts/loadChart.ts';
import { binned } from '../../src/report/run/series.ts';
import { el, tenth } from '../../src/report/charts/svg.ts';
import { callRecord, configOf } from '../measure/synthetic.ts';
import { syntheticRun } from './syntheticRun.ts';

const { measures, document, end } = syntheticRun();
const drawn = charts(measures, end);

describe.each(drawn)('$file', ({ file, svg }) => {
  it('is as it was when it was looked at', async () => {
    await expect(svg).toMatchFileSnapshot(`snapshots/failover-${file}`);
  });

  it('is well formed, and has no figure that is not a number', () => {
    expect(openTags(svg)).toEqual([]);
    expect(svg).not.toMatch(/NaN|Infinity|undefined|e-\d/);
  });

  it('is turned over on a dark screen, and never on paper', () => {
    const [style] = /<style>[^<]*<\/style>/.exec(svg)!;
    expect(style).toMatch(/@media screen and \(prefers-color-scheme: dark\) \{ svg \{ filter: invert/);
    // What is turned over needs a ground to be turned over with.
    expect(svg).toMatch(/<rect width="900" height="\d+" fill="#ffffff"\/>/);
  });

  it('marks every fault, by name', () => {
    expect(svg).toContain('>regpbx2 crashes</text>');
    expect(svg).toContain('>regpbx2 restarts</text>');
    expect(svg.match(/stroke-dasharray="5 3"/g)).toHaveLength(2);
  });

  it('marks when the hub had noticed the crash', () => {
    expect(svg).toContain('>dunpbx1: regpbx2 unreachable</text>');
    expect(svg.match(/stroke-dasharray="1 3"/g)).toHaveLength(1);
  });

  it('says which run it is from', () => {
    expect(svg).toContain('>failover, profile asterisk-1.2, seed 1, one run</text>');
  });

  it('keeps its texts inside the picture', () => {
    const height = Number(/ height="(\d+)"/.exec(svg)![1]);
    for (const { left, right, y } of texts(svg)) {
      expect(left).toBeGreaterThanOrEqual(0);
      expect(right).toBeLessThanOrEqual(900);
      expect(y).toBeLessThanOrEqual(height);
    }
  });
});

it('the bars are as high as the calls are many', () => {
  const svg = drawn.find(({ file }) => file === 'calls.svg')!.svg;
  const bars = [
    ...svg.matchAll(
      /<rect x="[\d.]+" y="[\d.]+" width="(?!14")[\d.]+" height="([\d.]+)" fill="(?:#[0-9a-f]{6}|url\(#class-\w+\))"\/>/g,
    ),
  ]; // boxes of the legend are 14 wide
  const grid = [...svg.matchAll(/<line x1="68" x2="880" y1="([\d.]+)"[^>]*#e4e4e4[^>]*\/>\n<text[^>]*>(\d+)</g)].map(
    (match) => ({ y: Number(match[1]), value: Number(match[2]) }),
  );
  const [low, high] = [grid.find(({ value }) => value === 0)!, grid.at(-1)!];
  const perCall = (low.y - high.y) / (high.value - low.value);
  const heights = bars.reduce((sum, match) => sum + Number(match[1]), 0);
  // each rounded to 0.1
  expect(Math.abs(heights / perCall - document.calls.offered)).toBeLessThan((bars.length * 0.05) / perCall);
});

it('lost calls are below the line, and those that were cut where they were cut', () => {
  const svg = drawn.find(({ file }) => file === 'calls.svg')!.svg;
  const line = Number(/<line x1="68" x2="880" y1="([\d.]+)" y2="\1" stroke="#333333"\/>/.exec(svg)![1]);
  const bars = [
    ...svg.matchAll(/<rect x="([\d.]+)" y="([\d.]+)" width="(?!14|900)[\d.]+" height="[\d.]+" fill="([^"]+)"\/>/g),
  ];
  const ofClass = (fill: string) => bars.filter((bar) => bar[3] === fill);
  expect(ofClass(CLASS_LOOK.unserved.colour).length).toBeGreaterThan(5);
  for (const [, , y] of ofClass(CLASS_LOOK.unserved.colour)) expect(Number(y)).toBeGreaterThanOrEqual(line);
  for (const [, , y] of ofClass(CLASS_LOOK.dundi.colour)) expect(Number(y)).toBeLessThan(line);
  const crash = 68 + ((880 - 68) * 60) / 900;
  expect(ofClass(CLASS_LOOK.cut.colour).map(([, x]) => Number(x))).toEqual([Math.round(10 * crash) / 10]);
});

it('panels of what never happened stay', () => {
  const bin = binned(measures, end, 120)[10]!;
  const idle = [
    { ...bin, lookupsNetwork: 0, lookupsCached: 0, statements: 0, statementWait: 0, lockHeldRatioOf: () => 0 },
  ];
  const svg = loadChart(idle, { source: 's', faults: [], notices: [], end });
  expect(svg.match(/>none</g)).toHaveLength(4);
});

it('a server keeps its colour, whatever fails', () => {
  const colourOf = (faults: ClusterConfig['faults']): string => {
    const svg = phonesChart(
      binned(measures, end, 900),
      { ...measures.config, faults },
      { source: 's', faults: [], notices: [], end },
    );
    return /fill="(#[0-9a-f]{6})"\/>\n<text[^>]*>regpbx4</.exec(svg)![1]!;
  };
  expect(colourOf([{ kind: 'crash', at: 60 * SECOND, server: 4 as ServerId }])).toBe(colourOf([]));
});

it('the same run gives the same bytes', () => {
  const again = syntheticRun();
  expect(charts(again.measures, again.end)).toEqual(drawn);
});

it('a run of one call, and one of none, have their charts', () => {
  const one = new Measures({ config: configOf({ duration: 40 * SECOND }), seed: '1', scenarioName: 'one' });
  expect(charts(one, 40 * SECOND).map(({ file }) => file)).toEqual(['phones.svg']);
  one.callOffered();
  one.callEnded(
    callRecord({
      call: 1 as CallId,
      offeredAt: 12 * SECOND,
      ringingAt: 17 * SECOND,
      endedAt: 40 * SECOND,
      outcome: 'direct',
    }),
  );
  const files = charts(one, 40 * SECOND);
  expect(files.map(({ file }) => file)).toEqual(['calls.svg', 'delay.svg', 'phones.svg']);
  for (const { svg } of files) expect(svg).not.toMatch(/NaN|Infinity|undefined/);
});

it('the names of panels do not touch, however many there are', () => {
  const bin = binned(measures, end, 120)[10]!;
  const busy = [{ ...bin, lookupsNetwork: 7, statements: 900, statementWait: 5000, lockHeldRatioOf: () => 0.4 }];
  const svg = loadChart(busy, { source: 's', faults: [], notices: [], end });
  const names = [...svg.matchAll(/rotate\(-90 16 (\d+)\)">([^<]+)</g)].map(([, middle, name]) => ({
    middle: Number(middle),
    half: (name!.length * 12 * 0.53) / 2,
  }));
  expect(names).toHaveLength(4);
  names
    .slice(1)
    .forEach((name, i) => expect(name.middle - name.half).toBeGreaterThan(names[i]!.middle + names[i]!.half + 4));
});

describe('fault labels', () => {
  it('are shortened where they would leave the picture', () => {
    const svg = chart(
      {
        title: 't',
        note: 'n.',
        keys: [],
        source: 's',
        notices: [],
        faults: [{ at: 450 * SECOND, text: 'x'.repeat(200) }],
        end: 900 * SECOND,
        filled: true,
      },
      () => [],
    );
    expect(/>(x+…)</.exec(svg)?.[1]).toHaveLength(60);
  });

  it('never touch each other; those without room are counted', () => {
    const faults = fc.array(fc.record({ at: fc.nat(900 * SECOND), text: fc.stringMatching(/^[a-z0-9 ]{1,40}$/) }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(faults, (list) => {
        const sorted = [...list].sort((a, b) => a.at - b.at);
        const svg = chart(
          {
            title: 't',
            note: 'n.',
            keys: [],
            source: 's',
            notices: [],
            faults: sorted,
            end: 900 * SECOND,
            filled: true,
          },
          () => [],
        );
        const labels = texts(svg).filter(({ tag }) => tag.includes('paint-order'));
        const hidden = Number(/(\d+) of \d+ marks/.exec(svg)?.[1] ?? 0);
        expect(labels.length + hidden).toBe(sorted.length);
        for (const [i, a] of labels.entries()) {
          for (const b of labels.slice(i + 1))
            expect(a.y !== b.y || a.right <= b.left || b.right <= a.left, `${a.text} | ${b.text}`).toBe(true);
        }
      }),
    );
  });
});

describe('el', () => {
  it('escapes text and attributes', () => {
    expect(el('text', { x: 1, title: 'a"b<c' }, 'R&D <x>').svg).toBe(
      '<text x="1" title="a&quot;b&lt;c">R&amp;D &lt;x&gt;</text>',
    );
  });

  it('rounds to a tenth, without -0', () => {
    expect([tenth(1.25), tenth(-0.01), tenth(3), tenth(2.96)]).toEqual(['1.3', '0', '3', '3']);
  });
});

/** Tags that are opened and not closed, or closed and not open. */
function openTags(svg: string): string[] {
  const open: string[] = [];
  for (const [, closing, name, selfClosing] of svg.matchAll(/<(\/?)([a-z]+)[^<>]*?(\/?)>/g)) {
    if (selfClosing === '/') continue;
    if (closing === '') open.push(name!);
    else if (open.pop() !== name) return [`</${name}>`];
  }
  return open;
}

interface Text {
  readonly tag: string;
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

/** Level texts and the room they take: 0.5 of the font's size for a letter, as DejaVu Sans has at most on average. */
function texts(svg: string): Text[] {
  return [...svg.matchAll(/<text ([^>]*)>([^<]*)<\/text>/g)]
    .filter(([, tag]) => !tag!.includes('rotate'))
    .map(([, tag, text]) => {
      const number = (name: string, otherwise: number): number =>
        Number(new RegExp(`(?:^| )${name}="([-\\d.]+)"`).exec(tag!)?.[1] ?? otherwise);
      const width = text!.length * number('font-size', 12) * 0.5;
      const anchor = /text-anchor="(\w+)"/.exec(tag!)?.[1] ?? 'start';
      const left = number('x', 0) - (anchor === 'end' ? width : anchor === 'middle' ? width / 2 : 0);
      return { tag: tag!, text: text!, left, right: left + width, y: number('y', 0) };
    });
}

describe('a value axis', () => {
  const box = { left: 68, right: 600, top: 100, bottom: 400 };

  it('ends at a labelled line: nothing that is drawn lies beyond it', () => {
    const height = fc.integer({ min: 60, max: 300 });
    const most = fc.oneof(fc.double({ min: 0.01, max: 1, noNaN: true }), fc.integer({ min: 0, max: 10_000_000 }));
    fc.assert(
      fc.property(height, most, (tall, top) => {
        const { scale, marks } = valueAxis('title', top, { ...box, bottom: box.top + tall }, false);
        const lines = marks.flatMap(({ svg }) =>
          [...svg.matchAll(/^<line .* y1="([\d.]+)"/g)].map(([, y]) => Number(y)),
        );
        expect(Math.min(...lines)).toBeCloseTo(box.top, 0);
        expect(scale(top)).toBeGreaterThanOrEqual(box.top - 0.001);
      }),
    );
  });

  it('is shared by two runs that do not differ much', () => {
    expect([0, 0.4, 3, 3.1, 9, 11, 30, 31, 299, 301].map(sharedEnd)).toEqual([0, 3, 3, 10, 10, 30, 30, 100, 300, 1000]);
  });

  it('of lookups, statements and waits is that of the run before', () => {
    const bin = binned(measures, end, 120)[10]!;
    const seconds = (bin.until - bin.from) / SECOND;
    const load = (perSecond: number): readonly string[] => {
      const figures = { statements: 100, statementWait: 20_000, lookupsNetwork: perSecond * seconds, lookupsCached: 0 };
      const svg = loadChart([{ ...bin, ...figures }], { source: 's', faults: [], notices: [], end });
      return [...svg.matchAll(/text-anchor="end">([^<]+)</g)].map(([, tick]) => tick!);
    };
    expect(load(4)).toEqual(load(9));
    expect(load(4)).not.toEqual(load(12));
  });
});

it('ticks are short enough for the room beside the axis', () => {
  const labels = (most: number): readonly string[] => {
    const { marks } = valueAxis('phones', most, { left: 68, right: 600, top: 100, bottom: 400 }, true);
    return [
      ...marks
        .map(({ svg }) => svg)
        .join('')
        .matchAll(/>([^<>]+)<\/text>/g),
    ]
      .map(([, label]) => label!)
      .slice(0, -1);
  };
  expect(labels(8000)).toContain('2,000');
  expect(labels(1_000_000)).toEqual(expect.arrayContaining(['0', '200k', '800k', '1M']));
  expect(Math.max(...labels(1_000_000).map(({ length }) => length))).toBeLessThan(6);
});
