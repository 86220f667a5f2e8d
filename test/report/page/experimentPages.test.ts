import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TINY } from '../../cli/experiments.ts';
import { dundisim, folderWith, textIn } from '../../cli/world.ts';
import { hasBrowser, launched, violationsIn } from '../../lab/browser.ts';

const ONE = ['--workers', '1', '--report', 'report.html'];

/** A command, and what its report says first. */
const COMMANDS = [
  ['sweep tiny.yaml --over phones.office.expires=30s,60s --replications 2', /^Calls lost per run[,:] .+\.$/],
  ['compare tiny.yaml --with phones.office.backup=next --replications 2', /^With phones\.office\.backup=next, .+\.$/],
  [
    'tradeoff tiny.yaml --cachetimes 5s,10s --replications 2',
    /^Cachetime 10s instead of 5s, in Asterisk 1\.2 \(where an answer lives 1 s and 1 s\): .+\.$/,
  ],
  [
    'plan tiny.yaml --maximise calls.0.rate --between 1/s..2/s --slo calls.lost<99% --replications 10',
    /^calls\.0\.rate: every objective holds at 2\/s, the greatest value of 1\/s to 2\/s\.$/,
  ],
] as const;

describe.skipIf(!hasBrowser)('the report of', { timeout: 120_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launched();
  });
  afterAll(() => browser?.close());

  it.each(COMMANDS)('%s opens from disk, in light and dark, with the answer first', async (line, answer) => {
    const here = folderWith({ 'tiny.yaml': TINY });
    const words = line
      .replace('lost<99%', 'lost@<@99%')
      .split(' ')
      .map((word) => word.replaceAll('@', ' '));
    const { code, err } = await dundisim(here, ...words, ...ONE);
    expect(code, err).toBe(0);
    expect(textIn(here, 'report.html')).toContain(`<pre tabindex="0">dundisim ${words[0]} tiny.yaml`);
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await browser.newPage({ colorScheme, viewport: { width: 1000, height: 800 } });
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      await page.goto(`file://${join(here, 'report.html')}`);
      expect(await page.locator('.answer').textContent()).toMatch(answer);
      expect(await page.locator('h2').allTextContents()).toContain('How to reproduce it');
      // Nothing is cut: neither the page, nor a table, nor a line of a chart.
      expect(await page.evaluate(CUT)).toEqual([]);
      const [ink, paper] = (await page.evaluate(COLOURS)) as [number, number];
      expect(Math.abs(ink - paper)).toBeGreaterThan(150);
      expect(paper > 128).toBe(colorScheme === 'light');
      // On a phone a chart is scrolled, not shrunk to what nobody can read.
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await page.evaluate(SMALLEST)).toBeGreaterThanOrEqual(11);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
      if (words[0] === 'sweep') expect(await violationsIn(page, 'html')).toEqual([]);
      expect(complaints).toEqual([]);
      await page.close();
    }
  });
});

/** Texts that reach beyond what holds them. */
const CUT = `[...document.querySelectorAll('pre, main, figure svg text')].filter((one) => {
  const svg = one.closest('svg');
  return svg ? one.getBoundingClientRect().right > svg.getBoundingClientRect().right + 1 : one.scrollWidth > one.clientWidth;
}).map((one) => one.textContent.slice(0, 120))`;

/** Brightness of text and page, 0 to 255. */
const COLOURS = `['color', 'backgroundColor'].map((name) => {
  const [r, g, b] = getComputedStyle(document.body)[name].match(/\\d+/g).map(Number);
  return 0.3 * r + 0.6 * g + 0.1 * b;
})`;

/** Pixels of the smallest text of a chart, as it is shown. */
const SMALLEST = `Math.min(...[...document.querySelectorAll('figure.chart svg text')].map((one) =>
  Number.parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a || 99))`;
