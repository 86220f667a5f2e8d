import { readFileSync, statSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { factsOf } from '../../src/lab/engine/clusterFacts.ts';
import { readSetup } from '../../src/lab/engine/labScenario.ts';
import { EMPTY } from '../../src/lab/setup/labSetup.ts';
import { leversOf } from '../../src/lab/setup/controls.ts';
import { formatRemark } from '../../src/text/mistake.ts';
import { addressOf, builtPage, ended, hasBrowser, launched, opened, showPanel, violationsIn } from './browser.ts';
import { library, recorded } from './lessonRuns.ts';

/** A run of some hundred events: the page is the same with it. */
const SMALL = { scenario: 'registered-twice' } as const;
const KILOBYTES = 1000;
/** What is waited for comes at once where nothing else runs. */
const PATIENT = { timeout: 60_000 };

describe.skipIf(!hasBrowser)('the page', () => {
  let browser: Browser;
  let path: string;
  /** For tests that look at a small run and leave it as it was. */
  let small: Page;
  vi.setConfig({ testTimeout: 180_000 }); // For a machine that does other things too: alone, each takes a second or two.
  beforeAll(async () => {
    path = builtPage();
    browser = await launched();
    ({ page: small } = await opened(browser, path, { setup: SMALL }));
  }, 120_000);
  afterAll(() => browser?.close());

  it('works from disk, asks the network for nothing, breaks no policy, and runs as Node does', async () => {
    const setup = { ...EMPTY, sets: ['duration=2m'] };
    const { page, complaints } = await opened(browser, path, { setup });
    const { ending } = await recorded(setup);
    expect(await page.locator('#fingerprint').textContent()).toBe(ending.document.fingerprint);
    const words = (text: string | null): string => text!.replace(/\s+/g, ' ').trim();
    expect(words(await page.locator('.summary').textContent())).toBe(words(ending.summary));
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('goes to any moment without running anything again', async () => {
    const figures = (at: number): Promise<unknown> =>
      small.evaluate(`(async () => {
        const slider = document.querySelector('.slider');
        slider.value = ${at};
        slider.dispatchEvent(new Event('input', { bubbles: true }));
        await new Promise(requestAnimationFrame);
        const texts = (selector) => [...document.querySelectorAll(selector)].map((one) => one.textContent);
        return { state: document.querySelector('[data-state]').dataset.state, texts: texts('.clock, .host, .event') };
      })()`);
    const before = await figures(10e6);
    const later = await figures(70e6);
    expect(later).toMatchObject({
      state: 'ended',
      texts: expect.arrayContaining([expect.stringContaining('1:10.000')]),
    });
    expect(JSON.stringify(later)).toContain('regpbx2down');
    expect(JSON.stringify(before)).not.toContain('regpbx2down');
    expect(await figures(10e6)).toEqual(before);
  });

  it('has at most 500 kB without the editor, and its policy has no exceptions', () => {
    const html = readFileSync(path, 'utf8');
    const editor = /id="editor-code">([\s\S]*?)<\/script>/.exec(html)![1]!;
    expect(statSync(path).size - Buffer.byteLength(editor)).toBeLessThanOrEqual(500 * KILOBYTES);
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)![1]!;
    expect(policy).toContain(`default-src 'none'`);
    expect(policy).not.toMatch(/unsafe|http|\*/);
  });

  it('plays, pauses, steps from event to event, and changes its speed, by keys too', async () => {
    const { page } = await opened(browser, path, { setup: SMALL, speed: 100 });
    const clock = page.getByLabel('Virtual time');
    const time = async (): Promise<number> => Number(await page.getByLabel('Time in the run').inputValue());
    await page.getByRole('button', { name: 'Play' }).click();
    await expect.poll(time, PATIENT).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Pause' }).click();
    const paused = await time();
    await page.waitForTimeout(60);
    expect(await time()).toBe(paused);
    const events = async (): Promise<string> => (await page.locator('.event').textContent())!;
    const before = await events();
    await page.keyboard.press('.');
    expect(await events()).not.toBe(before);
    await page.getByRole('button', { name: 'Event before' }).click();
    await page.keyboard.press('+');
    expect(await page.getByRole('slider', { name: 'Speed' }).getAttribute('aria-valuetext')).toBe('200×');
    await page.getByRole('button', { name: 'To the beginning' }).click();
    expect(await clock.textContent()).toBe('0:00.0');
    await page.keyboard.press('l');
    expect(await clock.textContent()).toBe('0:10.0');
    await page.close();
  });

  it('each control sets what its label says', async () => {
    const { page } = await opened(browser, path, { setup: SMALL, panel: 'controls' });
    const facts = factsOf(readSetup(library, { ...EMPTY, ...SMALL }).scenario!);
    for (const lever of leversOf(facts)) {
      const { label, kind, values, paths, present } = lever;
      const index = values.findIndex(({ value }) => value === present) === 0 ? 1 : 0;
      const control = page.locator('.control').filter({ hasText: label });
      if (kind === 'choice') await control.getByRole('combobox').selectOption(values[index]!.value);
      else await setRange(page, control.getByRole('slider'), index);
      const command = page.locator('.panel pre');
      for (const name of paths)
        await expect.poll(() => command.textContent(), PATIENT).toContain(`${name}=${values[index]!.value}`);
      await page.getByRole('button', { name: 'As the scenario says' }).click();
      await expect.poll(() => command.textContent(), PATIENT).toBe('dundisim run scenarios/registered-twice.yaml');
    }
    await page.getByLabel('Seed').fill('42');
    await page.getByLabel('Seed').press('Enter');
    await expect.poll(() => page.locator('.panel pre').textContent(), PATIENT).toContain('--seed 42');
    await page.close();
  });

  it('a click on a server and on Crash is a line of the scenario, and the run before stays in view', async () => {
    const { page } = await opened(browser, path, { setup: SMALL, at: 30e6, panel: 'faults' });
    await page.getByRole('button', { name: /^regpbx4/ }).click();
    await page.getByRole('button', { name: 'Crash', exact: true }).click();
    await ended(page);
    expect(await page.locator('.faults code').allTextContents()).toEqual(['- { at: 30s, crash: regpbx4 }']);
    expect(await page.locator('.marks').textContent()).toContain('before, in grey:');
    await page.getByRole('button', { name: 'Next event' }).click();
    await expect.poll(() => page.getByRole('button', { name: /^regpbx4/ }).textContent(), PATIENT).toContain('down');
    await page.getByLabel('Link to').selectOption({ label: 'dunpbx1' });
    await page.getByRole('button', { name: 'Cut', exact: true }).click();
    await page.getByRole('button', { name: /^MySQL/ }).click();
    await page.getByRole('button', { name: 'Slow, 100 times' }).click();
    await ended(page);
    const { text } = readSetup(library, {
      ...EMPTY,
      ...SMALL,
      faults: (await page.locator('.faults code').allTextContents()).map((line) => line.slice(2)),
    });
    expect(text).toContain('crash: regpbx4 }\n');
    expect(text).toContain('partition: [regpbx4, dunpbx1] }\n');
    expect(text).toContain('slowDatabase: 100 }\n');
    await page.getByRole('button', { name: /^Remove .*crash/ }).click();
    await ended(page);
    expect(await page.locator('.faults code').count()).toBe(2);
    await page.close();
  });

  it('each fault that can be clicked is one of the command line, with the same fingerprint', async () => {
    const { page } = await opened(browser, path, { setup: SMALL, panel: 'faults' });
    const targets: [name: RegExp, link: string, buttons: string][] = [
      [/^regpbx4/, '', 'regpbx4'],
      [/^dunpbx1/, '', 'dunpbx1'],
      [/^MySQL/, '', 'MySQL'],
      [/^regpbx3/, 'dunpbx1', 'the link to dunpbx1'],
    ];
    let at = 30e6;
    for (const [name, link, of] of targets) {
      await page.getByRole('button', { name }).click();
      if (link !== '') await page.getByLabel('Link to').selectOption({ label: link });
      at = Number(await page.evaluate(clickEachLater(`Break or mend ${of} at`, at)));
    }
    await ended(page);
    const faults = (await page.locator('.faults code').allTextContents()).map((line) => line.slice(2));
    expect(faults).toHaveLength(29);
    const { text } = readSetup(library, { ...EMPTY, ...SMALL, faults });
    const { ending } = await recorded({ ...EMPTY, ...SMALL, text: text! });
    await showPanel(page, 'Answer');
    expect(await page.locator('#fingerprint').textContent()).toBe(ending.document.fingerprint);
    await page.close();
  });

  it('one call is the ladder of `dundisim call`; each of its times is a moment to go to', async () => {
    const page = small;
    await showPanel(page, 'Calls');
    await page.getByLabel('Show').selectOption('all');
    await page.getByLabel(/^\d+ calls/).selectOption('3');
    const ladder = page.getByRole('region', { name: 'Messages of the call' });
    await ladder.waitFor();
    expect(await ladder.textContent()).toContain('DPDISCOVER 1002 ttl 2');
    expect(await page.locator('.panel').textContent()).toContain('Call 3, 1001 to 1002, offered at 70 s');
    await ladder.getByRole('button').last().click();
    expect(Number(await page.getByLabel('Time in the run').inputValue())).toBeGreaterThan(70e6);
  });

  it('the trade-off has a point for each cachetime under each profile', async () => {
    const page = small;
    await showPanel(page, 'Trade-off');
    await page.getByRole('button', { name: 'Compute' }).click();
    await page.getByText('All runs are done.').waitFor();
    expect(await page.getByRole('tabpanel').textContent()).not.toContain('No server dies in this scenario');
    const cells = await page.locator('.figures td').allTextContents();
    expect(cells).toHaveLength(12);
    for (const cell of cells) expect(cell).toMatch(/^[\d.]+ \/ \d+ \/ \d+$/);
    await page.setViewportSize({ width: 1024, height: 768 });
    expect(await page.locator('figure .tick').count()).toBe(9);
    expect(await page.evaluate(CUT_TEXTS)).toEqual([]);
    await showPanel(page, 'Answer');
    expect(await page.evaluate(CUT_TEXTS)).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it('a lesson asks for a number before it shows one, on no panel and in no box', async () => {
    const { page } = await opened(browser, path, { setup: SMALL, panel: 'lessons' });
    const chosen = page.getByRole('combobox', { name: /^Lesson/ });
    await chosen.selectOption('five-seconds');
    await ended(page);
    expect(await page.locator('.marks').textContent()).toContain('Lost calls are shown when you have made a guess');
    // The lesson's own question, not that of the scenario, whose figures it changes.
    expect(await page.locator('p.question').textContent()).toContain('For how many seconds at most is an answer kept?');
    for (const name of ['Calls', 'Trade-off', 'Scenario', 'Answer']) {
      await showPanel(page, name);
      expect(await page.getByRole('tabpanel').textContent()).toMatch(/^Your guess first/);
    }
    await page.getByRole('button', { name: 'To the lesson' }).click();
    const boxes = async (): Promise<string> => (await page.locator('.host').allTextContents()).join();
    await page.getByRole('button', { name: /^dunpbx1/ }).click();
    const lives = /cache [1-9]\d*, [\d.]+ m?s left/;
    await page.getByLabel('Time in the run').fill(String(await page.evaluate(MOMENT_WITH_CACHE)));
    expect(await boxes()).toMatch(/cache [1-9]/);
    expect(await page.locator('main').textContent()).not.toMatch(/\d m?s left/);
    await page.getByRole('spinbutton').fill('5');
    await page.getByRole('button', { name: 'Run and check' }).click();
    expect(await page.locator('.result').textContent()).toBe('1 s. You said 5 s: too high by 4 s, 400 %.');
    // The question has given way to the answer, and the keyboard's place is there.
    expect(await page.getByRole('spinbutton').count()).toBe(0);
    await expect.poll(() => page.evaluate('document.activeElement.textContent'), PATIENT).toContain('Your guess: 5 s.');
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByLabel('Time in the run').fill(String(await page.evaluate(MOMENT_WITH_CACHE)));
    expect(await boxes()).toMatch(lives);
    await page.getByRole('button', { name: 'Set cachetime to 1 h' }).click();
    expect(await page.locator('.answer').textContent()).toContain('This is what cachetime trades');
    await page.getByRole('button', { name: 'Next lesson: Who pays for a dead server' }).click();
    expect(await page.getByRole('spinbutton').inputValue()).toBe('');
    await chosen.selectOption('two-registrations');
    await showPanel(page, 'Answer');
    await page.getByRole('button', { name: 'Leave the lesson' }).click();
    await page.locator('.summary').waitFor();
    await page.close();
  });

  it('says what it waits for, to be seen and to be heard', async () => {
    const page = await browser.newPage();
    await page.addInitScript(`globalThis.said = [];
      new MutationObserver(() => {
        for (const one of document.querySelectorAll('[role=status]'))
          if (!said.includes(one.textContent)) said.push(one.textContent);
        const seen = document.querySelector('.loading')?.textContent;
        if (seen && !said.includes('seen: ' + seen)) said.push('seen: ' + seen);
      }).observe(document, { subtree: true, childList: true, characterData: true });`);
    await page.goto(await addressOf(path, { setup: { sets: ['duration=2m'] } }));
    await ended(page);
    await expect
      .poll(() => page.evaluate('said'), PATIENT)
      .toEqual(
        expect.arrayContaining([
          'Loading: the lab is unpacked …',
          'Loading: the simulator starts …',
          'seen: Loading: the simulator starts …',
          'The run is computed …',
          'The run is computed.',
        ]),
      );
    expect(await page.locator('body').textContent()).not.toContain('Loading');
    expect(await page.locator('progress').count()).toBe(0);
    await page.close();
  });

  it('each key does what the footer says of it, none where letters are something else', async () => {
    const page = small;
    const time = async (): Promise<number> => Number(await page.getByLabel('Time in the run').inputValue());
    const speed = async (): Promise<string | null> =>
      page.getByRole('slider', { name: 'Speed' }).getAttribute('aria-valuetext');
    const plays = (): Promise<number> => page.getByRole('button', { name: 'Pause' }).count();
    const S = 1e6;
    await page.getByLabel('Time in the run').fill(String(100 * S));
    expect((await page.locator('footer kbd').allTextContents()).join(' ')).toBe('k j l , . - +');
    await page.keyboard.press('l');
    expect(await time()).toBe(110 * S);
    await page.keyboard.press('j');
    expect(await time()).toBe(100 * S);
    await page.keyboard.press('.');
    const next = await time();
    expect(next).toBeGreaterThan(100 * S);
    await page.keyboard.press(',');
    expect(await time()).toBeLessThan(next);
    const before = await speed();
    await page.keyboard.press('+');
    expect(await speed()).not.toBe(before);
    await page.keyboard.press('-');
    expect(await speed()).toBe(before);
    await page.keyboard.press('k');
    expect(await plays()).toBe(1);
    await page.keyboard.press('k');
    expect(await plays()).toBe(0);
    // At the end it begins again.
    await page.keyboard.press('k');
    await page.getByLabel('Time in the run').fill(String(240 * S));
    await expect.poll(plays, PATIENT).toBe(0);
    await page.keyboard.press('k');
    expect(await time()).toBeLessThan(200 * S);
    await page.keyboard.press('k');
    await page.getByLabel('Scenario').focus();
    await page.keyboard.press('k');
    await page.getByLabel('Keys:').uncheck();
    await page.keyboard.press('k');
    expect(await plays()).toBe(0);
    await page.getByLabel('Keys:').check();
  });

  it('a link brings back scenario, seed, faults, moment, selection and call', async () => {
    const setup = { ...SMALL, seed: '5', sets: ['servers.*.cachetime=5s'], faults: ['{ at: 2m, crash: regpbx4 }'] };
    const view = { setup, at: 70_001_000, selected: 'regpbx3', call: 3, panel: 'calls', speed: 0.1 };
    const first = await opened(browser, path, view);
    const shown = (page: Page): Promise<readonly unknown[]> =>
      Promise.all([
        page.getByLabel('Scenario').inputValue(),
        page.getByLabel('Time in the run').inputValue(),
        page.getByRole('button', { pressed: true }).textContent(),
        page.getByRole('slider', { name: 'Speed' }).getAttribute('aria-valuetext'),
        page.getByRole('heading', { name: 'Call 3' }).textContent(),
        page.locator('footer').textContent(),
      ]);
    await first.page.getByRole('heading', { name: 'Call 3' }).waitFor();
    await first.page.getByRole('button', { name: 'Copy link' }).click();
    await first.page
      .getByText(/Link copied|address bar/)
      .first()
      .waitFor();
    const link = first.page.url();
    expect(link.split('#')[1]!.length).toBeLessThanOrEqual(2048);
    const second = await first.page.context().newPage();
    await second.goto(link);
    await ended(second);
    await second.getByRole('heading', { name: 'Call 3' }).waitFor();
    expect(await shown(second)).toEqual(await shown(first.page));
    expect(await second.getByLabel('Time in the run').inputValue()).toBe('70001000');
    for (const page of [first.page, second]) await page.close();
  });

  it('the editor says what the command line says, and runs what is written', async () => {
    const { page, complaints } = await opened(browser, path, { setup: SMALL, panel: 'scenario' });
    const editor = page.getByRole('textbox', { name: 'Scenario' });
    await editor.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('fau');
    await page.locator('.cm-tooltip-autocomplete').waitFor();
    await expect.poll(() => page.evaluate(IS_INSIDE_EDITOR), PATIENT).toBe(true);
    await page.keyboard.press('Escape');
    for (let i = 0; i < 'fau'.length; i++) await page.keyboard.press('Backspace');
    await page.keyboard.type('duraton: 5m');
    await page.keyboard.press('Escape');
    const text = `${readSetup(library, { ...EMPTY, ...SMALL }).text}duraton: 5m`;
    const [mistake] = readSetup(library, { ...EMPTY, ...SMALL, text }).remarks;
    // While it is typed, the text is checked too.
    const shownFirst = (): Promise<string | null> => page.locator('.remarks .mistake').first().textContent();
    await expect.poll(shownFirst, PATIENT).toBe(formatRemark(mistake!));
    expect(await page.getByRole('button', { name: 'Run this text' }).isDisabled()).toBe(true);
    for (let i = 0; i < 'duraton: 5m'.length; i++) await page.keyboard.press('Backspace');
    await page.keyboard.type('seed: 77');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('button', { name: 'Run this text' }).isEnabled(), PATIENT).toBe(true);
    await page.getByRole('button', { name: 'Run this text' }).click();
    await showPanel(page, 'Answer');
    await expect.poll(() => page.getByRole('tabpanel').textContent(), PATIENT).toContain('seed 77');
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('on a screen, a projector and a phone, the boxes show the registrations at 0 s, and nothing of them is cut', async () => {
    const { page } = await opened(browser, path, { setup: { sets: ['duration=70s'] } });
    expect(await page.getByLabel('Time in the run').inputValue()).toBe('0');
    for (const [viewport, font] of [
      [{ width: 1440, height: 900 }, 16],
      // With large text.
      [{ width: 1024, height: 768 }, 20],
      [{ width: 390, height: 844 }, 16],
    ] as const) {
      await page.setViewportSize(viewport);
      await page.evaluate(`document.documentElement.style.fontSize = '${font}px'`);
      await page.getByLabel('Time in the run').fill('0');
      const boxes = await page.getByRole('button', { name: /^regpbx/ }).allTextContents();
      expect(boxes).toHaveLength(5);
      for (const box of boxes) expect(box).toMatch(/^regpbx\d200 registered/);
      await page.getByLabel('Time in the run').fill('12000000');
      expect([viewport, await page.evaluate(CUT)]).toEqual([viewport, []]);
      await page.getByLabel('Time in the run').fill('65000000');
      expect(await page.getByRole('button', { name: /^regpbx2.*down/ }).count()).toBe(1);
      expect([viewport, await page.evaluate(CUT)]).toEqual([viewport, []]);
    }
    await page.close();
  });

  it.each([
    ['gateways', [], [1280, 390]],
    ['parking', [], [1024, 390]],
    ['failover', ['servers.regpbx.count=10'], [1024]],
    ['failover', ['servers.regpbx.count=50'], [1280, 390]],
  ] as const)(
    'the boxes of %s, with %j, lie beside each other, inside the picture, on screens %j px wide',
    async (scenario, sets, widths) => {
      const { page } = await opened(browser, path, { setup: { scenario, sets: ['duration=2s', ...sets] } });
      for (const width of widths) {
        await page.setViewportSize({ width, height: 800 });
        expect(await page.evaluate(OVERLAPS)).toEqual([]);
        expect(await page.evaluate(CUT)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
      }
      await page.close();
    },
  );

  it('axe finds nothing, and nothing is wider than the page: light and dark, on large and small screens', async () => {
    const view = { selected: 'regpbx2', at: 61e6, panel: 'lessons', lesson: 'two-registrations', guess: 3 };
    const { page } = await opened(browser, path, { setup: SMALL, ...view });
    for (const [colorScheme, width, height] of [
      ['light', 1440, 900],
      ['dark', 1920, 1080],
      ['light', 390, 844],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height });
      for (const name of ['Lessons', 'Controls', 'Faults', 'Calls', 'Trade-off', 'Scenario', 'Answer']) {
        const where = `${name}, ${colorScheme}, ${width} px wide`;
        await showPanel(page, name);
        // The whole page once, then what has changed.
        const violations = await violationsIn(page, name === 'Lessons' ? 'html' : '#panels');
        expect([where, ...violations]).toEqual([where]);
        const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        expect([where, overflow]).toEqual([where, 0]);
      }
    }
    await page.close();
  });
});

/** Clicks each button of that group, 5 s of the run after the one before; gives the last moment, µs. */
const clickEachLater = (group: string, from: number): string => `(async () => {
  const buttons = () => document.querySelectorAll('[role=group][aria-label^="${group}"] button');
  const count = buttons().length;
  // They are gone until the next run has begun.
  const drawn = async () => {
    do await new Promise(requestAnimationFrame); while (buttons().length < count);
  };
  let at = ${from};
  for (let i = 0; i < count; i++) {
    const slider = document.querySelector('.slider');
    slider.value = at += 5e6;
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    await drawn();
    buttons()[i].click();
    await drawn();
  }
  return at;
})()`;

/** The list of completions has room where it is. */
const IS_INSIDE_EDITOR = `(() => {
  const editor = document.querySelector('.editor');
  const [frame, list] = [editor, editor.shadowRoot.querySelector('.cm-tooltip-autocomplete')].map((one) => one.getBoundingClientRect());
  return list.height > 0 && list.top >= frame.top - 1 && list.bottom <= frame.bottom + 1;
})()`;

/** Boxes and groups of phones that lie over others. */
const OVERLAPS = `(() => {
  const boxes = [...document.querySelectorAll('.host, .group')].map((one) => [one.textContent, one.getBoundingClientRect()]);
  return boxes.filter(([, a], i) => boxes.slice(i + 1).some(([, b]) =>
    a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)).map(([name]) => name);
})()`;

/** Lines and tags of boxes that have no room in them, and boxes that lie beyond the stage. */
const CUT = `[...document.querySelectorAll('.figure, .host strong, .host .tag, .host, .group')].filter((one) => {
  const [box, stage] = [one.getBoundingClientRect(), one.closest('.scene').getBoundingClientRect()];
  const around = one.matches('.tag') ? one.parentElement.getBoundingClientRect().right - 3 : stage.right;
  return one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0 || box.left < stage.left || box.right > around;
}).map((one) => one.textContent)`;

/** Texts of pictures beyond them, sentences wider than their column, and tabs beyond the page. */
const CUT_TEXTS = `[...document.querySelectorAll('figure text, .prose, .tabs button')].filter((one) => {
  const [box, frame] = [one, one.closest('svg') ?? document.body].map((part) => part.getBoundingClientRect());
  const isWide = one.matches('.prose') && one.scrollWidth > one.clientWidth;
  const isBelow = one.matches('text') && box.bottom > frame.bottom + 1;
  return isWide || isBelow || box.left < frame.left || box.right > frame.right;
}).map((one) => one.textContent)`;

/** A moment at which the hub has something in its cache, µs: that at which the page is then. */
const MOMENT_WITH_CACHE = `(async () => {
  const slider = document.querySelector('.slider');
  for (let at = 20e6; at < 120e6; at += 0.5e6) {
    slider.value = at;
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise(requestAnimationFrame);
    const hub = [...document.querySelectorAll('.host')].find((one) => one.textContent.startsWith('dunpbx1'));
    if (/cache [1-9]/.test(hub.textContent)) return at;
  }
  throw new Error('the hub has no cache');
})()`;

async function setRange(page: Page, slider: ReturnType<Page['locator']>, index: number): Promise<void> {
  await slider.focus();
  await page.keyboard.press('Home');
  for (let i = 0; i < index; i++) await page.keyboard.press('ArrowRight');
}
