import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { linkOf, type View } from '../../src/lab/setup/labLink.ts';
import { EMPTY, type Setup } from '../../src/lab/setup/labSetup.ts';

const CHROMIUM = '/usr/bin/chromium';

/** Skipped, visibly, where there is no browser; never in CI. */
export const hasBrowser = existsSync(CHROMIUM) || process.env['CI'] === 'true';

const root = new URL('../..', import.meta.url).pathname;
const shipped = join(root, 'dist/lab/lab.html');
let built: string | undefined;

/** The page as it is now: that of `npm run build` when nothing is newer, else one that is built here, once. Returns its path. */
export function builtPage(): string {
  built ??= isUpToDate() ? shipped : buildNow();
  return built;
}

function isUpToDate(): boolean {
  if (!existsSync(shipped)) return false;
  const since = statSync(shipped).mtimeMs;
  const isOlder = (path: string): boolean => statSync(path).mtimeMs < since;
  const below = (folder: string): string[] =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(root, folder, name));
  return [join(root, 'package-lock.json'), ...below('src'), ...below('scenarios')].every(isOlder);
}

function buildNow(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lab-'));
  const script = new URL('../../src/lab/build/writePage.ts', import.meta.url).pathname;
  // As it is shipped: vitest sets NODE_ENV=test, and libraries would keep what is for development.
  const env = { ...process.env, NODE_ENV: 'production' };
  execFileSync(process.execPath, ['--import', 'tsx', script, folder], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  return join(folder, 'lab.html');
}

export function launched(): Promise<Browser> {
  // A graphics process draws by the processor here, and costs a fifth of the time.
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
}

/** A context of its own would compile the page anew: half of the time that it takes to open. */
const contexts = new WeakMap<Browser, Promise<BrowserContext>>();

function contextOf(browser: Browser): Promise<BrowserContext> {
  const known = contexts.get(browser) ?? browser.newContext({ viewport: { width: 1440, height: 900 } });
  contexts.set(browser, known);
  return known;
}

/** A page that is open, and what it complained of. */
export interface Opened {
  readonly page: Page;
  /** Errors, refused scripts and styles, and every request for anything but the file itself. */
  readonly complaints: string[];
}

type PartialView = Partial<Omit<View, 'setup'>> & { readonly setup?: Partial<Setup> };

const NO_VIEW: View = { setup: EMPTY, at: 0, speed: 1, selected: '', call: 0, panel: 'answer', lesson: '' };

/** Opens the page from disk, at a view; waits until the run has ended. */
export async function opened(browser: Browser, path: string, view: PartialView): Promise<Opened> {
  const page = await (await contextOf(browser)).newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!/^(?:file|blob|data):/.test(request.url())) complaints.push(`asks for ${request.url()}`);
  });
  await page.goto(await addressOf(path, view));
  await ended(page);
  return { page, complaints };
}

/** The page at a view. */
export async function addressOf(path: string, view: PartialView): Promise<string> {
  return `file://${path}#${await linkOf({ ...NO_VIEW, ...view, setup: { ...EMPTY, ...view.setup } })}`;
}

/** Waits until the run that is shown has ended. */
export async function ended(page: Page): Promise<void> {
  await page.locator('section[data-state=ended]').waitFor({ timeout: 150_000 });
}

export async function showPanel(page: Page, name: string): Promise<void> {
  await page.getByRole('tab', { name, exact: true }).click();
}

let axe: string | undefined;

/** What axe finds below an element: the rule, and what breaks it. */
export async function violationsIn(page: Page, where: string): Promise<string[]> {
  axe ??= readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  // A script element would be refused by a page's policy.
  if (!(await page.evaluate(`'axe' in globalThis`))) await page.evaluate(axe);
  return page.evaluate(async (selector) => {
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run(selector);
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
  }, where);
}

/** What is used of axe-core. */
interface Axe {
  run(where: string): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}
