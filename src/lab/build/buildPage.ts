import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deflateAsync } from '@gfx/zopfli';
import { build, type InlineConfig, type Plugin } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';
import { packShipped } from '../engine/shippedPack.ts';
import { toBase125 } from '../setup/base125.ts';
import { PACKED } from '../setup/packedIds.ts';
import { shippedTexts } from './shippedTexts.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * The whole page as one HTML text, with its Content-Security-Policy: no script or style runs but those in it. Its
 * scripts, and the style in them, lie in it deflated, but for the one that makes a script of the page's own.
 */
export async function buildPage(): Promise<string> {
  const worker = await bundled(
    scriptConfig('../engine/labWorker.ts', [shipped(), withoutUncalled(), withoutUnicodeClasses()]),
    'script.js',
  );
  const editor = await bundled(scriptConfig('../editor/scenarioEditor.ts', []), 'script.js');
  const boot = (await bundled(scriptConfig('../view/boot.ts', []), 'script.js')).trim();
  const built = await bundled(pageConfig(), 'index.html');
  const own = /<script type="module"[^>]*>([\s\S]*?)<\/script>\s*/.exec(built)!;
  const texts = { page: own[1]!, worker, editor };
  const scripts: string[] = [];
  for (const [name, text] of Object.entries(texts))
    scripts.push(
      `<script type="text/plain" id="${PACKED[name as keyof typeof PACKED]}">${await packed(text)}</script>`,
    );
  scripts.push(`<script>${boot}</script>`);
  const html = built.replace(own[0], '').replace('</body>', () => `${scripts.join('\n')}\n</body>`);
  const policy = policyOf([boot, texts.page, texts.editor]);
  return html.replace('<head>', () => `<head>\n<meta http-equiv="Content-Security-Policy" content="${policy}">`);
}

/** `frame-ancestors` is for a header alone: the server adds it. */
function policyOf(scripts: readonly string[]): string {
  return [
    `default-src 'none'`,
    `script-src ${scripts.map(hashOf).join(' ')}`,
    // Style sheets that scripts construct are none of its business; the page has no other.
    `style-src 'none'`,
    `worker-src blob:`,
    `img-src data:`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function common(): InlineConfig {
  const { version } = JSON.parse(readFileSync(here('../../../package.json'), 'utf8')) as { version: string };
  return {
    configFile: false,
    logLevel: 'warn',
    define: { VERSION: JSON.stringify(version) },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  };
}

function pageConfig(): InlineConfig {
  return {
    ...common(),
    root: here('../view'),
    plugins: [viteSingleFile({ removeViteModuleLoader: true })],
    build: { write: false, target: 'es2023', modulePreload: false, chunkSizeWarningLimit: 2000 },
  };
}

/** One classic script, whose exports are `dundisimLab`: a worker that is a module does not start from a page on disk. */
function scriptConfig(entry: string, plugins: Plugin[]): InlineConfig {
  return {
    ...common(),
    plugins,
    build: {
      write: false,
      target: 'es2023',
      lib: { entry: here(entry), formats: ['iife'], name: 'dundisimLab', fileName: () => 'script.js' },
      chunkSizeWarningLimit: 2000,
    },
  };
}

/** Deflated by Zopfli, a twenty-fifth smaller than by zlib, in base 125. At most 15 blocks would take 2 kB more. */
async function packed(text: string): Promise<string> {
  const options = { numiterations: 5, blocksplittingmax: 0 };
  return toBase125(await deflateAsync(new TextEncoder().encode(text), options));
}

/** The text of one file of a build. */
async function bundled(config: InlineConfig, name: string): Promise<string> {
  const result = await build(config);
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((one) => ('output' in one ? one.output : []));
  const file = outputs.find(({ fileName }) => fileName === name);
  if (file === undefined) throw new Error(`the build made no ${name}`);
  if (file.type === 'chunk') return file.code;
  return typeof file.source === 'string' ? file.source : new TextDecoder().decode(file.source);
}

/** `virtual:shipped`: scenarios and .conf folders as one text. */
function shipped(): Plugin {
  return virtual('virtual:shipped', packShipped(shippedTexts()));
}

/** Parts of libraries that the page never calls. */
const UNCALLED =
  /\/zod\/v4\/core\/(?:json-schema-processors|to-json-schema)\.js$|\/yaml\/browser\/dist\/stringify\/stringify(?:String|Collection|Document|Pair)\.js$/;

/**
 * zod without what makes a JSON Schema of its schemas, yaml without what writes: 13 kB. A page that called them
 * would stop with a TypeError.
 */
function withoutUncalled(): Plugin {
  return {
    name: 'without-uncalled',
    enforce: 'pre',
    load(id) {
      if (!UNCALLED.test(id)) return undefined;
      const text = readFileSync(id, 'utf8');
      const names = [...text.matchAll(/^export (?:(?:const|function) (\w+)|\{ (\w+) \};$)/gm)];
      return names.map(([, declared, listed]) => `export const ${declared ?? listed} = undefined;`).join('\n');
    },
  };
}

/** The tables of re2js for `\p{Greek}` and its kin, which the expressions of a dialplan do not have: 15 kB. */
const UNICODE_CLASSES = /(static (?:FOLD_)?(?:CATEGORIES|SCRIPTS?) = new LazyMap\()\{[\s\S]*?\n\t\}\)/g;
const TABLES_OF_CLASSES = 4;

/** @throws when a release of re2js has its tables in another form */
function withoutUnicodeClasses(): Plugin {
  return {
    name: 'without-unicode-classes',
    enforce: 'pre',
    load(id) {
      if (!id.endsWith('/re2js/build/index.js')) return undefined;
      const text = readFileSync(id, 'utf8');
      const found = text.match(UNICODE_CLASSES)?.length;
      if (found !== TABLES_OF_CLASSES) throw new Error(`re2js has ${found ?? 0} tables of Unicode classes`);
      return text.replaceAll(UNICODE_CLASSES, '$1{})');
    },
  };
}

/** A module that exports a text. */
function virtual(id: string, text: string): Plugin {
  return {
    name: id,
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load: (source) => (source === `\0${id}` ? `export default ${JSON.stringify(text)};` : undefined),
  };
}
